using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>One answer (choice) of a completion. Its text is its content.</summary>
public sealed class ChatChoice : IJsonObject
{
    /// <summary>The index of the choice as the server sent it; some servers start at 1.</summary>
    public int Index { get; set; }

    /// <summary>Why the choice ended; <see langword="null"/> if the server did not say.</summary>
    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; set; }

    /// <summary>The message of the choice.</summary>
    public ChatMessage Message { get; set; } = new() { Role = ChatRole.Assistant, IsAnswer = true };

    /// <summary>The log probabilities of the tokens, if you requested them.</summary>
    public ChatLogProbs? LogProbs { get; set; }

    /// <summary>The answer as the object that you requested with -As of Invoke-ChatCompletion.</summary>
    public object? Value { get; internal set; }

    /// <summary>Fields of the choice for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>
    /// Why the choice is treated as incomplete although its finish reason says otherwise; <see langword="null"/> if it is not.
    /// </summary>
    internal string? Doubt { get; set; }

    /// <summary>The completion that the choice belongs to.</summary>
    internal ChatCompletion? Answer { get; set; }

    /// <summary>The text of the message.</summary>
    public string? Content => Message.Content;

    /// <summary>The text of the message.</summary>
    public override string ToString() => Content ?? "";

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        yield return new("index", Index) { IsRequired = true };
        yield return new("finish_reason", FinishReason) { IsRequired = true };
        yield return new("message", Message);
        yield return new("logprobs", LogProbs);
        yield return new("doubt", Doubt) { IsForJournal = true };
    }
}
