namespace ChatCompletions.Tests;

/// <summary>Each stage of a call has its own time limit. The clock is moved by hand, once the limit's timer is set.</summary>
public class TimeoutTests
{
    private const string Hello = """{"choices":[{"index":0,"delta":{"content":"Hel"}}]}""";
    private const string Stop = """{"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""";

    private static readonly ChatTimeouts Limits = new()
    {
        Connect = TimeSpan.FromSeconds(15),
        FirstByte = TimeSpan.FromSeconds(60),
        Idle = TimeSpan.FromSeconds(20),
        Total = TimeSpan.FromSeconds(300),
    };

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void The_limits_are_15_600_120_and_3600_seconds_unless_told() =>
        Assert.Equal(
            (Connect: 15, FirstByte: 600, Idle: 120, Total: 3600),
            (Connect: Seconds(new ChatTimeouts().Connect), FirstByte: Seconds(new ChatTimeouts().FirstByte),
             Idle: Seconds(new ChatTimeouts().Idle), Total: Seconds(new ChatTimeouts().Total)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task H6_No_headers_in_time_is_a_first_byte_timeout(bool streaming)
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse().Hang());
        var call = Start(server, streaming);
        var request = server.WaitForRequest(0, 20_000);

        _time.WaitForTimer(Limits.FirstByte);
        _time.Advance(Limits.FirstByte - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        var failure = (await call).Failed<ChatTimeoutException>();
        Assert.Equal(
            (Kind: ChatErrorKind.FirstByteTimeout, Message: "127.0.0.1 did not begin to answer within 60 s.", Attempts: 1),
            (failure.Kind, failure.Message, failure.Attempts));
        Assert.True(request.WaitForClientClose(5000));
    }

    [Fact]
    public async Task H6_Headers_alone_are_no_first_byte()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse().Headers().Hang());
        var call = Start(server);
        server.WaitForRequest(0, 20_000);

        _time.WaitForTimer(Limits.FirstByte);
        _time.Advance(Limits.FirstByte);

