using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads JSON numbers into .NET types.</summary>
internal static class JsonNumbers
{
    private const int MaxIntegerDigits = 400;

    /// <summary>A double represents every number of up to 15 digits without loss; the decimal point is one more character.</summary>
    private const int MaxDoubleLength = 16;

    /// <summary>
    /// Reads the current number: a long, a double, a decimal or a <see cref="BigInteger"/> if that is exact; otherwise the nearest
    /// double, which is infinite outside its range.
    /// </summary>
    public static object Read(ref Utf8JsonReader reader)
    {
        try
        {
            var value = ReadExact(ref reader);
            if (value is not BigDecimal number) return value;
            if (reader.TryGetDouble(out var near) && double.IsFinite(near)) return Plain(number) ?? near;
        }
        catch (FormatException)
        {
            // The exponent is too large for anything but a double.
        }
        return reader.TryGetDouble(out var real) ? real : double.NaN;
    }

    /// <summary>
    /// Reads the current number: a long, a double or a <see cref="BigInteger"/> if that is exact; otherwise a <see cref="BigDecimal"/>.
    /// </summary>
    /// <exception cref="FormatException">The absolute value of the exponent is 10^15 or more.</exception>
    public static object ReadExact(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole)) return whole;
        var digits = reader.ValueSpan;
        var hasExponent = digits.IndexOfAny((byte)'e', (byte)'E') >= 0;
        if (!hasExponent && digits.Length <= MaxDoubleLength && reader.TryGetDouble(out var real)) return real;
        var text = Encoding.ASCII.GetString(digits);
        if (!hasExponent && digits.Length <= MaxIntegerDigits && !digits.Contains((byte)'.'))
            return BigInteger.Parse(text, CultureInfo.InvariantCulture);
        var exact = BigDecimal.Parse(text);
        return reader.TryGetDouble(out real) && exact.Equals(BigDecimal.Of(real)) ? real : exact;
    }

    /// <summary>Converts to a decimal or a <see cref="BigInteger"/>; <see langword="null"/> if neither is exact.</summary>
    public static object? Plain(BigDecimal number) =>
        number.TryToDecimal(out var exact) ? exact : number.TryToInteger(out var whole) ? whole : null;
}
