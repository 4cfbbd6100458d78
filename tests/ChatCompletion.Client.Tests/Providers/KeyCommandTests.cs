using System.Net;
using System.Security;

namespace ChatCompletions.Tests;

public sealed class KeyCommandTests : IDisposable
{
    private const string Refused = """{"error":{"message":"Token token-1 is expired","code":"invalid_api_key"}}""";

    private readonly ScriptedServer _server = ScriptedServer.Start();
    private readonly Runner _runner = new();
    private readonly KeyCommand _command = new("Get-Token");

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Is_run_when_the_key_is_first_needed_and_its_value_kept()
    {
        var client = Client();
        Assert.Empty(_runner.Scripts);
        await AnswerAsync(client);
        await AnswerAsync(client);
        await AnswerAsync(Client());
        Assert.Equal("Get-Token", Assert.Single(_runner.Scripts));
        Assert.All(_server.Requests, static request => Assert.Equal("Bearer token-1", request.Headers["Authorization"]));
    }

    [Fact]
    public async Task Is_run_once_more_where_the_server_refuses_the_key()
    {
        var client = Client();
        await AnswerAsync(client);
        _server.Enqueue(Reply.Json(Refused, 401)).Enqueue(Reply.Json(RequestProbe.Answer));
        var outcome = await Ask.WholeAsync(client);
        Assert.Equal(2, outcome.Answer.Attempts);
        Assert.Equal("Bearer token-2", _server.Requests[^1].Headers["Authorization"]);
        Assert.Equal("token-2", new NetworkCredential("", _command.Last).Password);
    }

