using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Completes a JSON document that breaks off, so that what came of it can be read: all that is whole stays, of a text that the
/// model wrote also its beginning, and what is open is closed. Half a number, a name or any other word would be a wrong one and goes.
/// </summary>
internal static class CutJson
{
    /// <summary>The fields whose text is worth having in part.</summary>
    private static readonly byte[][] Texts =
    [
        "content"u8.ToArray(), "text"u8.ToArray(), "reasoning_content"u8.ToArray(), "reasoning"u8.ToArray(), "thinking"u8.ToArray(),
        "refusal"u8.ToArray(), "arguments"u8.ToArray(), "input"u8.ToArray(), "message"u8.ToArray(),
    ];

    /// <summary>The document, completed.</summary>
    /// <param name="json">What came of it.</param>
    /// <param name="isCut">Whether it is sound as far as it goes, and just ends too early.</param>
    public static ReadOnlyMemory<byte> Complete(ReadOnlySpan<byte> json, out bool isCut)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(JsonText.ReaderOptions));
        var open = new Stack<byte>();
        var (sound, afterName, isText) = (0, false, false);
        isCut = true;
        try
        {
            while (reader.Read())
            {
                sound = (int)reader.BytesConsumed;
                afterName = reader.TokenType == JsonTokenType.PropertyName;
                if (afterName) isText = IsText(ref reader);
                else if (reader.TokenType == JsonTokenType.StartObject) open.Push((byte)'}');
                else if (reader.TokenType == JsonTokenType.StartArray) open.Push((byte)']');
                else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) open.Pop();
            }
        }
        catch (JsonException)
        {
            isCut = false;
        }
        isCut &= open.Count > 0;

        var completed = new ArrayBufferWriter<byte>(json.Length + 16);
        completed.Write(json[..sound]);
        if (afterName) WriteValue(completed, isText ? json[sound..].TrimStart(" \t\r\n"u8) : default);
        completed.Write(open.ToArray());
        return completed.WrittenMemory;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        foreach (var name in Texts)
            if (!reader.ValueIsEscaped && reader.ValueTextEquals(name)) return true;
        return false;
    }

    /// <summary>Writes the beginning of a text, or null for any other value.</summary>
    private static void WriteValue(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] != (byte)'"')
        {
            target.Write("null"u8);
            return;
        }
        target.Write(value[..SoundLength(value)]);
        target.Write("\""u8);
    }

    /// <summary>How much of an open string is whole characters; half an escape, half a surrogate pair and half a UTF-8 sequence are not.</summary>
    private static int SoundLength(ReadOnlySpan<byte> text)
    {
        var at = 1;
        while (at < text.Length && text[at] is >= (byte)' ' and not (byte)'"')
        {
            var length = text[at] == (byte)'\\' ? EscapeLength(text[at..]) : CharacterLength(text[at..]);
            if (length == 0) break;
            at += length;
        }
        return at;
    }

    private static int CharacterLength(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.NeedMoreData ? 0 : length;

    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2) return 0;
        if (text[1] != (byte)'u') return "\"\\/bfnrt"u8.Contains(text[1]) ? 2 : 0;
        if (CodeUnit(text) is not { } unit) return 0;
        if (!char.IsHighSurrogate(unit)) return 6;
        // Half of a pair waits for its other half. Where something else follows, the server sent it so.
        var next = text[6..];
        if (next.Length < 6) return next.IsEmpty || next[0] == (byte)'\\' ? 0 : 6;
        return CodeUnit(next) is { } other && char.IsLowSurrogate(other) ? 12 : 6;
    }

    private static char? CodeUnit(ReadOnlySpan<byte> text) =>
        text.Length >= 6 && text[..2].SequenceEqual("\\u"u8) && ushort.TryParse(Encoding.ASCII.GetString(text.Slice(2, 4)), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit)
            ? (char)unit
            : null;
}
