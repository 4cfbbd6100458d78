using System.Collections;
using System.Net;
using System.Security;

namespace ChatCompletions;

/// <summary>What a provider's requests are signed with: a key, and headers that are secret.</summary>
internal sealed record EndpointKey
{
    private const int MinMarkedLength = 8;

    /// <summary>So few that no key can be found by them, and enough that nearly every other key has others.</summary>
    private const int MarkDigits = 3;

    /// <summary>The mark of all that is too short for one of its own, and of no key.</summary>
    private const string ShortMark = "-";

    /// <summary>The key; <see langword="null"/> where there is none.</summary>
    public string? Value { get; private init; }

    /// <summary>Where it was found, in words.</summary>
    public string? Source { get; private init; }

    /// <summary>The command that gives the key; <see langword="null"/> where none does.</summary>
    public KeyCommand? Command { get; private init; }

    /// <summary>How it is sent.</summary>
    public required string AuthType { get; init; }

    /// <summary>Headers whose values are secret.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private init; } = new Dictionary<string, string>();

    /// <summary>Whether there is anything that must not be seen.</summary>
    public bool IsSecret => Value is not null || Command is not null || Headers.Count > 0;

    /// <summary>All that must not be seen.</summary>
    public IEnumerable<string> Secrets => Value is null ? Headers.Values : Headers.Values.Append(Value);

    /// <summary>
    /// Finds the key of a provider. There is one source for each: what the provider names itself, and only where it names
    /// nothing and has the service's own address, the service's variables. A source that fails never gives way to another.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="secrets">Reads a secret from a vault.</param>
    /// <exception cref="ChatRequestException">The source holds no usable key.</exception>
    public static EndpointKey Find(ChatProvider provider, Func<string, string?> environment, ISecretReader? secrets)
    {
        var preset = provider.Preset;
        var key = new EndpointKey { AuthType = provider.AuthType ?? preset.AuthType, Headers = FindHeaders(provider, secrets) };
        if (provider.SecretName is { } secret) key = key with { Value = Vault(secrets, secret, provider.Vault).Trim(), Source = $"the secret {secret}" };
        else if (provider.SessionKey is { } session) key = key with { Value = Decode(session), Source = "this session" };
        else if (provider.KeyCommand is { } command) key = key with { Command = command, Source = "a command of this session", AuthType = provider.AuthType ?? "Bearer" };
        else if (provider.ApiKeyVariable is { } own) key = FromVariables(key, [own], environment) ?? throw Missing($"The key of '{provider.Name}' should be in the environment variable {own}, which is not set.");
        else if (provider.HasPresetAddress)
            key = FromVariables(key, preset.KeyVariables, environment)
                ?? FromVariables(key with { AuthType = provider.AuthType ?? "Bearer" }, preset.TokenVariables, environment)
                ?? key;
        key.Check();
        return key;
    }

    /// <summary>With the key that its command gave; <see langword="null"/> for none.</summary>
    /// <exception cref="ChatRequestException">It cannot be a key.</exception>
    public EndpointKey With(SecureString? value)
    {
        var key = this with { Value = value is null ? null : Decode(value) };
        key.Check();
        return key;
    }

    /// <summary>A key as it is sent.</summary>
    public static string Decode(SecureString key) => new NetworkCredential("", key).Password.Trim();

    /// <summary>Puts the key on a request.</summary>
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
    /// Tells the key from another one: a few digits of a slow hash. All keys of fewer than 8 characters, and no key at all, have the same
    /// mark. A key that a command renews has none.
    /// </summary>
    /// <param name="provider">The provider, whose settings can hold secrets too.</param>
    /// <param name="apiBase">The address.</param>
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
            if (environment(variable)?.Trim() is { Length: > 0 } value) return key with { Value = value, Source = "the environment variable " + variable };
        return null;
    }

    private static Dictionary<string, string> FindHeaders(ChatProvider provider, ISecretReader? secrets)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry header in provider.SecretHeaders ?? new JsonDictionary())
            headers[(string)header.Key] = Vault(secrets, (string)header.Value!, provider.Vault);
        foreach (var (name, value) in provider.SessionHeaders ?? new Dictionary<string, SecureString>())
            headers[name] = new NetworkCredential("", value).Password;
        foreach (var (name, value) in headers) ProviderRules.CheckHeaderValue(name, value);
        return headers;
    }

    private static string Vault(ISecretReader? secrets, string name, string? vault) =>
        secrets?.Read(name, vault) ?? throw new ChatRequestException(ChatErrorKind.VaultMissing, "Provider", "Keys in a vault can be read in PowerShell only.");

    /// <summary>A header holds printable ASCII only; a line break in it would be a header of its own.</summary>
    private void Check()
    {
        if (Value?.Length == 0) throw Missing($"The key in {Source} is empty. Set it again.");
        if (Value is not null && Value.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            throw Missing($"The key in {Source} holds a space, a line break or another character that no key has. Set it again.");
    }

    private static ChatRequestException Missing(string message) => new(ChatErrorKind.ApiKeyMissing, "Provider", message);

    /// <summary>Shows no key.</summary>
    public override string ToString() => Source ?? "no key";
}
