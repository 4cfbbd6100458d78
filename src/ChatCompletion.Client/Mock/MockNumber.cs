using System.Globalization;

namespace ChatCompletions;

/// <summary>Generates a number within the limits of a JSON schema.</summary>
internal static class MockNumber
{
    /// <summary>Gets the smallest allowed number, or a preferred one.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="preferred">The number to use if the schema has no minimum.</param>
    /// <param name="isInteger">Whether the number must be an integer.</param>
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

    /// <summary>Reads a limit; one outside the range of a decimal is ignored.</summary>
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
