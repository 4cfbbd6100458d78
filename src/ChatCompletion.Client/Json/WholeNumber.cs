using System.Numerics;

namespace ChatCompletions;

/// <summary>Reads whole numbers, whatever type of number they have.</summary>
internal static class WholeNumber
{
    /// <summary>The number; <see langword="null"/> where the value is no number, has a fraction or does not fit.</summary>
    public static long? Of(object? value) => value switch
    {
        int number => number,
        long number => number,
        double number => Of(number),
        float number => Of(number),
        decimal number => decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue ? (long)number : null,
        BigInteger number => number >= long.MinValue && number <= long.MaxValue ? (long)number : null,
        ulong number => number <= long.MaxValue ? (long)number : null,
        uint or short or ushort or byte or sbyte => Convert.ToInt64(value, null),
        _ => null,
    };

    /// <summary>The number of a double; 2^63 is the first one that does not fit.</summary>
    private static long? Of(double number) =>
        Math.Floor(number) == number && number is >= long.MinValue and < 9223372036854775808d ? (long)number : null;
}
