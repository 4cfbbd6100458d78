using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

// The parameters.
public sealed partial class SetChatProviderCommand
{
    /// <summary>The provider's name: letters, digits and hyphens, 64 at most. Case does not count.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Connection")]
    [Brief]
    [ValidatePattern("^[A-Za-z0-9-]{1,64}\\z")]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// The kind of service, such as OpenAI, AzureOpenAI, Helix, LiteLLM or Ollama; Custom for any other server that is
    /// compatible. A new provider named like a service is of that kind, any other is Custom, unless given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderTypeCompleter))]
    [Text]
    public string? Type { get; set; }

    /// <summary>
    /// The base URL, such as https://llm.example.com/v1; the service's own unless given. Custom and AzureOpenAI need it.
    /// A URL without any path gets /v1; a whole address that ends in /chat/completions is taken too.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [Alias("api_base", "BaseUrl", "base_url")]
    [Text]
    public string? ApiBase { get; set; }

    /// <summary>
    /// The version of the API, sent in the URL (api-version). With it, AzureOpenAI uses the addresses that name a
    /// deployment, without it those under /openai/v1.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [Alias("api_version")]
    [Text]
    public string? ApiVersion { get; set; }

    /// <summary>
    /// The key, as a secure string or as the password of a credential; type it at (Read-Host -AsSecureString). It is stored in
    /// the vault, or with -Scope Session kept in memory. It is copied: what you do with the secure string afterwards changes nothing.
    /// Plain text is refused, since it would stay in the history.
    /// </summary>
    [Parameter]
    [Alias("api_key")]
    [ApiKey]
    public SecureString? ApiKey { get; set; }

    /// <summary>
    /// The name of the environment variable that holds the key for this provider's address, such as TEAM_KEY. It is read at each
    /// call; the key itself is stored nowhere.
    /// </summary>
    [Parameter]
    [Brief]
    [Text]
    public string? ApiKeyVariable { get; set; }

    /// <summary>
    /// A command that gives the key when it is first needed, and again when a server refuses it (401): for tokens that expire, as
    /// those of Entra ID and managed identities. It gives text, a secure string, a credential, or an object with the property
    /// Token, and is run in the session that asks, apart from the variables around it here. It goes with -Scope Session only.
    /// </summary>
    [Parameter]
    [Brief(Besides = typeof(ScriptBlock))]
    [ValidateNotNull]
    public ScriptBlock? ApiKeyCommand { get; set; }

    /// <summary>The SecretManagement vault that holds the key; the default vault unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Vault { get; set; }

    /// <summary>
    /// The name of the secret. With -ApiKey the key is stored under it, ChatCompletion- and the provider's name unless given; a
    /// secret that another provider uses is not replaced. Without -ApiKey it names a secret that is there already.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? SecretName { get; set; }

    /// <summary>
    /// How the key is sent: Bearer, in the header Authorization, or ApiKey, in the header api-key; as the service has it
    /// unless given. For an Entra ID token AzureOpenAI needs Bearer.
    /// </summary>
    [Parameter]
    [Brief]
    [ValidateSet("Bearer", "ApiKey")]
    public string? AuthType { get; set; }

