using System.Text;

namespace ChatCompletions.Tests;

/// <summary>However much a server sends, the memory stays bounded, and what came is kept.</summary>
public class LimitTests
{
    private const string Piece = """{"choices":[{"index":0,"delta":{"content":"0123456789"}}]}""";
    private static readonly ChatClientOptions Small = Ask.NoRetries with { Limits = new ChatLimits { MaxBodyBytes = 20_000, MaxEventBytes = 10_000, MaxItems = 5 } };

    [Fact]
    public void The_limits_are_generous() =>
        Assert.Equal(
            (MaxBodyBytes: 256 << 20, MaxEventBytes: 64 << 20, MaxErrorBytes: 1 << 20, MaxItems: 1024),
            (new ChatLimits().MaxBodyBytes, new ChatLimits().MaxEventBytes, new ChatLimits().MaxErrorBytes, new ChatLimits().MaxItems));

    [Fact]
    public async Task An_endless_stream_of_tokens_ends_at_the_limit_and_keeps_what_came()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse().Forever($"data: {Piece}\n\n", 0), options: Small);

        var failure = outcome.Failed<ChatProtocolException>();
        Assert.Contains("longer than", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-MaxResponseMiB", failure.Advice, StringComparison.Ordinal);
        Assert.Equal(
            (Count: 20_000 / Piece.Length, Length: 20_000 / Piece.Length * 10),
            (outcome.Chunks.Count, failure.Completion!.Content!.Length));
    }

    [Fact]
    public async Task Empty_pieces_without_end_are_not_gathered()
    {
        const string Empty = """{"choices":[{"index":0,"delta":{}}]}""";
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Empty, Empty, Empty, Empty, Empty).Hang());
        await using var chunks = Ask.Client(server, Small).StreamAsync(Ask.Question(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        for (var number = 0; number < 5; number++) Assert.True(await chunks.MoveNextAsync());
    }

    [Fact]
    public async Task An_endless_event_ends_at_the_limit()
    {
        var reply = Reply.Sse(Piece).Send("data: ").Forever(new string('x', 1000), 0);
        var outcome = await Ask.StreamAsync(reply, options: Small);

        Assert.Equal("0123456789", outcome.Failed<ChatProtocolException>().Completion!.Content);
    }

    [Fact]
    public async Task An_endless_body_ends_at_the_limit_and_keeps_what_came()
    {
        var reply = Reply.Json("""{"choices":[{"message":{"content":"start """).Framed(Framing.Chunked).Forever(new string('x', 1000), 0);
        var failure = (await Ask.WholeAsync(reply, options: Small)).Failed<ChatProtocolException>();

        Assert.StartsWith("start xxx", failure.Completion!.Content, StringComparison.Ordinal);
        Assert.InRange(failure.Completion.Content!.Length, 19_000, 60_000);
    }

    [Theory]
    [InlineData(": ping\n")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData(" ")]
    [InlineData("event: x\n\n")]
    [InlineData("nonsense\n")]
    public async Task Endless_comments_and_blanks_are_no_answer_and_fill_no_memory(string filler)
    {
        var block = string.Concat(Enumerable.Repeat(filler, 2000));
        var stop = """{"choices":[{"index":0,"delta":{"content":"fine"},"finish_reason":"stop"}]}""";
        var reply = Reply.Sse();
        for (var number = 0; number < 40; number++) reply.Send(block);
        using var server = ScriptedServer.Start().Enqueue(reply.Send("\n").Event(stop)).Enqueue(Reply.Sse(stop));
        var client = Ask.Client(server, Small);

        Assert.Equal("fine", (await Ask.StreamAsync(client)).Answer.Content);
    }

    [Fact]
    public async Task Endless_comments_end_at_the_limit_of_the_whole_call()
    {
        var time = new ManualTimeProvider();
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse().Forever(": ping\n\n", 1));
        var call = Task.Run(() => Ask.StreamAsync(Ask.Client(server, Small with { Time = time, Timeouts = new ChatTimeouts { Total = TimeSpan.FromSeconds(30) } })));
        server.WaitForRequest(0, 20_000);

        time.WaitForTimer(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(ChatErrorKind.TotalTimeout, (await call).Failed<ChatTimeoutException>().Kind);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Too_many_choices_or_tool_calls_are_no_answer(int count, bool isAnswer)
    {
        string Join(Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));
        var whole = $$"""{"choices":[{{Join(static number => $$$"""{"index":{{{number}}},"message":{"content":"x"}}""")}}]}""";
        var calls = Join(static number => $$$"""{"index":{{{number}}},"id":"c{{{number}}}","function":{"name":"f","arguments":"1"}}""");
        var outcomes = new[]
        {
            await Ask.WholeAsync(Reply.Json(whole), options: Small),
            await Ask.StreamAsync(Reply.Sse([.. Enumerable.Range(0, count).Select(static number => $$"""{"choices":[{"index":{{number}},"delta":{"content":"x"},"finish_reason":"stop"}]}""")]), options: Small),
            await Ask.WholeAsync(Reply.Json($$$"""{"choices":[{"message":{"tool_calls":[{{{calls}}}]}}]}"""), options: Small),
            await Ask.StreamAsync(Reply.Sse($$$"""{"choices":[{"delta":{"tool_calls":[{{{calls}}}]},"finish_reason":"tool_calls"}]}"""), options: Small),
        };
        foreach (var outcome in outcomes)
        {
            if (isAnswer) Assert.True(outcome.Answer.Complete);
            else Assert.Contains("more than 5 ", outcome.Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_million_choices_are_refused_at_once()
    {
        var body = $$"""{"choices":[{{string.Concat(Enumerable.Repeat("{},", 1_000_000))}}{}]}""";

        Assert.Contains("more than 1024 choices", (await Ask.WholeAsync(Reply.Json(body))).Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_headers_are_a_malformed_answer()
    {
        var reply = Reply.Raw("HTTP/1.1 200 OK\r\n").Forever("X-Filler: " + new string('x', 1000) + "\r\n", 0);

        Assert.Contains("The answer is malformed", (await Ask.WholeAsync(reply, options: new ChatClientOptions())).Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_that_is_nested_without_end_is_refused_and_what_came_is_kept()
    {
        var deep = """{"choices":[{"message":{"content":"fine"}}],"x":""" + new string('[', 100_000);
        foreach (var outcome in new[] { await Ask.WholeAsync(Reply.Json(deep)), await Ask.StreamAsync(Reply.Sse(deep)) })
        {
            var failure = outcome.Failed<ChatProtocolException>();
            Assert.Equal("fine", failure.Completion!.Content);
        }
    }

    [Fact]
    public async Task An_error_longer_than_is_worth_reading_is_read_in_part()
    {
        var reply = Reply.Text(new string('x', 10), 400, "text/plain").Framed(Framing.Chunked).Forever(new string('y', 10_000), 0);
        var options = Ask.NoRetries with { Limits = new ChatLimits { MaxErrorBytes = 50_000 } };

        Assert.StartsWith("xxxxxxxxxxyyyy", (await Ask.WholeAsync(reply, options: options)).Failed(ChatErrorKind.BadRequest).Body, StringComparison.Ordinal);
    }
}
