using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>One token with its log probability and the likeliest others in its place.</summary>
public sealed class ChatTokenLogProb : IJsonWritable
{
    /// <summary>The token's text.</summary>
    public string? Token { get; set; }

    /// <summary>The token's UTF-8 bytes, which may be a part of a character; <see langword="null"/> where the server does not tell.</summary>
    public ChatList<int>? Bytes { get; set; }

    /// <summary>The natural logarithm of the token's probability; -9999 stands for a very unlikely one.</summary>
    public double? LogProb { get; set; }

    /// <summary>The likeliest tokens in this place.</summary>
    [JsonPropertyName("top_logprobs")]
    public ChatList<ChatTokenLogProb>? TopLogProbs { get; set; }

    /// <summary>Fields that this library has no property for.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>The token as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("token", Token);
        writer.WriteOptional("bytes", Bytes);
        writer.WriteOptional("logprob", LogProb);
        writer.WriteOptional("top_logprobs", TopLogProbs);
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
