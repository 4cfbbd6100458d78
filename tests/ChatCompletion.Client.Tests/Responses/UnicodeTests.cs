using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Characters that were cut in two, and bytes that are none.</summary>
public class UnicodeTests
{
    [Fact]
    public async Task Halves_of_a_surrogate_pair_in_two_deltas_are_one_emoji()
    {
        var outcome = await Ask.DeltasAsync("""{"content":"a\ud83d"}""", """{"content":"\ude0ab"}""");

        Assert.Equal("a😊b", outcome.Answer.Content);
        Assert.Equal("a😊b", outcome.Text);
        Assert.Equal("a\ud83d", outcome.Chunks[0].Content);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_that_stays_alone_loses_nothing_else()
    {
        var answer = (await Ask.MessageAsync("""{"content":"x\ud83d\n\"y\\\u00e4","reasoning_content":"\ude0a"}""")).Answer;

        Assert.Equal("x\ud83d\n\"y\\ä", answer.Content);
        Assert.Equal("\ude0a", answer.ReasoningContent);
        Assert.Contains("\\\"y", JsonText.Write(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\\ud83d\":1,")]
    [InlineData("\"id\":\"\\ud83d\",")]
    [InlineData("\"model\":\"\\udc00x\",\"object\":\"\\ud800\",")]
    [InlineData("\"choices\\ud83d\":[],")]
    public async Task A_lone_half_in_a_name_or_in_another_field_is_no_fault(string field)
    {
        var chunk = $$$"""{{{{field}}}"choices":[{"index":0,"delta":{"role":"assistant\ud83d","content":"a"},"finish_reason":"stop"}]}""";

        Assert.Equal("a", (await Ask.EventsAsync(chunk, chunk, "[DONE]")).Answer.Content![..1]);
        Assert.Equal("a", (await Ask.BodyAsync(chunk)).Answer.Content);
    }

    [Fact]
    public async Task Invalid_UTF_8_becomes_replacement_characters_and_the_rest_stays()
    {
        byte[] stream =
        [
            .. "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a"u8, 0xFF, 0xC3, .. "b\\n"u8, 0xF0, 0x9F, .. "\"},\"finish_reason\":\"stop\"}]}\n\n"u8,
        ];

        var content = (await Ask.BytesAsync(stream)).Answer.Content!;
        Assert.StartsWith("a\ufffd\ufffdb\n\ufffd", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_UTF_8_in_a_name_is_no_fault()
    {
        byte[] body = [.. "{\"na"u8, 0xFF, .. "me\":1,\"choices\":[{\"message\":{\"content\":\"a\"}}]}"u8];

        Assert.Equal("a", (await Ask.WholeAsync(Ask.Client(new BytesHandler(body, "application/json")))).Answer.Content);
    }

    [Fact]
    public async Task H4_A_character_split_over_reads_is_whole()
    {
        var text = "Grüße 世界 😊 👨‍👩‍👧";
        var stream = Encoding.UTF8.GetBytes($$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":"stop"}]}""");

        for (var size = 1; size < 8; size++)
        {
            var step = size;
            Assert.Equal(text, (await Ask.StreamAsync(Ask.Client(new BytesHandler(stream) { NextSize = () => step }))).Answer.Content);
        }
    }

    [Fact]
    public async Task Control_characters_of_an_answer_stay_exact() =>
        Assert.Equal("\u001b[31mred\u0000\u202e", (await Ask.MessageAsync("""{"content":"\u001b[31mred\u0000\u202e"}""")).Answer.Content);

    [Fact]
    public async Task A_lone_half_in_an_error_is_no_fault() =>
        Assert.Contains("bad", (await Ask.EventsAsync("""{"error":{"message":"bad \ud83d"}}""")).Failed(ChatErrorKind.ServerError).Message, StringComparison.Ordinal);
}
