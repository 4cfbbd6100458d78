using System.Text.Json;

namespace ChatCompletions;

/// <summary>One entry of <c>choices</c>: of a whole answer, with a <c>message</c>, or of a chunk, with a <c>delta</c>.</summary>
internal struct ChoiceFields
{
    public int Index;
    public bool HasMessage;
    public bool IsDelta;
    public string? FinishReason;
    public MessageFields Message;
    public ChatLogProbs? LogProbs;
    public JsonDictionary? Additional;
    public object? Error;

    /// <summary>Whether the entry says anything of the answer; Azure sends entries that carry filter results only.</summary>
    public readonly bool SpeaksOfAnswer => HasMessage || FinishReason is not null || LogProbs is not null;

    /// <summary>Reads the object that the reader stands on.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="position">The entry's place in its list, which stands in for a missing index.</param>
    /// <param name="limits">How much an answer may hold.</param>
    public static ChoiceFields Read(ref Utf8JsonReader reader, int position, ChatLimits limits)
    {
        var choice = new ChoiceFields { Index = position };
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("index"u8)) { reader.Read(); choice.Index = (int)(JsonFields.Whole(ref reader) ?? position); }
            else if (reader.Says("delta"u8)) { reader.Read(); choice.ReadMessage(ref reader, limits, isDelta: true); }
            else if (reader.Says("message"u8)) { reader.Read(); choice.ReadMessage(ref reader, limits, isDelta: false); }
            else if (reader.Says("finish_reason"u8)) { reader.Read(); choice.FinishReason = JsonFields.Word(ref reader); }
            else if (reader.Says("logprobs"u8)) { reader.Read(); choice.LogProbs = LogProbsReader.Read(ref reader); }
            else if (reader.Says("error"u8)) { reader.Read(); choice.Error = JsonText.ReadValue(ref reader); }
            else JsonFields.Keep(ref reader, ref choice.Additional);
        }
        return choice;
    }

    private void ReadMessage(ref Utf8JsonReader reader, ChatLimits limits, bool isDelta)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        HasMessage = true;
        IsDelta = isDelta;
        Message.Read(ref reader, limits);
    }
}
