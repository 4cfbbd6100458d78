using System.Security;

namespace ChatCompletions;

/// <summary>A provider by name: where to ask, what to send when the call does not say, and where its key is. It never shows a key.</summary>
public sealed record ChatProvider
{
    /// <summary>The name: letters, digits and hyphens, 64 at most.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of service: the name of a preset.</summary>
    public required string Type { get; init; }

    /// <summary>Whether this provider is asked where the call names none.</summary>
    public bool Default { get; init; }

    /// <summary>The base URL, such as <c>https://llm.example.com/v1</c>; the preset's unless given.</summary>
    public string? ApiBase { get; init; }

    /// <summary>The API version for the URL (<c>api-version</c>).</summary>
    public string? ApiVersion { get; init; }

    /// <summary>How the key is sent: <c>Bearer</c> or <c>ApiKey</c>; the preset's unless given.</summary>
    public string? AuthType { get; init; }

    /// <summary>Where the key comes from, in words.</summary>
    public string KeySource => this switch
    {
        { SecretName: not null } => Vault is null ? $"secret {SecretName}" : $"secret {SecretName} in vault {Vault}",
        { SessionKey: not null } => "this session",
        { KeyCommand: not null } => "a command of this session",
        { ApiKeyVariable: not null } => $"variable {ApiKeyVariable}",
        _ when HasPresetAddress && Preset.KeyVariables.Count > 0 => $"variable {string.Join(" or ", Preset.KeyVariables)}",
        _ => "none",
    };

    /// <summary>The environment variable that holds the key; the preset's variables count only where the base URL is the preset's.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>The vault that holds the key; the default vault unless given.</summary>
    public string? Vault { get; init; }

    /// <summary>The name of the secret that is the key.</summary>
    public string? SecretName { get; init; }

    /// <summary>The model that is asked where the call names none; the preset's unless given.</summary>
    public string? Model { get; init; }

    /// <summary>The role of instructions: <c>system</c>, or <c>developer</c> for OpenAI's newer models.</summary>
    public string? InstructionsRole { get; init; }

    /// <summary>Fields of the request body that are sent unless the call gives its own.</summary>
    public JsonDictionary? Defaults { get; init; }

    /// <summary>Headers that are sent with each request. None of them is secret.</summary>
    public JsonDictionary? Headers { get; init; }

    /// <summary>Headers whose values are secrets: the header's name with the name of the secret in the vault.</summary>
    public JsonDictionary? SecretHeaders { get; init; }

    /// <summary>What is added to the query of each URL.</summary>
    public JsonDictionary? Query { get; init; }

    /// <summary>The proxy, such as <c>http://proxy.example.com:3128</c>; the system's unless given.</summary>
    public string? Proxy { get; init; }

    /// <summary>The most seconds to connect; 15 unless given.</summary>
    public double? ConnectTimeoutSec { get; init; }

    /// <summary>The most seconds to the first byte of an answer; 600 unless given.</summary>
    public double? FirstByteTimeoutSec { get; init; }

    /// <summary>The most seconds between two bytes of an answer; 120 unless given.</summary>
    public double? IdleTimeoutSec { get; init; }

    /// <summary>The most seconds of a whole call; 3600 unless given.</summary>
    public double? TimeoutSec { get; init; }

    /// <summary>How often a failed request is sent again, 0 to 10; the preset's unless given.</summary>
    public int? NumRetries { get; init; }

    /// <summary>The longest wait before a retry, in seconds, that the server may ask for; 120 unless given.</summary>
    public double? MaxRetryDelaySec { get; init; }

    /// <summary>The longest answer in MiB, 1 to 512; 256 unless given.</summary>
    public int? MaxResponseMiB { get; init; }

    /// <summary>Whether thoughts that stand in front of an answer's text, between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>, are taken out of it as its reasoning.</summary>
    public bool ThinkTags { get; init; }

    /// <summary>How long the provider is known: <c>User</c>, in a file; <c>Session</c>, as long as the process runs; <c>Preset</c>, always.</summary>
    public string Scope { get; init; } = SessionScope;

    /// <summary>The scope of providers in files.</summary>
    internal const string UserScope = "User";

    /// <summary>The scope of providers in memory.</summary>
    internal const string SessionScope = "Session";

    /// <summary>The scope of providers that were never set.</summary>
    internal const string PresetScope = "Preset";

    /// <summary>A key that is kept in memory only.</summary>
    internal SecureString? SessionKey { get; init; }

    /// <summary>A command that gives the key, kept in memory only.</summary>
    internal KeyCommand? KeyCommand { get; init; }

    /// <summary>Header values that are kept in memory only, by the header's name.</summary>
    internal IReadOnlyDictionary<string, SecureString>? SessionHeaders { get; init; }

    /// <summary>The preset.</summary>
    internal ProviderPreset Preset => ProviderPresets.Find(Type) ?? ProviderPresets.Custom;

    /// <summary>The model that is asked where a call names none.</summary>
    internal string? OwnModel => Model ?? Preset.Model;

    /// <summary>Whether a key or another secret of its own was given for it, wherever it is kept.</summary>
    internal bool HasOwnKey => HasKeyOfItsOwn || HasSecretHeaders || ProviderSecrets.Find(this).Any();

    /// <summary>Whether a key was given for it, apart from headers.</summary>
    internal bool HasKeyOfItsOwn => SecretName is not null || SessionKey is not null || KeyCommand is not null || ApiKeyVariable is not null;

    /// <summary>Whether headers were given for it whose values are secret.</summary>
    internal bool HasSecretHeaders => SecretHeaders is { Count: > 0 } || SessionHeaders is { Count: > 0 };

    /// <summary>Whether its address is the preset's, for which the preset's variables hold keys.</summary>
    internal bool HasPresetAddress =>
        ApiBase is null || (Preset.ApiBase is { } known && EndpointUrl.SameOrigin(new Uri(known), EndpointUrl.ParseBase(ApiBase, "ApiBase")));

    /// <summary>The provider that a preset is without any set-up.</summary>
    /// <param name="preset">The preset.</param>
    public static ChatProvider FromPreset(ProviderPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return new() { Name = preset.Name, Type = preset.Name, Scope = PresetScope };
    }

    /// <summary>Whether a name is the host of an address, as <see cref="FromAddress"/> names it.</summary>
    internal static bool IsAddress(string name) => name.AsSpan().IndexOfAny('.', ':') >= 0;

    /// <summary>
    /// The provider of a call that gives nothing but an address. It is named after the host and port, in a form that no provider of
    /// Set-ChatProvider can have.
    /// </summary>
    /// <param name="apiBase">The address, as a base URL.</param>
    /// <exception cref="ChatRequestException">The address is not a base URL.</exception>
    public static ChatProvider FromAddress(string apiBase)
    {
        var address = EndpointUrl.ParseBase(apiBase, nameof(ApiBase));
        var host = address.Authority;
        return FromPreset(ProviderPresets.Custom) with { Name = IsAddress(host) ? host : $"{host}:{address.Port}" };
    }

    /// <summary>The provider's name.</summary>
    public override string ToString() => Name;
}
