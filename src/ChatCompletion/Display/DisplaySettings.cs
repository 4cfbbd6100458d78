using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The settings of a provider in the views, safe for a terminal: the provider's file can contain any text.</summary>
public static class DisplaySettings
{
    /// <summary>The base URL.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayApiBase(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.ApiBase));

    /// <summary>The API version.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayApiVersion(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.ApiVersion));

    /// <summary>How the key is sent.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayAuthType(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.AuthType));

    /// <summary>Where the key comes from.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayKeySource(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.KeySource));

    /// <summary>The environment variable of the key.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayApiKeyVariable(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.ApiKeyVariable));

    /// <summary>The vault of the key.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayVault(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.Vault));

    /// <summary>The name of the secret that is the key.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplaySecretName(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.SecretName));

    /// <summary>The role of instructions.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayInstructionsRole(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.InstructionsRole));

    /// <summary>The proxy.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayProxy(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.Proxy));

    /// <summary>The scope of the provider.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayScope(PSObject item) => PropertyText.Label(item, nameof(ChatProvider.Scope));

    /// <summary>Fields of the request.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayDefaults(PSObject item) => PropertyText.Json(item, nameof(ChatProvider.Defaults));

    /// <summary>Headers.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayHeaders(PSObject item) => PropertyText.Json(item, nameof(ChatProvider.Headers));

    /// <summary>The names of the secrets of headers.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplaySecretHeaders(PSObject item) => PropertyText.Json(item, nameof(ChatProvider.SecretHeaders));

    /// <summary>The query of each URL.</summary>
    [Extends(typeof(ChatProvider))]
    public static string DisplayQuery(PSObject item) => PropertyText.Json(item, nameof(ChatProvider.Query));
}
