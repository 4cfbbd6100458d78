namespace ChatCompletions.Tests;

/// <summary>An error inside an answer of status 200 is sent again like the same error by status, as long as no content came before it.</summary>
public class EarlyErrorTests
{
    private const string Busy = """{"error":{"message":"busy","code":503}}""";
    private const string Role = """{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""";
    private static readonly Reply GoodStream = Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"fine"},"finish_reason":"stop"}]}""", "[DONE]");
    private static readonly Reply GoodWhole = Reply.Json("""{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}""");

    public static TheoryData<string> EarlyErrors => new(
        $"data: {Busy}\n\n",
        $"data: {Busy}\n\ndata: [DONE]\n\n",
        "event: error\ndata: {\"message\":\"busy\",\"code\":503}\n\n",
        "error: {\"code\":503,\"message\":\"busy\"}\n\n",
        $": ping\n\n: ping\n\n\n\ndata: {Busy}\n\n",
        $"data: {Role}\n\ndata: {Role}\n\ndata: {{\"choices\":[]}}\n\ndata: {Busy}\n\n",
        "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n" + $"data: {Busy}\n\n",
        "data: {\"error\":{\"message\":\"busy\",\"code\":503},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n",
        $": ping\n\n{Busy}\n",
        Busy);

    [Theory]
    [MemberData(nameof(EarlyErrors))]
    public async Task An_error_before_the_first_content_of_a_stream_is_sent_again(string body)
    {
        var (outcome, requests, waits) = await RunAsync(streaming: true, Reply.Text(body, 200, "text/event-stream"), GoodStream);

        Assert.Equal((Content: "fine", Attempts: 2, Requests: 2), (outcome.Answer.Content, outcome.Answer.Attempts, Requests: requests));
        Assert.Equal(0.5, Assert.Single(waits).TotalSeconds);
        Assert.Equal("fine", Assert.Single(outcome.Chunks).Content);
    }

    [Theory]
    [InlineData(Busy)]
    [InlineData("""{"error":{"message":"busy","code":503},"choices":[]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":""},"finish_reason":"error","error":{"message":"busy","code":503}}]}""")]
    [InlineData("""[{"error":{"message":"busy","code":503}}]""")]
    public async Task An_error_in_place_of_a_whole_answer_is_sent_again(string body)
    {
        var (outcome, requests, _) = await RunAsync(streaming: false, Reply.Json(body), Reply.Json(body), GoodWhole);

        Assert.Equal((Content: "fine", Attempts: 3, Requests: 3), (outcome.Answer.Content, outcome.Answer.Attempts, Requests: requests));
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"H"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"reasoning_content":"H"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"refusal":"H"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":""}}]}}]}""")]
    public async Task An_error_after_content_of_any_kind_is_final(string content)
    {
        var (outcome, requests, _) = await RunAsync(streaming: true, Reply.Sse(Role, content, Busy), GoodStream);

        Assert.Equal(1, requests);
        Assert.Equal(2, outcome.Chunks.Count);
        Assert.Equal(
            (Attempts: 1, Complete: false),
            (outcome.Failed(ChatErrorKind.ServerError).Attempts, outcome.Failure!.Completion!.Complete));
    }

    [Fact]
    public async Task An_error_beside_content_of_a_whole_answer_is_final()
    {
        var (outcome, requests, _) = await RunAsync(streaming: false, Reply.Json("""{"choices":[{"index":0,"message":{"content":"Hel"},"error":{"message":"busy","code":503}}]}"""), GoodWhole);

        Assert.Equal((Requests: 1, Content: "Hel"), (Requests: requests, outcome.Failed(ChatErrorKind.ServerError).Completion!.Content));
    }

    [Theory]
    [InlineData("""{"message":"x","code":408}""", true)]
    [InlineData("""{"message":"x","code":"409"}""", true)]
    [InlineData("""{"message":"x","code":429}""", true)]
    [InlineData("""{"message":"x","code":529}""", true)]
    [InlineData("""{"message":"x","type":"server_error"}""", true)]
    [InlineData("""{"message":"x","type":"rate_limit_error"}""", true)]
    [InlineData("""{"message":"x","code":"rate_limit_exceeded"}""", true)]
    [InlineData("""{"message":"x","code":"slow_down"}""", true)]
    [InlineData("""{"message":"x","type":"overloaded_error"}""", true)]
    [InlineData("\"boom\"", true)]
    [InlineData("""{"message":"x","code":400}""", false)]
    [InlineData("""{"message":"x","code":501}""", false)]
    [InlineData("""{"message":"x","type":"not_supported_error"}""", false)]
    [InlineData("""{"message":"x","type":"BadRequestError"}""", false)]
    [InlineData("""{"message":"x","type":"exceed_context_size_error"}""", false)]
    [InlineData("""{"message":"x","code":"context_length_exceeded"}""", false)]
    [InlineData("""{"message":"x","code":"content_filter"}""", false)]
    [InlineData("""{"message":"x","type":"permission_error"}""", false)]
    [InlineData("""{"message":"x","code":"model_not_found"}""", false)]
    [InlineData("""{"message":"x","code":"insufficient_quota"}""", false)]
    [InlineData("""{"message":"x","code":429,"type":"insufficient_quota"}""", false)]
    [InlineData("""{"message":"x","code":402}""", false)]
    public async Task The_errors_own_words_say_whether_it_is_sent_again(string error, bool again)
    {
        var body = $$"""{"error":{{error}}}""";
        foreach (var streaming in new[] { false, true })
        {
            var (_, requests, _) = await RunAsync(streaming, streaming ? Reply.Sse(body) : Reply.Json(body), streaming ? GoodStream : GoodWhole);
            Assert.Equal(again ? 2 : 1, requests);
        }
    }

    [Fact]
    public async Task The_wait_that_the_server_asks_for_is_kept_and_told()
    {
        var (outcome, _, waits) = await RunAsync(streaming: true, Reply.Sse(Busy).Header("Retry-After", "7"), Reply.Sse(Busy).Header("retry-after-ms", "250"), Reply.Sse(Busy).Header("Retry-After", "9"));

        Assert.Equal([7, 0.25], waits.Select(static wait => wait.TotalSeconds));
        Assert.Equal(
            (RetryAfter: 9, Attempts: 3, StatusCode: 200),
            (outcome.Failed(ChatErrorKind.ServerError).RetryAfter, outcome.Failure!.Attempts,
             outcome.Failed(ChatErrorKind.ServerError).StatusCode));
    }

    [Fact]
    public async Task The_header_that_forbids_it_is_obeyed()
    {
        var (_, requests, _) = await RunAsync(streaming: true, Reply.Sse(Busy).Header("x-should-retry", "false"), GoodStream);

        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task Chunks_before_the_last_error_are_handed_out()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Role, Busy));
        var outcome = await Ask.StreamAsync(Ask.Client(server));

        Assert.Equal("assistant", Assert.Single(outcome.Chunks).Role);
        outcome.Failed(ChatErrorKind.ServerError);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_breaks_before_the_first_byte_of_the_body_is_tried_again(bool streaming)
    {
        var broken = Reply.Json("").Header("Content-Length", "50").Headers().Close();
        var (outcome, requests, _) = await RunAsync(streaming, broken, Reply.Sse().Headers().Close(), streaming ? GoodStream : GoodWhole);

        Assert.Equal((Content: "fine", Requests: 3), (outcome.Answer.Content, Requests: requests));
    }

    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData(": ping\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[]}\n\ndata: [DONE]\n\n")]
    public async Task An_answer_that_ends_in_good_order_without_content_is_final(string body)
    {
        foreach (var streaming in new[] { false, true })
        {
            var (outcome, requests, _) = await RunAsync(streaming, Reply.Text(body, 200, "text/event-stream"), GoodStream);
            Assert.Equal((Requests: 1, Attempts: 1), (Requests: requests, outcome.Failed<ChatIncompleteException>().Attempts));
        }
    }

    [Fact]
    public async Task Stream_options_refused_inside_the_answer_are_left_out()
    {
        var (outcome, requests, _) = await RunAsync(streaming: true, Reply.Sse("""{"error":{"message":"stream_options is not known","code":400}}"""), GoodStream);

        Assert.Equal((Content: "fine", Attempts: 2, Requests: 2), (outcome.Answer.Content, outcome.Answer.Attempts, Requests: requests));
    }

    [Fact]
    public async Task The_trace_tells_the_error_and_the_wait()
    {
        var lines = new List<string>();
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Busy)).Enqueue(GoodStream);
        await Ask.StreamAsync(Ask.Client(server, Options(out var _) with { Trace = lines.Add }));

        Assert.Equal("Request 1 failed: srv reported an error: busy. Trying again in 0.5 s.", lines[1]);
    }

    [Fact]
    public async Task A_retry_uses_no_connection_of_a_stream_that_runs_on()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Busy).Hang()).Enqueue(GoodStream);
        var outcome = await Ask.StreamAsync(Ask.Client(server, Options(out var _)));

        Assert.Equal("fine", outcome.Answer.Content);
        Assert.True(server.Requests[0].WaitForClientClose(5000));
    }

    private static ChatClientOptions Options(out ManualTimeProvider time)
    {
        time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(200) };
        return new ChatClientOptions { Time = time, Random = static () => 0 };
    }

    private static async Task<(Outcome Outcome, int Requests, IReadOnlyList<TimeSpan> Waits)> RunAsync(bool streaming, params Reply[] replies)
    {
        using var server = ScriptedServer.Start();
        foreach (var reply in replies) server.Enqueue(reply);
        var client = Ask.Client(server, Options(out var time));
        var outcome = await (streaming ? Ask.StreamAsync(client) : Ask.WholeAsync(client));
        return (outcome, server.Requests.Count, time.Waits);
    }
}
