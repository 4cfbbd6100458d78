using System.Management.Automation;

namespace ChatCompletions.Commands;

// The parameters that say how the request is sent.
public sealed partial class InvokeChatCompletionCommand
{
    /// <summary>
    /// The base URL for this call, such as http://localhost:8080/v1. Without -Provider, no key is sent. If you also name a provider that
    /// has a key, the URL must have the provider's own host: a key is never sent to another host.
    /// </summary>
    [Parameter]
    [Alias("api_base", "API Base", "BaseUrl", "base_url")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? ApiBase { get; set; }

    /// <summary>
    /// The version of the API, sent in the URL (api-version). With it, AzureOpenAI uses URLs that name the deployment; without it, URLs
    /// under /openai/v1.
    /// </summary>
    [Parameter]
    [Alias("api_version", "API Version")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? ApiVersion { get; set; }

    /// <summary>
    /// How often a failed request is retried, from 0 to 10. Default: the provider's setting, usually 2. A request is retried if it could
    /// not connect, was refused because of load (408, 409, 429 or 5xx, also if this error comes in a response of status 200), or ended
    /// before any content arrived. If you give this parameter, a request that does not begin to answer in time is retried too. It is
    /// never retried once content has arrived, after a complete response that is not an answer, or when the quota is used up.
    /// </summary>
    /// <value>2</value>
    [Parameter]
    [Alias("num_retries", "Num Retries")]
    [Number(Whole = true)]
    public int? NumRetries { get; set; }

    /// <summary>
    /// What to try, in this order, if the answer fails before any of it arrives (fallbacks): other models of the same provider; other
    /// providers, each with its own key, such as @{ provider = 'work'; model = 'gpt-4o' }; or maps from patterns to such lists, such as
    /// @{ 'openai/*' = 'gpt-4o-mini', 'gpt-4.1-nano' }. Patterns are compared with the provider and model that failed; the most specific
    /// matching pattern applies. JSON text of a list is accepted too. The answer's Provider, Model and FallbackFrom show what answered
    /// and what it replaced. You get a warning if no pattern matches.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public object? Fallbacks { get; set; }

    /// <summary>
    /// The time limit of the whole call in seconds, including retries and fallbacks; more than 0. Default: the provider's setting,
    /// usually 3600.
    /// </summary>
    /// <value>3600</value>
    [Parameter]
    [Number]
    public double? TimeoutSec { get; set; }

    /// <summary>
    /// The longest time between two bytes of an answer in seconds; more than 0. Default: the provider's setting, usually 120. Bytes that
    /// a server sends to keep the connection alive count.
    /// </summary>
    /// <value>120</value>
    [Parameter]
    [Number]
    public double? IdleTimeoutSec { get; set; }

    /// <summary>
    /// The longest time from sending a request to the first byte of its answer in seconds; more than 0. Default: the provider's setting,
    /// usually 600. If you give -NumRetries, a request that takes longer is retried.
    /// </summary>
    /// <value>600</value>
    [Parameter]
    [Number]
    public double? FirstByteTimeoutSec { get; set; }

    /// <summary>Allows a key to be sent over plain http to another machine, where others on the network can read it.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }
}
