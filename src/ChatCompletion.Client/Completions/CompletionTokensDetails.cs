using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>The tokens of an answer by kind, as counted by the server. Counts that it did not report are <see langword="null"/>.</summary>
public sealed class CompletionTokensDetails : IJsonObject
{
    /// <summary>The number of reasoning tokens.</summary>
    [JsonPropertyName("reasoning_tokens")]
    public long? ReasoningTokens { get; set; }

    /// <summary>The number of audio tokens.</summary>
    [JsonPropertyName("audio_tokens")]
    public long? AudioTokens { get; set; }

    /// <summary>The number of predicted tokens that appeared in the answer.</summary>
    [JsonPropertyName("accepted_prediction_tokens")]
    public long? AcceptedPredictionTokens { get; set; }

    /// <summary>The number of predicted tokens that did not appear in the answer. They are billed too.</summary>
    [JsonPropertyName("rejected_prediction_tokens")]
    public long? RejectedPredictionTokens { get; set; }

    /// <summary>Fields for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>The details as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        yield return new("reasoning_tokens", ReasoningTokens);
        yield return new("audio_tokens", AudioTokens);
        yield return new("accepted_prediction_tokens", AcceptedPredictionTokens);
        yield return new("rejected_prediction_tokens", RejectedPredictionTokens);
    }
}
