using System.Security;

namespace ChatCompletions;

/// <summary>A named provider: its base URL, the defaults of its requests, and the source of its key. It never shows a key.</summary>
public sealed record ChatProvider
{
    /// <summary>The name: letters, digits and hyphens, 64 at most.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the service: the name of a preset.</summary>
    public required string Type { get; init; }

    /// <summary>Whether this is the default provider, used if a call names none.</summary>
    public bool Default { get; init; }

    /// <summary>The base URL, such as <c>https://llm.example.com/v1</c>; the default is the preset's.</summary>
    public string? ApiBase { get; init; }

    /// <summary>The API version for the URL (<c>api-version</c>); none by default.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>How the key is sent: <c>Bearer</c> or <c>ApiKey</c>; the default is the preset's.</summary>
    public string? AuthType { get; init; }

    /// <summary>A description of the source of the key.</summary>
    public string KeySource => this switch
    {
        { SecretName: not null } => Vault is null ? $"secret {SecretName}" : $"secret {SecretName} in vault {Vault}",
        { SessionKey: not null } => "this session",
        { KeyCommand: not null } => "a command of this session",
        { ApiKeyVariable: not null } => $"variable {ApiKeyVariable}",
        _ when HasPresetAddress && Preset.KeyVariables.Count > 0 => $"variable {string.Join(" or ", Preset.KeyVariables)}",
        _ => "none",
    };

    /// <summary>The environment variable with the key. The default is the preset's variables, if the base URL is the preset's.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>The vault with the key; the default vault if <see langword="null"/>.</summary>
    public string? Vault { get; init; }

    /// <summary>The name of the secret in the vault that contains the key.</summary>
    public string? SecretName { get; init; }

    /// <summary>The model, if a call names none; the default is the preset's.</summary>
    public string? Model { get; init; }

    /// <summary>The role of instructions: <c>system</c> (the default), or <c>developer</c> for OpenAI's newer models.</summary>
    public string? InstructionsRole { get; init; }

    /// <summary>Default fields of the request body. The fields of a call override them.</summary>
    public JsonDictionary? Defaults { get; init; }

    /// <summary>Headers that are sent with each request, except those with secret values.</summary>
    public JsonDictionary? Headers { get; init; }

    /// <summary>Headers with secret values: each header name with the name of its secret in the vault.</summary>
    public JsonDictionary? SecretHeaders { get; init; }

    /// <summary>Parameters that are added to the query of each URL.</summary>
    public JsonDictionary? Query { get; init; }

    /// <summary>The URL of the proxy, such as <c>http://proxy.example.com:3128</c>; the default is the system's proxy.</summary>
    public string? Proxy { get; init; }

    /// <summary>Whether to sign in to the proxy with the account of this process, if the proxy asks for it.</summary>
    public bool ProxyUseDefaultCredentials { get; init; }

    /// <summary>The time limit to connect, in seconds; the default is 15.</summary>
    public double? ConnectTimeoutSec { get; init; }

    /// <summary>The time limit to the first byte of an answer, in seconds; the default is 600.</summary>
    public double? FirstByteTimeoutSec { get; init; }

    /// <summary>The time limit between two bytes of an answer, in seconds; the default is 120.</summary>
    public double? IdleTimeoutSec { get; init; }

    /// <summary>The time limit of a whole call, in seconds; the default is 3600.</summary>
    public double? TimeoutSec { get; init; }

    /// <summary>The maximum number of retries of a failed request, 0 to 10; the default is the preset's.</summary>
    public int? NumRetries { get; init; }

    /// <summary>The longest delay before a retry that the server may request, in seconds; the default is 120.</summary>
    public double? MaxRetryDelaySec { get; init; }

    /// <summary>The maximum size of an answer, in MiB, 1 to 512; the default is 256.</summary>
    public int? MaxResponseMiB { get; init; }

    /// <summary>
    /// Whether reasoning at the start of an answer, between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>, is moved from its content to
    /// its reasoning.
    /// </summary>
    public bool ThinkTags { get; init; }

    /// <summary>
    /// The lifetime of the provider: <c>User</c> is saved in a file, <c>Session</c> is kept in memory until the process ends,
    /// <c>Preset</c> is built in.
    /// </summary>
    public string Scope { get; init; } = SessionScope;

    /// <summary>The scope of providers in files.</summary>
    internal const string UserScope = "User";

    /// <summary>The scope of providers in memory.</summary>
    internal const string SessionScope = "Session";

    /// <summary>The scope of built-in presets.</summary>
    internal const string PresetScope = "Preset";

    /// <summary>A key that is kept in memory only.</summary>
    internal SecureString? SessionKey { get; init; }

    /// <summary>A command that returns the key, kept in memory only.</summary>
    internal KeyCommand? KeyCommand { get; init; }

    /// <summary>Header values that are kept in memory only, by header name.</summary>
    internal IReadOnlyDictionary<string, SecureString>? SessionHeaders { get; init; }

    /// <summary>The preset of the type.</summary>
    internal ProviderPreset Preset => ProviderPresets.Find(Type) ?? ProviderPresets.Custom;

    /// <summary>The model, if a call names none.</summary>
    internal string? OwnModel => Model ?? Preset.Model;

    /// <summary>Whether the provider itself has a key or any other secret, wherever it is stored.</summary>
    internal bool HasOwnSecrets => HasConfiguredKey || HasSecretHeaders || ProviderSecrets.Find(this).Any();

    /// <summary>Whether the provider itself has a key, not counting headers.</summary>
    internal bool HasConfiguredKey =>
        SecretName is not null || SessionKey is not null || KeyCommand is not null || ApiKeyVariable is not null;

    /// <summary>Whether the provider has headers with secret values.</summary>
    internal bool HasSecretHeaders => SecretHeaders is { Count: > 0 } || SessionHeaders is { Count: > 0 };

    /// <summary>Whether the base URL is the preset's, so that the preset's key variables apply.</summary>
    internal bool HasPresetAddress =>
        ApiBase is null
        || (Preset.ApiBase is { } known && EndpointUrl.SameOrigin(new Uri(known), EndpointUrl.ParseBase(ApiBase, "ApiBase")));

    /// <summary>Gets the provider of a preset, with its default settings.</summary>
    /// <param name="preset">The preset.</param>
    public static ChatProvider FromPreset(ProviderPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return new() { Name = preset.Name, Type = preset.Name, Scope = PresetScope };
    }

    /// <summary>Whether a name is a host, as <see cref="FromAddress"/> uses it.</summary>
    internal static bool IsAddress(string name) => name.AsSpan().IndexOfAny('.', ':') >= 0;

    /// <summary>
    /// Creates the provider of a call that only has a URL. Its name is the host, with the port if the host alone could be the name of
    /// another provider.
    /// </summary>
    /// <param name="apiBase">The base URL.</param>
    /// <exception cref="ChatRequestException">The URL is not a valid base URL.</exception>
    public static ChatProvider FromAddress(string apiBase)
    {
        var address = EndpointUrl.ParseBase(apiBase, nameof(ApiBase));
        var host = address.Authority;
        return FromPreset(ProviderPresets.Custom) with { Name = IsAddress(host) ? host : $"{host}:{address.Port}" };
    }

    /// <summary>The name of the provider.</summary>
    public override string ToString() => Name;
}
