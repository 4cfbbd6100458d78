using System.Globalization;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Numbers and text do not depend on the machine's language, and text arrives as it was.</summary>
public sealed class RequestTextTests : IDisposable
{
    private readonly RequestProbe _probe = new();

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task The_body_is_the_same_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        var request = RequestProbe.Request();
        request.Temperature = 0.5;
        request.TopP = 0.1;
        request.FrequencyPenalty = -1.25;
        request.PresencePenalty = 1e-5;
        request.MaxTokens = 1234567;
        request.Seed = -1234567890123;
        request.LogitBias = RequestProbe.Map("""{"1234567":-1.5}""");
        request.AdditionalParameters = new JsonDictionary { ["min_p"] = 0.05m, ["top_a"] = 0.5f, ["I"] = "ıİ" };
        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":1234567,"temperature":0.5,"top_p":0.1,"frequency_penalty":-1.25,"presence_penalty":1E-05,"logit_bias":{"1234567":-1.5},"seed":-1234567890123,"min_p":0.05,"top_a":0.5,"I":"ıİ"}""",
            await _probe.BodyOf(request));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public async Task Refusals_write_numbers_the_same_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        await _probe.Refuses(RequestProbe.With("""{"temperature":2.5}"""), "Temperature", "from 0 to 2; it is 2.5.");
    }

    [Fact]
    public async Task Text_of_other_scripts_is_sent_as_plain_utf8()
    {
        const string text = "Grüße, мир, 世界, é";
        Assert.Equal($$"""{"model":"m","messages":[{"role":"user","content":"{{text}}"}]}""", await _probe.BodyOf(Saying(text)));
        Assert.Equal(Encoding.UTF8.GetBytes(_probe.Server.Requests[0].Body), _probe.Server.Requests[0].BodyBytes);
    }

    [Fact]
    public async Task Characters_beyond_16_bits_are_escaped_and_arrive_whole()
    {
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"a\uD83D\uDE42"}]}""", await _probe.BodyOf(Saying("a🙂")));
        Assert.Equal("a🙂", await Heard("a🙂"));
    }

    [Fact]
    public async Task Only_what_JSON_demands_is_escaped()
    {
        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"\"a\\b\"\r\n\t<p class='x'>1 + 1 &amp; 2</p>/"}]}""",
            await _probe.BodyOf(Saying("\"a\\b\"\r\n\t<p class='x'>1 + 1 &amp; 2</p>/")));
    }

    [Theory]
    [InlineData("\0\u0001\u001b[31m\u007f")]
    [InlineData("a\u2028b\u2029c\u00a0d\u200be\ufefff")]
    [InlineData("\ue000 \ufdd0 \uffff")]
    [InlineData("👩‍👩‍👧‍👦 𝄞 e\u0301")]
    public async Task Rare_characters_arrive_whole(string text) => Assert.Equal(text, await Heard(text));

    [Fact]
    public async Task Half_a_surrogate_pair_becomes_the_replacement_character()
    {
        Assert.Equal("a\ufffd", await Heard("a\ud83d"));
        Assert.Equal("\ufffdb", await Heard("\ude42b"));
        Assert.Equal("\ufffd\ufffd", await Heard("\ude42\ud83d"));
    }

    [Fact]
    public async Task A_long_text_arrives_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(static i => i % 7 == 0 ? "ß" : "x🙂"));
        Assert.Equal(text, await Heard(text));
    }

    public void Dispose() => _probe.Dispose();

    private static ChatRequest Saying(string text) => new() { Model = "m", Messages = [new ChatMessage { Content = text }] };

    private async Task<object?> Heard(string text)
    {
        var messages = (JsonList)RequestProbe.Map(await _probe.BodyOf(Saying(text)))["messages"]!;
        return ((JsonDictionary)messages[^1]!)["content"];
    }
}
