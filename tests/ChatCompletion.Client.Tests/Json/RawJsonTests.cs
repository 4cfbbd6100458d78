using System.Text;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>JSON values as they were sent.</summary>
public class RawJsonTests
{
    [Theory]
    [InlineData("1.10")]
    [InlineData("12345678901234567.89")]
    [InlineData("-0")]
    [InlineData("1e400")]
    [InlineData("1E+2")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("\"a\\u00e4\\/ä \\n\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[[],{},[1,2.50,[true,null]]]")]
    [InlineData("{\"a\":{\"b\":[1,{\"c\":\"d\"}],\"e\":{}},\"a\":2,\"\\u0061\":3}")]
    public void A_value_stays_as_it_was_sent(string json)
    {
        Assert.Equal(json, Read(json, out var rest));
        Assert.Equal(0, rest);
        var spaced = json.Replace(",", " ,\n", StringComparison.Ordinal).Replace(":", "\t: ", StringComparison.Ordinal).Replace("[", "[ ", StringComparison.Ordinal).Replace("}", " }", StringComparison.Ordinal);
        Assert.Equal(json, Read(spaced, out _));
        Assert.Equal(json, RawJson.Compact(spaced));
    }

    [Fact]
    public void The_reader_is_left_on_the_last_token()
    {
        var reader = new Utf8JsonReader("[{\"a\":[1]},2]"u8);
        reader.Read();
        reader.Read();
        Assert.Equal("{\"a\":[1]}", RawJson.Read(ref reader));
        Assert.Equal(JsonTokenType.EndObject, reader.TokenType);
        reader.Read();
        Assert.Equal("2", RawJson.Read(ref reader));
    }

    [Theory]
    [InlineData("{ \"a b\" : \"c \\\" d\\\\\" , \"e\" : 1 }", "{\"a b\":\"c \\\" d\\\\\",\"e\":1}")]
    [InlineData(" { \"a", "{\"a")]
    [InlineData("\" x", "\" x")]
    public void White_space_in_texts_stays(string json, string compact) => Assert.Equal(compact, RawJson.Compact(json));

    private static string Read(string json, out int rest)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        var text = RawJson.Read(ref reader);
        rest = bytes.Length - (int)reader.BytesConsumed;
        return text;
    }
}
