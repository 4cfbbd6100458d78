using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>Parses strings that have a date format in the schema.</summary>
internal static partial class SchemaDates
{
    /// <summary>The format of a date.</summary>
    public const string Date = "date";

    /// <summary>The format of a date with a time.</summary>
    public const string DateTime = "date-time";

    /// <summary>Whether a format is one of the date formats.</summary>
    public static bool IsDate(object? format) => format is Date or DateTime;

    /// <summary>
    /// Parses a string. A time with an offset is converted to the local time zone; a time without an offset stays unchanged.
    /// </summary>
    public static bool TryRead(string text, object? format, out DateTime value)
    {
        if (format is Date)
            return System.DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
        value = default;
        return TimePattern().IsMatch(text)
            && System.DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);
    }

    /// <summary>Parses a date with a time and an offset, and keeps the offset.</summary>
    /// <returns>Whether the string has this format; <see langword="false"/> for a time without an offset.</returns>
    public static bool TryReadOffset(string text, out DateTimeOffset value)
    {
        value = default;
        return TimePattern().Match(text).Groups["offset"].Success
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(?<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?\z")]
    private static partial Regex TimePattern();
}