    /// <summary>
    /// The model that is asked where a call names none; for AzureOpenAI, the deployment. The service's own default unless given;
    /// only some have one, such as OpenAI gpt-4o-mini. An empty text takes it back.
    /// </summary>
    [Parameter]
    [Alias("ModelId")]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(OwnModelCompleter))]
    [Text]
    public string? Model { get; set; }

    /// <summary>The role in which -Instructions are sent: system, or developer, as OpenAI's newer models have it; system unless given.</summary>
    /// <value>system</value>
    [Parameter]
    [Brief]
    [ValidateSet(ChatRole.System, ChatRole.Developer)]
    public string? InstructionsRole { get; set; }

    /// <summary>
    /// Fields of the request that are sent unless a call gives its own, by their names in the API, such as
    /// @{ max_tokens = 256 }; as a hashtable or the JSON text of an object. They take the place of those set before; $null takes
    /// them back. A field that is a secret by its name or value, at any depth, is refused unless -Scope is Session: give it with
    /// each call, by -AdditionalParameters.
    /// </summary>
    [Parameter]
    public object? Defaults { get; set; }

    /// <summary>
    /// Headers that are sent with each request, as a hashtable. A value given as a secure string or a credential goes to the vault;
    /// a header that is a secret by its name or value is refused as plain text unless -Scope is Session. Keys are not given here:
    /// Authorization, api-key, x-api-key and Cookie are refused. They take the place of those set before, whose secrets are removed
    /// from the vault; $null takes them back.
    /// </summary>
    [Parameter]
    public object? Headers { get; set; }

    /// <summary>
    /// What is added to the query of each URL, as a hashtable, such as @{ app_id = 'app_…' } for Helix. What is a secret by its name
    /// or value is refused unless -Scope is Session: a URL stands in the logs of servers and proxies. $null takes it back.
    /// </summary>
    [Parameter]
    public object? Query { get; set; }

    /// <summary>
    /// The proxy, such as http://proxy.example.com:3128; the system's unless given. It takes no user and password: set the environment
    /// variable HTTPS_PROXY in its place. An empty text takes it back.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [Text]
    public string? Proxy { get; set; }

    /// <summary>The most seconds to connect, more than 0; 15 unless given.</summary>
    /// <value>15</value>
    [Parameter]
    [Number]
    public double? ConnectTimeoutSec { get; set; }

    /// <summary>The most seconds from sending a request to the first byte of its answer, more than 0; 600 unless given.</summary>
    /// <value>600</value>
    [Parameter]
    [Number]
    public double? FirstByteTimeoutSec { get; set; }

    /// <summary>The most seconds between two bytes of an answer, more than 0; 120 unless given.</summary>
    /// <value>120</value>
    [Parameter]
    [Number]
    public double? IdleTimeoutSec { get; set; }

    /// <summary>The most seconds that a whole call may take, retries included, more than 0; 3600 unless given.</summary>
    /// <value>3600</value>
    [Parameter]
    [Number]
    public double? TimeoutSec { get; set; }

    /// <summary>How often a failed request is sent again, from 0 to 10; 2 unless given, for Helix 1.</summary>
    /// <value>2</value>
    [Parameter]
    [Number(Whole = true)]
    [Alias("num_retries")]
    public int? NumRetries { get; set; }

    /// <summary>The longest wait before a retry, in seconds, that the server may ask for; 120 unless given. If it asks for more, the call fails at once.</summary>
    /// <value>120</value>
    [Parameter]
    [Number]
    public double? MaxRetryDelaySec { get; set; }

    /// <summary>The longest answer in MiB, from 1 to 512; 256 unless given. A longer one is an error that keeps what came, so that a broken server cannot fill the memory.</summary>
    /// <value>256</value>
    [Parameter]
    [Number(Whole = true)]
    public int? MaxResponseMiB { get; set; }

    /// <summary>
    /// Takes thoughts that stand in front of an answer's text, between &lt;think&gt; and &lt;/think&gt;, out of Content; they are then
    /// in ReasoningContent. For servers that do not divide the two themselves, such as Helix agents; -ThinkTags:$false takes that back.
    /// </summary>
    [Parameter]
    public SwitchParameter ThinkTags { get; set; }

    /// <summary>Makes this the provider that is asked where a call names none; -Default:$false takes that back.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>
    /// How long the provider is known: User, in a file of this user; Session, in memory, as long as the process runs. User
    /// unless given, or as it was.
    /// </summary>
    /// <value>User</value>
    [Parameter]
    [Brief]
    [ValidateSet(ChatProvider.UserScope, ChatProvider.SessionScope)]
    public string Scope { get; set; } = ChatProvider.UserScope;

    /// <summary>Emits the provider.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }
}
