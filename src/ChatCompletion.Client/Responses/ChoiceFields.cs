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

    /// <summary>The whole message beside a delta that has content.</summary>
    public MessageBeside? Beside;

    /// <summary>Whether the entry says anything of the answer; Azure sends entries that carry filter results only.</summary>
    public readonly bool SpeaksOfAnswer => HasMessage || FinishReason is not null || LogProbs is not null;

    /// <summary>Reads the object that the cursor stands on.</summary>
    /// <param name="cursor">Stands on its beginning.</param>
    /// <param name="position">The entry's place in its list, which stands in for a missing index.</param>
    /// <param name="limits">How much an answer may hold.</param>
    /// <param name="indexes">Reads the indexes of choices and calls.</param>
    public static ChoiceFields Read(ref AnswerCursor cursor, int position, ChatLimits limits, IndexReader indexes)
    {
        ref var reader = ref cursor.Reader;
        var choice = new ChoiceFields { Index = position };
        var message = default(MessageFields);
        var hasMessage = false;
        string? text = null;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("index"u8)) { reader.Read(); choice.Index = indexes.Read(ref reader, ref choice.Additional) ?? position; }
            else if (reader.Says("delta"u8)) choice.IsDelta |= TryRead(ref cursor, ref choice.Message, limits, indexes);
            else if (reader.Says("message"u8)) hasMessage |= TryRead(ref cursor, ref message, limits, indexes);
            else if (reader.Says("finish_reason"u8))
            {
                reader.Read();
                choice.FinishReason = FinishReasons.Join(choice.FinishReason, JsonFields.Word(ref reader));
            }
            else if (reader.Says("logprobs"u8)) { reader.Read(); choice.LogProbs = LogProbsReader.Read(ref reader); }
            else if (reader.Says("text"u8)) text = ReadText(ref reader, ref choice.Additional);
            else if (reader.Says("error"u8)) { reader.Read(); choice.Error = JsonText.ReadValue(ref reader); }
            else JsonFields.Keep(ref reader, ref choice.Additional);
        }
        choice.HasMessage = choice.IsDelta || hasMessage;
        if (hasMessage) choice.Add(message);
        else if (text is not null && !choice.HasMessage) choice.SetText(text);
        return choice;
    }

    /// <summary>The older completions API has a text in place of a message. Beside a message it is a field like any other.</summary>
    private static string? ReadText(ref Utf8JsonReader reader, ref JsonDictionary? additional)
    {
        JsonFields.Keep(ref reader, ref additional);
        return additional!["text"] as string;
    }

    private void SetText(string text)
    {
        Message.Content = text;
        HasMessage = IsDelta = true;
        Additional!.Remove("text");
        if (Additional.Count == 0) Additional = null;
    }

    private static bool TryRead(ref AnswerCursor cursor, ref MessageFields message, ChatLimits limits, IndexReader indexes)
    {
        cursor.Reader.Read();
        if (cursor.Reader.TokenType == JsonTokenType.Null) return false;
        message.Read(ref cursor, limits, indexes);
        return true;
    }

    /// <summary>Adds the whole message. Perplexity sends one with all of the text so far beside each delta.</summary>
    private void Add(MessageFields message)
    {
        if (!IsDelta || !Message.HasContent)
        {
            (Message, message) = (message, Message);
            IsDelta = false;
        }
        else if (message.HasContent) Beside = new MessageBeside { Fields = message };
        Message.AddOther(message);
    }
}
