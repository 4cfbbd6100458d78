using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Copies JSON without the white space between its tokens, and otherwise unchanged: digits, escapes and duplicate names are preserved.
/// </summary>
internal static class RawJson
{
    /// <summary>Copies the current value. The reader is left on its last token.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
            return Encoding.UTF8.GetString(reader.ValueSpan);
        var json = new ArrayBufferWriter<byte>(256);
        var depth = reader.CurrentDepth;
        var afterValue = false;
        do
        {
            var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (afterValue && !isEnd) json.Write(","u8);
            WriteToken(json, ref reader);
            afterValue = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
        }
        while ((!afterValue || reader.CurrentDepth > depth) && reader.Read());
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    /// <summary>Removes the white space between the tokens of a JSON text, which may be truncated or invalid.</summary>
    public static string Compact(string json)
    {
        if (json.AsSpan().IndexOfAny(" \t\r\n") < 0) return json;
        var compact = new StringBuilder(json.Length);
        var (isInString, isEscaped) = (false, false);
        foreach (var c in json)
        {
            if (!isInString && c is (' ' or '\t' or '\r' or '\n')) continue;
            compact.Append(c);
            isInString ^= c == '"' && !isEscaped;
            isEscaped = isInString && c == '\\' && !isEscaped;
        }
        return compact.ToString();
    }

    private static void WriteToken(ArrayBufferWriter<byte> json, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: json.Write("{"u8); break;
            case JsonTokenType.EndObject: json.Write("}"u8); break;
            case JsonTokenType.StartArray: json.Write("["u8); break;
            case JsonTokenType.EndArray: json.Write("]"u8); break;
            case JsonTokenType.String: WriteQuoted(json, reader.ValueSpan); break;
            case JsonTokenType.PropertyName:
                WriteQuoted(json, reader.ValueSpan);
                json.Write(":"u8);
                break;
            default: json.Write(reader.ValueSpan); break;
        }
    }

    private static void WriteQuoted(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> text)
    {
        json.Write("\""u8);
        json.Write(text);
        json.Write("\""u8);
    }
}
