using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Copies the body of a request token by token, so that numbers keep all their digits. Values that are named like a secret, or look
/// like one, are replaced; the messages are the user's own words, in which no name is looked at.
/// </summary>
/// <param name="writer">Where the copy goes.</param>
internal sealed class BodyCopy(Utf8JsonWriter writer)
{
    private enum Place
    {
        /// <summary>The body itself.</summary>
        Body,

        /// <summary>Among data, whose names say what is a secret.</summary>
        Data,

        /// <summary>Among the fields of a schema, whose names say nothing of their values.</summary>
        Schema,

        /// <summary>In a value that is named like a secret.</summary>
        Secret,

        /// <summary>In the messages.</summary>
        Messages,
    }

    /// <summary>Whether the fields of each object are written in ordinal order of their names.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Replaces a text. A field whose name it would change is left out, since names are never altered.</summary>
    public Func<string, string> Text { get; init; } = static text => text;

    /// <summary>Makes the text that stands in place of a secret, which is a text or a number.</summary>
    public required Func<JsonElement, string> Secret { get; init; }

    /// <summary>Copies a body.</summary>
    /// <param name="fields">Its fields.</param>
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
                // The reader has checked it, and a number keeps its digits.
                writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
        }
    }
}
