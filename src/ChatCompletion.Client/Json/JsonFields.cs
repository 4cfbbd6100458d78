using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Reads the fields of an answer leniently: a field of an unexpected type becomes <see langword="null"/> or text, never an exception.
/// Each method expects the reader on the value and leaves it on the value's last token.
/// </summary>
internal static class JsonFields
{
    /// <summary>Reads a string. Any other value is returned as its original JSON text.</summary>
    public static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => JsonStrings.Read(ref reader),
        JsonTokenType.Null => null,
        _ => RawJson.Read(ref reader),
    };

    /// <summary>
    /// Reads a string, and reuses the previous instance if it is equal. Most servers repeat the same values in every chunk.
    /// </summary>
    public static string? Text(ref Utf8JsonReader reader, string? previous) =>
        previous is not null && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueTextEquals(previous)
            ? previous
            : Text(ref reader);

    /// <summary>Reads a string; an empty one and "null" become <see langword="null"/>.</summary>
    public static string? Word(ref Utf8JsonReader reader) => Text(ref reader) is { Length: > 0 } text && text != "null" ? text : null;

    /// <summary>Reads a whole number, also from a string or with a decimal point (the fraction is dropped).</summary>
    public static long? Whole(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) ? whole :
        Real(ref reader) is { } real && real is > -9.2e18 and < 9.2e18 ? (long)real : null;

    /// <summary>Reads a finite number, also from a string.</summary>
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

    /// <summary>Reads a Unix time in seconds. Some servers send 0 for "unknown", which becomes <see langword="null"/>.</summary>
    public static DateTimeOffset? Time(ref Utf8JsonReader reader) =>
        Whole(ref reader) is > 0 and < 253402300800 and { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Reads an object as a plain dictionary; anything else becomes <see langword="null"/>.</summary>
    public static JsonDictionary? Map(ref Utf8JsonReader reader) => JsonText.ReadValue(ref reader) as JsonDictionary;

    /// <summary>Reads an array as a list of plain values; anything else becomes <see langword="null"/>.</summary>
    public static JsonList? List(ref Utf8JsonReader reader) => JsonText.ReadValue(ref reader) as JsonList;

    /// <summary>Stores the current field, for which there is no property, and returns its name.</summary>
    public static string Keep(ref Utf8JsonReader reader, ref JsonDictionary? additional)
    {
        var name = JsonStrings.Read(ref reader);
        reader.Read();
        (additional ??= new JsonDictionary())[name] = JsonText.ReadValue(ref reader);
        return name;
    }

    /// <summary>Moves to the name of the next field of an object.</summary>
    public static bool NextField(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next item of an array.</summary>
    public static bool NextItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether the current value has the given type. If not, the value is skipped.</summary>
    public static bool Is(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        if (reader.TokenType == kind) return true;
        reader.Skip();
        return false;
    }

    /// <summary>
    /// Whether an <c>error</c> field reports an error: null, empty text, false, zero, and empty objects and lists do not.
    /// </summary>
    public static bool IsTruthy(object? error) => error switch
    {
        null or false or "" => false,
        long number => number != 0,
        JsonDictionary map => map.Count > 0,
        JsonList list => list.Count > 0,
        _ => true,
    };
}
