using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Writes plain values so that reading restores them exactly: lone surrogates, with which a server's text can end, numbers with a decimal
/// point, and numbers outside the range of a double.
/// </summary>
internal static class ExactJson
{
    /// <summary>Whole doubles below this number are written without an exponent.</summary>
    private const double MaxPlain = 1e15;

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case string text when HasLoneSurrogate(text): writer.WriteRawValue(Escaped(text), skipInputValidation: true); break;
            case double number when Text(number) is { } exact: writer.WriteRawValue(exact, skipInputValidation: true); break;
            case IJsonWritable part: JsonText.Write(writer, part); break;
            case IDictionary map when map.Keys.Cast<string>().Any(HasLoneSurrogate): WriteEscaped(writer, map); break;
            case IDictionary map:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    writer.WritePropertyName((string)entry.Key);
                    Write(writer, entry.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonList list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item);
                writer.WriteEndArray();
                break;
            default: JsonText.Write(writer, value); break;
        }
    }

    /// <summary>Writes a value as UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, JournalLine.WriterOptions)) Write(writer, value);
        return buffer.WrittenMemory;
    }

    /// <summary>Gets the text of a number if the platform would write it as another number; otherwise <see langword="null"/>.</summary>
    private static string? Text(double number) => number switch
    {
        double.PositiveInfinity => "1e999",
        double.NegativeInfinity => "-1e999",
        _ => Math.Abs(number) < MaxPlain && Math.Floor(number) == number ? number.ToString("0.0", CultureInfo.InvariantCulture) : null,
    };

    /// <summary>Writes an object with names that the JSON writer would change.</summary>
    private static void WriteEscaped(Utf8JsonWriter writer, IDictionary map)
    {
        var json = new StringBuilder("{");
        foreach (DictionaryEntry entry in map)
        {
            if (json.Length > 1) json.Append(',');
            json.Append(Escaped((string)entry.Key)).Append(':').Append(Encoding.UTF8.GetString(ToUtf8(entry.Value).Span));
        }
        writer.WriteRawValue(json.Append('}').ToString(), skipInputValidation: true);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }

    /// <summary>Gets the text in quotes, with all characters outside ASCII escaped.</summary>
    private static string Escaped(string text)
    {
        var json = new StringBuilder("\"", text.Length * 2);
        foreach (var c in text)
        {
            if (c is >= ' ' and <= '~' and not ('"' or '\\')) json.Append(c);
            else json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return json.Append('"').ToString();
    }
}
