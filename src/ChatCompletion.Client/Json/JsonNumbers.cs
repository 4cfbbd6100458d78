using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads JSON numbers as the types of .NET that hold them.</summary>
internal static class JsonNumbers
{
    private const int MaxIntegerDigits = 400;

    /// <summary>A double gives back every number of 15 digits, with or without a point between them.</summary>
    private const int MaxDoubleLength = 16;

    /// <summary>
    /// Reads the number the reader stands on: a long, a double, a decimal or a big integer where that holds it exactly, else the nearest
    /// double, which is infinite beyond its range.
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
            // Only a double can be that large.
        }
        return reader.TryGetDouble(out var real) ? real : double.NaN;
    }

    /// <summary>
    /// Reads the number the reader stands on: a long, a double or a big integer where that holds it exactly, else a
    /// <see cref="BigDecimal"/>.
    /// </summary>
    /// <exception cref="FormatException">The exponent is beyond 10^15.</exception>
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

    /// <summary>The number as a decimal or a big integer; <see langword="null"/> where neither holds it exactly.</summary>
    public static object? Plain(BigDecimal number) =>
        number.TryToDecimal(out var exact) ? exact : number.TryToInteger(out var whole) ? whole : null;
}
