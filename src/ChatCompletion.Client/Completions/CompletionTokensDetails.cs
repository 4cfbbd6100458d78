using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>The tokens of an answer by kind, as counted by the server. Counts that it did not report are <see langword="null"/>.</summary>
public sealed class CompletionTokensDetails : IJsonWritable
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

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteOptional("reasoning_tokens", ReasoningTokens);
        writer.WriteOptional("audio_tokens", AudioTokens);
        writer.WriteOptional("accepted_prediction_tokens", AcceptedPredictionTokens);
        writer.WriteOptional("rejected_prediction_tokens", RejectedPredictionTokens);
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
