using System.Text;

namespace ChatCompletions.Tests;

/// <summary>How bytes become events, and when an answer is over: the numbered rules and cases.</summary>
public class FramingChecklist
{
    private const string Hel = """{"choices":[{"index":0,"delta":{"content":"Hel"}}]}""";
    private const string Lo = """{"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""";

    [Theory(DisplayName = "F2 Lines end in LF, CRLF or CR; blanks, comments, unknown fields and several data lines are understood")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task F02(string end)
    {
        string[] lines =
        [
            ": comment", "id: 1", "event: message", "retry: 3", "x-unknown: y", "nonsense",
            "data: {\"choices\":[{\"index\":0,", "data:\"delta\":{\"content\":", "data: \"H\u00e9l\"}}]}", "", ":", "", $"data:{Lo}",
        ];
        var outcome = await Ask.StreamAsync(Reply.Sse().Send(string.Join(end, lines)).InPieces(1));

        Assert.Equal("Héllo", outcome.Answer.Content);
    }

    [Theory(DisplayName = "F3 An event named error, and a bare field error, are errors")]
    [InlineData("event: error\ndata: {\"message\":\"boom\"}\n\n")]
    [InlineData("event:error\ndata:boom\n\n")]
    [InlineData("error: {\"code\":500,\"message\":\"boom\"}\n\n")]
    public async Task F03(string text)
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(Hel).Send(text));

