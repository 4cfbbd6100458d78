namespace ChatCompletions.Tests.Http;

/// <summary>
/// An answer of status 200 that ends before any of its content is sent again like a 5xx status: nothing was received that could be lost.
/// A complete response that is no answer would be repeated, and received content is never thrown away to be paid for again.
/// </summary>
public class CutBeforeContentTests
{
    private const string Role = """{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""";
    private const string Head = """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":""";
    private static readonly string[] Bodies =
    [
        "", " \r\n\t ", "\uFEFF", ": ping\n\n", "\n\n: ping\n\n: ping\n\n", "data:\n\n", "event: ping\nid: 1\n\n", "{", "[{", "\n\n{\"id\":\"c\",\"mod",
        Head, Head + "\"", """{"choices":[""", $"data: {Role}\n\n", $": ping\n\ndata: {Role}\n\ndata: {{\"choices\":[]}}\n\n", $"data: {Head}\"", "data: {",
    ];

    /// <summary>A body, and whether the connection breaks behind it in place of its end.</summary>
    public static TheoryData<string, bool> Cut => [.. Bodies.SelectMany(static body => new (string, bool)[] { (body, false), (body, true) })];

    [Theory]
    [MemberData(nameof(Cut))]
    public async Task It_is_sent_again_as_often_as_a_server_error(string body, bool breaks)
    {
        foreach (var streaming in new[] { false, true })
            foreach (var type in new[] { "application/json", "text/event-stream", "text/html" })
                for (var retries = 0; retries <= 2; retries++)
                {
                    var (outcome, requests, waits) = await RunAsync(streaming, retries, [.. Enumerable.Repeat(Reply(body, type, breaks), retries), Good(streaming)]);
                    var where = $"{streaming} {type} {retries}";
                    Assert.True((requests, waits.Count) == (retries + 1, retries), where);
                    Assert.True((outcome.Answer.Content, outcome.Answer.Attempts) == ("fine", retries + 1), where);

                    (outcome, requests, _) = await RunAsync(streaming, retries, [.. Enumerable.Repeat(Reply(body, type, breaks), retries + 1), Good(streaming)]);
                    Assert.True((requests, outcome.Failure?.Attempts) == (retries + 1, retries + 1), where);
                }
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "text/html")]
    [InlineData("<html>", "text/html")]
    [InlineData("Sign in first.", "text/plain")]
    [InlineData("{}", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("""{"choices":[]}""", "application/json")]
    [InlineData("""{"choices":}""", "application/json")]
    [InlineData("""{"choices":[{]""", "application/json")]
    [InlineData("""{"hello":"world"}""", "application/json")]
    [InlineData("data: [DONE]\n\n", "text/event-stream")]
    [InlineData("data: hello\n\n", "text/event-stream")]
    [InlineData("upstream is gone\n", "text/event-stream")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":""},"finish_reason":"length"}],""", "application/json")]
    public async Task A_complete_response_that_is_no_answer_is_final(string body, string type)
    {
        foreach (var streaming in new[] { false, true })
        {
            var (outcome, requests, _) = await RunAsync(streaming, 2, Reply(body, type, breaks: false), Good(streaming));
            Assert.Equal((Requests: 1, Attempts: 1), (Requests: requests, outcome.Failure?.Attempts));
        }
    }

    [Theory]
    [InlineData("content", "\"H")]
    [InlineData("reasoning_content", "\"H")]
    [InlineData("refusal", "\"H")]
    [InlineData("tool_calls", """[{"index":0,"id":"c","function":{"name":"f","arguments":"{""")]
    [InlineData("audio", """{"id":"a","data":"AAAA""")]
    [InlineData("content", """[{"type":"text","text":"H""")]
    public async Task Received_content_is_kept_and_the_failure_is_final(string field, string value)
    {
        foreach (var breaks in new[] { false, true })
        {
            var whole = await RunAsync(false, 2, Reply($$"""{"choices":[{"index":0,"message":{"{{field}}":{{value}}""", "application/json", breaks), Good(false));
            var stream = await RunAsync(true, 2, Reply($$"""data: {"choices":[{"index":0,"delta":{"{{field}}":{{value}}""", "text/event-stream", breaks), Good(true));
            foreach (var (outcome, requests, _) in new[] { whole, stream })
            {
                Assert.Equal(1, requests);
                Assert.False(outcome.Failed<ChatIncompleteException>().Completion!.Complete);
            }
        }
    }

    [Fact]
    public async Task Headers_of_the_server_are_obeyed()
    {
        var (_, requests, _) = await RunAsync(true, 2, Reply("", "text/event-stream", false).Header("x-should-retry", "false"), Good(true));
        Assert.Equal(1, requests);

        var (outcome, _, waits) = await RunAsync(false, 2, Reply("", "application/json", false).Header("Retry-After", "7"), Good(false));
        Assert.Equal((Content: "fine", TotalSeconds: 7.0), (outcome.Answer.Content, Assert.Single(waits).TotalSeconds));
    }

    [Fact]
    public async Task Counted_tokens_of_a_cut_answer_are_charged_and_its_cost_is_not_the_next_ones()
    {
        var cut = ScriptedServers.Reply.Json("""{"usage":{"prompt_tokens":7,"completion_tokens":0,"total_tokens":7},"choices":[{"index":0,"mess""").Header("x-litellm-response-cost", "5");
        var received = new List<long?>();
        using var server = ScriptedServer.Start().Enqueue(cut).Enqueue(Reply("", "application/json", false)).Enqueue(Good(false));
        var outcome = await Ask.WholeAsync(Ask.Client(server, Options(2, out _) with { Received = answer => received.Add(answer.Usage?.TotalTokens) }));

        Assert.Equal([7, null], received);
        Assert.Equal(
            (Content: "fine", Attempts: 3, Cost: null, Usage: null),
            (outcome.Answer.Content, outcome.Answer.Attempts, outcome.Answer.Cost, outcome.Answer.Usage));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("{\"data\":[{\"id\":", 2)]
    [InlineData("<html></html>", 1)]
    [InlineData("{}", 1)]
    public async Task A_list_of_models_is_asked_for_again_by_the_same_rule(string body, int expected)
    {
        using var server = ScriptedServer.Start().Enqueue(Reply(body, "application/json", false)).Enqueue(ScriptedServers.Reply.Json("""{"data":[{"id":"m"}]}"""));
        var client = Ask.Client(server, Options(2, out _));
        if (expected == 1) await Assert.ThrowsAsync<ChatProtocolException>(() => client.ListModelsAsync(TestContext.Current.CancellationToken));
        else Assert.Equal("m", Assert.Single(await client.ListModelsAsync(TestContext.Current.CancellationToken)).Id);
        Assert.Equal(expected, server.Requests.Count);
    }

    private static Reply Reply(string body, string type, bool breaks)
    {
        var reply = ScriptedServers.Reply.Text(body, 200, type);
        return breaks ? reply.Header("Content-Length", "5000").Headers().Close() : reply;
    }

    private static Reply Good(bool streaming) => streaming
        ? ScriptedServers.Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"fine"},"finish_reason":"stop"}]}""", "[DONE]")
        : ScriptedServers.Reply.Json("""{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}""");

    private static ChatClientOptions Options(int retries, out ManualTimeProvider time)
    {
        time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(200) };
        return new ChatClientOptions { NumRetries = retries, Time = time, Random = static () => 0 };
    }

    private static async Task<(Outcome Outcome, int Requests, IReadOnlyList<TimeSpan> Waits)> RunAsync(bool streaming, int retries, params Reply[] replies)
    {
        using var server = ScriptedServer.Start();
        foreach (var reply in replies) server.Enqueue(reply);
        var client = Ask.Client(server, Options(retries, out var time));
        var outcome = await (streaming ? Ask.StreamAsync(client) : Ask.WholeAsync(client));
        return (outcome, server.Requests.Count, time.Waits);
    }
}
