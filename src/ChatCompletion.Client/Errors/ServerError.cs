using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>The error in a response body, in any of the shapes that servers use.</summary>
internal sealed record ServerError
{
    private const int MaxMessage = 2000;

    public string? Message { get; private init; }

    public string? Code { get; private init; }

    public string? Type { get; private init; }

    public string? Param { get; private init; }

    /// <summary>Whether the message says that the server, or the model, does not support the request.</summary>
    public bool SaysNotSupported => Message is { } text
        && (text.Contains("not support", StringComparison.OrdinalIgnoreCase)
            || text.Contains("unsupported", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an error's body: JSON of any shape, or text.</summary>
    public static ServerError FromBody(string body)
    {
        object? value;
        try
        {
            value = JsonText.Parse(body);
        }
        catch (JsonException)
        {
            return new ServerError { Message = LooksLikeHtml(body) ? null : MessageOf(body) };
        }
        if (value is JsonList list) value = list.OfType<JsonDictionary>().FirstOrDefault() ?? value;
        return value is JsonDictionary map && map["error"] is JsonDictionary inner ? FromError(inner, map) : FromError(value, null);
    }

    /// <summary>Reads the value of an <c>error</c> field, or an object that is an error itself.</summary>
    public static ServerError FromError(object? error, JsonDictionary? around)
    {
        if (error is not IDictionary map) return new ServerError { Message = MessageOf(error) };
        return new ServerError
        {
            Message = MessageOf(map["message"]) ?? MessageOf(around?["message"]) ?? MessageOf(map["html-message"])
                ?? MessageOf(map["detail"]) ?? MessageOf(map["msg"]) ?? MessageOf(map["error"]) ?? MessageOf(map["status"]),
            Code = Word(map["code"] ?? around?["code"]),
            Type = Word(map["type"] ?? (map["error"] is string name && map["message"] is not null ? name : null)),
            Param = Word(map["param"]),
        };
    }

    /// <summary>The code as an HTTP status, for servers that put it there, as a number or as text.</summary>
    public int? CodeAsStatus =>
        int.TryParse(Code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 600 ? status : null;

    /// <summary>Gets the message: a text, or the objects of validation errors.</summary>
    private static string? MessageOf(object? message)
    {
        var text = message switch
        {
            null => null,
            string plain => plain,
            JsonList items => string.Join("; ", items.Select(Describe)),
            JsonDictionary map => Describe(map),
            _ => Convert.ToString(message, CultureInfo.InvariantCulture),
        };
        return string.IsNullOrWhiteSpace(text) ? null : SafeText.Excerpt(text, MaxMessage);
    }

    private static string? Describe(object? item)
    {
        if (item is not JsonDictionary map || (map["msg"] ?? map["message"]) is not string text)
            return Convert.ToString(item, CultureInfo.InvariantCulture);
        return map["loc"] is JsonList place ? $"{string.Join('.', place)}: {text}" : text;
    }

    /// <summary>LiteLLM writes the word "None" for a missing value.</summary>
    private static string? Word(object? value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text && text != "None"
            ? SafeText.Excerpt(text, 200)
            : null;

    private static bool LooksLikeHtml(string body) => body.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal);
}
