using System.Text.Json;

namespace ChatCompletions;

/// <summary>A JSON reader that can read long texts faster, because it has access to the bytes after the current token.</summary>
internal ref struct AnswerCursor
{
    private readonly ReadOnlySpan<byte> _json;
    private int _offset;

    /// <summary>Starts at the first byte.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="options">The maximum depth.</param>
    public AnswerCursor(ReadOnlySpan<byte> json, JsonReaderOptions options)
    {
        _json = json;
        Reader = new Utf8JsonReader(json, options);
    }

    /// <summary>Continues in the middle.</summary>
    /// <param name="json">All bytes.</param>
    /// <param name="offset">The number of bytes that were read.</param>
    /// <param name="state">The state of the reader after these bytes.</param>
    public AnswerCursor(ReadOnlySpan<byte> json, int offset, JsonReaderState state)
    {
        _json = json;
        _offset = offset;
        Reader = new Utf8JsonReader(json[offset..], isFinalBlock: true, state);
    }

    /// <summary>The underlying reader.</summary>
    public Utf8JsonReader Reader;

    /// <summary>The number of bytes that were read.</summary>
    public readonly int Position => _offset + (int)Reader.BytesConsumed;

    /// <summary>
    /// Reads the text of the property whose name is current. Other values are converted as by
    /// <see cref="JsonFields.Text(ref Utf8JsonReader)"/>.
    /// </summary>
    public string? ReadText()
    {
        if (TryReadLong(out var text)) return text;
        Reader.Read();
        return JsonFields.Text(ref Reader);
    }

    /// <summary>Reads the text of the property whose name is current if it is long. Otherwise the reader does not move.</summary>
    public bool TryReadLong(out string text)
    {
        if (!LongTextReader.TryRead(_json[Position..], out text, out var length)) return false;
        ContinueAfter(length);
        return true;
    }

    /// <summary>Continues after a string that the reader did not read. An empty string advances the state of the reader instead.</summary>
    private void ContinueAfter(int length)
    {
        var substitute = new Utf8JsonReader("\"\""u8, isFinalBlock: false, Reader.CurrentState);
        substitute.Read();
        _offset = Position + length;
        Reader = new Utf8JsonReader(_json[_offset..], isFinalBlock: true, substitute.CurrentState);
    }
}
