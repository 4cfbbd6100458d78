using System.Globalization;

namespace ChatCompletions;

/// <summary>Makes a number that keeps the limits of a JSON schema.</summary>
internal static class MockNumber
{
    /// <summary>The least number that is allowed, or a preferred one.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="preferred">The number where there is no least one.</param>
    /// <param name="isInteger">Whether it must be a whole one.</param>
    public static object? Of(JsonDictionary schema, decimal preferred, bool isInteger)
    {
        var step = Number(schema, "multipleOf") ?? (isInteger ? 1 : 0);
        var (least, most) = (Number(schema, "minimum"), Number(schema, "maximum"));
        var (above, below) = (Number(schema, "exclusiveMinimum"), Number(schema, "exclusiveMaximum"));
        var margin = step > 0 ? step : above is { } low && below is { } high ? (high - low) / 2 : 1;
        var bottom = Max(least, above + margin);
        var top = Min(most, below - margin);
        var number = bottom ?? Math.Min(preferred, top ?? preferred);
        if (step <= 0) return Plain(number);
        var up = Math.Ceiling(number / step) * step;
        return Plain(up > (top ?? up) ? Math.Floor(number / step) * step : up);
    }

    /// <summary>A limit beyond what a decimal holds is taken for none.</summary>
    private static decimal? Number(JsonDictionary schema, string word) => schema[word] switch
    {
        long whole => whole,
        decimal exact => exact,
        double real when Math.Abs(real) < 1e15 => Convert.ToDecimal(real, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object Plain(decimal number) => number == Math.Floor(number) && Math.Abs(number) < long.MaxValue ? (long)number : number;

    private static decimal? Max(decimal? one, decimal? other) => one > other ? one : other ?? one;

    private static decimal? Min(decimal? one, decimal? other) => one < other ? one : other ?? one;
}
