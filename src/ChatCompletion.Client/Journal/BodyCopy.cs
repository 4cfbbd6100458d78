using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Copies the body of a request token by token, so that numbers keep all their digits. Values with a name like that of a secret, and values
/// that look like one, are replaced. In the messages, which the user wrote, names do not matter.
/// </summary>
/// <param name="writer">Receives the copy.</param>
internal sealed class BodyCopy(Utf8JsonWriter writer)
{
    private enum Place
    {
        /// <summary>The body itself.</summary>
        Body,

        /// <summary>Data: names tell which values are secrets.</summary>
        Data,

        /// <summary>The fields of a schema: their names do not describe their values.</summary>
        Schema,

        /// <summary>A value with a name like that of a secret.</summary>
        Secret,

        /// <summary>The messages.</summary>
        Messages,
    }

    /// <summary>Whether to sort the fields of each object by name, ordinally.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Replaces a text. A field is omitted if this would change its name, because names are never changed.</summary>
    public Func<string, string> Text { get; init; } = static text => text;

    /// <summary>Creates the text that replaces a secret, which is a string or a number.</summary>
    public required Func<JsonElement, string> Secret { get; init; }

    /// <summary>Copies a body.</summary>
    /// <param name="fields">The fields of the body.</param>
    public void Write(IEnumerable<JsonProperty> fields) => Write(fields, Place.Body);

    private static Place PlaceOf(string name, Place outer) => outer switch
    {
        Place.Secret or Place.Messages => outer,
        Place.Body when name == "messages" => Place.Messages,
        Place.Body or Place.Data when SecretNames.IsSecret(name) => Place.Secret,
        Place.Body or Place.Data when SecretFields.SchemaFields.Contains(name) => Place.Schema,
        _ => Place.Data,
    };

    private void Write(IEnumerable<JsonProperty> fields, Place place)
    {
        writer.WriteStartObject();
        foreach (var field in IsSorted ? fields.OrderBy(static field => field.Name, StringComparer.Ordinal) : fields)
        {
            if (Text(field.Name) != field.Name) continue;
            writer.WritePropertyName(field.Name);
            Write(field.Value, PlaceOf(field.Name, place));
        }
        writer.WriteEndObject();
    }

    private void Write(JsonElement value, Place place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Write(value.EnumerateObject(), place);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(item, place);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String or JsonValueKind.Number when place == Place.Secret:
            case JsonValueKind.String when place != Place.Messages && SecretValues.IsSecret(value.GetString()!):
                writer.WriteStringValue(Secret(value));
                break;
            case JsonValueKind.String:
                JsonText.Write(writer, Text(value.GetString()!));
                break;
            default:
                // The reader has validated it; a raw number keeps its digits.
                writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
        }
    }
}
