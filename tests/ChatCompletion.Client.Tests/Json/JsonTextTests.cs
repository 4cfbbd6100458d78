using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>JSON text to plain values and back.</summary>
public class JsonTextTests
{
    [Theory]
    [InlineData("""null""")]
    [InlineData("""true""")]
    [InlineData("""{"z":1,"a":{"y":[1,"2",null,false,{}],"b":[]},"A":2}""")]
    [InlineData("""[-1,0.5,1E+300,9223372036854775807,-9223372036854775808]""")]
    [InlineData("""[9223372036854775808,123456789012345678901234567890,-99999999999999999999]""")]
    [InlineData("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\"")]
    [InlineData("""{"":"","a b":"ä"}""")]
    public void What_is_read_is_written_again_the_same(string json) => Assert.Equal(json, JsonText.Write(JsonText.Parse(json)));

    [Theory]
    [InlineData("1", 1L)]
    [InlineData("-0", 0L)]
    [InlineData("1.0", 1d)]
    [InlineData("1e3", 1000d)]
    [InlineData("0.1", 0.1)]
    [InlineData("\"1\"", "1")]
    [InlineData("false", false)]
    [InlineData("\"\\u00e4\\ud83d\\ude42\"", "ä🙂")]
    [InlineData(" \r\n\t5 ", 5L)]
    public void Values_have_plain_types(string json, object expected)
    {
        var value = JsonText.Parse(json);
        Assert.Equal(expected.GetType(), value!.GetType());
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Whole_numbers_stay_exact_however_large()
    {
        Assert.Equal(BigInteger.Parse("9223372036854775808", CultureInfo.InvariantCulture), JsonText.Parse("9223372036854775808"));
        Assert.Equal(BigInteger.Pow(10, 399), JsonText.Parse("1" + new string('0', 399)));
        Assert.Equal("1" + new string('0', 399), JsonText.Write(BigInteger.Pow(10, 399)));
    }

    [Theory]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("-1e999", double.NegativeInfinity)]
    [InlineData("1e-999", 0d)]
    public void A_number_too_large_for_a_double_is_no_error(string json, double expected) => Assert.Equal(expected, JsonText.Parse(json));

    [Fact]
    public void An_endless_row_of_digits_is_read_as_a_double() => Assert.IsType<double>(JsonText.Parse(new string('9', 100_000)));

    [Fact]
    public void What_no_JSON_number_can_say_is_written_as_text() =>
        Assert.Equal("""["NaN","Infinity","-Infinity","NaN"]""", JsonText.Write(new object[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, float.NaN }));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{")]
    [InlineData("""{"a":1,}""")]
    [InlineData("[1,]")]
    [InlineData("1 2")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("""{'a':1}""")]
    [InlineData("// c\n1")]
    [InlineData("NaN")]
    [InlineData("01")]
    [InlineData("True")]
    [InlineData("\"a")]
    [InlineData("\"\\x\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\ufeff1")]
    public void What_is_not_one_whole_JSON_value_is_an_error(string json) => Assert.ThrowsAny<JsonException>(() => JsonText.Parse(json));

    [Fact]
    public void Nesting_has_a_limit()
    {
        var allowed = new string('[', 64) + new string(']', 64);
        Assert.Equal(allowed, JsonText.Write(JsonText.Parse(allowed)));
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse(new string('[', 65) + new string(']', 65)));
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse(new string('[', 100) + new string(']', 100)));
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100)));
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse(new string('[', 1_000_000)));
    }

    [Fact]
    public void The_last_of_two_equal_keys_counts_in_the_place_of_the_first() =>
        Assert.Equal("""{"a":3,"b":2}""", JsonText.Write(JsonText.Parse("""{"a":1,"b":2,"a":3}""")));

    [Fact]
    public void Every_plain_type_can_be_written()
    {
        object?[] values = [null, "a", true, (byte)1, (sbyte)-1, (short)2, (ushort)3, 4, 5u, 6L, ulong.MaxValue, 0.5f, 0.25, 1.10m, 'c', new Uri("https://h/"), TimeSpan.FromSeconds(1), DayOfWeek.Monday];
        Assert.Equal("""[null,"a",true,1,-1,2,3,4,5,6,18446744073709551615,0.5,0.25,1.10,"c","https://h/","00:00:01","Monday"]""", JsonText.Write(values));
        Assert.Equal("\"2026-01-02T03:04:05Z\"", JsonText.Write(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)));
        Assert.Equal("\"2026-01-02T03:04:05+01:00\"", JsonText.Write(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1))));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void The_machines_language_does_not_matter(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Assert.Equal("[0.5,1.5,2.5,-3]", JsonText.Write(new object[] { 0.5, 1.5f, 2.5m, -3L }));
            Assert.Equal(0.5, JsonText.Parse("0.5"));
            Assert.Equal(BigInteger.Parse("-99999999999999999999", CultureInfo.InvariantCulture), JsonText.Parse("-99999999999999999999"));
            Assert.Equal("""{"1.5":1}""", JsonText.Write(new System.Collections.Hashtable { [1.5] = 1 }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
