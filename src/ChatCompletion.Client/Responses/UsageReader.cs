using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads token usage.</summary>
internal static class UsageReader
{
    /// <summary>Reads the object that the reader stands on; <see langword="null"/> and other kinds are none.</summary>
    public static ChatUsage? Read(ref Utf8JsonReader reader)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return null;
        var usage = new ChatUsage();
        JsonDictionary? additional = null;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("prompt_tokens"u8)) { reader.Read(); usage.PromptTokens = JsonFields.Whole(ref reader); }
            else if (reader.Says("completion_tokens"u8)) { reader.Read(); usage.CompletionTokens = JsonFields.Whole(ref reader); }
            else if (reader.Says("total_tokens"u8)) { reader.Read(); usage.TotalTokens = JsonFields.Whole(ref reader); }
            else if (reader.Says("prompt_tokens_details"u8)) { reader.Read(); usage.PromptTokensDetails = ReadPromptDetails(ref reader); }
            else if (reader.Says("completion_tokens_details"u8))
            {
                reader.Read();
                usage.CompletionTokensDetails = ReadCompletionDetails(ref reader);
            }
            else JsonFields.Keep(ref reader, ref additional);
        }
        usage.AdditionalProperties = additional;
        return usage;
    }

    private static PromptTokensDetails? ReadPromptDetails(ref Utf8JsonReader reader)
    {
        if (JsonFields.Map(ref reader) is not { } map) return null;
        return new PromptTokensDetails
        {
            CachedTokens = Take(map, "cached_tokens"),
            AudioTokens = Take(map, "audio_tokens"),
            AdditionalProperties = map.Count > 0 ? map : null,
        };
    }

    private static CompletionTokensDetails? ReadCompletionDetails(ref Utf8JsonReader reader)
    {
        if (JsonFields.Map(ref reader) is not { } map) return null;
        return new CompletionTokensDetails
        {
            ReasoningTokens = Take(map, "reasoning_tokens"),
            AudioTokens = Take(map, "audio_tokens"),
            AcceptedPredictionTokens = Take(map, "accepted_prediction_tokens"),
            RejectedPredictionTokens = Take(map, "rejected_prediction_tokens"),
            AdditionalProperties = map.Count > 0 ? map : null,
        };
    }

    private static long? Take(JsonDictionary map, string name)
    {
        var value = map[name];
        if (value is not (long or null)) return null;
        map.Remove(name);
        return value as long?;
    }
}
