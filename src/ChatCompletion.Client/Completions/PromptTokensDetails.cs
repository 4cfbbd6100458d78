using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>The prompt tokens by kind, as counted by the server. Counts that it did not report are <see langword="null"/>.</summary>
public sealed class PromptTokensDetails : IJsonObject
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

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        yield return new("cached_tokens", CachedTokens);
        yield return new("audio_tokens", AudioTokens);
    }
}