    [Fact]
    public async Task Is_not_run_a_third_time_and_every_key_it_gave_is_masked()
    {
        _server.Enqueue(Reply.Json(Refused, 401)).Enqueue(Reply.Json(Refused.Replace("token-1", "token-1 token-2", StringComparison.Ordinal), 401));
        var failure = (await Ask.WholeAsync(Client())).Failure!;
        Assert.Equal((Kind: ChatErrorKind.AuthenticationFailed, Attempts: 2), (failure.Kind, failure.Attempts));
        Assert.Equal(2, _runner.Scripts.Count);
        Assert.DoesNotContain("token-", failure.ToString() + failure.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_not_hidden_by_a_command_that_fails_then()
    {
        var client = Client();
        await AnswerAsync(client);
        _server.Enqueue(Reply.Json(Refused, 401));
        _runner.Failure = new ChatRequestException(ChatErrorKind.ApiKeyMissing, "ApiKeyCommand", "Log in first.");
        var failure = (await Ask.WholeAsync(client)).Failed(ChatErrorKind.AuthenticationFailed);

        Assert.Equal((StatusCode: 401, Attempts: 1), (failure.StatusCode, failure.Attempts));
        Assert.EndsWith("Log in first.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task Is_not_run_again_for_another_failure(int status)
    {
        _server.Enqueue(Reply.Json("{}", status));
        Assert.NotNull((await Ask.WholeAsync(Client())).Failure);
        Assert.Single(_runner.Scripts);
    }

    [Fact]
    public async Task Is_run_once_for_all_that_need_its_key_at_once()
    {
        var gate = new TaskCompletionSource();
        _runner.Before = gate.Task;
        _server.Default = Reply.Json(RequestProbe.Answer);
        var client = Client();
        var asking = Enumerable.Range(0, 8).Select(_ => Ask.WholeAsync(client)).ToList();
        gate.SetResult();
        foreach (var one in asking) Assert.Null((await one).Failure);
        Assert.Single(_runner.Scripts);
    }

    [Fact]
    public async Task Is_not_run_again_for_a_late_refusal_of_its_last_key()
    {
        _server.Default = Reply.Json(RequestProbe.Answer);
        _server.Enqueue(Reply.Sse().Status(401).WaitFor("one").Send(Refused)).Enqueue(Reply.Sse().Status(401).WaitFor("two").Send(Refused));
        var client = Client();
        var one = Ask.WholeAsync(client);
        await Task.Run(() => _server.WaitForRequest(0, 10_000), Stop);
        var two = Ask.WholeAsync(client);
        await Task.Run(() => _server.WaitForRequest(1, 10_000), Stop);
        _server.Release("one");
        Assert.Null((await one).Failure);
        _server.Release("two");
        Assert.Null((await two).Failure);
        Assert.Equal(["Bearer token-2", "Bearer token-2"], _server.Requests.Skip(2).Select(static request => request.Headers["Authorization"]));
        Assert.Equal(2, _runner.Scripts.Count);
    }

    [Fact]
    public async Task Nothing_is_sent_without_its_key_while_it_gives_a_new_one()
    {
        _server.Default = Reply.Json(RequestProbe.Answer);
        _server.Enqueue(Reply.Sse().Status(401).WaitFor("one").Send(Refused)).Enqueue(Reply.Json(Refused, 401));
        var client = Client(Ask.NoRetries with { Limiter = new RequestLimiter(TimeProvider.System, 1) });
        var one = Ask.WholeAsync(client);
        await Task.Run(() => _server.WaitForRequest(0, 10_000), Stop);
        var two = Ask.WholeAsync(client);
        var given = new TaskCompletionSource();
        _runner.Before = given.Task;
        _server.Release("one");
        await Task.Run(() => _server.WaitForRequest(1, 10_000), Stop);
        given.SetResult();
        Assert.Null((await one).Failure);
        Assert.Null((await two).Failure);
        Assert.All(_server.Requests, static request => Assert.StartsWith("Bearer token-", request.Headers.GetValueOrDefault("Authorization", "none"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task That_fails_is_the_calls_failure_and_is_run_again_by_the_next_call()
    {
        _runner.Failure = new ChatRequestException(ChatErrorKind.ApiKeyMissing, "ApiKeyCommand", "no login");
        var client = Client();
        Assert.Equal("no login", (await Ask.WholeAsync(client)).Failure!.Message);
        Assert.Empty(_server.Requests);
        _runner.Failure = null;
        await AnswerAsync(client);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("line\nbreak")]
    [InlineData("")]
    public async Task Gives_a_key_that_can_be_one(string key)
    {
        _runner.Keys = _ => key;
        Assert.Equal(ChatErrorKind.ApiKeyMissing, (await Ask.WholeAsync(Client())).Failure!.Kind);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Can_be_stopped()
    {
        _runner.Before = new TaskCompletionSource().Task;
        using var stop = new CancellationTokenSource();
        var asking = Client().CompleteAsync(Ask.Question(), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task That_fails_after_its_only_caller_has_gone_leaves_no_unobserved_exception()
    {
        var unobserved = new List<Exception>();
        void Keep(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            if (args.Exception.ToString().Contains("late login", StringComparison.Ordinal)) unobserved.Add(args.Exception);
        }
        TaskScheduler.UnobservedTaskException += Keep;
        try
        {
            await CancelAndFailAsync();
            for (var i = 0; i < 5; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Keep;
        }
        Assert.Empty(unobserved);
    }

    /// <summary>In a method of its own, so that nothing on the stack keeps the task alive.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private async Task CancelAndFailAsync()
    {
        var gate = new TaskCompletionSource();
        var runner = new Runner { Before = gate.Task, Failure = new ChatRequestException(ChatErrorKind.ApiKeyMissing, "ApiKeyCommand", "late login") };
        var client = new ChatClient(ChatEndpoint.Create(Provider(), secrets: runner), Ask.NoRetries);
        using var stop = new CancellationTokenSource();
        var asking = client.CompleteAsync(Ask.Question(), stop.Token);
        while (runner.Scripts.Count == 0) await Task.Yield();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        gate.SetResult();
        await Task.Delay(50, Stop);
    }

    [Fact]
    public async Task Gives_keys_that_stay_masked_after_they_were_refused_and_renewed()
    {
        var client = Client();
        await AnswerAsync(client);
        _server.Enqueue(Reply.Json(Refused, 401)).Enqueue(Reply.Json(RequestProbe.Answer));
        Assert.Null((await Ask.WholeAsync(client)).Failure);

        // Another call, with an endpoint of its own, sends the second key, and the server speaks of the first.
        _server.Enqueue(Reply.Json(Refused, 403));
        var failure = (await Ask.WholeAsync(Client())).Failure!;
        Assert.Equal("Bearer token-2", _server.Requests[^1].Headers["Authorization"]);
        Assert.DoesNotContain("token-1", failure + failure.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/v1")]
    [InlineData("http://192.0.2.7:1234/v1")]
    public void Its_key_does_not_go_over_plain_http(string address) =>
        Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(() => ChatEndpoint.Create(Provider() with { ApiBase = address }, secrets: _runner)).Kind);

    [Fact]
    public void Is_not_saved() =>
        Assert.Equal("ApiKeyCommand", Assert.Throws<ChatRequestException>(() => ProviderRules.Check(Provider() with { Scope = ChatProvider.UserScope })).Parameter);

    private ChatProvider Provider() => new() { Name = "token", Type = "Custom", ApiBase = _server.BaseUrl, KeyCommand = _command };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ChatClient Client(ChatClientOptions? options = null) => new(ChatEndpoint.Create(Provider(), secrets: _runner), options ?? Ask.NoRetries);

    private async Task AnswerAsync(ChatClient client)
    {
        _server.Enqueue(Reply.Json(RequestProbe.Answer));
        Assert.Null((await Ask.WholeAsync(client)).Failure);
    }

    private sealed class Runner : ISecretReader
    {
        public List<string> Scripts { get; } = [];

        public Func<int, string> Keys { get; set; } = static number => $"token-{number}";

        public Task Before { get; set; } = Task.CompletedTask;

        public ChatException? Failure { get; set; }

        public string Read(string name, string? vault) => throw new InvalidOperationException("No vault is asked for.");

        public async Task<SecureString> RunAsync(string script)
        {
            Scripts.Add(script);
            await Before;
            return Failure is null ? new NetworkCredential("", Keys(Scripts.Count)).SecurePassword : throw Failure;
        }
    }
}
