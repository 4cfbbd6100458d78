using System.Management.Automation;

namespace ChatCompletions.Commands;

// The parameters that are fields of the request body.
public sealed partial class InvokeChatCompletionCommand
{
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
}
