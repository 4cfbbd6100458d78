using System.Text;

namespace ChatCompletions.Tests;

/// <summary>A stream is whole if every choice said why it ended; else it broke off, however the bytes ended.</summary>
public class CompletenessTests
{
    private static readonly string[] Events =
    [
        """{"id":"i","model":"m1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
        """{"id":"i","choices":[{"index":0,"delta":{"content":"one "}}]}""",
        """{"id":"i","choices":[{"index":0,"delta":{"content":"two"}}]}""",
        """{"id":"i","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        """{"id":"i","choices":[],"usage":{"total_tokens":3}}""",
        "[DONE]",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F4_H5_A_stream_cut_after_any_event_is_judged_by_its_finish_reason(bool marked)
    {
        for (var count = 1; count <= Events.Length; count++)
        {
            var outcome = await Ask.EventsAsync([.. Events[..count], .. marked ? ["[DONE]"] : Array.Empty<string>()]);

            var text = count switch { 1 => "", 2 => "one ", _ => "one two" };
            Assert.Equal(text, outcome.Text);
            Assert.Equal(Math.Min(count, 4), outcome.Chunks.Count);
            if (count >= 4)
            {
                Assert.True(outcome.Answer.Complete);
                continue;
            }
            var (failure, partial) = outcome.BrokeOff();
            Assert.Equal(text, partial.Content);
            Assert.Equal((Id: "i", Model: "m1", FinishReason: null), (partial.Id, partial.Model, partial.FinishReason));
            Assert.Equal("srv: The stream ended before the answer was complete.", failure.Message);
        }
    }

    [Fact]
    public async Task F4_A_stream_cut_at_any_byte_never_passes_for_a_whole_one()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Events.Select(static data => $"data: {data}\n\n")));
        var whole = Encoding.UTF8.GetBytes(string.Concat(Events[..4].Select(static data => $"data: {data}\n\n"))).Length - 2;
        for (var length = 0; length < bytes.Length; length++)
        {
            var outcome = await Ask.BytesAsync(bytes[..length]);

            // A line feed more or less ends the same event. Past it, a half line is either no event yet or a cut one.
            if (outcome.Failure is null) Assert.InRange(length, whole, bytes.Length);
            else Assert.IsType<ChatIncompleteException>(outcome.Failure);
            if (outcome.Failure is not null && outcome.Chunks.Count > 0) Assert.False(outcome.Failure.Completion!.Complete);
        }
    }

    [Fact]
    public async Task F4_Every_choice_that_began_must_have_ended()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"content":"a"},"finish_reason":"stop" """,
            """ "index":1,"delta":{"content":"b"} """);

        var (_, partial) = outcome.BrokeOff();
        Assert.Equal(["stop", null], partial.Choices.Select(static choice => choice.FinishReason));
        Assert.Equal(2, outcome.Chunks.Count);
    }

    [Theory]
    [InlineData("data: {\"choi")]
    [InlineData("data: {\"choi\n")]
    [InlineData("data: [DON")]
    public async Task F4_An_event_that_the_bytes_end_in_broke_off(string cut)
    {
        var (failure, partial) = (await Ask.BytesAsync(Encoding.UTF8.GetBytes($"data: {Events[1]}\n\n{cut}"))).BrokeOff();

        Assert.Equal("srv: The stream ended in the middle of an event: " + cut[6..].Trim(), failure.Message);
        Assert.Equal((Content: "one ", Body: cut[6..].Trim()), (partial.Content, failure.Body));
    }

    /// <summary>A server can write its choices one after the other, and be cut between two of them.</summary>
    [Theory]
    [InlineData(1, false, false)]
    [InlineData(1, true, true)]
    [InlineData(2, false, true)]
    [InlineData(3, false, true)]
    public async Task F4_Fewer_choices_than_were_asked_for_are_whole_only_where_the_end_is_marked(int came, bool marked, bool isWhole)
    {
        var choices = Enumerable.Range(0, came).Select(static index => $$"""data: {"choices":[{"index":{{index}},"delta":{"content":"one"},"finish_reason":"stop"}]}""" + "\n\n");
        var stream = string.Concat(choices) + (marked ? "data: [DONE]\n\n" : "");
        var outcome = await Ask.StreamAsync(Ask.Client(new BytesHandler(Encoding.UTF8.GetBytes(stream))), Ask.Question() with { N = 2 });

        if (isWhole) Assert.True(outcome.Answer.Complete);
        else Assert.Equal(
            (Content: "one", FinishReason: "stop"),
            (outcome.BrokeOff().Partial.Content, outcome.Failure!.Completion!.FinishReason));
    }

