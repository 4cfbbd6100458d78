using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>One of the answers to a request. Used as text it is its content.</summary>
public sealed class ChatChoice : IJsonWritable
{
    /// <summary>The choice's number in the server's words; it may start at 1.</summary>
    public int Index { get; set; }

    /// <summary>Why the choice ended; <see langword="null"/> where the server did not say.</summary>
    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; set; }

    /// <summary>The answer's message.</summary>
    public ChatMessage Message { get; set; } = new() { Role = ChatRole.Assistant, IsAnswer = true };

    /// <summary>The log probabilities of the answer's tokens, if they were asked for.</summary>
    public ChatLogProbs? LogProbs { get; set; }

    /// <summary>The answer as the object that was asked for (see -As of Invoke-ChatCompletion).</summary>
    public object? Value { get; internal set; }

    /// <summary>Fields that this library has no property for.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>Why the choice is not taken to be whole although its finish reason says so; <see langword="null"/> where it is.</summary>
    internal string? Doubt { get; set; }

    /// <summary>The answer that the choice belongs to.</summary>
    internal ChatCompletion? Answer { get; set; }

    /// <summary>The text of the message.</summary>
    public string? Content => Message.Content;

    /// <summary>The text of the message.</summary>
    public override string ToString() => Content ?? "";

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", Index);
        writer.WriteString("finish_reason", FinishReason);
        writer.WriteOptional("message", Message);
        writer.WriteOptional("logprobs", LogProbs);
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
