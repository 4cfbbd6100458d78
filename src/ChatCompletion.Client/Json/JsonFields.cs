using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Reads single fields of an answer tolerantly: a field of an unexpected kind becomes <see langword="null"/> or text,
/// never an exception. Each method takes a reader that stands on the value and leaves it on the value's last token.
/// </summary>
internal static class JsonFields
{
    /// <summary>Text; any other value as its JSON, with the digits that were sent.</summary>
    public static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => JsonStrings.Read(ref reader),
        JsonTokenType.Null => null,
        _ => RawJson.Read(ref reader),
    };

    /// <summary>The same text object again where the server repeats itself, as most do in every chunk.</summary>
    public static string? Text(ref Utf8JsonReader reader, string? previous) =>
        previous is not null && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueTextEquals(previous) ? previous : Text(ref reader);

    /// <summary>Text, where an empty one and the word "null" mean that there is none.</summary>
    public static string? Word(ref Utf8JsonReader reader) => Text(ref reader) is { Length: > 0 } text && text != "null" ? text : null;

    /// <summary>A whole number, also when it is written as text or with a decimal point.</summary>
    public static long? Whole(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) ? whole :
        Real(ref reader) is { } real && real is > -9.2e18 and < 9.2e18 ? (long)real : null;

    /// <summary>A number, also when it is written as text.</summary>
    public static double? Real(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDouble(out var real) && double.IsFinite(real) ? real : null;
            case JsonTokenType.String:
                return double.TryParse(JsonStrings.Read(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
                    && double.IsFinite(parsed) ? parsed : null;
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>A time in seconds since 1970; 0, which stands for "not known" with some servers, is none.</summary>
    public static DateTimeOffset? Time(ref Utf8JsonReader reader) =>
        Whole(ref reader) is > 0 and < 253402300800 and { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>An object as a plain dictionary; anything else is none.</summary>
    public static JsonDictionary? Map(ref Utf8JsonReader reader) => JsonText.ReadValue(ref reader) as JsonDictionary;

    /// <summary>A list as plain values; anything else is none.</summary>
    public static JsonList? List(ref Utf8JsonReader reader) => JsonText.ReadValue(ref reader) as JsonList;

    /// <summary>Keeps the field whose name the reader stands on, for which there is no property, and tells the name.</summary>
    public static string Keep(ref Utf8JsonReader reader, ref JsonDictionary? additional)
    {
        var name = JsonStrings.Read(ref reader);
        reader.Read();
        (additional ??= new JsonDictionary())[name] = JsonText.ReadValue(ref reader);
        return name;
    }

    /// <summary>Moves to the next field of an object: its name is current, its value is next.</summary>
    public static bool NextField(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next item of an array.</summary>
    public static bool NextItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether the reader stands on the wanted kind of value; if not, the value is passed over.</summary>
    public static bool Is(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        if (reader.TokenType == kind) return true;
        reader.Skip();
        return false;
    }

    /// <summary>Whether an <c>error</c> field says that there is one: empty text, false, zero and empty objects do not.</summary>
    public static bool IsTruthy(object? error) => error switch
    {
        null or false or "" => false,
        long number => number != 0,
        JsonDictionary map => map.Count > 0,
        JsonList list => list.Count > 0,
        _ => true,
    };
}
