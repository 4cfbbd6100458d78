using System.Management.Automation;

namespace ChatCompletions.Commands;

// The parameters of a request.
public sealed partial class InvokeChatCompletionCommand
{
    /// <summary>
    /// The question: text, several texts (sent as lines of one message), or a ChatMessage. It is sent as the last message, after any
    /// piped messages. Other piped objects become the context of a text question. A script block makes one question from each piped
    /// object, which it sees as $_: it returns texts, which become the lines of the question, or a ChatMessage. The script block runs as
    /// in ForEach-Object, so variables that it assigns keep their values for the next object. The question must not be empty.
    /// </summary>
    [Parameter(Position = 0)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Message { get; set; }

    /// <summary>
    /// The input of the question. Messages (ChatMessage objects, or any object with role and content) together form one conversation; a
    /// list of messages piped as one object is a conversation of its own. An earlier answer, one of its choices, or the last chunk of a
    /// stream is continued by the question. A model from Get-ChatModel is asked the question. With a script block as -Message, each
    /// object makes one question. With a text as -Message, all other objects become its context: texts as lines, objects as JSON with the
    /// properties that PowerShell shows by default, or all properties if their type defines no default. Without -Message, each text is
    /// one question, including each text of a list; if one fails, the others are still asked. Empty input asks nothing.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The conversation (messages): ChatMessage objects, hashtables or objects with role and content, the JSON text of these, or an
    /// earlier answer, which stands for its whole conversation. At least one message; each needs a role. Content is text, or a list of
    /// content parts as the API documents them.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Messages { get; set; }

    /// <summary>
    /// Tells the model what to do and how: tone, style, format. Sent as the first message. Its role is system unless the provider sets
    /// another (see -InstructionsRole of Set-ChatProvider). Replaces a leading system message of -History, -Messages or the input.
    /// </summary>
    [Parameter]
    [Alias("System")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Instructions { get; set; }

    /// <summary>
    /// Earlier messages, sent before -Messages and -Message: ChatMessage objects, earlier answers with their whole conversation, or any
    /// objects with role or author, and content or text, such as the rows of a transcript. Objects that have an author and no role need
    /// -AssistantAuthor. It may be empty. If its last message is the user's, no other question is needed.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? History { get; set; }

    /// <summary>
    /// The author in -History whose messages are the assistant's; the messages of all other authors are the user's. Case is ignored. You
    /// get a warning if no author in -History has this name. Needs -History. The chatbot step's History setting combines both values;
    /// here they are two parameters.
    /// </summary>
    [Parameter]
    [Alias("Assistant")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? AssistantAuthor { get; set; }

    /// <summary>
    /// The provider to use: a name from Set-ChatProvider, a known service such as OpenAI, Helix or Ollama (listed by Get-ChatProvider
    /// -ListAvailable), or Mock, which is built in and needs no account and no network. Default: the default provider; if there is none,
    /// OpenAI, provided that the environment variable OPENAI_API_KEY is set.
    /// </summary>
    [Parameter]
    [Alias("Connection")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Text]
    public string? Provider { get; set; }

    /// <summary>
    /// The model's id (model), sent as it is. Required unless the provider has a default; OpenAI's is gpt-4o-mini. Get-ChatModel lists
    /// the models. For LiteLLM the id starts with the vendor, such as anthropic/claude-sonnet-4.
    /// </summary>
    [Parameter]
    [Alias("ModelId", "Model ID")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Text]
    public string? Model { get; set; }

    /// <summary>
    /// Writes the answer in chunks while the model generates it (stream). The Content of each chunk is the next piece of the text; the
    /// last chunk holds the whole answer, with its usage, in the property Completion.
    /// </summary>
    [Parameter]
    [TickBox]
    public SwitchParameter Stream { get; set; }

    /// <summary>
    /// The maximum number of tokens to generate (max_tokens), at least 1. Default: the server's limit. OpenAI's reasoning models need
    /// -MaxCompletionTokens instead; you cannot use both.
    /// </summary>
    [Parameter]
    [Alias("max_tokens", "Max Tokens")]
    [Number(Whole = true)]
    public int? MaxTokens { get; set; }

    /// <summary>
    /// The maximum number of tokens to generate, including reasoning tokens (max_completion_tokens), at least 1. Default: the server's
    /// limit. Some servers ignore this field and need -MaxTokens; you cannot use both.
    /// </summary>
    [Parameter]
    [Alias("max_completion_tokens", "Max Completion Tokens")]
    [Number(Whole = true)]
    public int? MaxCompletionTokens { get; set; }

    /// <summary>
    /// How random the answer is (temperature), from 0, nearly deterministic, to 2. Default: the server's, usually 1. Write it with a
    /// decimal point, such as 0.2.
    /// </summary>
    [Parameter]
    [Number]
    public double? Temperature { get; set; }

    /// <summary>
    /// Nucleus sampling (top_p), from 0 to 1: the model considers only the most likely tokens whose probabilities add up to this value.
    /// Default: the server's, usually 1. Change this or -Temperature, not both.
    /// </summary>
    [Parameter]
    [Alias("top_p", "Top P")]
    [Number]
    public double? TopP { get; set; }

    /// <summary>
    /// How many answers to generate (n), from 1 to 128. Default: 1. The property Choices holds all of them; Content is the first. You pay
    /// for each answer.
    /// </summary>
    /// <value>1</value>
    [Parameter]
    [Alias("CompletionsNumber", "Completions Number")]
    [Number(Whole = true)]
    public int? N { get; set; }

    /// <summary>
    /// Texts at which the model stops generating (stop), four at most. Default: none. A single string is a comma-separated list, whose
    /// items are trimmed, or a JSON list. In an array, each item is one text and keeps its commas and spaces. In strings and arrays, \n,
    /// \t and \\ mean a line feed, a tab and a backslash. Always sent as a list.
    /// </summary>
    [Parameter]
    [Alias("StopTokens", "Stop Tokens")]
    [Stop]
    public string[]? Stop { get; set; }

    /// <summary>
    /// Penalizes tokens by how often they already occur in the text (frequency_penalty), from -2 to 2. Default: the server's, usually 0.
    /// Values above 0 reduce repetition.
    /// </summary>
    [Parameter]
    [Alias("frequency_penalty", "Frequency Penalty")]
    [Number]
    public double? FrequencyPenalty { get; set; }

    /// <summary>
    /// Penalizes tokens that already occur in the text, however often (presence_penalty), from -2 to 2. Default: the server's, usually 0.
    /// Values above 0 make the model move on to new topics.
    /// </summary>
    [Parameter]
    [Alias("presence_penalty", "Presence Penalty")]
    [Number]
    public double? PresencePenalty { get; set; }

    /// <summary>
    /// Makes tokens more or less likely (logit_bias): token ids with a bias from -100 (never) to 100 (always), as a hashtable such as @{
    /// 1734 = -100 } or the JSON text of an object. A bias may be text. Default: none.
    /// </summary>
    [Parameter]
    [Alias("logit_bias", "Logit Bias")]
    public object? LogitBias { get; set; }

    /// <summary>Returns the log probabilities of the answer's tokens (logprobs), in the property LogProbs of each choice.</summary>
    [Parameter]
    [Alias("IncludeLogProbabilities", "Include Log Probabilities")]
    [TickBox]
    public SwitchParameter LogProbs
    {
        get => LogProbsOrNone ?? false;
        set => LogProbsOrNone = TickBoxAttribute.Take(value);
    }

    internal bool? LogProbsOrNone { get; private set; }

    /// <summary>
    /// How many of the most likely tokens to return at each position (top_logprobs), from 0 to 20; for LiteLLM at most 5. Needs
    /// -LogProbs.
    /// </summary>
    [Parameter]
    [Alias("top_logprobs", "IncludeTopLogProbabilities", "Include Top Log Probabilities")]
    [Number(Whole = true)]
    public int? TopLogProbs { get; set; }

    /// <summary>
    /// A seed that makes answers more reproducible (seed), an integer of 64 bits. Default: none. No server guarantees the same answer for
    /// the same seed.
    /// </summary>
    [Parameter]
    [Number(Whole = true)]
    public long? Seed { get; set; }

    /// <summary>
    /// The format of the answer (response_format): text, json_object, or an object such as a JSON schema, as a hashtable or JSON text.
    /// Default: text. With json_object, the question or the instructions must ask for JSON.
    /// </summary>
    [Parameter]
    [Alias("response_format", "Response Format")]
    [ArgumentCompleter(typeof(ResponseFormatCompleter))]
    public object? ResponseFormat { get; set; }

    /// <summary>
    /// Returns the answer as an object, in the property Value, and validates it. Give fields such as 'name:string','severity:int' (types:
    /// string, int, number, bool, date, datetime, or a choice of words such as low|medium|high; [] makes a list, and a trailing ? allows
    /// null); a class or type, such as ([Ticket]); or a JSON schema as JSON text, a hashtable, an object, or the path of a .json file. An
    /// answer that breaks any rule is an error; the exception's Completion holds its text. A schema keyword that cannot be checked is
    /// refused before anything is sent (see about_ChatCompletion). The schema is sent as response_format, with strict mode where
    /// possible. For a server that does not support schemas, the instructions describe the schema instead; for a service that is not
    /// known for this, choose it with -AdditionalParameters @{ response_format = 'json_object' }. Cannot be used with -ResponseFormat.
    /// </summary>
    [Parameter]
    public object? As { get; set; }

    /// <summary>
    /// The tools that the model may call (tools): hashtables or objects as the API documents them, or their JSON text. The ToolCalls of
    /// the answer's message hold the calls that the model requests.
    /// </summary>
    [Parameter]
    public object? Tools { get; set; }

    /// <summary>
    /// Which tool the model calls (tool_choice): auto, required, none, the name of one of -Tools, or an object. Default: auto. Needs
    /// -Tools.
    /// </summary>
    [Parameter]
    [Alias("tool_choice", "Tool Choice")]
    [ArgumentCompleter(typeof(ToolChoiceCompleter))]
    public object? ToolChoice { get; set; }

    /// <summary>
    /// Lets the model request several tool calls at once (parallel_tool_calls); with -ParallelToolCalls:$false it requests one at a time.
    /// Default: the server's, usually on. Needs -Tools.
    /// </summary>
    [Parameter]
    [Alias("parallel_tool_calls", "Parallel Tool Calls")]
    [TickBox]
    public SwitchParameter ParallelToolCalls
    {
        get => ParallelToolCallsOrNone ?? false;
        set => ParallelToolCallsOrNone = TickBoxAttribute.Take(value);
    }

    internal bool? ParallelToolCallsOrNone { get; private set; }

    /// <summary>
    /// How much a reasoning model thinks before it answers (reasoning_effort): none, minimal, low, medium, high, xhigh or max. Default:
    /// the model's own. Models support different values; any word is sent.
    /// </summary>
    [Parameter]
    [Alias("reasoning_effort", "Reasoning Effort")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ReasoningEffortCompleter))]
    [Text]
    public string? ReasoningEffort { get; set; }

    /// <summary>
    /// Data for the provider's log (metadata), as a hashtable or the JSON text of an object. OpenAI accepts up to 16 pairs of text;
    /// LiteLLM accepts any object.
    /// </summary>
    [Parameter]
    public object? Metadata { get; set; }

    /// <summary>
    /// An id of the end user for the provider's safety checks (safety_identifier), at most 64 characters. Preferably a hash.
    /// </summary>
    [Parameter]
    [Alias("safety_identifier", "Safety Identifier")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? SafetyIdentifier { get; set; }

    /// <summary>An id of the end user, for the provider's log (user). OpenAI has replaced it with -SafetyIdentifier.</summary>
    [Parameter]
    [Alias("UserId", "User ID")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? User { get; set; }

    /// <summary>
    /// Further fields of the request body by their API names, such as @{ verbosity = 'low' }, as a hashtable or the JSON text of an
    /// object. They override the same fields set by other parameters or by the provider; $null removes a field. Fields that the module
    /// does not know are sent as they are.
    /// </summary>
    [Parameter]
    [Alias("additional_parameters", "Additional Parameters")]
    public object? AdditionalParameters { get; set; }

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
