using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

// The parameters of Set-ChatProvider.
public sealed partial class SetChatProviderCommand
{
    /// <summary>The provider's name: letters, digits and hyphens, at most 64 characters. Case is ignored.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Connection")]
    [Brief]
    [ValidatePattern("^[A-Za-z0-9-]{1,64}\\z")]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// The kind of service, such as OpenAI, AzureOpenAI, Helix, LiteLLM or Ollama; Custom for any other compatible server. Default for a
    /// new provider: the service of the same name, otherwise Custom.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderTypeCompleter))]
    [Text]
    public string? Type { get; set; }

    /// <summary>
    /// The base URL, such as https://llm.example.com/v1. Default: the service's own. Required for Custom and AzureOpenAI. A URL without a
    /// path gets /v1; a full URL that ends in /chat/completions is accepted too.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [Alias("api_base", "BaseUrl", "base_url")]
    [Text]
    public string? ApiBase { get; set; }

    /// <summary>
    /// The version of the API, sent in the URL (api-version). With it, AzureOpenAI uses URLs that name the deployment; without it, URLs
    /// under /openai/v1.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [Alias("api_version")]
    [Text]
    public string? ApiVersion { get; set; }

    /// <summary>
    /// The key, as a secure string or as the password of a credential; enter it with (Read-Host -AsSecureString). It is stored in the
    /// vault, or with -Scope Session kept in memory. The module keeps its own copy, so you can change or dispose of the secure string
    /// afterwards. Plain text is refused, because it would stay in the history.
    /// </summary>
    [Parameter]
    [Alias("api_key")]
    [ApiKey]
    public SecureString? ApiKey { get; set; }

    /// <summary>
    /// The name of an environment variable that holds the key for this provider's address, such as TEAM_KEY. It is read at each call; the
    /// key itself is stored nowhere.
    /// </summary>
    [Parameter]
    [Brief]
    [Text]
    public string? ApiKeyVariable { get; set; }

    /// <summary>
    /// A command that returns the key when it is first needed, and again when a server refuses it (401). Use it for tokens that expire,
    /// such as those of Entra ID and managed identities. It returns text, a secure string, a credential, or an object with the property
    /// Token. It runs in the session that makes the call and does not see the variables around its definition. Allowed only with -Scope
    /// Session.
    /// </summary>
    [Parameter]
    [Brief(AlsoAllows = typeof(ScriptBlock))]
    [ValidateNotNull]
    public ScriptBlock? ApiKeyCommand { get; set; }

    /// <summary>The SecretManagement vault that holds the key. Default: the default vault.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Vault { get; set; }

    /// <summary>
    /// The name of the secret. With -ApiKey, the key is stored under this name; a secret that another provider uses is not replaced.
    /// Without -ApiKey, it names a secret that already exists. Default: ChatCompletion- followed by the provider's name.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? SecretName { get; set; }

    /// <summary>
    /// How the key is sent: Bearer, in the header Authorization, or ApiKey, in the header api-key. Default: as the service expects it.
    /// For an Entra ID token, AzureOpenAI needs Bearer.
    /// </summary>
    [Parameter]
    [Brief]
    [ValidateSet("Bearer", "ApiKey")]
    public string? AuthType { get; set; }

