using System.Numerics;

namespace ChatCompletions.Tests;

/// <summary>Whole numbers of any type.</summary>
public class WholeNumberTests
{
    [Fact]
    public void A_whole_number_is_read_whatever_its_type()
    {
        object[] twos = [2, 2L, 2.0, 2f, 2.00m, new BigInteger(2), 2u, 2ul, (short)2, (ushort)2, (byte)2, (sbyte)2];
        Assert.All(twos, static two => Assert.Equal(2, WholeNumber.Of(two)));
        Assert.Equal(long.MinValue, WholeNumber.Of((double)long.MinValue));
        Assert.Equal(long.MaxValue, WholeNumber.Of((BigInteger)long.MaxValue));
    }

    [Fact]
    public void What_is_none_or_does_not_fit_is_none()
    {
        object?[] others = [null, "2", true, 2.5, 2.5f, 2.5m, double.NaN, double.PositiveInfinity, 9223372036854775808d, -1e300, ulong.MaxValue, (BigInteger)long.MaxValue + 1, decimal.MaxValue];
        Assert.All(others, static other => Assert.Null(WholeNumber.Of(other)));
    }
}
