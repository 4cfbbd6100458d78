using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Converts between JSON text and plain values: strings, numbers, booleans, dictionaries, lists.</summary>
public static class JsonText
{
    /// <summary>The maximum nesting depth, for reading and for writing.</summary>
    internal const int MaxDepth = 64;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// Escapes only the characters that JSON requires, so requests and CSV cells stay readable. The output is never embedded in HTML.
    /// </summary>
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    /// <summary>For values that were read: an object of this library can be nested deeper than the JSON it was read from.</summary>
    internal static readonly JsonWriterOptions DeepWriterOptions = WriterOptions with { MaxDepth = 2 * MaxDepth };

    /// <summary>Parses JSON text into plain values.</summary>
    /// <param name="json">The JSON text. Surrounding white space is allowed; comments and trailing commas are not.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not exactly one complete JSON value, or is nested deeper than 64 levels.</exception>
    public static object? Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, ReaderOptions);
        reader.Read();
        var value = ReadValue(ref reader);
        reader.Read();
        return value;
    }

    /// <summary>Reads the current value. The reader is left on its last token.</summary>
    internal static object? ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonDictionary();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = JsonStrings.Read(ref reader);
                    reader.Read();
                    map[key] = ReadValue(ref reader);
                }
                return map;
            case JsonTokenType.StartArray:
                var list = new JsonList();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(ReadValue(ref reader));
                return list;
            case JsonTokenType.String:
                return JsonStrings.Read(ref reader);
            case JsonTokenType.Number:
                return JsonNumbers.Read(ref reader);
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                return null;
        }
    }

    /// <summary>Writes a value as compact JSON text.</summary>
    /// <param name="value">
    /// A string, number, boolean, date, dictionary, list or an object of this library. Anything else is written as its text.
    /// </param>
    /// <returns>The JSON text.</returns>
    public static string Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, DeepWriterOptions)) Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: if (!LongTextWriter.TryWrite(writer, text)) writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case uint or short or ushort or byte or sbyte:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case System.Numerics.BigInteger number: writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case IJsonWritable part: part.WriteJson(writer); break;
            case IDictionary map: WriteMap(writer, map); break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item);
                writer.WriteEndArray();
                break;
            case DateTimeOffset time: writer.WriteStringValue(time); break;
            case DateTime time: writer.WriteStringValue(time); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, IDictionary map)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            writer.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "");
            Write(writer, entry.Value);
        }
        writer.WriteEndObject();
    }
}
