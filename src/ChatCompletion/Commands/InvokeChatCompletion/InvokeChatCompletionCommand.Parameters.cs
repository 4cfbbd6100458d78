using System.Management.Automation;

namespace ChatCompletions.Commands;

// The parameters.
public sealed partial class InvokeChatCompletionCommand
{
    /// <summary>
    /// The question: text, several texts as its lines, or a ChatMessage, sent as the last message; with piped messages it is
    /// added at their end. Other piped objects are the context of a text. Or a script block, which makes a question of each
    /// piped object, seen as $_: its texts are the lines of the question, or it gives a ChatMessage. It runs as in ForEach-Object,
    /// so that what it assigns is there for the next object. It must not be empty.
    /// </summary>
    [Parameter(Position = 0)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Message { get; set; }

    /// <summary>
    /// What is asked about. Messages (ChatMessage objects, or anything with role and content) together are one conversation; a
    /// list of messages piped as one object is a conversation of its own; an earlier answer, one of its choices, or the last
    /// chunk of a stream is continued by the question; a model from Get-ChatModel is asked the question. With a script block as
    /// -Message each object makes a question. With a text as -Message all other objects are its context: texts as lines, objects
    /// as JSON, with the properties that PowerShell shows by default where their type says which. Without -Message each text is
    /// a question of its own, also each text of a list; one that fails does not keep the others from being asked. Empty input asks nothing.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>
    /// The conversation (messages): ChatMessage objects, hashtables or objects with role and content, the JSON text of these, or
    /// an earlier answer, which is its whole conversation. At least one; each needs a role. Content is text, or a list of parts as
    /// the API documents them.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Messages { get; set; }

    /// <summary>
    /// What the model is to do and how: tone, style, form. Sent as the first message, with role system unless the provider has
    /// another (see -InstructionsRole of Set-ChatProvider); a leading system message of -History, -Messages or the input is
    /// replaced.
    /// </summary>
    [Parameter]
    [Alias("System")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Instructions { get; set; }

    /// <summary>
    /// Earlier messages, sent before -Messages and -Message: ChatMessage objects, earlier answers with their whole conversation,
    /// or any objects with role or author, and content or text, such as the rows of a transcript. Authors without a role need
    /// -AssistantAuthor. It may be empty. If its last message is the user's, you need no other question.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? History { get; set; }

    /// <summary>
    /// The author in -History whose messages are the assistant's; the messages of all others are the user's. Case does not
    /// count. There is a warning if nobody in -History has this name. Needs -History: where the chatbot step has both inside its
    /// history, here they are two parameters.
    /// </summary>
    [Parameter]
    [Alias("Assistant")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? AssistantAuthor { get; set; }

    /// <summary>
    /// Who is asked: a name from Set-ChatProvider, a known service such as OpenAI, Helix or Ollama (Get-ChatProvider
    /// -ListAvailable lists them), or Mock, which is built in and needs no account and no network. Without it, the default
    /// provider; without that, OpenAI if the environment variable OPENAI_API_KEY is set.
    /// </summary>
    [Parameter]
    [Alias("Connection")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Text]
    public string? Provider { get; set; }

    /// <summary>
    /// The model's id (model), sent as it is. Needed unless the provider has a default; OpenAI's is gpt-4o-mini.
    /// Get-ChatModel lists the models. For LiteLLM the id starts with the vendor, such as anthropic/claude-sonnet-4.
    /// </summary>
    [Parameter]
    [Alias("ModelId", "Model ID")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Text]
    public string? Model { get; set; }

    /// <summary>
    /// Emits the answer in chunks as the model writes it (stream). Content is then the next piece of the text; the last chunk
    /// holds the whole answer, with its usage, in the property Completion.
    /// </summary>
    [Parameter]
    [TickBox]
    public SwitchParameter Stream { get; set; }

    /// <summary>
    /// The most tokens that may be generated (max_tokens), at least 1; as many as the server allows unless given. OpenAI's
    /// reasoning models take -MaxCompletionTokens in its place; the two cannot be used together.
    /// </summary>
    [Parameter]
    [Alias("max_tokens", "Max Tokens")]
    [Number(Whole = true)]
    public int? MaxTokens { get; set; }

    /// <summary>
    /// The most tokens that may be generated, visible and reasoning tokens together (max_completion_tokens), at least 1; as
    /// many as the server allows unless given. Some servers ignore it and take -MaxTokens. The two cannot be used together.
    /// </summary>
    [Parameter]
    [Alias("max_completion_tokens", "Max Completion Tokens")]
    [Number(Whole = true)]
    public int? MaxCompletionTokens { get; set; }

    /// <summary>
    /// How random the answer is (temperature), from 0, nearly always the same, to 2; the server's default, mostly 1, unless
    /// given. Write it with a point, such as 0.2.
    /// </summary>
    [Parameter]
    [Number]
    public double? Temperature { get; set; }

    /// <summary>
    /// Nucleus sampling (top_p), from 0 to 1: only the likeliest tokens that together have this probability are
    /// considered; the server's default, mostly 1, unless given. Change this or -Temperature, not both.
    /// </summary>
    [Parameter]
    [Alias("top_p", "Top P")]
    [Number]
    public double? TopP { get; set; }

    /// <summary>
    /// How many answers to generate (n), from 1 to 128; 1 unless given. All of them are in the property Choices, the first is
    /// Content; each is paid for.
    /// </summary>
    /// <value>1</value>
    [Parameter]
    [Alias("CompletionsNumber", "Completions Number")]
    [Number(Whole = true)]
    public int? N { get; set; }

    /// <summary>
    /// Texts that end the answer where they would stand in it (stop), four at most; none unless given. One string is a list
    /// with commas between, without the spaces around its pieces, or a list in JSON. An array has one text in each item, with its
    /// commas and spaces. In strings and arrays \n, \t and \\ stand for a line end, a tab and a backslash. Always sent as a list.
    /// </summary>
    [Parameter]
    [Alias("StopTokens", "Stop Tokens")]
    [Stop]
    public string[]? Stop { get; set; }

    /// <summary>
    /// The penalty for tokens by how often they stand in the text so far (frequency_penalty), from -2 to 2; the server's
    /// default, mostly 0, unless given. Above 0 the answer repeats its words less.
    /// </summary>
    [Parameter]
    [Alias("frequency_penalty", "Frequency Penalty")]
    [Number]
    public double? FrequencyPenalty { get; set; }

    /// <summary>
    /// The penalty for tokens that stand in the text so far, however often (presence_penalty), from -2 to 2; the server's
    /// default, mostly 0, unless given. Above 0 the answer turns to new subjects sooner.
    /// </summary>
    [Parameter]
    [Alias("presence_penalty", "Presence Penalty")]
    [Number]
    public double? PresencePenalty { get; set; }

    /// <summary>
    /// How much likelier or less likely tokens become (logit_bias): token ids with a bias from -100, never, to 100, always,
    /// as a hashtable such as @{ 1734 = -100 } or the JSON text of an object; a bias may be text. None unless given.
    /// </summary>
    [Parameter]
    [Alias("logit_bias", "Logit Bias")]
    public object? LogitBias { get; set; }

    /// <summary>
    /// Returns the log probabilities of the answer's tokens (logprobs), in the LogProbs of each choice.
    /// </summary>
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
    /// How many of the likeliest tokens to return in each place (top_logprobs), from 0 to 20, with LiteLLM to 5. Needs -LogProbs.
    /// </summary>
    [Parameter]
    [Alias("top_logprobs", "IncludeTopLogProbabilities", "Include Top Log Probabilities")]
    [Number(Whole = true)]
    public int? TopLogProbs { get; set; }

    /// <summary>
    /// A seed that makes answers more repeatable (seed), a whole number of 64 bits; none unless given. No server promises the
    /// same answer for the same seed.
    /// </summary>
    [Parameter]
    [Number(Whole = true)]
    public long? Seed { get; set; }

    /// <summary>
    /// The form of the answer (response_format): text, json_object, or an object such as a JSON schema, as a hashtable or
    /// JSON text; text unless given. With json_object the question or the instructions must ask for JSON.
    /// </summary>
    [Parameter]
    [Alias("response_format", "Response Format")]
    [ArgumentCompleter(typeof(ResponseFormatCompleter))]
    public object? ResponseFormat { get; set; }

    /// <summary>
    /// The form of the answer, which then is an object in the property Value: fields such as 'name:string','severity:int' (types
    /// string, int, number, bool, date, datetime, words such as low|medium|high; [] makes a list, ? at the end allows no value); a
    /// class or type, such as ([Ticket]); a JSON schema as JSON text, hashtable or object, or the path of a .json file that
    /// holds one. An answer that breaks any rule of it is an error, with the text in its exception's Completion; a keyword that
    /// cannot be checked is refused before anything is sent (see about_ChatCompletion). It is sent as
    /// response_format, strict where it can be; a server that takes no schema is told in the instructions, which for one that is
    /// not known to be such a one is chosen by -AdditionalParameters @{ response_format = 'json_object' }. Not together with
    /// -ResponseFormat.
    /// </summary>
    [Parameter]
    public object? As { get; set; }

    /// <summary>
    /// The tools that the model may call (tools): hashtables or objects as the API documents them, or their JSON text. The
    /// calls it asks for are in the ToolCalls of the answer's message.
    /// </summary>
    [Parameter]
    public object? Tools { get; set; }

    /// <summary>
    /// Which tool the model calls (tool_choice): auto, required, none, the name of one of -Tools, or an object; auto
    /// unless given. Needs -Tools.
    /// </summary>
    [Parameter]
    [Alias("tool_choice", "Tool Choice")]
    [ArgumentCompleter(typeof(ToolChoiceCompleter))]
    public object? ToolChoice { get; set; }

    /// <summary>
    /// The model may call several tools at once (parallel_tool_calls); with -ParallelToolCalls:$false one at a time only. The
    /// server's default, mostly to allow it, unless given. Needs -Tools.
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
    /// How much a reasoning model thinks before it answers (reasoning_effort): none, minimal, low, medium, high, xhigh or max;
    /// the model's own default unless given. Models differ in what they take, and any word is sent.
    /// </summary>
    [Parameter]
    [Alias("reasoning_effort", "Reasoning Effort")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ReasoningEffortCompleter))]
    [Text]
    public string? ReasoningEffort { get; set; }

    /// <summary>
    /// Data for the provider's log (metadata), as a hashtable or the JSON text of an object. OpenAI takes up to 16 pairs of
    /// text; LiteLLM takes any object.
    /// </summary>
    [Parameter]
    public object? Metadata { get; set; }

    /// <summary>
    /// An id of the end user for the provider's safety checks (safety_identifier), 64 characters at most; best a hash.
    /// </summary>
    [Parameter]
    [Alias("safety_identifier", "Safety Identifier")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? SafetyIdentifier { get; set; }

    /// <summary>
    /// An id of the end user, for the provider's log (user). OpenAI has replaced it by -SafetyIdentifier.
    /// </summary>
    [Parameter]
    [Alias("UserId", "User ID")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? User { get; set; }

    /// <summary>
    /// Further fields of the request's body by their names in the API, such as @{ verbosity = 'low' }, as a hashtable or the
    /// JSON text of an object. They override the same fields given otherwise; $null removes a field. Fields that the module
    /// does not know are sent as they are.
    /// </summary>
    [Parameter]
    [Alias("additional_parameters", "Additional Parameters")]
    public object? AdditionalParameters { get; set; }

    /// <summary>
    /// The base URL for this call, such as http://localhost:8080/v1. Without -Provider it is asked without any key. With a
    /// provider that has a key it must have the provider's own host: a key is never sent elsewhere.
    /// </summary>
    [Parameter]
    [Alias("api_base", "API Base", "BaseUrl", "base_url")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? ApiBase { get; set; }

    /// <summary>
    /// The version of the API, sent in the URL (api-version). With it, AzureOpenAI uses the addresses that name a deployment,
    /// without it those under /openai/v1.
    /// </summary>
    [Parameter]
    [Alias("api_version", "API Version")]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? ApiVersion { get; set; }

    /// <summary>
    /// How often a failed request is sent again, from 0 to 10; the provider's unless given, which is mostly 2. Sent again is
    /// what failed to connect, was refused for load (408, 409, 429, 5xx, also where the error comes in place of an answer of
    /// status 200), ended before any content came, so that nothing received is lost, or, where this parameter is given, did not begin
    /// to answer in time; never once content has come, never for a complete response that is no answer, and never for a used-up quota.
    /// </summary>
    /// <value>2</value>
    [Parameter]
    [Alias("num_retries", "Num Retries")]
    [Number(Whole = true)]
    public int? NumRetries { get; set; }

    /// <summary>
    /// Who is asked, in this order, where the answer fails before any of it came (fallbacks): models of the same provider; other
    /// providers, each with its own key, as @{ provider = 'work'; model = 'gpt-4o' }; and maps from patterns to such lists, as
    /// @{ 'openai/*' = 'gpt-4o-mini', 'gpt-4.1-nano' }, of which the one counts that says most of the provider and model that
    /// failed. Also as the JSON text of a list. The answer's Provider, Model and FallbackFrom say who answered in whose place.
    /// There is a warning if no pattern matches.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public object? Fallbacks { get; set; }

    /// <summary>
    /// The most seconds that the whole call may take, retries and fallbacks included; the provider's unless given, which is mostly
    /// 3600. It is more than 0.
    /// </summary>
    /// <value>3600</value>
    [Parameter]
    [Number]
    public double? TimeoutSec { get; set; }

    /// <summary>
    /// The most seconds between two bytes of an answer; the provider's unless given, which is mostly 120. It is more than 0.
    /// What a server sends to keep the connection counts.
    /// </summary>
    /// <value>120</value>
    [Parameter]
    [Number]
    public double? IdleTimeoutSec { get; set; }

    /// <summary>
    /// The most seconds from sending a request to the first byte of its answer; the provider's unless given, which is mostly
    /// 600. It is more than 0. With -NumRetries, a request that takes longer is sent again.
    /// </summary>
    /// <value>600</value>
    [Parameter]
    [Number]
    public double? FirstByteTimeoutSec { get; set; }

    /// <summary>
    /// Allows a key to go over plain http to another machine, where it can be read on the way.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }
}
