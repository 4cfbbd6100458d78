using System.IO.Pipelines;

namespace ChatCompletions.Tests.Fallbacks;

public sealed class FallbackChainTests : IDisposable
{
    private const string Answer = """{"model":"said","choices":[{"index":0,"message":{"role":"assistant","content":"Paris."},"finish_reason":"stop"}]}""";
    private const string Role = """{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""";
    private const string Text = """{"choices":[{"index":0,"delta":{"content":"Par"}}]}""";
    private const string End = """{"choices":[{"index":0,"delta":{"content":"is."},"finish_reason":"stop"}]}""";

    private readonly ScriptedServer _first = ScriptedServer.Start();
    private readonly ScriptedServer _second = ScriptedServer.Start();
    private readonly List<string> _trace = [];

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task The_next_one_is_asked_where_one_fails()
    {
        _first.Enqueue(Reply.Json("""{"error":{"message":"down"}}""", 501));
        _second.Enqueue(Reply.Json(Answer));
        var answer = await Chain("two").CompleteAsync(Stop);
        Assert.Equal(
            (Content: "Paris.", Provider: "two", Model: "said", Attempts: 2, FallbackFrom: "one/m"),
            (answer.Content, answer.Provider, answer.Model, answer.Attempts, answer.FallbackFrom));
        Assert.Equal("m", RequestProbe.Map(_second.Requests[0].Body)["model"]);
        Assert.Equal("one/m failed: one answered with status 501: down. Trying two instead.", Assert.Single(_trace));
    }

