using System.Net;
using System.Net.Sockets;

namespace ChatCompletions.Tests;

/// <summary>Which failures are sent again, how often, and after what wait.</summary>
public class RetryTests
{
    private static readonly Reply Good = Reply.Json("""{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}""");

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(529)]
    public async Task F19_These_statuses_are_sent_again(int status)
    {
        var (whole, requests, _) = await RunAsync(new(), Failing(status), Failing(status), Good);
        Assert.Equal((Content: "fine", Attempts: 3, Requests: 3), (whole.Answer.Content, whole.Answer.Attempts, Requests: requests));

        var (stream, _, _) = await RunAsync(new(), streaming: true, Failing(status), Good);
        Assert.Equal((Content: "fine", Attempts: 2), (stream.Answer.Content, stream.Answer.Attempts));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(501)]
    [InlineData(307)]
    public async Task F19_These_statuses_are_final(int status)
    {
        var (outcome, requests, waits) = await RunAsync(new(), Failing(status), Good);

        Assert.NotNull(outcome.Failure);
        Assert.Equal((Attempts: 1, Requests: 1, Count: 0), (outcome.Failure.Attempts, Requests: requests, waits.Count));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(10, 11)]
    public async Task F19_The_number_of_retries_is_kept_and_the_last_error_told(int retries, int requests)
    {
        using var server = ScriptedServer.Start();
        for (var number = 1; number <= 20; number++) server.Enqueue(Reply.Json($$$"""{"error":{"message":"failure {{{number}}}"}}""", 500));
        var outcome = await Ask.WholeAsync(Ask.Client(server, Skipping(new() { NumRetries = retries }).Options));

        var failure = outcome.Failed(ChatErrorKind.ServerError);
        Assert.Equal((Attempts: requests, Count: requests), (failure.Attempts, server.Requests.Count));
        Assert.EndsWith($"failure {requests}", failure.Message, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.Equal(server.Requests[0].Body, request.Body));
    }

    [Theory]
    [InlineData(0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0)]
    [InlineData(1.0, 0.375, 0.75, 1.5, 3.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0)]
    [InlineData(0.2, 0.475, 0.95, 1.9, 3.8, 7.6, 7.6, 7.6, 7.6, 7.6, 7.6)]
    public async Task B_The_wait_doubles_up_to_8_s_less_a_quarter_by_chance(double chance, params double[] seconds)
    {
        var (_, _, waits) = await RunAsync(new() { NumRetries = 10, Random = () => chance }, Enumerable.Repeat(Failing(500), 12).ToArray());

        Assert.Equal(seconds, waits.Select(static wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("insufficient_quota")]
    [InlineData("credit_balance_exhausted")]
    [InlineData("organization_spend_limit_exceeded")]
    [InlineData("project_spend_limit_exceeded")]
    [InlineData("organization_usage_limit_exceeded")]
    public async Task A6_An_exhausted_quota_is_final(string code)
    {
        foreach (var status in new[] { 429, 500 })
        {
            var reply = Reply.Json($$$"""{"error":{"message":"x","type":"insufficient_quota","code":"{{{code}}}"}}""", status).Header("Retry-After", "1").Header("x-should-retry", "true");
            var (outcome, requests, _) = await RunAsync(new(), reply, Good);

            outcome.Failed(ChatErrorKind.QuotaExceeded);
            Assert.Equal(1, requests);
        }
    }

    [Fact]
    public async Task H26_A_model_that_is_loading_is_asked_again()
    {
        var loading = Reply.Recorded(Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures", "llama-server-special", "loading-503.txt"));
        var (outcome, requests, _) = await RunAsync(new(), loading, loading, Good);

        Assert.Equal((Content: "fine", Requests: 3), (outcome.Answer.Content, Requests: requests));
    }

    [Fact]
    public async Task A_reset_before_any_answer_is_sent_again()
    {
        var (outcome, requests, waits) = await RunAsync(new(), Reply.Sse().Reset(), Reply.Sse().Close(), Good);

        Assert.Equal((Content: "fine", Attempts: 3, Requests: 3), (outcome.Answer.Content, outcome.Answer.Attempts, Requests: requests));
        Assert.Equal([0.5, 1], waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_and_the_error_names_the_address()
    {
        var port = ClosedPort();
        var (options, time) = Skipping(new());
        var failure = (await Ask.WholeAsync(Ask.Client($"http://127.0.0.1:{port}/v1", options))).Failed<ChatConnectionException>();

        Assert.Equal(ChatErrorKind.ConnectionFailed, failure.Kind);
        Assert.StartsWith($"http://127.0.0.1:{port}: No connection (", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, failure.Attempts);
        Assert.Equal([0.5, 1], time.Waits.Select(static wait => wait.TotalSeconds));
        Assert.IsType<HttpRequestException>(failure.InnerException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task B_Nothing_is_sent_again_once_the_answer_began(bool streaming)
    {
        var begun = streaming ? Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"a"}}]}""").Close() : Reply.Json("""{"choices":[{"index":0,"message":{"content":"a""").Header("Content-Length", "500").Close();
        var (outcome, requests, _) = await RunAsync(new(), streaming, begun, Good);

        Assert.Equal((Attempts: 1, Requests: 1), (outcome.Failed<ChatIncompleteException>().Attempts, Requests: requests));
    }

    [Fact]
    public async Task The_trace_names_each_failure_and_the_wait()
    {
        var lines = new List<string>();
        await RunAsync(new() { Trace = lines.Add }, Failing(503), Failing(503), Good);

        Assert.Equal(5, lines.Count);
        Assert.Equal("Request 1 failed: srv answered with status 503: failure. Trying again in 0.5 s.", lines[1]);
        Assert.Equal("Request 2 failed: srv answered with status 503: failure. Trying again in 1.0 s.", lines[3]);
    }

    [Fact]
    public async Task A_server_that_refuses_stream_options_is_asked_once_more_without_and_every_request_is_counted()
    {
        using var server = ScriptedServer.Start()
            .Enqueue(Reply.Json("""{"error":{"message":"Unknown field: stream_options"}}""", 400))
            .Enqueue(Failing(500))
            .Enqueue(Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""", "[DONE]"));
        var outcome = await Ask.StreamAsync(Ask.Client(server, Skipping(new()).Options));

        Assert.Equal((Content: "a", Attempts: 3), (outcome.Answer.Content, outcome.Answer.Attempts));
        Assert.Equal([true, false, false], server.Requests.Select(static request => request.Body.Contains("stream_options", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_list_of_models_is_asked_for_again_too()
    {
        using var server = ScriptedServer.Start().Enqueue(Failing(500)).Enqueue(Reply.Json("""{"error":{"message":"busy","code":503}}""")).Enqueue(Reply.Json("""["a"]"""));

        Assert.Single(await Ask.Client(server, Skipping(new()).Options).ListModelsAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"error":{"message":"busy","code":503}}""", 3)]
    [InlineData("""{"error":{"message":"no","code":401}}""", 1)]
    [InlineData("<html>", 1)]
    public async Task A_list_of_models_that_never_comes_ends_with_the_last_error(string body, int requests)
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json(body).Header("x-request-id", "r-1");
        var failure = await Assert.ThrowsAnyAsync<ChatException>(() => Ask.Client(server, Skipping(new()).Options).ListModelsAsync(TestContext.Current.CancellationToken));

        Assert.Equal((Count: requests, Attempts: requests, RequestId: "r-1"), (server.Requests.Count, failure.Attempts, failure.RequestId));
    }

    private static Reply Failing(int status) => Reply.Json("""{"error":{"message":"failure"}}""", status);

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static (ChatClientOptions Options, ManualTimeProvider Time) Skipping(ChatClientOptions options)
    {
        var time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(200) };
        return (options with { Time = time, Random = options.Random == new ChatClientOptions().Random ? static () => 0 : options.Random }, time);
    }

    private static Task<(Outcome Outcome, int Requests, IReadOnlyList<TimeSpan> Waits)> RunAsync(ChatClientOptions options, params Reply[] replies) =>
        RunAsync(options, streaming: false, replies);

    private static async Task<(Outcome Outcome, int Requests, IReadOnlyList<TimeSpan> Waits)> RunAsync(ChatClientOptions options, bool streaming, params Reply[] replies)
    {
        using var server = ScriptedServer.Start();
        foreach (var reply in replies) server.Enqueue(reply);
        var (skipping, time) = Skipping(options);
        var client = Ask.Client(server, skipping);
        var outcome = await (streaming ? Ask.StreamAsync(client) : Ask.WholeAsync(client));
        return (outcome, server.Requests.Count, time.Waits);
    }
}
