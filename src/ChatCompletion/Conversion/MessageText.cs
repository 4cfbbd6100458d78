using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads the text of a message from a parameter: one text, or several texts as lines. No other value is converted implicitly.
/// </summary>
internal static class MessageText
{
    /// <summary>The text; <see langword="null"/> if the value is not text.</summary>
    public static string? TryRead(object? value) => PlainValue.Unwrap(value) switch
    {
        string text => text,
        ChatCompletion answer => answer.Content,
        IEnumerable lines when lines is not IDictionary and not PSObject => TryJoin(lines),
        _ => null,
    };

    /// <summary>
    /// The text of a table cell, which may also be a number, a date, a guid or a boolean. The result does not depend on the culture.
    /// </summary>
    /// <returns>The text; <see langword="null"/> if the value is an object, a dictionary or null.</returns>
    public static string? OfCell(object? value) => TryRead(value) ?? PlainValue.Unwrap(value) switch
    {
        (DateTime or DateTimeOffset or DateOnly or TimeOnly) and IFormattable date => date.ToString("o", CultureInfo.InvariantCulture),
        ((ValueType and (IConvertible or IFormattable)) or Uri or Version) and var single =>
            Convert.ToString(single, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The text.</summary>
    /// <exception cref="ChatRequestException">The value is not text, or is empty.</exception>
    public static string Read(string parameter, object? value)
    {
        var text = TryRead(value)
            ?? throw Errors.Wrong(parameter, value is null
                ? $"-{parameter} is null. Give a text."
                : $"-{parameter} takes text, or several texts as lines, not a value of type {TypeName(value)}. "
                    + "Convert it to text, such as \"{0}\" -f $value.");
        if (string.IsNullOrWhiteSpace(text)) throw Errors.Wrong(parameter, $"-{parameter} is empty. Give a text.");
        return text;
    }

    /// <summary>The name of a value's type, for an error.</summary>
    public static string TypeName(object? value) => PlainValue.Unwrap(value) switch
    {
        null => "null",
        PSObject => "custom object",
        var plain => plain.GetType().Name,
    };

    private static string? TryJoin(IEnumerable lines)
    {
        var texts = new List<string>();
        foreach (var line in lines)
        {
            if ((PlainValue.Unwrap(line) as string ?? (PlainValue.Unwrap(line) as ChatCompletion)?.Content) is not { } text) return null;
            texts.Add(text);
        }
        return string.Join('\n', texts);
    }
}
