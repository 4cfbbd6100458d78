using System.Diagnostics;

namespace ChatCompletions.Tests;

/// <summary>What the Mock provider makes of the less usual requests.</summary>
public class MockRequestTests
{
    [Theory]
    [InlineData("""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://h/a.png"}}]}]""", "")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]""", "ab")]
    [InlineData("""[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}]}]""", "")]
    [InlineData("""[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", "b")]
    public async Task Echo_repeats_the_text_of_the_last_message(string messages, string expected) =>
        Assert.Equal(expected, (await AskAsync($$"""{"model":"echo","messages":{{messages}}}""")).Content ?? "");

    [Theory]
    [InlineData("0.02")]
    [InlineData("2e-2")]
    public async Task A_delay_is_kept_in_parts_of_a_second(string delay)
    {
        var started = Stopwatch.GetTimestamp();
        await AskAsync($$"""{"mock_response":"a","mock_delay":{{delay}}}""");

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 15, 20_000);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-60")]
    [InlineData("-60.5")]
    [InlineData("\"60\"")]
    [InlineData("null")]
    [InlineData("true")]
    public async Task Another_delay_is_none(string delay) =>
        Assert.Equal("a", (await AskAsync($$"""{"mock_response":"a","mock_delay":{{delay}}}""").WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Content);

    [Fact]
    public async Task A_whole_number_of_seconds_is_a_delay_as_well()
    {
        var started = Stopwatch.GetTimestamp();
        await AskAsync("""{"mock_response":"a","mock_delay":1}""");

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 950, 30_000);
    }

    [Theory]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("""{"type":"string","format":"email"}""", "\"ann@example.com\"")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":9}""", "3")]
    [InlineData("""{"type":"integer","maximum":-4}""", "-4")]
    [InlineData("""{"type":"integer","maximum":1}""", "1")]
    [InlineData("""{"type":"integer"}""", "1")]
    [InlineData("""{"type":"number","minimum":0.25}""", "0.25")]
    [InlineData("""{"type":"number","maximum":1}""", "1")]
    [InlineData("""{"type":"number","maximum":1.25}""", "1.25")]
    [InlineData("""{"type":"number","maximum":2}""", "1.5")]
    [InlineData("""{"type":"boolean"}""", "true")]
    [InlineData("""{"type":"null"}""", "null")]
    [InlineData("""{"type":["null","string"]}""", "null")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "[\"text\"]")]
    [InlineData("""{"type":"array"}""", "[null]")]
    [InlineData("""{"type":"object"}""", "{}")]
    [InlineData("{}", "null")]
    public async Task A_value_is_made_for_each_kind_of_schema(string schema, string expected)
    {
        var root = $$$"""{"type":"object","properties":{"v":{{{schema}}}}}""";
        foreach (var format in (string[])[$$$"""{"type":"json_schema","json_schema":{"name":"x","schema":{{{root}}}}}""", $$"""{"type":"json_schema","schema":{{root}}}"""])
            Assert.Equal($$"""{"v":{{expected}}}""", (await AskAsync($$"""{"response_format":{{format}}}""")).Content);
    }

    [Theory]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"x"}}""", "null")]
    [InlineData("""{"type":"json_schema","schema":{"type":"object","properties":{"a":5}}}""", """{"a":null}""")]
    public async Task A_schema_that_is_missing_makes_no_value(string format, string expected) =>
        Assert.Equal(expected, (await AskAsync($$"""{"response_format":{{format}}}""")).Content);

    private static async Task<ChatCompletion> AskAsync(string body)
    {
        var fields = RequestProbe.Map(body);
        if (!fields.Contains("model")) fields["model"] = "mock";
        if (!fields.Contains("messages")) fields["messages"] = RequestProbe.List("""[{"role":"user","content":"hi"}]""");
        var client = new ChatClient(ChatEndpoint.Create(ChatProvider.FromPreset(ProviderPresets.Mock)), Ask.NoRetries);
        return (await Ask.WholeAsync(client, new ChatRequest { AdditionalParameters = fields })).Answer;
    }
}
