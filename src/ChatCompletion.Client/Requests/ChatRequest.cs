namespace ChatCompletions;

/// <summary>
/// A request for a chat completion. Only properties that are set are sent. The ranges are validated after merging, so they also apply to
/// the provider's defaults and to <see cref="AdditionalParameters"/>.
/// </summary>
public sealed record ChatRequest
{
    /// <summary>The conversation; at least one message.</summary>
    public IList<ChatMessage> Messages { get; init; } = [];

    /// <summary>The id of the model, sent unchanged; the default is the provider's model.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// The maximum number of tokens of the answer, at least 1 (<c>max_tokens</c>). It cannot be combined with
    /// <see cref="MaxCompletionTokens"/>.
    /// </summary>
    public int? MaxTokens { get; set; }

    /// <summary>The maximum number of tokens of the answer, including reasoning, at least 1 (<c>max_completion_tokens</c>).</summary>
    public int? MaxCompletionTokens { get; set; }

    /// <summary>The sampling temperature, 0 to 2 (<c>temperature</c>).</summary>
    public double? Temperature { get; set; }

    /// <summary>The probability mass of nucleus sampling, 0 to 1 (<c>top_p</c>).</summary>
    public double? TopP { get; set; }

    /// <summary>The number of answers to generate, 1 to 128 (<c>n</c>).</summary>
    public int? N { get; set; }

    /// <summary>The texts that end the answer, at most four (<c>stop</c>, always sent as a list).</summary>
    public IReadOnlyList<string>? Stop { get; set; }

    /// <summary>The penalty for tokens by their frequency in the text so far, -2 to 2 (<c>frequency_penalty</c>).</summary>
    public double? FrequencyPenalty { get; set; }

    /// <summary>The penalty for tokens that already occur in the text, -2 to 2 (<c>presence_penalty</c>).</summary>
    public double? PresencePenalty { get; set; }

    /// <summary>Biases by token id, -100 to 100 (<c>logit_bias</c>).</summary>
    public JsonDictionary? LogitBias { get; set; }

    /// <summary>Whether to return log probabilities (<c>logprobs</c>).</summary>
    public bool? LogProbs { get; set; }

    /// <summary>
    /// The number of most likely tokens to return at each position, 0 to 20 (<c>top_logprobs</c>); needs <see cref="LogProbs"/>.
    /// </summary>
    public int? TopLogProbs { get; set; }

    /// <summary>A seed for more repeatable answers (<c>seed</c>).</summary>
    public long? Seed { get; set; }

    /// <summary>The format of the answer (<c>response_format</c>): <c>text</c>, <c>json_object</c>, or an object.</summary>
    public object? ResponseFormat { get; set; }

    /// <summary>
    /// The schema that the answer must match. It is sent as <c>response_format</c>, unless <see cref="ResponseFormat"/> is set.
    /// </summary>
    public AnswerSchema? AnswerSchema { get; set; }

    /// <summary>The tools that the model may call (<c>tools</c>).</summary>
    public JsonList? Tools { get; set; }

    /// <summary>
    /// The tool to call (<c>tool_choice</c>): <c>auto</c>, <c>required</c>, <c>none</c>, or an object; needs <see cref="Tools"/>.
    /// </summary>
    public object? ToolChoice { get; set; }

    /// <summary>Whether the model may call several tools at once (<c>parallel_tool_calls</c>); needs <see cref="Tools"/>.</summary>
    public bool? ParallelToolCalls { get; set; }

    /// <summary>
    /// The effort of a reasoning model (<c>reasoning_effort</c>), such as <c>low</c>; the allowed values depend on the model.
    /// </summary>
    public string? ReasoningEffort { get; set; }

    /// <summary>Data to store with the request on the server (<c>metadata</c>).</summary>
    public JsonDictionary? Metadata { get; set; }

    /// <summary>An id of the end user for safety checks, at most 64 characters (<c>safety_identifier</c>).</summary>
    public string? SafetyIdentifier { get; set; }

    /// <summary>An id of the end user (<c>user</c>).</summary>
    public string? User { get; set; }

    /// <summary>
    /// Additional fields of the request body. They override the same fields of this request; <see langword="null"/> removes a field.
    /// </summary>
    public JsonDictionary? AdditionalParameters { get; set; }

    /// <summary>The pipeline input of the request, copied to the answer.</summary>
    public object? InputObject { get; set; }

    /// <summary>Creates a copy of the request for other messages.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="model">The id of the model.</param>
    /// <param name="inputObject">The pipeline input.</param>
    /// <returns>The copy.</returns>
    public ChatRequest For(IList<ChatMessage> messages, string? model, object? inputObject) =>
        this with { Messages = messages, Model = model, InputObject = inputObject };

    /// <summary>Adds the fields that are set under their API names, in the order in which they are sent.</summary>
    internal void AddTo(JsonDictionary fields)
    {
        Add("model", Model);
        Add("messages", Messages.Count > 0 ? Messages : null);
        Add("max_tokens", MaxTokens);
        Add("max_completion_tokens", MaxCompletionTokens);
        Add("temperature", Temperature);
        Add("top_p", TopP);
        Add("n", N);
        Add("stop", Stop);
        Add("frequency_penalty", FrequencyPenalty);
        Add("presence_penalty", PresencePenalty);
        Add("logit_bias", LogitBias);
        Add("logprobs", LogProbs);
        Add("top_logprobs", TopLogProbs);
        Add("seed", Seed);
        Add("response_format", ResponseFormat ?? AnswerSchema?.ResponseFormat());
        Add("tools", Tools);
        Add("tool_choice", ToolChoice);
        Add("parallel_tool_calls", ParallelToolCalls);
        Add("reasoning_effort", ReasoningEffort);
        Add("metadata", Metadata);
        Add("safety_identifier", SafetyIdentifier);
        Add("user", User);

        void Add(string name, object? value)
        {
            if (value is not null) fields[name] = value;
        }
    }
}
