namespace ChatCompletions.Tests;

/// <summary>What a provider's settings do to a call: time limits, retries, and the pool and proxy that it goes through.</summary>
public class ProviderSettingsTests
{
    private static readonly ChatProvider Work = new() { Name = "work", Type = "Custom", ApiBase = "http://llm.example.test/v1" };

    [Fact]
    public void Without_settings_these_limits_hold()
    {
        var options = ChatClientOptions.For(Work);
        Assert.Equal((Connect: 15, FirstByte: 600, Idle: 120, Total: 3600), Seconds(options.Timeouts));
        Assert.Equal(
            (NumRetries: 2, RetriesTimeouts: false, TotalSeconds: 120),
            (options.NumRetries, options.RetriesTimeouts, options.MaxRetryDelay.TotalSeconds));
        Assert.Null(options.Http);
    }

    [Fact]
    public void Each_setting_changes_its_own_limit_and_no_other()
    {
        Assert.Equal(
            (Connect: 0.5, FirstByte: 600, Idle: 120, Total: 3600),
            Seconds(ChatClientOptions.For(Work with { ConnectTimeoutSec = 0.5 }).Timeouts));
        Assert.Equal(
            (Connect: 15, FirstByte: 7, Idle: 120, Total: 3600),
            Seconds(ChatClientOptions.For(Work with { FirstByteTimeoutSec = 7 }).Timeouts));
        Assert.Equal(
            (Connect: 15, FirstByte: 600, Idle: 8, Total: 3600),
            Seconds(ChatClientOptions.For(Work with { IdleTimeoutSec = 8 }).Timeouts));
        Assert.Equal(
            (Connect: 15, FirstByte: 600, Idle: 120, Total: 9.25),
            Seconds(ChatClientOptions.For(Work with { TimeoutSec = 9.25 }).Timeouts));
        Assert.Equal(30, ChatClientOptions.For(Work with { MaxRetryDelaySec = 30 }).MaxRetryDelay.TotalSeconds);
    }

