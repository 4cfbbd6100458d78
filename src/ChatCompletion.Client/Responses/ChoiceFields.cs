using System.Text.Json;

namespace ChatCompletions;

/// <summary>One entry of <c>choices</c>: with a <c>message</c> in a whole answer, or with a <c>delta</c> in a chunk.</summary>
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

    /// <summary>The whole message that the entry has in addition to a delta with content.</summary>
    public FullMessage? FullMessage;

    /// <summary>Whether the entry has any part of the answer; Azure also sends entries that have only filter results.</summary>
    public readonly bool HasAnswer => HasMessage || FinishReason is not null || LogProbs is not null;

    /// <summary>Reads the current object.</summary>
    /// <param name="cursor">Stands on the start of the object.</param>
    /// <param name="position">The position in the list, which replaces a missing index.</param>
    /// <param name="limits">The size limits.</param>
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
            if (reader.ValueIs("index"u8)) { reader.Read(); choice.Index = indexes.Read(ref reader, ref choice.Additional) ?? position; }
            else if (reader.ValueIs("delta"u8)) choice.IsDelta |= TryRead(ref cursor, ref choice.Message, limits, indexes);
            else if (reader.ValueIs("message"u8)) hasMessage |= TryRead(ref cursor, ref message, limits, indexes);
            else if (reader.ValueIs("finish_reason"u8))
            {
                reader.Read();
                choice.FinishReason = FinishReasons.Join(choice.FinishReason, JsonFields.Word(ref reader));
            }
            else if (reader.ValueIs("logprobs"u8)) { reader.Read(); choice.LogProbs = LogProbsReader.Read(ref reader); }
            else if (reader.ValueIs("text"u8)) text = ReadText(ref reader, ref choice.Additional);
            else if (reader.ValueIs("error"u8)) { reader.Read(); choice.Error = JsonText.ReadValue(ref reader); }
            else JsonFields.Keep(ref reader, ref choice.Additional);
        }
        choice.HasMessage = choice.IsDelta || hasMessage;
        if (hasMessage) choice.Add(message);
        else if (text is not null && !choice.HasMessage) choice.SetText(text);
        return choice;
    }

    /// <summary>The older completions API has a text instead of a message. In addition to a message, it is an additional field.</summary>
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

    /// <summary>Adds a whole message. Perplexity sends one with the text so far in addition to each delta.</summary>
    private void Add(MessageFields message)
    {
        if (!IsDelta || !Message.HasContent)
        {
            (Message, message) = (message, Message);
            IsDelta = false;
        }
        else if (message.HasContent) FullMessage = new FullMessage { Fields = message };
        Message.AddOther(message);
    }
}
