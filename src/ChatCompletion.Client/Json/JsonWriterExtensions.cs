using System.Collections;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Writes fields that may be absent.</summary>
internal static class JsonWriterExtensions
{
    /// <summary>Writes the field unless its value is <see langword="null"/>.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, string name, object? value)
    {
        if (value is null) return;
        writer.WritePropertyName(name);
        JsonText.Write(writer, value);
    }

    /// <summary>Writes every entry of a dictionary as a field of the object being written.</summary>
    public static void WriteAdditional(this Utf8JsonWriter writer, JsonDictionary? fields)
    {
        if (fields is null) return;
        foreach (DictionaryEntry field in fields)
        {
            writer.WritePropertyName((string)field.Key);
            JsonText.Write(writer, field.Value);
        }
    }
}
