using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// An exact decimal number of any size. Numbers are compared digit by digit, since a double cannot hold 9007199254740993 or 1e400.
/// Writing preserves the original text.
/// </summary>
internal sealed class BigDecimal : IComparable<BigDecimal>, IEquatable<BigDecimal>, IJsonWritable
{
    /// <summary>Keeps sums of exponents and lengths within the range of a long.</summary>
    private const long MaxExponent = 1_000_000_000_000_000;

    /// <summary>
    /// Numbers with more digits are not expanded to a <see cref="BigInteger"/>, because its conversions take quadratic time.
    /// </summary>
    private const int MaxExpandedDigits = 10_000;

    private readonly string _text;
    private readonly bool _isNegative;

    /// <summary>The digits without leading and trailing zeros; empty for zero.</summary>
    private readonly string _digits;

    /// <summary>The power of ten of the last digit.</summary>
    private readonly long _exponent;

    private BigDecimal(string text)
    {
        _text = text;
        var mantissa = text.AsSpan();
        var mark = mantissa.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            _exponent = ParseExponent(mantissa[(mark + 1)..]);
            mantissa = mantissa[..mark];
        }
        _isNegative = mantissa.StartsWith("-");
        mantissa = mantissa.TrimStart("+-");
        var point = mantissa.IndexOf('.');
        if (point >= 0) _exponent -= mantissa.Length - point - 1;
        var digits = point >= 0 ? string.Concat(mantissa[..point], mantissa[(point + 1)..]) : mantissa.ToString();
        _digits = digits.Trim('0');
        if (_digits.Length == 0) (_isNegative, _exponent) = (false, 0);
        else _exponent += digits.Length - digits.AsSpan().TrimEnd('0').Length;
    }

    /// <summary>Whether the number has no fraction, as 1.0 and 1e400.</summary>
    public bool IsInteger => _exponent >= 0;

    /// <summary>Whether the number is above zero.</summary>
    public bool IsPositive => !_isNegative && _digits.Length > 0;

    /// <summary>Whether the number is zero.</summary>
    public bool IsZero => _digits.Length == 0;

    /// <summary>The number of digits, without leading and trailing zeros.</summary>
    public int Digits => _digits.Length;

    /// <summary>Parses a JSON number.</summary>
    /// <exception cref="FormatException">The absolute value of the exponent is 10^15 or more.</exception>
    public static BigDecimal Parse(string json) => new(json);

    /// <summary>
    /// Converts a number exactly; a double is read by its shortest round-trip text. <see langword="null"/> if the value is not a finite
    /// number.
    /// </summary>
    public static BigDecimal? Of(object? value) => value switch
    {
        BigDecimal number => number,
        double real => double.IsFinite(real) ? new(real.ToString("R", CultureInfo.InvariantCulture)) : null,
        long or decimal or BigInteger or int => new(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <inheritdoc/>
    public int CompareTo(BigDecimal? other)
    {
        if (other is null) return 1;
        if (_isNegative != other._isNegative) return _isNegative ? -1 : 1;
        return _isNegative ? -CompareMagnitude(other) : CompareMagnitude(other);
    }

    /// <summary>Whether the number is an integer multiple of another.</summary>
    /// <param name="divisor">The divisor; must be positive.</param>
    public bool IsMultipleOf(BigDecimal divisor)
    {
        if (IsZero) return true;
        // The last digit is never zero, so a divisor with a larger exponent cannot divide this number.
        if (_exponent < divisor._exponent) return false;
        var modulus = BigInteger.Parse(divisor._digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return Remainder(modulus) * BigInteger.ModPow(10, _exponent - divisor._exponent, modulus) % modulus == 0;
    }

    /// <summary>Converts to a 64-bit integer, if the number is one.</summary>
    public bool TryToInt64(out long value)
    {
        value = 0;
        return TryToInteger(out var whole) && whole >= long.MinValue && whole <= long.MaxValue && (value = (long)whole) == whole;
    }

    /// <summary>Converts to an integer, if the number has no fraction and at most 10,000 digits.</summary>
    public bool TryToInteger(out BigInteger value)
    {
        value = default;
        if (!IsInteger || _digits.Length + _exponent > MaxExpandedDigits) return false;
        if (IsZero) return true;
        value = BigInteger.Parse(_digits, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)_exponent);
        if (_isNegative) value = -value;
        return true;
    }

    /// <summary>Converts to a decimal, if that is exact.</summary>
    public bool TryToDecimal(out decimal value) =>
        decimal.TryParse(Shortest(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Equals(Of(value));

    /// <summary>Converts to the nearest double; infinite outside its range.</summary>
    public double ToDouble() => double.Parse(Shortest(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Converts to the nearest float; infinite outside its range.</summary>
    public float ToSingle() => float.Parse(Shortest(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool Equals(BigDecimal? other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BigDecimal other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_isNegative, _exponent, _digits);

    /// <summary>The original text of the number.</summary>
    public override string ToString() => _text;

    void IJsonWritable.WriteJson(Utf8JsonWriter writer) => writer.WriteRawValue(_text, skipInputValidation: true);

    private static long ParseExponent(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
        && exponent is > -MaxExponent and < MaxExponent
            ? exponent
            : throw new FormatException("A number's exponent is beyond 10^15.");

    private int CompareMagnitude(BigDecimal other)
    {
        if (IsZero || other.IsZero) return _digits.Length.CompareTo(other._digits.Length);
        var size = (_digits.Length + _exponent).CompareTo(other._digits.Length + other._exponent);
        return size != 0 ? size : string.CompareOrdinal(_digits, other._digits);
    }

    /// <summary>The remainder of the digits, computed in steps to avoid one huge integer.</summary>
    private BigInteger Remainder(BigInteger modulus)
    {
        const int Step = 18;
        var rest = BigInteger.Zero;
        for (var at = 0; at < _digits.Length; at += Step)
        {
            var part = _digits.AsSpan(at, Math.Min(Step, _digits.Length - at));
            rest = ((rest * BigInteger.Pow(10, part.Length)) + long.Parse(part, CultureInfo.InvariantCulture)) % modulus;
        }
        return rest;
    }

    private string Shortest() =>
        string.Create(CultureInfo.InvariantCulture, $"{(_isNegative ? "-" : "")}{(IsZero ? "0" : _digits)}e{_exponent}");
}
