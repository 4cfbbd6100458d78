using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>Reads texts that a schema declares to be a date, or a date with a time.</summary>
internal static partial class SchemaDates
{
    /// <summary>The format of a date.</summary>
    public const string Date = "date";

    /// <summary>The format of a date with a time.</summary>
    public const string DateTime = "date-time";

    /// <summary>Whether a format is one of the two.</summary>
    public static bool IsDate(object? format) => format is Date or DateTime;

    /// <summary>Reads a text. A time without an offset is taken as it stands.</summary>
    public static bool TryRead(string text, object? format, out DateTime value)
    {
        if (format is Date) return System.DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
        value = default;
        return TimePattern().IsMatch(text) && System.DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?\z")]
    private static partial Regex TimePattern();
}
