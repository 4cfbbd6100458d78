using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>A token with its log probability and the most likely alternatives.</summary>
public sealed class ChatTokenLogProb : IJsonObject
{
    /// <summary>The text of the token.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// The UTF-8 bytes of the token, which may be only part of a character; <see langword="null"/> if the server does not send them.
    /// </summary>
    public ChatList<int>? Bytes { get; set; }

    /// <summary>The natural logarithm of the token's probability; -9999 means very unlikely.</summary>
    public double? LogProb { get; set; }

    /// <summary>The most likely tokens at this position.</summary>
    [JsonPropertyName("top_logprobs")]
    public ChatList<ChatTokenLogProb>? TopLogProbs { get; set; }

    /// <summary>Fields of the token for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>The token as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        yield return new("token", Token) { IsRequired = true };
        yield return new("bytes", Bytes);
        yield return new("logprob", LogProb);
        yield return new("top_logprobs", TopLogProbs);
    }
}
