using System.Numerics;

namespace ChatCompletions;

/// <summary>Converts numbers of any type to whole numbers.</summary>
internal static class WholeNumber
{
    /// <summary>The value as a long; <see langword="null"/> if it is not a number, has a fraction or is out of range.</summary>
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

    /// <summary>2^63 is the first double that is out of range.</summary>
    private static long? Of(double number) =>
        Math.Floor(number) == number && number is >= long.MinValue and < 9223372036854775808d ? (long)number : null;
}