        Assert.Equal(ChatErrorKind.FirstByteTimeout, (await call).Failed<ChatTimeoutException>().Kind);
    }

    [Fact]
    public async Task F24_A_stream_that_stops_coming_is_an_idle_timeout_that_keeps_the_text()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Hello).Hang());
        var call = Start(server);

        _time.WaitForTimer(Limits.Idle);
        _time.Advance(Limits.Idle);

        var outcome = await call;
        var failure = outcome.Failed<ChatTimeoutException>();
        Assert.Equal(
            (Kind: ChatErrorKind.IdleTimeout, Message: "127.0.0.1 sent nothing for 20 s in the middle of the answer."),
            (failure.Kind, failure.Message));
        Assert.Equal((Text: "Hel", Content: "Hel"), (outcome.Text, failure.Completion!.Content));
    }

    [Fact]
    public async Task F24_A_whole_body_that_stops_coming_is_an_idle_timeout_that_keeps_the_body()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("{\"choi").Header("Content-Length", "99").Hang());
        var call = Start(server, streaming: false);

        _time.WaitForTimer(Limits.Idle);
        _time.Advance(Limits.Idle);

        var failure = (await call).Failed<ChatTimeoutException>();
        Assert.Equal((Kind: ChatErrorKind.IdleTimeout, Body: "{\"choi"), (failure.Kind, failure.Body));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F24_A_whole_body_that_stops_coming_keeps_the_text_up_to_there(bool streaming)
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("""{"choices":[{"message":{"content":"Hel""").Header("Content-Length", "99").Hang());
        var call = Start(server, streaming);

        _time.WaitForTimer(Limits.Idle);
        _time.Advance(Limits.Idle);

        var outcome = await call;
        var failure = outcome.Failed<ChatTimeoutException>();
        Assert.Equal(
            (Kind: ChatErrorKind.IdleTimeout, Content: "Hel", Complete: false),
            (failure.Kind, failure.Completion!.Content, failure.Completion.Complete));
        Assert.Equal(streaming ? "Hel" : "", outcome.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silence_after_comments_is_sent_again_only_where_retries_were_asked_for(bool asked)
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse().Send(": ping\n\n").Hang()).Enqueue(Reply.Sse(Hello, Stop));
        var call = Start(server, options: new ChatClientOptions { RetriesTimeouts = asked, Random = static () => 0 });
        _time.WaitForTimer(Limits.Idle);
        _time.Advance(Limits.Idle);
        if (asked)
        {
            _time.WaitForTimer(TimeSpan.FromSeconds(0.5));
            _time.Advance(TimeSpan.FromSeconds(0.5));
            Assert.Equal((Content: "Hello", Attempts: 2), ((await call).Answer.Content, (await call).Answer.Attempts));
        }
        else Assert.Equal(ChatErrorKind.IdleTimeout, (await call).Failed<ChatTimeoutException>().Kind);
        Assert.Equal(asked ? 2 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task F24_H3_Comments_are_life()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse().Send(":\n\n").WaitFor("1").Send(": ping\n\n").WaitFor("2").Send(":\n\n").WaitFor("3").Event(Hello).Event(Stop).Event("[DONE]"));
        var call = Start(server);

        foreach (var gate in new[] { "1", "2", "3" })
        {
            _time.WaitForTimer(Limits.Idle);
            _time.Advance(Limits.Idle - TimeSpan.FromSeconds(1));
            server.Release(gate);
        }
        Assert.Equal("Hello", (await call).Answer.Content);
    }

    [Fact]
    public async Task F24_A_slow_reader_is_no_idle_server()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Hello).WaitFor("go").Event(Stop));
        await using var chunks = Client(server).StreamAsync(Ask.Question(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await chunks.MoveNextAsync());
        _time.Advance(Limits.Idle * 5);
        server.Release("go");
        Assert.True(await chunks.MoveNextAsync());
        Assert.Equal("Hello", chunks.Current.Completion!.Content);
        Assert.Equal(100, chunks.Current.Completion.Duration);
    }

    [Fact]
    public async Task The_total_limit_holds_while_chunks_still_come()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Hello).WaitFor("more").Event(Hello).Hang());
        var call = Start(server, limits: Limits with { Total = TimeSpan.FromSeconds(30) });

        _time.WaitForTimer(Limits.Idle);
        _time.Advance(TimeSpan.FromSeconds(19));
        server.Release("more");
        _time.WaitForTimer(TimeSpan.FromSeconds(11));
        _time.Advance(TimeSpan.FromSeconds(11));

        var outcome = await call;
        var failure = outcome.Failed<ChatTimeoutException>();
        Assert.Equal(
            (Kind: ChatErrorKind.TotalTimeout, Message: "The call to 127.0.0.1 was not done within 30 s."),
            (failure.Kind, failure.Message));
        Assert.Equal("HelHel", failure.Completion!.Content);
    }

    [Fact]
    public async Task The_total_limit_holds_during_the_wait_before_a_retry()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("{}", 503).Header("Retry-After", "40"));
        var call = Start(server, limits: Limits with { Total = TimeSpan.FromSeconds(41), FirstByte = TimeSpan.FromSeconds(500) }, options: new ChatClientOptions { Random = static () => 0 });

        _time.WaitForTimer(TimeSpan.FromSeconds(40));
        server.Enqueue(Reply.Sse().Hang());
        _time.Advance(TimeSpan.FromSeconds(40));
        server.WaitForRequest(1, 20_000);
        _time.WaitForTimer(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        var failure = (await call).Failed<ChatTimeoutException>();
        Assert.Equal((Kind: ChatErrorKind.TotalTimeout, Attempts: 2), (failure.Kind, failure.Attempts));
    }

    [Fact]
    public async Task The_first_byte_limit_begins_anew_with_every_request()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse().WaitFor("answer").Reset());
        var call = Start(server, options: new ChatClientOptions { Random = static () => 0 });

        _time.WaitForTimer(Limits.FirstByte);
        _time.Advance(TimeSpan.FromSeconds(59));
        server.Enqueue(Reply.Sse(Hello, Stop));
        server.Release("answer");
        _time.WaitForTimer(TimeSpan.FromSeconds(0.5));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((Content: "Hello", Attempts: 2), ((await call).Answer.Content, (await call).Answer.Attempts));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public async Task A_late_answer_is_asked_for_again_only_where_that_is_wanted(bool retries, int requests)
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Sse().Hang();
        var call = Start(server, options: new ChatClientOptions { RetriesTimeouts = retries, Random = static () => 0 });

        for (var request = 1; request <= requests; request++)
        {
            server.WaitForRequest(request - 1, 20_000);
            _time.WaitForTimer(Limits.FirstByte);
            _time.Advance(Limits.FirstByte);
            if (request == requests) break;
            var wait = TimeSpan.FromSeconds(request == 1 ? 0.5 : 1);
            _time.WaitForTimer(wait);
            _time.Advance(wait);
        }
        var failure = (await call).Failed<ChatTimeoutException>();
        Assert.Equal((Kind: ChatErrorKind.FirstByteTimeout, Attempts: requests), (failure.Kind, failure.Attempts));
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task An_errors_body_that_stops_coming_is_still_that_error_and_sent_again()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Text("half", 503, "text/plain").Header("Content-Length", "99").Hang()).Enqueue(Reply.Sse(Hello, Stop));
        var call = Start(server, options: new ChatClientOptions { Random = static () => 0 });

        _time.WaitForTimer(Limits.Idle);
        _time.Advance(Limits.Idle);
        _time.WaitForTimer(TimeSpan.FromSeconds(0.5));
        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal((Content: "Hello", Attempts: 2), ((await call).Answer.Content, (await call).Answer.Attempts));
    }

    [Fact]
    public async Task A_second_call_has_limits_of_its_own()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse().Hang()).Enqueue(Reply.Sse(Hello).WaitFor("go").Event(Stop));
        var client = Client(server);
        var first = Ask.StreamAsync(client);
        server.WaitForRequest(0, 20_000);
        _time.WaitForTimer(Limits.FirstByte);
        _time.Advance(TimeSpan.FromSeconds(59));
        var second = Ask.StreamAsync(client);
        server.WaitForRequest(1, 20_000);
        _time.WaitForTimer(Limits.Idle);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ChatErrorKind.FirstByteTimeout, (await first).Failed<ChatTimeoutException>().Kind);
        server.Release("go");
        Assert.Equal("Hello", (await second).Answer.Content);
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_is_a_connect_timeout_and_tried_again()
    {
        var handler = ChatHandlers.Create(TimeSpan.FromMilliseconds(20));
        var connects = 0;
        handler.ConnectCallback = async (_, stop) =>
        {
            Interlocked.Increment(ref connects);
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException("not reached");
        };
        var time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(9) };
        var options = new ChatClientOptions { Time = time, Timeouts = new ChatTimeouts { Connect = TimeSpan.FromMilliseconds(20) } };

        var failure = (await Ask.WholeAsync(Ask.Client(handler, options))).Failed<ChatTimeoutException>();
        Assert.Equal(
            (Kind: ChatErrorKind.ConnectTimeout, Message: "No connection to 127.0.0.1 within 0.02 s.", Attempts: 3),
            (failure.Kind, failure.Message, failure.Attempts));
        Assert.Equal(3, connects);
    }

    private static double Seconds(TimeSpan time) => time.TotalSeconds;

    private ChatClient Client(ScriptedServer server, ChatTimeouts? limits = null, ChatClientOptions? options = null) =>
        Ask.Client(server, (options ?? Ask.NoRetries) with { Time = _time, Timeouts = limits ?? Limits });

    private Task<Outcome> Start(ScriptedServer server, bool streaming = true, ChatTimeouts? limits = null, ChatClientOptions? options = null)
    {
        var client = Client(server, limits, options);
        return Task.Run(() => streaming ? Ask.StreamAsync(client) : Ask.WholeAsync(client));
    }
}
