using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Writes JSON in one form only: the names of each object in order, so that the same values make the same bytes. PowerShell's
/// hashtables, for one, list their entries in another order in each process.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The canonical form of a JSON text.</summary>
    /// <param name="json">One JSON value.</param>
    /// <param name="except">Names of the outermost object that are left out.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlySpan<byte> json, params string[] except)
    {
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        reader.Read();
        var value = JsonText.ReadValue(ref reader);
        if (value is JsonDictionary map)
            foreach (var name in except) map.Remove(name);
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, json.Length));
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions)) Write(writer, value);
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case IDictionary map:
                writer.WriteStartObject();
                foreach (var entry in map.Cast<DictionaryEntry>().OrderBy(static entry => Name(entry), StringComparer.Ordinal))
                {
                    writer.WritePropertyName(Name(entry));
                    Write(writer, entry.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonList list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                JsonText.Write(writer, value);
                break;
        }
    }

    private static string Name(DictionaryEntry entry) => Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
}