    [Fact]
    public async Task Retries_come_first_and_count()
    {
        for (var i = 0; i < 3; i++) _first.Enqueue(Reply.Json("{}", 500));
        _second.Enqueue(Reply.Json("{}", 503)).Enqueue(Reply.Json(Answer));
        var time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(10) };
        var answer = await Chain(["two"], new ChatClientOptions { NumRetries = 2, Time = time }).CompleteAsync(Stop);
        Assert.Equal(
            (FirstCount: 3, SecondCount: 2, Attempts: 5),
            (FirstCount: _first.Requests.Count, SecondCount: _second.Requests.Count, answer.Attempts));
    }

    [Fact]
    public async Task An_answer_of_the_first_has_no_fallback()
    {
        _first.Enqueue(Reply.Json(Answer));
        var answer = await Chain("two").CompleteAsync(Stop);
        Assert.Equal((Provider: "one", FallbackFrom: null, Attempts: 1), (answer.Provider, answer.FallbackFrom, answer.Attempts));
        Assert.Empty(_second.Requests);
        Assert.Empty(_trace);
    }

    [Fact]
    public async Task Where_all_fail_each_reason_is_told()
    {
        _first.Enqueue(Reply.Json("""{"error":{"message":"one is down"}}""", 501));
        _second.Enqueue(Reply.Json("""{"error":{"message":"bad key"}}""", 401));
        var failure = await Assert.ThrowsAsync<ChatException>(() => Chain("two", "nokey").CompleteAsync(Stop));
        Assert.Equal((Kind: ChatErrorKind.FallbacksFailed, Attempts: 2), (failure.Kind, failure.Attempts));
        Assert.Contains("All 3 targets failed", failure.Message, StringComparison.Ordinal);
        foreach (var reason in new[] { "one/m: one answered with status 501: one is down", "two/m: two answered with status 401: bad key", "nokey: no key here" })
            Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        var reasons = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions;
        Assert.Equal(501, Assert.IsType<ChatApiException>(reasons[0]).StatusCode);
    }

    [Fact]
    public async Task A_target_that_cannot_be_asked_is_passed_over()
    {
        _first.Enqueue(Reply.Json("{}", 501));
        _second.Enqueue(Reply.Json(Answer));
        Assert.Equal("one/m, nokey", (await Chain("nokey", "two").CompleteAsync(Stop)).FallbackFrom);
    }

    [Fact]
    public async Task A_wrong_call_is_asked_of_nobody()
    {
        var request = Ask.Question();
        request.Temperature = 3;
        await Assert.ThrowsAsync<ChatRequestException>(() => Chain(["two"], request: request).CompleteAsync(Stop));
        Assert.Empty(_first.Requests);
        Assert.Empty(_second.Requests);
    }

    [Fact]
    public async Task The_limit_of_the_whole_call_ends_it()
    {
        var time = new ManualTimeProvider();
        _first.Enqueue(Reply.Sse().Hang());
        var asking = Chain(["two"], new ChatClientOptions { NumRetries = 0, Time = time, Timeouts = new ChatTimeouts { Total = TimeSpan.FromSeconds(5) } }).CompleteAsync(Stop);
        await Task.Run(() => _first.WaitForRequest(0, 10_000), Stop);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(ChatErrorKind.TotalTimeout, (await Assert.ThrowsAsync<ChatTimeoutException>(() => asking)).Kind);
        Assert.Empty(_second.Requests);
    }

    [Fact]
    public async Task All_share_the_time_of_the_whole_call()
    {
        var time = new ManualTimeProvider();
        var asking = await AskTwoAsync(time, Reply.Sse().Hang());
        await Task.Run(() => _second.WaitForRequest(0, 10_000), Stop);
        time.Advance(TimeSpan.FromSeconds(2));
        var failure = await Assert.ThrowsAsync<ChatTimeoutException>(() => asking.WaitAsync(TimeSpan.FromSeconds(10), Stop));
        Assert.Equal(
            (Kind: ChatErrorKind.TotalTimeout, Provider: "two", Model: "m", Attempts: 2, Advice: Advice.For(ChatErrorKind.TotalTimeout)),
            (failure.Kind, failure.Provider, failure.Model, failure.Attempts, failure.Advice));
    }

    [Fact]
    public async Task Where_the_time_ends_the_reasons_before_are_told()
    {
        var time = new ManualTimeProvider();
        var asking = await AskTwoAsync(time, Reply.Sse(Role, Text).Hang());
        await Task.Run(() => _second.WaitForRequest(0, 10_000), Stop);
        time.Advance(TimeSpan.FromSeconds(2));
        var failure = await Assert.ThrowsAsync<ChatTimeoutException>(() => asking.WaitAsync(TimeSpan.FromSeconds(10), Stop));
        Assert.Equal("The call to 127.0.0.1 was not done within 5 s. Before that, 1 target failed.\none/m: one answered with status 501: Not Implemented", failure.Message);
        var reasons = Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions;
        Assert.Equal(501, Assert.IsType<ChatApiException>(reasons[0]).StatusCode);
        Assert.IsType<ChatTimeoutException>(reasons[1]);
    }

    [Theory]
    [InlineData("application/json", """{"choices":[{"index":0,"message":{"content":"Par""")]
    [InlineData("text/event-stream", "data: " + Text + "\n\n")]
    public async Task Where_the_time_ends_what_has_come_is_kept(string type, string sent)
    {
        var time = new ManualTimeProvider();
        // What is written is taken once writing is over.
        var body = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        var handler = new TurnsHandler(new HttpResponseMessage(System.Net.HttpStatusCode.NotImplemented), new HttpResponseMessage { Content = new StreamContent(body.Reader.AsStream()) { Headers = { { "Content-Type", type } } } });
        var asking = Chain(["two"], new ChatClientOptions { NumRetries = 0, Time = time, Http = new HttpMessageInvoker(handler), Timeouts = new ChatTimeouts { Total = TimeSpan.FromSeconds(5) } }).CompleteAsync(Stop);
        await body.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(sent), Stop);
        time.Advance(TimeSpan.FromSeconds(5));
        var failure = await Assert.ThrowsAsync<ChatTimeoutException>(() => asking.WaitAsync(TimeSpan.FromSeconds(10), Stop));

        Assert.Contains("Before that, 1 target failed.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            (Content: "Par", Error: failure.Message, Attempts: 2),
            (failure.Completion!.Content, failure.Completion.Error, failure.Completion.Attempts));
        Assert.Equal(type == "application/json" ? sent : null, failure.Body);
    }

    [Fact]
    public async Task Duration_is_that_of_the_whole_call() => Assert.Equal(4, (await await AskTwoAsync(new ManualTimeProvider(), Reply.Json(Answer))).Duration);

    /// <summary>Asks with a limit of 5 s where the first one fails after 4 s.</summary>
    private async Task<Task<ChatCompletion>> AskTwoAsync(ManualTimeProvider time, Reply second)
    {
        _first.Enqueue(Reply.Sse().Status(501).WaitFor("go").Send("{}"));
        _second.Enqueue(second);
        var asking = Chain(["two"], new ChatClientOptions { NumRetries = 0, Time = time, Timeouts = new ChatTimeouts { Total = TimeSpan.FromSeconds(5) } }).CompleteAsync(Stop);
        await Task.Run(() => _first.WaitForRequest(0, 10_000), Stop);
        time.Advance(TimeSpan.FromSeconds(4));
        _first.Release("go");
        return asking;
    }

    [Fact]
    public async Task A_stop_ends_it()
    {
        using var stop = new CancellationTokenSource();
        _first.Enqueue(Reply.Sse().Hang());
        var asking = Chain("two").CompleteAsync(stop.Token);
        await Task.Run(() => _first.WaitForRequest(0, 10_000), Stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Empty(_second.Requests);
    }

    [Fact]
    public async Task A_stream_falls_back_before_its_first_content()
    {
        _first.Enqueue(Reply.Sse(Role, """{"error":{"message":"overloaded"}}"""));
        _second.Enqueue(Reply.Sse(Role, Text, End, "[DONE]"));
        var chunks = await Stream("two");
        Assert.Equal("Paris.", string.Concat(chunks.Select(static chunk => chunk.Content)));
        Assert.All(chunks, static chunk => Assert.Equal("two", chunk.Provider));
        Assert.Equal((FallbackFrom: "one/m", Attempts: 2), (chunks[^1].Completion!.FallbackFrom, chunks[^1].Completion!.Attempts));
    }

    [Fact]
    public async Task A_stream_that_broke_off_after_content_is_not_asked_again()
    {
        _first.Enqueue(Reply.Sse(Role, Text, """{"error":{"message":"overloaded"}}"""));
        var chunks = new List<ChatCompletionChunk>();
        var failure = await Assert.ThrowsAsync<ChatApiException>(() => Stream(chunks, "two"));
        Assert.Equal(
            (Chunks: "Par", Content: "Par"),
            (Chunks: string.Concat(chunks.Select(static chunk => chunk.Content)), failure.Completion!.Content));
        Assert.Empty(_second.Requests);
    }

    [Fact]
    public async Task Where_a_fallback_breaks_off_its_text_is_kept()
    {
        _first.Enqueue(Reply.Json("{}", 501));
        _second.Enqueue(Reply.Sse(Role, Text));
        var chunks = new List<ChatCompletionChunk>();
        var failure = await Assert.ThrowsAsync<ChatIncompleteException>(() => Stream(chunks, "two", "three"));
        Assert.Equal(
            (Content: "Par", FallbackFrom: "one/m", Attempts: 2),
            (failure.Completion!.Content, failure.Completion.FallbackFrom, failure.Attempts));
    }

    [Theory]
    [InlineData("""{"images":[{"type":"image_url"}]}""")]
    [InlineData("""{"annotations":[{"n":1}]}""")]
    [InlineData("""{"content":[{"type":"image_url","image_url":{"url":"data:x"}}]}""")]
    public async Task No_fallback_is_paid_for_after_an_image_or_a_source(string delta)
    {
        _first.Enqueue(Reply.Sse($$"""{"choices":[{"index":0,"delta":{{delta}}}]}"""));
        var chunks = new List<ChatCompletionChunk>();
        await Assert.ThrowsAsync<ChatIncompleteException>(() => Stream(chunks, "two"));

        Assert.Single(chunks);
        Assert.Empty(_second.Requests);
    }

    [Fact]
    public async Task Chunks_that_were_held_come_before_the_last_failure()
    {
        _first.Enqueue(Reply.Sse(Role));
        var chunks = new List<ChatCompletionChunk>();
        await Assert.ThrowsAsync<ChatIncompleteException>(() => Stream(chunks));

        Assert.Equal("assistant", Assert.Single(chunks).Role);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<List<ChatCompletionChunk>> Stream(params string[] next) => Stream([], next);

    private async Task<List<ChatCompletionChunk>> Stream(List<ChatCompletionChunk> chunks, params string[] next)
    {
        await foreach (var chunk in Chain(next).StreamAsync(Stop)) chunks.Add(chunk);
        return chunks;
    }

    private FallbackChain Chain(params string[] next) => Chain(next, null);

    private FallbackChain Chain(string[] next, ChatClientOptions? options = null, ChatRequest? request = null)
    {
        return new FallbackChain(Prepare("one"), [.. next.Select(static name => new ChatTarget(name, null))], target => target.Provider == "nokey"
            ? throw new ChatRequestException(ChatErrorKind.ApiKeyMissing, "Provider", "no key here")
            : Task.FromResult(Prepare(target.Provider!)), _trace.Add);

        PreparedRequest Prepare(string name)
        {
            var provider = new ChatProvider { Name = name, Type = "Custom", ApiBase = (name == "one" ? _first : _second).BaseUrl };
            return new PreparedRequest(new ChatClient(ChatEndpoint.Create(provider), options ?? Ask.NoRetries), request ?? Ask.Question());
        }
    }

    /// <summary>Gives these answers in turn.</summary>
    private sealed class TurnsHandler(params HttpResponseMessage[] answers) : HttpMessageHandler
    {
        private readonly Queue<HttpResponseMessage> _answers = new(answers);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(_answers.Dequeue());
    }
}
