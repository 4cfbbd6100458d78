using System.Globalization;
using System.Numerics;

namespace ChatCompletions;

/// <summary>The range of a numeric field of a request.</summary>
/// <param name="Field">The name of the field in the API.</param>
/// <param name="Parameter">The name of the parameter, for errors.</param>
/// <param name="Minimum">The smallest valid value.</param>
/// <param name="Maximum">The largest valid value.</param>
/// <param name="IsWhole">Whether the value must be a whole number.</param>
internal sealed record NumberRule(string Field, string Parameter, double Minimum, double Maximum, bool IsWhole = false)
{
    /// <summary>Validates a value; <see langword="null"/> is valid.</summary>
    /// <exception cref="ChatRequestException">
    /// The value is not a number, is out of range, or has a fraction where none is allowed.
    /// </exception>
    public void Check(object? value)
    {
        if (value is null) return;
        var isNumber = value is int or long or double or float or decimal or ulong or uint or short or ushort or byte or sbyte
            or BigInteger;
        var number = value is BigInteger large ? (double)large
            : isNumber ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
            : double.NaN;
        var fits = number >= Minimum && number <= Maximum && (!IsWhole || Math.Floor(number) == number);
        // Doubles near the largest seed are not exact, so the seed is also checked as an integer.
        if (fits && (Field != "seed" || IsInt64(value))) return;
        var kind = IsWhole ? "a whole number" : "a number";
        var range = Maximum > int.MaxValue ? "of 64 bits"
            : Maximum == int.MaxValue && number < Minimum ? $"of at least {Text(Minimum)}"
            : $"from {Text(Minimum)} to {Text(Maximum)}";
        var shown = isNumber ? Text(value) : $"'{Text(value)}'";
        throw new ChatRequestException(Parameter, $"-{Parameter} ({Field}) must be {kind} {range}; it is {shown}.");
    }

    private static bool IsInt64(object value) => value switch
    {
        ulong large => large <= long.MaxValue,
        BigInteger huge => huge >= long.MinValue && huge <= long.MaxValue,
        double or float or decimal => false,
        _ => true,
    };

    private static string Text(object value) => SafeText.Label(Convert.ToString(value, CultureInfo.InvariantCulture));
}
