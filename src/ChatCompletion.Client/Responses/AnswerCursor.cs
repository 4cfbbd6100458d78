using System.Text.Json;

namespace ChatCompletions;

/// <summary>A JSON reader that knows which bytes it reads: where the answer's text stands in them, and how to read a long text faster.</summary>
internal ref struct AnswerCursor
{
    private readonly ReadOnlySpan<byte> _json;
    private int _offset;

    /// <summary>Begins at the beginning.</summary>
    public AnswerCursor(ReadOnlySpan<byte> json)
    {
        _json = json;
        Reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
    }

    /// <summary>Goes on in the middle.</summary>
    /// <param name="json">The bytes, from their beginning.</param>
    /// <param name="offset">How many of them were read.</param>
    /// <param name="state">The state of the reader that read them.</param>
    public AnswerCursor(ReadOnlySpan<byte> json, int offset, JsonReaderState state)
    {
        _json = json;
        _offset = offset;
        Reader = new Utf8JsonReader(json[offset..], isFinalBlock: true, state);
    }

    /// <summary>Reads the bytes.</summary>
    public Utf8JsonReader Reader;

    /// <summary>How many bytes were read.</summary>
    public readonly int Position => _offset + (int)Reader.BytesConsumed;

    /// <summary>Reads the text behind the name that the reader stands on; another kind of value as <see cref="JsonFields.Text(ref Utf8JsonReader)"/> reads it.</summary>
    public string? ReadText()
    {
        if (TryReadLong(out var text)) return text;
        Reader.Read();
        return JsonFields.Text(ref Reader);
    }

    /// <summary>Reads the text behind the name that the reader stands on, if it is long. If not, the reader still stands on the name.</summary>
    public bool TryReadLong(out string text)
    {
        if (!LongTextReader.TryRead(_json[Position..], out text, out var length)) return false;
        GoOnBehind(length);
        return true;
    }

    /// <summary>Goes on behind a string that was read without the reader: it is shown another one in its place.</summary>
    private void GoOnBehind(int length)
    {
        var substitute = new Utf8JsonReader("\"\""u8, isFinalBlock: false, Reader.CurrentState);
        substitute.Read();
        _offset = Position + length;
        Reader = new Utf8JsonReader(_json[_offset..], isFinalBlock: true, substitute.CurrentState);
    }
}
