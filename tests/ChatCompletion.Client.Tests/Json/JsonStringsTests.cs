using System.Text;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>Strings that a strict reader refuses are read as far as they make sense.</summary>
public class JsonStringsTests
{
    [Fact]
    public void Half_a_surrogate_pair_is_kept_with_the_text_around_it()
    {
        Assert.Equal("a\ud83d b\ude42", JsonText.Parse("\"a\\ud83d b\\ude42\""));
        Assert.Equal("\ude42\ud83d", JsonText.Parse("\"\\uDE42\\uD83D\""));
    }

    [Fact]
    public void Two_halves_that_meet_again_are_one_character() =>
        Assert.Equal("🙂", (string)JsonText.Parse("\"\\ud83d\"")! + (string)JsonText.Parse("\"\\ude42\"")!);

    [Fact]
    public void Escapes_beside_half_a_pair_are_read_as_ever() =>
        Assert.Equal("\ud83d\"\\/\b\f\n\r\t\u00e4ä🙂\0", JsonText.Parse("\"\\ud83d\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E4ä🙂\\u0000\""));

    [Fact]
    public void A_key_with_half_a_pair_is_kept()
    {
        var map = (JsonDictionary)JsonText.Parse("{\"a\\ud83d\":1,\"b\":2}")!;
        Assert.Equal(1L, map["a\ud83d"]);
        Assert.Equal(2L, map["b"]);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, "\ufffd")]
    [InlineData(new byte[] { (byte)'a', 0xC3 }, "a\ufffd")]
    [InlineData(new byte[] { 0xC3, (byte)'a' }, "\ufffda")]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x99 }, "\ufffd")]
    [InlineData(new byte[] { 0xFF, (byte)'\\', (byte)'n', 0xC3, 0xA4 }, "\ufffd\nä")]
    public void Bytes_that_are_no_UTF_8_become_the_replacement_character(byte[] bytes, string expected)
    {
        Assert.Equal(expected, Read([(byte)'"', .. bytes, (byte)'"']));
        var map = (JsonDictionary)Read([(byte)'{', (byte)'"', .. bytes, (byte)'"', (byte)':', (byte)'1', (byte)'}'])!;
        Assert.Equal(1L, map[expected]);
    }

    [Fact]
    public void What_was_received_can_always_be_written()
    {
        Assert.Equal("\"a\\uFFFD\"", JsonText.Write(JsonText.Parse("\"a\\ud83d\"")));
        Assert.Equal("{\"\\uFFFD\":1}", JsonText.Write(JsonText.Parse("{\"\\ud83d\":1}")));
    }

    private static object? Read(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return JsonText.ReadValue(ref reader);
    }
}
