using System.Collections;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Writes optional fields.</summary>
internal static class JsonWriterExtensions
{
    /// <summary>Writes a field unless its value is <see langword="null"/>.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, string name, object? value)
    {
        if (value is null) return;
        writer.WritePropertyName(name);
        JsonText.Write(writer, value);
    }

    /// <summary>Writes the fields of an object. Those that only a journal holds are left out.</summary>
    public static void WriteFields(this Utf8JsonWriter writer, IEnumerable<JsonField> fields)
    {
        foreach (var field in fields)
        {
            if (field.IsForJournal) continue;
            var value = field.Value ?? field.Default;
            if (value is null && !field.IsRequired) continue;
            writer.WritePropertyName(field.Name);
            if (value is IEnumerable<JsonField> inner)
            {
                writer.WriteStartObject();
                writer.WriteFields(inner);
                writer.WriteEndObject();
            }
            else JsonText.Write(writer, value);
        }
    }

    /// <summary>Writes the entries of a dictionary as fields of the current object.</summary>
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