    /// <summary>
    /// The model to use if a call does not name one; for AzureOpenAI, the deployment. Default: the service's own; only some have one,
    /// such as OpenAI with gpt-4o-mini. An empty text removes the setting.
    /// </summary>
    [Parameter]
    [Alias("ModelId")]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(OwnModelCompleter))]
    [Text]
    public string? Model { get; set; }

    /// <summary>
    /// The role with which -Instructions are sent: system, or developer, which OpenAI's newer models use. Default: system.
    /// </summary>
    /// <value>system</value>
    [Parameter]
    [Brief]
    [ValidateSet(ChatRole.System, ChatRole.Developer)]
    public string? InstructionsRole { get; set; }

    /// <summary>
    /// Fields of the request that are sent unless a call sets them, by their API names, such as @{ max_tokens = 256 }; as a hashtable or
    /// the JSON text of an object. They replace all defaults set before; $null removes them. A field that is a secret by its name or
    /// value, at any depth, is refused unless -Scope is Session; pass it with each call in -AdditionalParameters.
    /// </summary>
    [Parameter]
    public object? Defaults { get; set; }

    /// <summary>
    /// Headers to send with each request, as a hashtable. A value given as a secure string or a credential is stored in the vault. A
    /// header that is a secret by its name or value is refused as plain text unless -Scope is Session. Authorization, api-key, x-api-key
    /// and Cookie are refused: give keys as -ApiKey. The headers replace all headers set before, whose secrets are removed from the
    /// vault; $null removes them.
    /// </summary>
    [Parameter]
    public object? Headers { get; set; }

    /// <summary>
    /// Parameters to add to the query of each URL, as a hashtable, such as @{ app_id = 'app_…' } for Helix. A value that is a secret by
    /// its name or content is refused unless -Scope is Session, because URLs appear in the logs of servers and proxies. $null removes the
    /// setting.
    /// </summary>
    [Parameter]
    public object? Query { get; set; }

    /// <summary>
    /// The proxy, such as http://proxy.example.com:3128. Default: the system's proxy. A user and password are refused here; set the
    /// environment variable HTTPS_PROXY instead. An empty text removes the setting.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [Text]
    public string? Proxy { get; set; }

    /// <summary>
    /// Signs in to the proxy, that of -Proxy or the system's, with the account that runs PowerShell, if the proxy asks for it (Negotiate
    /// or NTLM). -ProxyUseDefaultCredentials:$false turns it off.
    /// </summary>
    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>The time limit for connecting in seconds, more than 0. Default: 15.</summary>
    /// <value>15</value>
    [Parameter]
    [Number]
    public double? ConnectTimeoutSec { get; set; }

    /// <summary>The longest time from sending a request to the first byte of its answer in seconds, more than 0. Default: 600.</summary>
    /// <value>600</value>
    [Parameter]
    [Number]
    public double? FirstByteTimeoutSec { get; set; }

    /// <summary>The longest time between two bytes of an answer in seconds, more than 0. Default: 120.</summary>
    /// <value>120</value>
    [Parameter]
    [Number]
    public double? IdleTimeoutSec { get; set; }

    /// <summary>The time limit of a whole call in seconds, including retries, more than 0. Default: 3600.</summary>
    /// <value>3600</value>
    [Parameter]
    [Number]
    public double? TimeoutSec { get; set; }

    /// <summary>How often a failed request is retried, from 0 to 10. Default: 2, for Helix 1.</summary>
    /// <value>2</value>
    [Parameter]
    [Number(Whole = true)]
    [Alias("num_retries")]
    public int? NumRetries { get; set; }

    /// <summary>
    /// The longest wait in seconds that the server may request before a retry. If it requests more, the call fails at once. Default: 120.
    /// </summary>
    /// <value>120</value>
    [Parameter]
    [Number]
    public double? MaxRetryDelaySec { get; set; }

    /// <summary>
    /// The maximum size of an answer in MiB, from 1 to 512. A longer answer is an error that keeps the text received so far, so that a
    /// broken server cannot fill the memory. Default: 256.
    /// </summary>
    /// <value>256</value>
    [Parameter]
    [Number(Whole = true)]
    public int? MaxResponseMiB { get; set; }

    /// <summary>
    /// Moves the text between &lt;think&gt; and &lt;/think&gt; at the start of an answer from Content to ReasoningContent. Use it for
    /// servers that do not separate the two, such as Helix agents. -ThinkTags:$false turns it off.
    /// </summary>
    [Parameter]
    public SwitchParameter ThinkTags { get; set; }

    /// <summary>Makes this the default provider, which is used if a call names none; -Default:$false removes that setting.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>
    /// Where the provider is kept: User, in a file of the current user; Session, in memory for as long as the process runs. Default:
    /// User, or the provider's current scope.
    /// </summary>
    /// <value>User</value>
    [Parameter]
    [Brief]
    [ValidateSet(ChatProvider.UserScope, ChatProvider.SessionScope)]
    public string Scope { get; set; } = ChatProvider.UserScope;

    /// <summary>Writes the provider to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }
}
