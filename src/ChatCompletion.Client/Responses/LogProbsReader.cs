using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads log probabilities.</summary>
internal static class LogProbsReader
{
    /// <summary>Reads the current object. Other kinds of values give <see langword="null"/>.</summary>
    public static ChatLogProbs? Read(ref Utf8JsonReader reader)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return null;
        var logProbs = new ChatLogProbs();
        JsonDictionary? additional = null;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.ValueIs("content"u8)) { reader.Read(); logProbs.Content = ReadTokens(ref reader); }
            else if (reader.ValueIs("refusal"u8)) { reader.Read(); logProbs.Refusal = ReadTokens(ref reader); }
            else JsonFields.Keep(ref reader, ref additional);
        }
        logProbs.AdditionalProperties = additional;
        return logProbs;
    }

    private static ChatList<ChatTokenLogProb>? ReadTokens(ref Utf8JsonReader reader)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartArray)) return null;
        var tokens = new ChatList<ChatTokenLogProb>();
        while (JsonFields.NextItem(ref reader))
            if (JsonFields.Is(ref reader, JsonTokenType.StartObject)) tokens.Add(ReadToken(ref reader));
        return tokens;
    }

    private static ChatTokenLogProb ReadToken(ref Utf8JsonReader reader)
    {
        var token = new ChatTokenLogProb();
        JsonDictionary? additional = null;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.ValueIs("token"u8)) { reader.Read(); token.Token = JsonFields.Text(ref reader); }
            else if (reader.ValueIs("logprob"u8)) { reader.Read(); token.LogProb = JsonFields.Real(ref reader); }
            else if (reader.ValueIs("bytes"u8)) token.Bytes = ReadBytes(ref reader, ref additional);
            else if (reader.ValueIs("top_logprobs"u8)) { reader.Read(); token.TopLogProbs = ReadTokens(ref reader); }
            else JsonFields.Keep(ref reader, ref additional);
        }
        token.AdditionalProperties = additional;
        return token;
    }

    /// <summary>
    /// Reads the bytes of the current property. A list with a number outside the range of a byte is kept as an additional field.
    /// </summary>
    private static ChatList<int>? ReadBytes(ref Utf8JsonReader reader, ref JsonDictionary? additional)
    {
        var field = reader;
        reader.Read();
        if (!JsonFields.Is(ref reader, JsonTokenType.StartArray)) return null;
        var bytes = new ChatList<int>();
        var isOutOfRange = false;
        while (JsonFields.NextItem(ref reader))
        {
            if (JsonFields.Whole(ref reader) is not { } value) continue;
            isOutOfRange |= value is < byte.MinValue or > byte.MaxValue;
            bytes.Add((int)value);
        }
        if (!isOutOfRange) return bytes;
        JsonFields.Keep(ref field, ref additional);
        return null;
    }
}
