using System.Globalization;
using System.Net;
using System.Text;

namespace ChatCompletions.Tests.Http;

public class LimitedRequestTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8, 16, 200)]
    [InlineData(1, 32, 60)]
    [InlineData(30, 32, 200)]
    public async Task Requests_settle_to_what_a_server_allows_without_a_failure(int allowed, int limit, int count)
    {
        var server = new CrowdedServer(allowed);
        var client = Ask.Client(server, new ChatClientOptions { NumRetries = 2, Limiter = new RequestLimiter(TimeProvider.System, limit), Time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(10) } });
        using var throttle = new SemaphoreSlim(limit);
        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            await throttle.WaitAsync(Stop);
            try
            {
                return await client.CompleteAsync(Ask.Question(), Stop);
            }
            finally
            {
                throttle.Release();
            }
        }));
        Assert.Equal(count, answers.Length);
        Assert.True(server.Refused > 0);
    }

    [Fact]
    public async Task A_refusal_with_a_time_holds_all_requests_back_until_then()
    {
        var time = new ManualTimeProvider();
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("{}", 429).Header("Retry-After", "7")).Enqueue(Reply.Json(RequestProbe.Answer)).Enqueue(Reply.Json(RequestProbe.Answer));
        var client = Ask.Client(server, new ChatClientOptions { NumRetries = 2, Limiter = new RequestLimiter(time, 4), Time = time });
        var first = Ask.WholeAsync(client);
        time.WaitForTimer(TimeSpan.FromSeconds(7));
        var second = Ask.WholeAsync(client);
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(server.Requests);
        Assert.False(second.IsCompleted);
        // The limiter's wait and the request's own need not have begun at the same moment.
        while (!first.IsCompleted || !second.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(Task.WhenAll(first, second), Task.Delay(5, Stop));
        }
        Assert.Equal(2, (await first).Answer.Attempts);
        Assert.Equal(1, (await second).Answer.Attempts);
    }

    [Fact]
    public async Task A_used_up_budget_holds_the_next_request_back()
    {
        var time = new ManualTimeProvider();
        using var server = ScriptedServer.Start().Enqueue(Reply.Json(RequestProbe.Answer).Header("x-ratelimit-remaining-requests", "0").Header("x-ratelimit-reset-requests", "3s")).Enqueue(Reply.Json(RequestProbe.Answer));
        var client = Ask.Client(server, new ChatClientOptions { Limiter = new RequestLimiter(time, 4), Time = time });
        Assert.Null((await Ask.WholeAsync(client)).Failure);
        var second = Ask.WholeAsync(client);
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Single(server.Requests);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Null((await second).Failure);
    }

    [Fact]
    public async Task Without_retries_a_refusal_is_final()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("{}", 429));
        var failure = (await Ask.WholeAsync(Ask.Client(server, new ChatClientOptions { NumRetries = 0, Limiter = new RequestLimiter(TimeProvider.System, 4) }))).Failure!;
        Assert.Equal((Kind: ChatErrorKind.RateLimited, Attempts: 1), (failure.Kind, failure.Attempts));
    }

    [Theory]
    [InlineData(2, "429 429 429 429 429 429 429", "0.5 1 2 4 8 8 8")]
    [InlineData(2, "429 503 429 429", "0.5 1 2 4")]
    [InlineData(2, "429 429 429 500 429", "0.5 1 2 4 8")]
    [InlineData(4, "503 429 503 429 503 429", "0.5 1 2 4 8 8")]
    [InlineData(1, "429 429:3 429 429:0 429", "0.5 3 2 4 8")]
    public async Task Waits_without_a_given_time_grow_with_each_refusal_which_is_no_retry(int retries, string statuses, string waits)
    {
        var time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(10) };
        using var server = ScriptedServer.Start();
        foreach (var status in statuses.Split(' ').Select(static status => status.Split(':')))
        {
            var reply = Reply.Json("{}", int.Parse(status[0], CultureInfo.InvariantCulture));
            server.Enqueue(status.Length == 1 ? reply : reply.Header("Retry-After", status[1]));
        }
        server.Enqueue(Reply.Json(RequestProbe.Answer));
        var client = Ask.Client(server, new ChatClientOptions
        {
            NumRetries = retries,
            Limiter = new RequestLimiter(time, 4),
            Time = time,
            Random = static () => 0,
        });
        var answer = (await Ask.WholeAsync(client)).Answer;
        Assert.Equal(statuses.Split(' ').Length + 1, answer.Attempts);
        Assert.Equal(waits, string.Join(' ', time.Waits.Select(static wait => wait.TotalSeconds.ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Failures_and_stops_leave_room_for_others()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("{}", 400)).Enqueue(Reply.Json("""{"choices":[""")).Enqueue(Reply.Sse().Hang());
        var client = Ask.Client(server, Ask.NoRetries with { Limiter = new RequestLimiter(TimeProvider.System, 1) });
        Assert.NotNull((await Ask.WholeAsync(client)).Failure);
        Assert.NotNull((await Ask.WholeAsync(client)).Failure);
        using var stop = new CancellationTokenSource();
        var stopped = client.CompleteAsync(Ask.Question(), stop.Token);
        await Task.Run(() => server.WaitForRequest(2, 10_000), Stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        server.Enqueue(Reply.Json(RequestProbe.Answer));
        Assert.Null((await Ask.WholeAsync(client)).Failure);
    }

    /// <summary>Refuses whoever comes while as many are served as it allows.</summary>
    private sealed class CrowdedServer(int allowed) : HttpMessageHandler
    {
        private int _served;
        private int _refused;

        public int Refused => _refused;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isServed = Interlocked.Increment(ref _served) <= allowed;
            if (!isServed) Interlocked.Increment(ref _refused);
            await Task.Delay(2, cancellationToken);
            Interlocked.Decrement(ref _served);
            return new HttpResponseMessage(isServed ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests)
            {
                Content = new StringContent(isServed ? RequestProbe.Answer : """{"error":{"message":"busy"}}""", Encoding.UTF8, "application/json"),
            };
        }
    }
}