        Assert.EndsWith("boom", outcome.Failed(ChatErrorKind.ServerError).Message, StringComparison.Ordinal);
        Assert.Equal("Hel", outcome.Failure!.Completion!.Content);
    }

    [Fact(DisplayName = "F4 A stream is whole if every choice that began has a finish_reason; else it broke off, and the text and stray lines are kept")]
    public async Task F04()
    {
        Assert.True((await Ask.StreamAsync(Reply.Sse(Hel, Lo))).Answer.Complete);
        Assert.True((await Ask.StreamAsync(Reply.Sse(Hel, Lo, "[DONE]"))).Answer.Complete);
        Assert.Equal("Hel", (await Ask.StreamAsync(Reply.Sse(Hel, "[DONE]"))).BrokeOff().Partial.Content);
        var (failure, partial) = (await Ask.StreamAsync(Reply.Sse(Hel, Lo, """{"choices":[{"index":1,"delta":{"content":"x"}}]}""").Send("Internal Server Error\n"))).BrokeOff();
        Assert.EndsWith("The server wrote: Internal Server Error", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["Hello", "x"], partial.Choices.Select(static choice => choice.Content));
        Assert.Null((await Ask.WholeAsync(Reply.Json("""{"choices":[{"message":{"content":"a"}}]}"""))).Answer.FinishReason);
    }

    [Fact(DisplayName = "F24 Comments are life to the limit between bytes; the limit of the whole call is another")]
    public async Task F24()
    {
        var time = new ManualTimeProvider();
        var limits = new ChatTimeouts { Idle = TimeSpan.FromSeconds(20), Total = TimeSpan.FromSeconds(50) };
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Hel).WaitFor("1").Send(": ping\n\n").WaitFor("2").Send(": ping\n\n").Hang());
        var call = Task.Run(() => Ask.StreamAsync(Ask.Client(server, Ask.NoRetries with { Time = time, Timeouts = limits })));
        foreach (var gate in new[] { "1", "2" })
        {
            time.WaitForTimer(limits.Idle);
            time.Advance(TimeSpan.FromSeconds(19));
            server.Release(gate);
        }
        time.WaitForTimer(TimeSpan.FromSeconds(12));
        time.Advance(TimeSpan.FromSeconds(12));

        var failure = (await call).Failed<ChatTimeoutException>();
        Assert.Equal((Kind: ChatErrorKind.TotalTimeout, Content: "Hel"), (failure.Kind, failure.Completion!.Content));
    }

    [Fact(DisplayName = "H1 The last event counts without a newline behind it")]
    public async Task H01() => Assert.Equal("Hello", (await Ask.StreamAsync(Reply.Sse(Hel).Send($"data: {Lo}").Framed(Framing.UntilClose))).Answer.Content);

    [Fact(DisplayName = "H2 Without length and chunks the body ends at close, also where HTTP/1.0 says keep-alive")]
    public async Task H02()
    {
        const string Head = "HTTP/1.0 200 OK\r\nconnection: keep-alive\r\nContent-Type: ";
        Assert.Equal("Hello", (await Ask.StreamAsync(Reply.Raw($"{Head}text/event-stream\r\n\r\ndata: {Hel}\n\ndata: {Lo}\n\n"))).Answer.Content);
        Assert.Equal("a", (await Ask.WholeAsync(Reply.Raw(Head + "application/json\r\n\r\n{\"choices\":[{\"message\":{\"content\":\"a\"}}]}"))).Answer.Content);
    }

    [Fact(DisplayName = "H3 Half a minute of comments is life and no data")]
    public async Task H03()
    {
        var time = new ManualTimeProvider();
        var reply = Reply.Sse();
        for (var second = 0; second < 30; second++) reply.Send(":\n\n").WaitFor($"{second}");
        using var server = ScriptedServer.Start().Enqueue(reply.Event(Hel).Event(Lo));
        var call = Task.Run(() => Ask.StreamAsync(Ask.Client(server, Ask.NoRetries with { Time = time, Timeouts = new ChatTimeouts { Idle = TimeSpan.FromSeconds(2) } })));
        for (var second = 0; second < 30; second++)
        {
            time.WaitForTimer(TimeSpan.FromSeconds(2));
            time.Advance(TimeSpan.FromSeconds(1));
            server.Release($"{second}");
        }

        Assert.Equal(["Hel", "lo"], (await call).Chunks.Select(static chunk => chunk.Content));
        Assert.Equal("Hello", (await call).Answer.Content);
    }

    [Fact(DisplayName = "H4 Several events in one read, an event and a character over several reads")]
    public async Task H04()
    {
        const string Text = "Grüße 世界 😀";
        var stream = $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{Text}}}"}}]}""" + "\n\n" + $"data: {Lo}\n\n";
        Assert.Equal(Text + "lo", (await Ask.StreamAsync(Reply.Sse().Send(stream))).Answer.Content);
        Assert.Equal(Text + "lo", (await Ask.StreamAsync(Reply.Sse().Send(stream).InPieces(1))).Answer.Content);
        for (var seed = 0; seed < 10; seed++) Assert.Equal(Text + "lo", (await Ask.StreamAsync(Reply.Sse().Send(stream).InRandomPieces(seed, 30))).Answer.Content);
    }

    [Fact(DisplayName = "H5 A stream may end without its end mark: cut off, after an error, or whole")]
    public async Task H05()
    {
        Assert.Equal("Hello", (await Ask.StreamAsync(Reply.Sse(Hel, Lo))).Answer.Content);
        Assert.Equal("Hel", (await Ask.StreamAsync(Reply.Sse(Hel))).BrokeOff().Partial.Content);
        Assert.Equal("Hel", (await Ask.StreamAsync(Reply.Sse(Hel).Close())).BrokeOff().Partial.Content);
        Assert.Equal("Hel", (await Ask.StreamAsync(Reply.Sse(Hel, """{"error":{"message":"boom"}}"""))).Failed(ChatErrorKind.ServerError).Completion!.Content);
    }

    [Theory(DisplayName = "H6 Half a minute without headers, or without a byte after them, is no fault by default")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task H06(bool headersFirst)
    {
        var time = new ManualTimeProvider();
        var reply = headersFirst ? Reply.Sse().Headers() : Reply.Sse();
        using var server = ScriptedServer.Start().Enqueue(reply.WaitFor("go").Event(Hel).Event(Lo));
        var call = Task.Run(() => Ask.StreamAsync(Ask.Client(server, Ask.NoRetries with { Time = time })));
        server.WaitForRequest(0, 20_000);
        time.WaitForTimer(new ChatTimeouts().FirstByte);
        time.Advance(TimeSpan.FromSeconds(30));
        server.Release("go");

        Assert.Equal("Hello", (await call).Answer.Content);
    }

    [Fact(DisplayName = "H7 A call for a stream may be answered by broken JSON; and no label can be relied on")]
    public async Task H07()
    {
        Assert.Contains("broken", (await Ask.StreamAsync(Reply.Json("{malformed json: <<<chaos>>>"))).Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
        foreach (var label in new[] { "text/event-stream; charset=utf-8", "application/json", "text/html", "x" })
        {
            Assert.Equal("Hello", (await Ask.StreamAsync(Reply.Sse(Hel, Lo).Header("Content-Type", label))).Answer.Content);
            Assert.Equal("Hello", (await Ask.WholeAsync(Reply.Sse(Hel, Lo).Header("Content-Type", label))).Answer.Content);
            Assert.Equal("a", (await Ask.StreamAsync(Reply.Json("""{"choices":[{"message":{"content":"a"}}]}""").Header("Content-Type", label))).Answer.Content);
        }
        Assert.Equal("Hello", (await Ask.StreamAsync(Reply.Sse(Hel, Lo).WithoutHeader("Content-Type"))).Answer.Content);
    }

    [Fact(DisplayName = "H8 Lines may end in CRLF, also where a read ends between the two")]
    public async Task H08()
    {
        var stream = Encoding.UTF8.GetBytes($"data: {Hel}\r\n\r\ndata: {Lo}\r\n\r\ndata: [DONE]\r\n\r\n");
        foreach (var size in new[] { 1, 7, 1000 })
            Assert.Equal(["Hel", "lo"], (await Ask.StreamAsync(Reply.Sse().Send(stream).InPieces(size))).Chunks.Select(static chunk => chunk.Content));
    }
}
