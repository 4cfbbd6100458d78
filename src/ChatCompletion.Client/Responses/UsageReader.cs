using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads token usage.</summary>
internal static class UsageReader
{
    /// <summary>Reads the current object. Other kinds of values give <see langword="null"/>.</summary>
    public static ChatUsage? Read(ref Utf8JsonReader reader)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return null;
        var usage = new ChatUsage();
        JsonDictionary? additional = null;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.ValueIs("prompt_tokens"u8)) usage.PromptTokens = Total(ref reader, "prompt_tokens", ref additional);
            else if (reader.ValueIs("completion_tokens"u8)) usage.CompletionTokens = Total(ref reader, "completion_tokens", ref additional);
            else if (reader.ValueIs("total_tokens"u8)) usage.TotalTokens = Total(ref reader, "total_tokens", ref additional);
            else if (reader.ValueIs("prompt_tokens_details"u8))
            {
                reader.Read();
                usage.PromptTokensDetails = ReadPromptDetails(ref reader);
            }
            else if (reader.ValueIs("completion_tokens_details"u8))
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
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return null;
        var details = new PromptTokensDetails();
        JsonDictionary? additional = null;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.ValueIs("cached_tokens"u8)) details.CachedTokens = Count(ref reader, "cached_tokens", ref additional);
            else if (reader.ValueIs("audio_tokens"u8)) details.AudioTokens = Count(ref reader, "audio_tokens", ref additional);
            else JsonFields.Keep(ref reader, ref additional);
        }
        details.AdditionalProperties = additional;
        return details;
    }

    private static CompletionTokensDetails? ReadCompletionDetails(ref Utf8JsonReader reader)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return null;
        var details = new CompletionTokensDetails();
        JsonDictionary? additional = null;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.ValueIs("reasoning_tokens"u8)) details.ReasoningTokens = Count(ref reader, "reasoning_tokens", ref additional);
            else if (reader.ValueIs("audio_tokens"u8)) details.AudioTokens = Count(ref reader, "audio_tokens", ref additional);
            else if (reader.ValueIs("accepted_prediction_tokens"u8))
                details.AcceptedPredictionTokens = Count(ref reader, "accepted_prediction_tokens", ref additional);
            else if (reader.ValueIs("rejected_prediction_tokens"u8))
                details.RejectedPredictionTokens = Count(ref reader, "rejected_prediction_tokens", ref additional);
            else JsonFields.Keep(ref reader, ref additional);
        }
        details.AdditionalProperties = additional;
        return details;
    }

    /// <summary>
    /// Reads one of the three main counts. Text is accepted, and so are notations such as 10.0 and 1e3. A value that is not an integer of 0
    /// or more is kept as an additional field: a guess would be added up as if the server had counted it.
    /// </summary>
    private static long? Total(ref Utf8JsonReader reader, string name, ref JsonDictionary? additional)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) && count >= 0) return count;
        var value = JsonText.ReadValue(ref reader);
        var number = value is string text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read)
            ? read
            : value;
        if (WholeNumber.Of(number) is >= 0 and var whole) return whole;
        if (value is not null) (additional ??= new JsonDictionary())[name] = value;
        return null;
    }

    /// <summary>Reads another count. A value that is not an integer of 0 or more is kept as an additional field.</summary>
    private static long? Count(ref Utf8JsonReader reader, string name, ref JsonDictionary? additional)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) && whole >= 0) return whole;
        if (reader.TokenType != JsonTokenType.Null) (additional ??= new JsonDictionary())[name] = JsonText.ReadValue(ref reader);
        return null;
    }
}
