using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>The tokens that a request used, as counted by the server. Counts that it did not report are <see langword="null"/>.</summary>
public sealed class ChatUsage : IJsonObject
{
    /// <summary>The number of prompt tokens.</summary>
    [JsonPropertyName("prompt_tokens")]
    public long? PromptTokens { get; set; }

    /// <summary>The number of answer tokens, including reasoning.</summary>
    [JsonPropertyName("completion_tokens")]
    public long? CompletionTokens { get; set; }

    /// <summary>The total number of tokens, as sent by the server. Never recomputed.</summary>
    [JsonPropertyName("total_tokens")]
    public long? TotalTokens { get; set; }

    /// <summary>The prompt tokens by kind.</summary>
    [JsonPropertyName("prompt_tokens_details")]
    public PromptTokensDetails? PromptTokensDetails { get; set; }

    /// <summary>The answer tokens by kind.</summary>
    [JsonPropertyName("completion_tokens_details")]
    public CompletionTokensDetails? CompletionTokensDetails { get; set; }

    /// <summary>Fields of the usage for which this class has no property, such as a cost.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>The usage as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        yield return new("prompt_tokens", PromptTokens);
        yield return new("completion_tokens", CompletionTokens);
        yield return new("total_tokens", TotalTokens);
        yield return new("prompt_tokens_details", PromptTokensDetails);
        yield return new("completion_tokens_details", CompletionTokensDetails);
    }
}