    [Fact]
    public async Task F4_A_stream_without_the_end_mark_is_whole() =>
        Assert.True((await Ask.EventsAsync(Events[..4])).Answer.Complete);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData(": ping\n\n")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[]}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"id\":\"session\",\"choices\":null}\n\ndata: [DONE]\n\n")]
    public async Task F4_A_stream_without_any_answer_is_no_empty_answer(string stream)
    {
        var failure = (await Ask.BytesAsync(Encoding.UTF8.GetBytes(stream))).Failed<ChatIncompleteException>();

        Assert.Equal("srv: The stream ended without any answer.", failure.Message);
        Assert.Null(failure.Completion);
    }

    [Fact]
    public async Task F4_Stray_text_is_quoted()
    {
        var (failure, partial) = (await Ask.BytesAsync(Encoding.UTF8.GetBytes($"data: {Events[1]}\n\nInternal Server Error\u001b[2J\n"))).BrokeOff();

        Assert.EndsWith("The server wrote: Internal Server Error␛[2J", failure.Message, StringComparison.Ordinal);
        Assert.Equal("Internal Server Error␛[2J", failure.Body);
        Assert.Equal("one ", partial.Content);
    }

    [Fact]
    public async Task F4_Stray_text_beside_a_whole_answer_is_no_fault() =>
        Assert.True((await Ask.BytesAsync(Encoding.UTF8.GetBytes("hello there\n" + string.Concat(Events.Select(static data => $"data: {data}\n\n"))))).Answer.Complete);

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"conte\n\n")]
    [InlineData("data: nonsense\n\n")]
    [InlineData("data: null\n\n")]
    [InlineData("data: 17\n\n")]
    [InlineData("data: [1,2]\n\n")]
    [InlineData("data: {} {}\n\n")]
    public async Task F4_An_event_that_is_no_JSON_object_is_quoted_and_what_came_is_kept(string text)
    {
        var outcome = await Ask.BytesAsync(Encoding.UTF8.GetBytes($"data: {Events[1]}\n\n{text}"));

        var failure = outcome.Failed<ChatProtocolException>();
        var data = text[6..].TrimEnd('\n');
        Assert.Contains(data, failure.Message, StringComparison.Ordinal);
        Assert.Equal(data, failure.Body);
        Assert.Equal("one ", failure.Completion!.Content);
    }

    [Fact]
    public async Task F4_A_connection_that_breaks_in_mid_stream_keeps_what_came()
    {
        foreach (var end in new Func<Reply, Reply>[] { static reply => reply.Close(), static reply => reply.Reset() })
        {
            var gate = new ManualResetEventSlim();
            using var server = ScriptedServer.Start().Enqueue(end(Reply.Sse(Events[..3]).WaitFor(gate)));
            var chunks = new List<ChatCompletionChunk>();
            var failure = await Assert.ThrowsAsync<ChatIncompleteException>(async () =>
            {
                await foreach (var chunk in Ask.Client(server).StreamAsync(Ask.Question(), TestContext.Current.CancellationToken))
                {
                    chunks.Add(chunk);
                    if (chunks.Count == 3) gate.Set();
                }
            });

            Assert.Equal(3, chunks.Count);
            Assert.Equal("one two", failure.Completion!.Content);
            Assert.Equal(failure.Message, failure.Completion.Error);
            Assert.Contains("127.0.0.1 broke in the middle of the answer", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_that_did_not_ask_for_a_stream_takes_one()
    {
        var outcome = await Ask.WholeAsync(Reply.Sse(Events).Header("x-request-id", "r1"));

        Assert.Equal(
            (Content: "one two", Complete: true, TotalTokens: 3, RequestId: "r1"),
            (outcome.Answer.Content, outcome.Answer.Complete, outcome.Answer.TotalTokens, outcome.Answer.RequestId));
        Assert.Equal("one two", (await Ask.WholeAsync(Reply.Sse(Events[..3]))).BrokeOff().Partial.Content);
    }
}
