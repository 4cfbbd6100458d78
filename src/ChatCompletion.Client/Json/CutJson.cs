using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Completes a truncated JSON document so that the received part can be read. Complete values stay, open objects and arrays are closed,
/// and a truncated string stays if it is text of the model. Any other truncated value (a number, a name, another word) is dropped,
/// because a part of it would be wrong.
/// </summary>
internal static class CutJson
{
    /// <summary>The fields whose text is useful even if it is truncated.</summary>
    private static readonly byte[][] Texts =
    [
        "content"u8.ToArray(), "text"u8.ToArray(), "reasoning_content"u8.ToArray(), "reasoning"u8.ToArray(), "thinking"u8.ToArray(),
        "refusal"u8.ToArray(), "arguments"u8.ToArray(), "input"u8.ToArray(), "message"u8.ToArray(),
    ];

    /// <summary>Completes a document.</summary>
    /// <param name="json">The received part.</param>
    /// <param name="isCut">Whether the received part is valid and only ends too early.</param>
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

    /// <summary>Writes the received part of a string, or null for any other value.</summary>
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

    /// <summary>
    /// The length of the complete characters in an open string. A partial escape, surrogate pair or UTF-8 sequence at its end is not
    /// counted.
    /// </summary>
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
        // A high surrogate needs its other half. If something else follows, the server sent a lone surrogate.
        var next = text[6..];
        if (next.Length < 6) return next.IsEmpty || next[0] == (byte)'\\' ? 0 : 6;
        return CodeUnit(next) is { } other && char.IsLowSurrogate(other) ? 12 : 6;
    }

    private static char? CodeUnit(ReadOnlySpan<byte> text) =>
        text.Length >= 6 && text[..2].SequenceEqual("\\u"u8)
            && ushort.TryParse(Encoding.ASCII.GetString(text.Slice(2, 4)), NumberStyles.AllowHexSpecifier, null, out var unit)
            ? (char)unit
            : null;
}
