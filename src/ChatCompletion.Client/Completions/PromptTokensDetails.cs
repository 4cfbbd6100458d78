using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>What the tokens of a question were.</summary>
public sealed class PromptTokensDetails : IJsonWritable
{
    /// <summary>Tokens that came from the server's cache.</summary>
    [JsonPropertyName("cached_tokens")]
    public long? CachedTokens { get; set; }

    /// <summary>Tokens of audio.</summary>
    [JsonPropertyName("audio_tokens")]
    public long? AudioTokens { get; set; }

    /// <summary>Fields that this library has no property for.</summary>
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
