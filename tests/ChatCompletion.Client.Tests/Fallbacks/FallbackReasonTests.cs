namespace ChatCompletions.Tests.Fallbacks;

/// <summary>How a failure, and an answer, name the targets that were asked before.</summary>
public sealed class FallbackReasonTests : IDisposable
{
    private readonly ScriptedServer _first = ScriptedServer.Start().Enqueue(Reply.Json("""{"error":{"message":"down"}}""", 501));
    private readonly ScriptedServer _second = ScriptedServer.Start();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_the_time_ends_after_several_each_reason_is_told()
    {
        var time = new ManualTimeProvider();
        var options = new ChatClientOptions { NumRetries = 0, Time = time, Timeouts = new ChatTimeouts { Total = TimeSpan.FromSeconds(5) } };
        _second.Enqueue(Reply.Sse().Hang());
        var asking = Chain(["nokey", "two"], options).CompleteAsync(Stop);
        await Task.Run(() => _second.WaitForRequest(0, 10_000), Stop);
        time.Advance(TimeSpan.FromSeconds(5));
        var failure = await Assert.ThrowsAsync<ChatTimeoutException>(() => asking.WaitAsync(TimeSpan.FromSeconds(10), Stop));

        string[] lines =
        [
            "The call to 127.0.0.1 was not done within 5 s. Before that, 2 targets failed.",
            "one/own: one answered with status 501: down",
            "nokey: no key here",
        ];
        Assert.Equal(string.Join('\n', lines), failure.Message);
    }

    [Fact]
    public async Task A_provider_that_is_asked_for_its_own_model_is_named_with_it()
    {
        _second.Enqueue(Reply.Json(RequestProbe.Answer));

        Assert.Equal("one/own", (await Chain(["two"], Ask.NoRetries).CompleteAsync(Stop)).FallbackFrom);
        Assert.Equal("own", RequestProbe.Map(_second.Requests[0].Body)["model"]);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private FallbackChain Chain(string[] next, ChatClientOptions options)
    {
        return new FallbackChain(Prepare("one"), [.. next.Select(static name => new ChatTarget(name, null))], PrepareAsync, null);

        Task<PreparedRequest> PrepareAsync(ChatTarget target) => target.Provider == "nokey"
            ? throw new ChatRequestException(ChatErrorKind.ApiKeyMissing, "Provider", "no key here")
            : Task.FromResult(Prepare(target.Provider!));

        PreparedRequest Prepare(string name)
        {
            var provider = new ChatProvider { Name = name, Type = "Custom", ApiBase = (name == "one" ? _first : _second).BaseUrl, Model = "own" };
            var request = new ChatRequest { Messages = [new ChatMessage { Content = "hi" }] };
            return new PreparedRequest(new ChatClient(ChatEndpoint.Create(provider, environment: static _ => null), options), request);
        }
    }
}
