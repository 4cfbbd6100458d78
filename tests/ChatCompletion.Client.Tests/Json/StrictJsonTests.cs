using System.Numerics;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>JSON that must not lose anything.</summary>
public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":1}""")]
    [InlineData("""{"x":[{"b":null,"c":1,"b":null}]}""")]
    [InlineData("""{"":1,"":1}""")]
    public void A_name_that_occurs_twice_is_an_error(string json) =>
        Assert.Contains("occurs twice", Assert.Throws<JsonException>(() => StrictJson.Parse(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":1,"A":2}""")]
    [InlineData("""{"a":{"a":1},"b":{"a":1}}""")]
    public void The_same_name_elsewhere_is_not(string json) => Assert.Equal(json, JsonText.Write(StrictJson.Parse(json)));

    [Theory]
    [InlineData("0")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775808")]
    [InlineData("0.1")]
    [InlineData("-1.5")]
    [InlineData("12345678901234567.89")]
    [InlineData("99999999999999.99")]
    [InlineData("1e400")]
    [InlineData("-1e-400")]
    [InlineData("0.33333333333333333333333333333333333333")]
    public void Every_number_is_written_as_the_number_it_was(string number)
    {
        var value = StrictJson.Parse(number);
        Assert.Equal(BigDecimal.Parse(number), BigDecimal.Of(value));
        Assert.Equal(BigDecimal.Parse(number), BigDecimal.Parse(JsonText.Write(value)));
    }

    [Theory]
    [InlineData("1", typeof(long))]
    [InlineData("1.5", typeof(double))]
    [InlineData("1e20", typeof(double))]
    [InlineData("0.1000000000000000", typeof(double))]
    [InlineData("18446744073709551616", typeof(BigInteger))]
    [InlineData("12345678901234567.89", typeof(BigDecimal))]
    [InlineData("1e400", typeof(BigDecimal))]
    public void A_number_has_the_smallest_type_that_holds_it(string number, Type type) => Assert.IsType(type, StrictJson.Parse(number));

    [Theory]
    [InlineData("12345678901234567.89", "12345678901234567.89")]
    [InlineData("1e30", "1E+30")]
    [InlineData("123456789012345678901234567890.0", "123456789012345678901234567890")]
    [InlineData("0.33333333333333333333333333333333333333", "0.3333333333333333")]
    public void The_lenient_reader_gives_a_public_type(string number, string written) => Assert.Equal(written, JsonText.Write(JsonText.Parse(number)));

    [Theory]
    [InlineData("")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":}")]
    [InlineData("1e99999999999999999999")]
    public void Anything_else_is_an_error(string json) => Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(json));

    [Fact]
    public void Depth_is_bounded() => Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(new string('[', 100_000)));
}
