using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>The prompt tokens by kind, as counted by the server. Counts that it did not report are <see langword="null"/>.</summary>
public sealed class PromptTokensDetails : IJsonWritable
{
    /// <summary>The number of prompt tokens that the server read from its cache.</summary>
    [JsonPropertyName("cached_tokens")]
    public long? CachedTokens { get; set; }

    /// <summary>The number of audio tokens.</summary>
    [JsonPropertyName("audio_tokens")]
    public long? AudioTokens { get; set; }

    /// <summary>Fields for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>The details as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteOptional("cached_tokens", CachedTokens);
        writer.WriteOptional("audio_tokens", AudioTokens);
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
