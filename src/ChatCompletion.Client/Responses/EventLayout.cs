using System.Text.Json;

namespace ChatCompletions;

/// <summary>The positions of the parts of an event that are cached by <see cref="RepeatedEventCache"/>.</summary>
internal struct EventLayout
{
    private int _texts;

    /// <summary>
    /// The length of the part before the name <c>choices</c>; 0 if it has other fields than those of the header, or none.
    /// </summary>
    public int PrefixLength { readonly get; private set; }

    /// <summary>The position after the name <c>choices</c> and its colon.</summary>
    public int ChoicesStart { readonly get; private set; }

    /// <summary>The state of a reader that has read the prefix.</summary>
    public JsonReaderState PrefixState { readonly get; private set; }

    /// <summary>The fields of the prefix.</summary>
    public HeaderFields Header { readonly get; private set; }

    /// <summary>The only text in the messages and deltas, without its quotes; empty if there is none, or more than one.</summary>
    public Range Text { readonly get; private set; }

    /// <summary>Whether that text is content, and not reasoning.</summary>
    public bool IsContent { readonly get; private set; }

    /// <summary>The padding after the text, without its quotes; empty if there is none.</summary>
    public Range Padding { readonly get; private set; }

    /// <summary>Finds the parts of an event.</summary>
    /// <param name="json">The event, a valid JSON object.</param>
    /// <param name="previous">The header with texts to reuse.</param>
    public static EventLayout Find(ReadOnlySpan<byte> json, ChunkHeader previous)
    {
        var layout = default(EventLayout);
        var header = default(HeaderFields);
        var isPrefix = true;
        var padding = default(Range);
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        reader.Read();
        var (position, state) = (reader.BytesConsumed, reader.CurrentState);
        while (JsonFields.NextField(ref reader))
        {
            if (reader.ValueIs("choices"u8))
            {
                if (isPrefix && position > 1) layout.SetPrefix((int)position, (int)reader.BytesConsumed, state, header);
                isPrefix = false;
                layout.FindInChoices(ref reader);
            }
            else if (reader.ValueIs("obfuscation"u8))
            {
                isPrefix = false;
                reader.Read();
                if (reader.TokenType == JsonTokenType.String) padding = Inside(reader);
                reader.Skip();
            }
            else if (!header.TryRead(ref reader, previous))
            {
                isPrefix = false;
                reader.Read();
                reader.Skip();
            }
            (position, state) = (reader.BytesConsumed, reader.CurrentState);
        }
        if (padding.Start.Value >= layout.Text.End.Value) layout.Padding = padding;
        return layout;
    }

    private void SetPrefix(int length, int choicesStart, JsonReaderState state, HeaderFields header) =>
        (PrefixLength, ChoicesStart, PrefixState, Header) = (length, choicesStart, state, header);

    private void FindInChoices(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) FindInChoice(ref reader);
        else if (JsonFields.Is(ref reader, JsonTokenType.StartArray))
            while (JsonFields.NextItem(ref reader))
                if (JsonFields.Is(ref reader, JsonTokenType.StartObject)) FindInChoice(ref reader);
    }

    private void FindInChoice(ref Utf8JsonReader reader)
    {
        while (JsonFields.NextField(ref reader))
        {
            var isMessage = reader.ValueIs("delta"u8) || reader.ValueIs("message"u8);
            reader.Read();
            if (isMessage && reader.TokenType == JsonTokenType.StartObject) FindInMessage(ref reader);
            else if (isMessage) AddText(ref reader, isContent: true);
            else reader.Skip();
        }
    }

    private void FindInMessage(ref Utf8JsonReader reader)
    {
        while (JsonFields.NextField(ref reader))
        {
            var isContent = reader.ValueIs("content"u8);
            var isText = isContent || reader.ValueIs("reasoning_content"u8) || reader.ValueIs("reasoning"u8)
                || reader.ValueIs("thinking"u8);
            reader.Read();
            if (isText) AddText(ref reader, isContent);
            else reader.Skip();
        }
    }

    private void AddText(ref Utf8JsonReader reader, bool isContent)
    {
        var isString = reader.TokenType == JsonTokenType.String;
        if (reader.TokenType != JsonTokenType.Null && !(isString && reader.ValueSpan.IsEmpty))
        {
            Text = ++_texts == 1 && isString ? Inside(reader) : default;
            IsContent = isContent;
        }
        reader.Skip();
    }

    private static Range Inside(in Utf8JsonReader reader) =>
        ((int)reader.TokenStartIndex + 1)..((int)reader.BytesConsumed - 1);
}
