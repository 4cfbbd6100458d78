using System.Collections;
using System.Net;
using System.Security;

namespace ChatCompletions;

/// <summary>The credentials of a provider's requests: a key, and secret headers.</summary>
internal sealed record EndpointKey
{
    private const int MinMarkedLength = 8;

    /// <summary>The length of a fingerprint: too short to find a key by it, long enough to tell most keys apart.</summary>
    private const int MarkDigits = 3;

    /// <summary>The fingerprint of all keys that are too short for their own, and of providers without a key.</summary>
    private const string ShortMark = "-";

    /// <summary>The key; <see langword="null"/> if there is none.</summary>
    public string? Value { get; private init; }

    /// <summary>A description of the source of the key.</summary>
    public string? Source { get; private init; }

    /// <summary>The command that returns the key; <see langword="null"/> if there is none.</summary>
    public KeyCommand? Command { get; private init; }

    /// <summary>How the key is sent: <c>Bearer</c> or <c>ApiKey</c>.</summary>
    public required string AuthType { get; init; }

    /// <summary>Headers with secret values.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private init; } = new Dictionary<string, string>();

    /// <summary>Whether there is any secret.</summary>
    public bool IsSecret => Value is not null || Command is not null || Headers.Count > 0;

    /// <summary>All secrets.</summary>
    public IEnumerable<string> Secrets => Value is null ? Headers.Values : Headers.Values.Append(Value);

    /// <summary>
    /// Finds the key of a provider in exactly one source: the provider's own setting, or, if it has none and uses the preset's URL, the
    /// preset's variables. If a source fails, no other source is tried.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="secrets">Reads a secret from a vault.</param>
    /// <exception cref="ChatRequestException">The source contains no valid key.</exception>
    public static EndpointKey Find(ChatProvider provider, Func<string, string?> environment, ISecretReader? secrets)
    {
        var preset = provider.Preset;
        var key = new EndpointKey { AuthType = provider.AuthType ?? preset.AuthType, Headers = FindHeaders(provider, secrets) };
        if (provider.SecretName is { } secret)
            key = key with { Value = ReadSecret(secrets, secret, provider.Vault).Trim(), Source = $"the secret {secret}" };
        else if (provider.SessionKey is { } session)
            key = key with { Value = Decode(session), Source = "this session" };
        else if (provider.KeyCommand is { } command)
            key = key with { Command = command, Source = "a command of this session", AuthType = provider.AuthType ?? "Bearer" };
        else if (provider.ApiKeyVariable is { } own)
            key = FromVariables(key, [own], environment)
                ?? throw Missing($"The key of '{provider.Name}' should be in the environment variable {own}, which is not set.");
        else if (provider.HasPresetAddress)
            key = FromVariables(key, preset.KeyVariables, environment)
                ?? FromVariables(key with { AuthType = provider.AuthType ?? "Bearer" }, preset.TokenVariables, environment)
                ?? key;
        key.Check();
        return key;
    }

    /// <summary>Gets a copy with the key that the command returned; <see langword="null"/> removes the key.</summary>
    /// <exception cref="ChatRequestException">The text is not a valid key.</exception>
    public EndpointKey WithValue(SecureString? value)
    {
        var key = this with { Value = value is null ? null : Decode(value) };
        key.Check();
        return key;
    }

    /// <summary>Gets a key as it is sent.</summary>
    public static string Decode(SecureString key) => new NetworkCredential("", key).Password.Trim();

    /// <summary>Adds the key to a request.</summary>
    public void Authorize(HttpRequestMessage request)
    {
        if (Value is not null)
        {
            if (AuthType == "ApiKey") request.Headers.TryAddWithoutValidation("api-key", Value);
            else request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Value);
        }
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>
    /// Gets a fingerprint that tells keys apart: a few digits of a slow hash. Keys of fewer than 8 characters, and no key, all have the
    /// same fingerprint. A key from a command has none.
    /// </summary>
    /// <param name="provider">The provider. Its settings can contain secrets too.</param>
    /// <param name="apiBase">The base URL.</param>
    public string? Mark(ChatProvider provider, Uri apiBase)
    {
        var secrets = Secrets.Concat(ProviderSecrets.Find(provider).Select(static found => found.Field.Value))
            .Where(static secret => secret.Length >= MinMarkedLength).Order(StringComparer.Ordinal).ToList();
        if (Command is not null) return null;
        if (secrets.Count == 0) return ShortMark;
        var digests = new SecretDigests($"{provider.Name.ToUpperInvariant()} {apiBase.GetLeftPart(UriPartial.Authority)}");
        return digests.Of(string.Join('\n', secrets))[..MarkDigits];
    }

    private static EndpointKey? FromVariables(EndpointKey key, IEnumerable<string> variables, Func<string, string?> environment)
    {
        foreach (var variable in variables)
            if (environment(variable)?.Trim() is { Length: > 0 } value)
                return key with { Value = value, Source = "the environment variable " + variable };
        return null;
    }

    private static Dictionary<string, string> FindHeaders(ChatProvider provider, ISecretReader? secrets)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry header in provider.SecretHeaders ?? new JsonDictionary())
            headers[(string)header.Key] = ReadSecret(secrets, (string)header.Value!, provider.Vault);
        foreach (var (name, value) in provider.SessionHeaders ?? new Dictionary<string, SecureString>())
            headers[name] = new NetworkCredential("", value).Password;
        foreach (var (name, value) in headers) ProviderRules.CheckHeaderValue(name, value);
        return headers;
    }

    private static string ReadSecret(ISecretReader? secrets, string name, string? vault) =>
        secrets?.Read(name, vault)
        ?? throw new ChatRequestException(ChatErrorKind.VaultMissing, "Provider", "Keys in a vault can only be read in PowerShell.");

    /// <summary>Headers may only contain printable ASCII. A line break would start another header.</summary>
    private void Check()
    {
        if (Value?.Length == 0) throw Missing($"The key in {Source} is empty. Set it again.");
        if (Value is not null && Value.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            throw Missing(
                $"The key in {Source} contains a space, a line break or another character that is not allowed in a key. Set it again.");
    }

    private static ChatRequestException Missing(string message) => new(ChatErrorKind.ApiKeyMissing, "Provider", message);

    /// <summary>The source of the key, never the key itself.</summary>
    public override string ToString() => Source ?? "no key";
}
