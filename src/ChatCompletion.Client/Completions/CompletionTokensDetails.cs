using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>What the tokens of an answer were.</summary>
public sealed class CompletionTokensDetails : IJsonWritable
{
    /// <summary>Tokens that the model thought with.</summary>
    [JsonPropertyName("reasoning_tokens")]
    public long? ReasoningTokens { get; set; }

    /// <summary>Tokens of audio.</summary>
    [JsonPropertyName("audio_tokens")]
    public long? AudioTokens { get; set; }

    /// <summary>Tokens of a prediction that came true.</summary>
    [JsonPropertyName("accepted_prediction_tokens")]
    public long? AcceptedPredictionTokens { get; set; }

    /// <summary>Tokens of a prediction that did not come true; they are paid for as well.</summary>
    [JsonPropertyName("rejected_prediction_tokens")]
    public long? RejectedPredictionTokens { get; set; }

    /// <summary>Fields that this library has no property for.</summary>
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
