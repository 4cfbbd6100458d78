using System.Net;
using System.Security;

namespace ChatCompletions.Tests.Http;

/// <summary>The time limit of a whole call while no request is under way: nothing hangs before it is sent.</summary>
public sealed class TotalLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_the_wait_for_a_key_command()
    {
        var time = new ManualTimeProvider();
        var runner = new Runner { Before = new TaskCompletionSource().Task };
        using var server = ScriptedServer.Start();
        var asking = Ask.WholeAsync(Client(server, runner, Options(time)));
        await runner.Started.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        await EndAsync(time, asking);

        AssertTimeout(await asking);
        Assert.Empty(server.Requests);
        Assert.Single(runner.Scripts);
    }

    [Fact]
    public async Task It_ends_the_wait_at_a_closed_gate()
    {
        var time = new ManualTimeProvider();
        var trace = new List<string>();
        var limiter = new RequestLimiter(time, 1);
        using var permit = await limiter.AcquireAsync(Stop);
        limiter.OnRateLimited(permit, TimeSpan.FromHours(1));
        using var server = ScriptedServer.Start();
        var asking = Ask.WholeAsync(Ask.Client(server, Options(time) with { Limiter = limiter, Trace = trace.Add }));
        await EndAsync(time, asking);

        AssertTimeout(await asking);
        Assert.Empty(server.Requests);
        Assert.Equal("srv is at its rate limit; nothing is sent for 3600.0 s.", Assert.Single(trace));
    }

    [Fact]
    public async Task A_cancellation_that_is_not_ours_is_not_called_a_timeout()
    {
        var options = Options(new ManualTimeProvider());

        await Assert.ThrowsAsync<TaskCanceledException>(() => Ask.WholeAsync(Ask.Client(new CancelledHandler(), options)));
        await Assert.ThrowsAsync<TaskCanceledException>(() => Ask.StreamAsync(Ask.Client(new CancelledHandler(), options)));
    }

    [Fact]
    public async Task A_key_that_was_prepared_is_used_by_the_next_call()
    {
        var runner = new Runner();
        using var server = ScriptedServer.Start().Enqueue(Reply.Json(RequestProbe.Answer));
        var client = Client(server, runner, Ask.NoRetries);
        Assert.True(await client.PrepareAsync(Stop));
        Assert.Equal("Get-Token", Assert.Single(runner.Scripts));
        Assert.Null((await Ask.WholeAsync(client)).Failure);

        Assert.Single(runner.Scripts);
        Assert.Equal("Bearer token-1", Assert.Single(server.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task A_wait_for_a_key_that_is_prepared_can_be_stopped()
    {
        using var server = ScriptedServer.Start();
        var client = Client(server, new Runner { Before = new TaskCompletionSource().Task }, Ask.NoRetries);
        using var stop = new CancellationTokenSource();
        var preparing = client.PrepareAsync(stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparing);
    }

    private static ChatClientOptions Options(TimeProvider time) =>
        Ask.NoRetries with { Time = time, Timeouts = new ChatTimeouts { Total = Limit } };

    private static ChatClient Client(ScriptedServer server, Runner runner, ChatClientOptions options)
    {
        var command = new KeyCommand("Get-Token");
        var provider = new ChatProvider { Name = "srv", Type = "Custom", ApiBase = server.BaseUrl, KeyCommand = command };
        return new ChatClient(ChatEndpoint.Create(provider, secrets: runner), options);
    }

    /// <summary>Moves the clock to just before the limit, where the call must still wait, and then past it.</summary>
    private static async Task EndAsync(ManualTimeProvider time, Task asking)
    {
        time.WaitForTimer(Limit);
        time.Advance(Limit - TimeSpan.FromSeconds(1));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await asking.WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    private static void AssertTimeout(Outcome outcome)
    {
        var failure = outcome.Failed<ChatTimeoutException>();
        Assert.Equal(ChatErrorKind.TotalTimeout, failure.Kind);
        Assert.Equal("The call to 127.0.0.1 was not done within 30 s.", failure.Message);
    }

    private sealed class CancelledHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new TaskCanceledException();
    }

    private sealed class Runner : ISecretReader
    {
        private readonly TaskCompletionSource _started = new();

        public List<string> Scripts { get; } = [];

        public Task Started => _started.Task;

        public Task Before { get; init; } = Task.CompletedTask;

        public string Read(string name, string? vault) => throw new InvalidOperationException("No vault is asked for.");

        public async Task<SecureString> RunAsync(string script)
        {
            Scripts.Add(script);
            _started.TrySetResult();
            await Before;
            return new NetworkCredential("", $"token-{Scripts.Count}").SecurePassword;
        }
    }
}
