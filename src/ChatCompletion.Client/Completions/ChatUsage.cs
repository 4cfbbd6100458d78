using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>The tokens that a request used, as the server counted them. What it did not say is <see langword="null"/>.</summary>
public sealed class ChatUsage : IJsonWritable
{
    /// <summary>The tokens of the question.</summary>
    [JsonPropertyName("prompt_tokens")]
    public long? PromptTokens { get; set; }

    /// <summary>The tokens of the answer, reasoning included.</summary>
    [JsonPropertyName("completion_tokens")]
    public long? CompletionTokens { get; set; }

    /// <summary>The tokens in all. Never recomputed.</summary>
    [JsonPropertyName("total_tokens")]
    public long? TotalTokens { get; set; }

    /// <summary>What the question's tokens were.</summary>
    [JsonPropertyName("prompt_tokens_details")]
    public PromptTokensDetails? PromptTokensDetails { get; set; }

    /// <summary>What the answer's tokens were.</summary>
    [JsonPropertyName("completion_tokens_details")]
    public CompletionTokensDetails? CompletionTokensDetails { get; set; }

    /// <summary>Fields that this library has no property for, such as a cost.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>The usage as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteOptional("prompt_tokens", PromptTokens);
        writer.WriteOptional("completion_tokens", CompletionTokens);
        writer.WriteOptional("total_tokens", TotalTokens);
        writer.WriteOptional("prompt_tokens_details", PromptTokensDetails);
        writer.WriteOptional("completion_tokens_details", CompletionTokensDetails);
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
