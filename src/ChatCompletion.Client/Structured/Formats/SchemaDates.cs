using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>Reads strings that a schema declares to be a date, or a date with a time.</summary>
internal static partial class SchemaDates
{
    /// <summary>The format of a date.</summary>
    public const string Date = "date";

    /// <summary>The format of a date with a time.</summary>
    public const string DateTime = "date-time";

    /// <summary>Whether a format is one of the two.</summary>
    public static bool IsDate(object? format) => format is Date or DateTime;

    /// <summary>
    /// Reads a string. A time with an offset becomes the same instant in this machine's zone; one without stays as it is.
    /// </summary>
    public static bool TryRead(string text, object? format, out DateTime value)
    {
        if (format is Date)
            return System.DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
        value = default;
        return TimePattern().IsMatch(text)
            && System.DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);
    }

    /// <summary>Reads a date with a time and an offset, and keeps the offset.</summary>
    /// <returns>Whether the string is one; a time without an offset is not.</returns>
    public static bool TryReadOffset(string text, out DateTimeOffset value)
    {
        value = default;
        return TimePattern().Match(text).Groups["offset"].Success
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(?<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?\z")]
    private static partial Regex TimePattern();
}
