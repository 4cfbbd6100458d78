using System.Globalization;
using System.Numerics;

namespace ChatCompletions.Tests;

/// <summary>Exact numbers of any size.</summary>
public sealed class BigDecimalTests
{
    [Theory]
    [InlineData("1", "1.0", 0)]
    [InlineData("1", "10e-1", 0)]
    [InlineData("0", "-0.000", 0)]
    [InlineData("0e999999", "0", 0)]
    [InlineData("1e400", "10e399", 0)]
    [InlineData("1E+2", "100", 0)]
    [InlineData("9007199254740993", "9007199254740992", 1)]
    [InlineData("9007199254740993.1", "9007199254740993", 1)]
    [InlineData("1e400", "9e399", 1)]
    [InlineData("-1e400", "-9e399", -1)]
    [InlineData("1e-400", "0", 1)]
    [InlineData("-1e-400", "0", -1)]
    [InlineData("0.1", "0.10000000000000000000000000000001", -1)]
    [InlineData("-2", "1", -1)]
    [InlineData("12", "2", 1)]
    [InlineData("1.2", "12e-1", 0)]
    public void Are_compared_by_their_digits(string one, string other, int sign)
    {
        Assert.Equal(sign, Math.Sign(BigDecimal.Parse(one).CompareTo(BigDecimal.Parse(other))));
        Assert.Equal(-sign, Math.Sign(BigDecimal.Parse(other).CompareTo(BigDecimal.Parse(one))));
        Assert.Equal(sign == 0, BigDecimal.Parse(one).Equals(BigDecimal.Parse(other)));
        if (sign == 0) Assert.Equal(BigDecimal.Parse(one).GetHashCode(), BigDecimal.Parse(other).GetHashCode());
    }

    [Theory]
    [InlineData("4.35", "0.01", true)]
    [InlineData("0.0075", "0.0001", true)]
    [InlineData("0.00751", "0.0001", false)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("1e400", "7", false)]
    [InlineData("7e400", "7", true)]
    [InlineData("12345678901234567890123456789012345678901234567890", "3", true)]
    [InlineData("12345678901234567890123456789012345678901234567891", "3", false)]
    [InlineData("-9", "3", true)]
    [InlineData("0", "3", true)]
    [InlineData("1.5", "3", false)]
    [InlineData("5", "1e400", false)]
    [InlineData("3e400", "1e400", true)]
    [InlineData("1e100000000000", "3", false)]
    public void Are_multiples_exactly(string number, string divisor, bool isMultiple) =>
        Assert.Equal(isMultiple, BigDecimal.Parse(number).IsMultipleOf(BigDecimal.Parse(divisor)));

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1e400", true)]
    [InlineData("1.5e1", true)]
    [InlineData("1.5", false)]
    [InlineData("1e-1", false)]
    [InlineData("-0.0", true)]
    public void Are_integers_where_they_have_no_fraction(string number, bool isInteger) => Assert.Equal(isInteger, BigDecimal.Parse(number).IsInteger);

    [Fact]
    public void Agree_with_decimal() => Property.Holds(
        FsCheck.Fluent.Gen.Two(FsCheck.Fluent.Gen.Select(FsCheck.Fluent.Gen.Two(FsCheck.Fluent.Gen.Choose(-2_000_000, 2_000_000)), static pair => pair.Item1 / (decimal)Math.Pow(10, Math.Abs(pair.Item2 % 7)))),
        static pair =>
        {
            var (one, other) = (BigDecimal.Of(pair.Item1)!, BigDecimal.Of(pair.Item2)!);
            Assert.Equal(Math.Sign(pair.Item1.CompareTo(pair.Item2)), Math.Sign(one.CompareTo(other)));
            Assert.Equal(pair.Item1 == Math.Floor(pair.Item1), one.IsInteger);
            if (other.IsPositive) Assert.Equal(pair.Item1 % pair.Item2 == 0, one.IsMultipleOf(other));
            Assert.True(BigDecimal.Parse(one.ToString()).TryToDecimal(out var again) && again == pair.Item1);
            return Task.CompletedTask;
        }, 2000);

    [Fact]
    public void Become_the_types_that_hold_them()
    {
        Assert.True(BigDecimal.Parse("1e3").TryToInt64(out var small) && small == 1000);
        Assert.False(BigDecimal.Parse("9223372036854775808").TryToInt64(out _));
        Assert.True(BigDecimal.Parse("-9223372036854775808").TryToInt64(out small) && small == long.MinValue);
        Assert.True(BigDecimal.Parse("1e400").TryToInteger(out var whole) && whole == BigInteger.Pow(10, 400));
        Assert.False(BigDecimal.Parse("1e1000000000").TryToInteger(out _));
        Assert.True(BigDecimal.Parse("1e9999").TryToInteger(out whole) && whole == BigInteger.Pow(10, 9999));
        Assert.False(BigDecimal.Parse("1e10000").TryToInteger(out _));
        Assert.True(BigDecimal.Parse("99999999999999.99").TryToDecimal(out var amount) && amount == 99999999999999.99m);
        Assert.False(BigDecimal.Parse("0.12345678901234567890123456789012").TryToDecimal(out _));
        Assert.False(BigDecimal.Parse("1e-30").TryToDecimal(out _));
        Assert.Equal(double.PositiveInfinity, BigDecimal.Parse("1e400").ToDouble());
        Assert.Equal(0.1, BigDecimal.Parse("0.1").ToDouble());
        Assert.Equal(float.NegativeInfinity, BigDecimal.Parse("-1e39").ToSingle());
    }

    [Fact]
    public void Are_made_of_any_number_but_of_no_other_value()
    {
        foreach (object number in (object[])[1L, 1, 1.0, 1m, BigInteger.One, BigDecimal.Parse("1.0")]) Assert.Equal(BigDecimal.Parse("1"), BigDecimal.Of(number));
        foreach (var other in (object?[])[null, "1", true, double.NaN, double.PositiveInfinity]) Assert.Null(BigDecimal.Of(other));
    }

    [Fact]
    public void Take_linear_time_however_many_digits_they_have()
    {
        var digits = "1" + new string('7', 1_000_000);
        Assert.True(BigDecimal.Parse(digits).CompareTo(BigDecimal.Parse(digits[..^1] + "8")) < 0);
        Assert.Equal(digits.Sum(static c => c - '0') % 3 == 0, BigDecimal.Parse(digits).IsMultipleOf(BigDecimal.Parse("3")));
    }

    [Fact]
    public void Exponents_beyond_reason_are_refused()
    {
        Assert.Throws<FormatException>(() => BigDecimal.Parse("1e" + new string('9', 30)));
        Assert.Throws<FormatException>(() => BigDecimal.Parse("1e-9999999999999999"));
        Assert.Equal("1e999999999999999", BigDecimal.Parse("1e999999999999999").ToString());
    }
}
