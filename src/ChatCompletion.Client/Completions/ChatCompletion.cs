using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>
/// A completion: the documented fields of the API, and flat properties for tables, CSV and mail. Its text is <see cref="Content"/>.
/// </summary>
public sealed class ChatCompletion : IJsonObject
{
    /// <summary>The text of the answer: the content of the first choice.</summary>
    public string? Content => FirstChoice?.Message.Content;

    /// <summary>The answer as the object that you requested with -As of Invoke-ChatCompletion: the value of the first choice.</summary>
    public object? Value => FirstChoice?.Value;

    /// <summary>
    /// Why the first choice ended: <c>stop</c>, <c>length</c>, <c>tool_calls</c>, <c>content_filter</c>; other values are kept unchanged.
    /// <see langword="null"/> if the server did not say.
    /// </summary>
    public string? FinishReason => FirstChoice?.FinishReason;

    /// <summary>
    /// Whether the answer is complete. <see langword="false"/> if it was cut at the token limit, filtered, interrupted, contains an
    /// error, or contradicts itself (see <see cref="Error"/>).
    /// </summary>
    public bool Complete { get; internal set; }

    /// <summary>The name of the provider that answered.</summary>
    public string? Provider { get; set; }

    /// <summary>The model that answered, as the server names it.</summary>
    public string? Model { get; set; }

    /// <summary>The number of prompt tokens, as counted by the server; <see langword="null"/> if it did not report it.</summary>
    public long? PromptTokens => Usage?.PromptTokens;

    /// <summary>
    /// The number of answer tokens, including reasoning, as counted by the server; <see langword="null"/> if it did not report it.
    /// </summary>
    public long? CompletionTokens => Usage?.CompletionTokens;

    /// <summary>
    /// The total number of tokens, as counted by the server; <see langword="null"/> if it did not report it. Never recomputed.
    /// </summary>
    public long? TotalTokens => Usage?.TotalTokens;

    /// <summary>
    /// The cost of the answer in the server's currency, mostly US dollars. LiteLLM proxies and OpenRouter report it;
    /// <see langword="null"/> for other servers.
    /// </summary>
    public double? Cost { get; internal set; }

    /// <summary>The model's reasoning before its answer; <see langword="null"/> if the server does not send it.</summary>
    public string? ReasoningContent => FirstChoice?.Message.ReasoningContent;

    /// <summary>The tool calls of the first choice; <see langword="null"/> if there are none.</summary>
    public ChatList<ChatToolCall>? ToolCalls => FirstChoice?.Message.ToolCalls;

    /// <summary>The time from sending the request to the last byte of the answer, in seconds, including retries.</summary>
    public double? Duration { get; set; }

    /// <summary>The number of requests sent for this answer: 1, plus one for each retry.</summary>
    public int Attempts { get; set; } = 1;

    /// <summary>
    /// The providers and models that failed before a fallback answered, separated by commas; <see langword="null"/> if none failed.
    /// </summary>
    public string? FallbackFrom { get; internal set; }

    /// <summary>The server's id of the request. Quote it when you contact the server's support.</summary>
    public string? RequestId { get; set; }

    /// <summary>
    /// The server's limits of requests and tokens, and how many remain; <see langword="null"/> if it does not report them.
    /// </summary>
    public ChatRateLimit? RateLimit { get; internal set; }

    /// <summary>Whether the answer was read from the journal of an earlier run instead of requested from the provider.</summary>
    public bool FromJournal { get; internal set; }

    /// <summary>The pipeline input of this answer.</summary>
    public object? InputObject { get; set; }

    /// <summary>
    /// The error of an interrupted or contradictory answer, such as tool call arguments that are not exactly one complete JSON value, or
    /// fragments of several answers in one; <see langword="null"/> if there is none.
    /// </summary>
    public string? Error { get; set; }

    /// <summary>The id of the answer. It is not unique with every server.</summary>
    public string? Id { get; set; }

    /// <summary>The object type as the server sent it, normally <c>chat.completion</c>.</summary>
    public string? Object { get; set; }

    /// <summary>When the server created the answer.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>The choices: one, or as many as <c>n</c> requested.</summary>
    public ChatList<ChatChoice> Choices { get; } = [];

    /// <summary>
    /// The conversation: the messages of the request, and the answer. Pipe the completion to Invoke-ChatCompletion to continue it.
    /// </summary>
    public ChatList<ChatMessage>? History { get; internal set; }

    /// <summary>The requested model. The model that answers can have another name.</summary>
    internal string? AskedModel { get; set; }

    /// <summary>The tokens used; <see langword="null"/> if the server did not report them.</summary>
    public ChatUsage? Usage { get; set; }

    /// <summary>The service tier that processed the request.</summary>
    [JsonPropertyName("service_tier")]
    public string? ServiceTier { get; set; }

    /// <summary>The server's identifier of its backend configuration.</summary>
    [JsonPropertyName("system_fingerprint")]
    public string? SystemFingerprint { get; set; }

    /// <summary>Fields of the answer for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    private ChatChoice? FirstChoice => Choices.Count > 0 ? Choices[0] : null;

    /// <summary>The number of requested choices; 0 if unknown.</summary>
    internal int AskedChoices { get; set; }

    /// <summary>Whether every choice is complete.</summary>
    internal bool AllChoicesWhole =>
        Choices.TrueForAll(static choice => FinishReasons.IsWhole(choice.FinishReason) && choice.Doubt is null);

    /// <summary>The conversation, with the given choice as its last message.</summary>
    internal IEnumerable<ChatMessage> HistoryOf(ChatChoice choice) => [.. History?.SkipLast(1) ?? [], choice.Message];

    /// <summary>
    /// Gets the answer as JSON in the API's format, including the fields for which this class has no property. A streamed answer has the
    /// same format as any other. Fields that were null in the server's JSON are left out.
    /// </summary>
    /// <returns>Compact JSON.</returns>
    public string ToJson() => JsonText.Write(this);

    /// <summary>The text of the answer; empty if it has none.</summary>
    public override string ToString() => Content ?? "";

    /// <summary>Whether <paramref name="obj"/> is the same object, or equals the text of this answer.</summary>
    /// <param name="obj">An answer or a string.</param>
    public override bool Equals(object? obj) => obj is string text ? ToString() == text : ReferenceEquals(this, obj);

    /// <summary>The hash code of the text.</summary>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        yield return new("id", Id);
        yield return new("object", Object);
        yield return new("created", Created?.ToUnixTimeSeconds());
        yield return new("model", Model);
        yield return new("choices", Choices);
        yield return new("usage", Usage);
        yield return new("service_tier", ServiceTier);
        yield return new("system_fingerprint", SystemFingerprint);
    }
}
