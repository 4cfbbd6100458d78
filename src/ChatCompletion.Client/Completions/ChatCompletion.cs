using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>
/// A whole answer, with the documented fields of a chat completion and, beside them, flat columns for tables, CSV and mail.
/// Used as text it is <see cref="Content"/>.
/// </summary>
public sealed class ChatCompletion : IJsonWritable
{
    /// <summary>The answer's text: the content of the first choice.</summary>
    public string? Content => FirstChoice?.Message.Content;

    /// <summary>The answer as the object that was asked for (see -As of Invoke-ChatCompletion): the value of the first choice.</summary>
    public object? Value => FirstChoice?.Value;

    /// <summary>Why the first choice ended: <c>stop</c>, <c>length</c>, <c>tool_calls</c>, <c>content_filter</c>; other values are kept as they are.</summary>
    public string? FinishReason => FirstChoice?.FinishReason;

    /// <summary>
    /// Whether the answer is whole: <see langword="false"/> when it was cut at the token limit, filtered, broken off, came with an
    /// error, or contradicts itself (see <see cref="Error"/>).
    /// </summary>
    public bool Complete { get; internal set; }

    /// <summary>The name of the provider that answered.</summary>
    public string? Provider { get; set; }

    /// <summary>The model that answered, in the server's words.</summary>
    public string? Model { get; set; }

    /// <summary>The tokens of the question, as the server counted them; <see langword="null"/> when it did not say.</summary>
    public long? PromptTokens => Usage?.PromptTokens;

    /// <summary>The tokens of the answer, reasoning included, as the server counted them.</summary>
    public long? CompletionTokens => Usage?.CompletionTokens;

    /// <summary>The tokens in all, as the server counted them; never recomputed.</summary>
    public long? TotalTokens => Usage?.TotalTokens;

    /// <summary>What the answer cost, in the currency of the server's bill, mostly US dollars; where a LiteLLM proxy or OpenRouter tells.</summary>
    public double? Cost { get; internal set; }

    /// <summary>What the model thought before it answered, where the server tells.</summary>
    public string? ReasoningContent => FirstChoice?.Message.ReasoningContent;

    /// <summary>The tool calls of the first choice; <see langword="null"/> if there are none.</summary>
    public ChatList<ChatToolCall>? ToolCalls => FirstChoice?.Message.ToolCalls;

    /// <summary>Seconds from sending the request to the last byte of the answer, retries included.</summary>
    public double? Duration { get; set; }

    /// <summary>How many requests were sent for this answer: 1, and one more for each retry.</summary>
    public int Attempts { get; set; } = 1;

    /// <summary>Who was asked before, in vain, where a fallback answered: provider and model, separated by commas.</summary>
    public string? FallbackFrom { get; internal set; }

    /// <summary>The server's name for the request, to quote to its support.</summary>
    public string? RequestId { get; set; }

    /// <summary>How many requests and tokens the server allows, and how many are left; <see langword="null"/> where it does not tell.</summary>
    public ChatRateLimit? RateLimit { get; internal set; }

    /// <summary>Whether the answer was not asked for now, but read from the journal of an earlier run.</summary>
    public bool FromJournal { get; internal set; }

    /// <summary>What was piped in for this answer.</summary>
    public object? InputObject { get; set; }

    /// <summary>
    /// What went wrong, on an answer that broke off or contradicts itself: arguments of a tool call that are not one whole JSON value,
    /// or pieces of several answers in one.
    /// </summary>
    public string? Error { get; set; }

    /// <summary>The answer's id. Servers need not make it unique.</summary>
    public string? Id { get; set; }

    /// <summary>The kind of object in the server's words, normally <c>chat.completion</c>.</summary>
    public string? Object { get; set; }

    /// <summary>When the server made the answer.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>The choices: one, or as many as <c>n</c> asked for.</summary>
    public ChatList<ChatChoice> Choices { get; } = [];

    /// <summary>The conversation: the messages that were sent, and the answer. Piped on, the answer continues it.</summary>
    public ChatList<ChatMessage>? History { get; internal set; }

    /// <summary>The model that was asked for, which need not be the one that says it answered.</summary>
    internal string? AskedModel { get; set; }

    /// <summary>The tokens used; <see langword="null"/> when the server did not say.</summary>
    public ChatUsage? Usage { get; set; }

    /// <summary>The service tier that was really used.</summary>
    [JsonPropertyName("service_tier")]
    public string? ServiceTier { get; set; }

    /// <summary>The configuration of the server's backend.</summary>
    [JsonPropertyName("system_fingerprint")]
    public string? SystemFingerprint { get; set; }

    /// <summary>Fields that this library has no property for.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    private ChatChoice? FirstChoice => Choices.Count > 0 ? Choices[0] : null;

    /// <summary>How many choices were asked for; 0 where that is not known.</summary>
    internal int AskedChoices { get; set; }

    /// <summary>Whether every choice ended of itself, so that the answer is whole.</summary>
    internal bool AllChoicesWhole =>
        Choices.TrueForAll(static choice => FinishReasons.IsWhole(choice.FinishReason) && choice.Doubt is null);

    /// <summary>The conversation as it goes on from one of the choices.</summary>
    internal IEnumerable<ChatMessage> HistoryOf(ChatChoice choice) => [.. History?.SkipLast(1) ?? [], choice.Message];

    /// <summary>
    /// Gets the answer as the server's JSON, with the API's names and with all fields that have no property here. A streamed answer
    /// has the form of a whole one. Fields that were null in the server's JSON are left out.
    /// </summary>
    /// <returns>Compact JSON.</returns>
    public string ToJson() => JsonText.Write(this);

    /// <summary>The answer's text.</summary>
    public override string ToString() => Content ?? "";

    /// <summary>Whether this is the same answer, or <paramref name="obj"/> is its text.</summary>
    /// <param name="obj">An answer or a text.</param>
    public override bool Equals(object? obj) => obj is string text ? ToString() == text : ReferenceEquals(this, obj);

    /// <summary>The hash code of the answer's text.</summary>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteOptional("id", Id);
        writer.WriteOptional("object", Object);
        writer.WriteOptional("created", Created?.ToUnixTimeSeconds());
        writer.WriteOptional("model", Model);
        writer.WriteOptional("choices", Choices);
        writer.WriteOptional("usage", Usage);
        writer.WriteOptional("service_tier", ServiceTier);
        writer.WriteOptional("system_fingerprint", SystemFingerprint);
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