    [Fact]
    public void The_longest_answer_is_a_setting()
    {
        Assert.Equal(new ChatLimits(), ChatClientOptions.For(Work).Limits);
        Assert.Equal(
            (MaxBodyBytes: 3 << 20, MaxEventBytes: 3 << 20),
            (ChatClientOptions.For(Work with { MaxResponseMiB = 3 }).Limits.MaxBodyBytes,
             ChatClientOptions.For(Work with { MaxResponseMiB = 3 }).Limits.MaxEventBytes));
        Assert.Equal(512 << 20, ChatClientOptions.For(Work with { MaxResponseMiB = 512 }).Limits.MaxBodyBytes);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void A_limit_out_of_range_is_refused_and_overflows_nothing(double seconds)
    {
        foreach (var provider in new[] { Work with { ConnectTimeoutSec = seconds }, Work with { FirstByteTimeoutSec = seconds }, Work with { IdleTimeoutSec = seconds }, Work with { TimeoutSec = seconds }, Work with { MaxRetryDelaySec = seconds } })
            Assert.Throws<ChatRequestException>(() => ChatClientOptions.For(provider));
        foreach (var size in new[] { 0, -1, 4096, int.MaxValue }) Assert.Throws<ChatRequestException>(() => ChatClientOptions.For(Work with { MaxResponseMiB = size }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Infinite_limits_are_no_limits(bool streaming)
    {
        var never = Timeout.InfiniteTimeSpan;
        using var server = ScriptedServer.Start();
        server.Enqueue(Reply.Json("busy", 503).Header("retry-after-ms", "1"));
        server.Default = Reply.Json(RequestProbe.Answer);
        var options = new ChatClientOptions { MaxRetryDelay = never, Timeouts = new ChatTimeouts { Connect = never, FirstByte = never, Idle = never, Total = never } };
        var client = Ask.Client(server, options);
        Assert.Equal("ok", (streaming ? await Ask.StreamAsync(client) : await Ask.WholeAsync(client)).Answer.Content);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("1e12")]
    [InlineData("9000000")]
    public async Task A_wait_that_no_timer_can_hold_is_not_waited_for(string seconds)
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json("busy", 503).Header("Retry-After", seconds);
        var options = new ChatClientOptions { MaxRetryDelay = Timeout.InfiniteTimeSpan, Timeouts = new ChatTimeouts { Total = Timeout.InfiniteTimeSpan }, Limiter = new RequestLimiter(TimeProvider.System, 2) };
        Assert.Equal(ChatErrorKind.ServerError, (await Ask.WholeAsync(Ask.Client(server, options))).Failure!.Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_gate_can_be_closed_for_longer_than_a_timer_runs()
    {
        var limiter = new RequestLimiter(TimeProvider.System, 1);
        limiter.OnSuccess(new ChatRateLimit { RemainingRequests = 0, ResetRequests = 300.0 * 24 * 3600 }, Timeout.InfiniteTimeSpan);
        Assert.InRange(limiter.Pause!.Value.TotalDays, 299, 300);
        using var stop = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await limiter.AcquireAsync(stop.Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(10)]
    public void Who_says_how_often_to_retry_means_timeouts_too(int retries)
    {
        var options = ChatClientOptions.For(Work with { NumRetries = retries });
        Assert.Equal((NumRetries: retries, RetriesTimeouts: true), (options.NumRetries, options.RetriesTimeouts));
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 6)]
    public async Task A_provider_is_asked_as_often_as_it_says(int? retries, int requests)
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Text("busy", 503, "text/plain");
        var provider = Work with { ApiBase = server.BaseUrl, NumRetries = retries };
        var options = ChatClientOptions.For(provider) with { Time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(8) } };
        var outcome = await Ask.WholeAsync(new ChatClient(ChatEndpoint.Create(provider, environment: static _ => null), options));
        Assert.Equal((Attempts: requests, Count: requests), (outcome.Failure!.Attempts, server.Requests.Count));
    }

    [Fact]
    public void Providers_with_the_same_proxy_and_limit_share_a_pool()
    {
        var limit = TimeSpan.FromSeconds(3);
        var pool = ChatHandlers.For(Work, limit);
        Assert.Same(pool, ChatHandlers.For(Work with { Name = "other", ApiBase = "https://other.example.test", TimeoutSec = 1 }, limit));
        Assert.NotSame(pool, ChatHandlers.For(Work, TimeSpan.FromSeconds(4)));
        var proxied = ChatHandlers.For(Work with { Proxy = "http://127.0.0.1:1" }, limit);
        Assert.NotSame(pool, proxied);
        Assert.Same(proxied, ChatHandlers.For(Work with { Name = "other", Proxy = "http://127.0.0.1:1" }, limit));
        Assert.NotSame(proxied, ChatHandlers.For(Work with { Proxy = "http://127.0.0.1:2" }, limit));
        Assert.NotSame(proxied, ChatHandlers.For(Work with { Proxy = "http://127.0.0.1:1", ProxyUseDefaultCredentials = true }, limit));
        Assert.NotSame(pool, ChatHandlers.For(Work with { ProxyUseDefaultCredentials = true }, limit));
        Assert.NotSame(pool, ChatHandlers.For(ChatProvider.FromPreset(ProviderPresets.Mock), limit));
    }

    [Fact]
    public async Task A_proxy_is_asked_for_the_whole_URL()
    {
        using var proxy = ScriptedServer.Start();
        proxy.Default = Reply.Json(RequestProbe.Answer);
        var provider = Work with { Proxy = proxy.Url };
        var client = new ChatClient(ChatEndpoint.Create(provider, environment: static _ => null), ChatClientOptions.For(provider));
        Assert.Equal("ok", (await Ask.WholeAsync(client)).Answer.Content);
        var request = Assert.Single(proxy.Requests);
        Assert.Equal(
            (Method: "POST", Target: "http://llm.example.test/v1/chat/completions", Host: "llm.example.test"),
            (request.Method, request.Target, Host: request.Headers["Host"]));
        Assert.False(request.Headers.ContainsKey("Proxy-Authorization"));
    }

    [Fact]
    public async Task A_proxy_that_is_set_is_used_for_this_machine_too()
    {
        using var proxy = ScriptedServer.Start();
        using var server = ScriptedServer.Start();
        proxy.Default = Reply.Json(RequestProbe.Answer);
        var provider = Work with { ApiBase = server.BaseUrl, Proxy = proxy.Url };
        Assert.Equal("ok", (await Ask.WholeAsync(new ChatClient(ChatEndpoint.Create(provider, environment: static _ => null), Ask.NoRetries))).Answer.Content);
        Assert.Equal(server.BaseUrl + "/chat/completions", Assert.Single(proxy.Requests).Target);
        Assert.Equal(0, server.ConnectionCount);
    }

    [Fact]
    public async Task The_systems_proxy_is_used_save_for_this_machine()
    {
        using var proxy = ScriptedServer.Start();
        using var server = ScriptedServer.Start();
        proxy.Default = server.Default = Reply.Json(RequestProbe.Answer);
        var system = new SystemProxy(new System.Net.WebProxy(proxy.Url));
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { Proxy = system });
        foreach (var apiBase in new[] { server.BaseUrl, $"http://localhost:{server.Port}/v1", "http://llm.example.test/v1" })
            Assert.Equal("ok", (await Ask.WholeAsync(Ask.Client(apiBase, Ask.NoRetries with { Http = http }))).Answer.Content);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("http://llm.example.test/v1/chat/completions", Assert.Single(proxy.Requests).Target);
        Assert.True(system.IsBypassed(new Uri("https://[::1]:1/")));
    }

    [Fact]
    public async Task An_encrypted_call_shows_a_proxy_the_host_and_nothing_else()
    {
        using var proxy = ScriptedServer.Start();
        proxy.Default = Reply.Text("no", 403, "text/plain");
        var provider = Work with { ApiBase = "https://llm.example.test/v1?sig=hidden", ApiKeyVariable = "K", Proxy = proxy.Url };
        var client = new ChatClient(ChatEndpoint.Create(provider, environment: static _ => "sk-canary-1"), Ask.NoRetries);
        Assert.IsType<ChatConnectionException>((await Ask.WholeAsync(client)).Failure);
        var request = Assert.Single(proxy.Requests);
        Assert.Equal((Method: "CONNECT", Target: "llm.example.test:443"), (request.Method, request.Target));
        Assert.DoesNotContain(request.Headers, static header => header.Value.Contains("canary", StringComparison.Ordinal) || header.Value.Contains("hidden", StringComparison.Ordinal));
        Assert.Equal("", request.Body);
    }

    private static (double Connect, double FirstByte, double Idle, double Total) Seconds(ChatTimeouts timeouts) =>
        (timeouts.Connect.TotalSeconds, timeouts.FirstByte.TotalSeconds, timeouts.Idle.TotalSeconds, timeouts.Total.TotalSeconds);
}
