using System.Net;

namespace ChatCompletions.Tests;

/// <summary>Requests of providers without a proxy of their own: directly to this machine, through the system's proxy to others.</summary>
public class SystemNetworkTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_other_hosts_are_asked_through_the_proxy(bool isLookupSlow)
    {
        using var proxy = ScriptedServer.Start();
        using var server = ScriptedServer.Start();
        proxy.Default = server.Default = Reply.Json(RequestProbe.Answer);
        using var http = Network(() => new WebProxy(proxy.Url), isLookupSlow);
        foreach (var apiBase in new[] { server.BaseUrl, $"http://localhost:{server.Port}/v1", "http://llm.example.test/v1" })
            Assert.Equal("ok", (await Ask.WholeAsync(Ask.Client(apiBase, Ask.NoRetries with { Http = http }))).Answer.Content);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("http://llm.example.test/v1/chat/completions", Assert.Single(proxy.Requests).Target);
    }

    [Fact]
    public async Task The_proxy_is_not_looked_up_for_this_machine()
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json(RequestProbe.Answer);
        using var http = Network(static () => throw new InvalidOperationException("looked up"), isLookupSlow: true);
        Assert.Equal("ok", (await Ask.WholeAsync(Ask.Client(server.BaseUrl, Ask.NoRetries with { Http = http }))).Answer.Content);
    }

    [Fact]
    public async Task A_lookup_that_hangs_blocks_neither_the_caller_nor_a_stop()
    {
        using var looking = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        using var http = Network(() => new HangingProxy(looking, end), isLookupSlow: true);
        using var stop = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://llm.example.test/");
        var sending = http.SendAsync(request, stop.Token);
        Assert.False(sending.IsCompleted);
        Assert.True(looking.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.False(end.IsSet);
        end.Set();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_account_signs_in_to_a_proxy_only_if_the_provider_says_so(bool usesDefaultCredentials)
    {
        using var pool = ChatHandlers.Create(TimeSpan.FromSeconds(1), new WebProxy("http://127.0.0.1:9"), usesDefaultCredentials);
        Assert.Same(usesDefaultCredentials ? CredentialCache.DefaultCredentials : null, pool.DefaultProxyCredentials);
    }

    [Fact]
    public async Task A_response_that_arrives_after_a_stop_is_closed()
    {
        var sent = new TaskCompletionSource();
        var late = new TaskCompletionSource<HttpResponseMessage>();
        using var http = new HttpMessageInvoker(new SystemNetwork(
            _ => new LateHandler(sent, late.Task), static () => new WebProxy("http://127.0.0.1:9"), isLookupSlow: true));
        using var stop = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://llm.example.test/");
        var sending = http.SendAsync(request, stop.Token);
        await sent.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        var body = new ClosableContent();
        late.SetResult(new HttpResponseMessage { Content = body });
        await body.Closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_proxy_of_the_settings_keeps_its_type_so_that_its_list_is_tried_in_order()
    {
        var system = new HttpClientHandler().Proxy ?? HttpClient.DefaultProxy;
        Assert.Same(typeof(HttpClient).Assembly, system.GetType().Assembly);
        Assert.Same(system, SystemProxy.Find(system, static _ => null));
        Assert.Same(system, SystemProxy.Find(system, static _ => ""));
        Assert.IsType<SystemProxy>(SystemProxy.Find(new WebProxy("http://u:p@127.0.0.1:9"), static _ => null));
        foreach (var variable in new[] { "HTTPS_PROXY", "http_proxy", "ALL_PROXY" })
            Assert.IsType<SystemProxy>(SystemProxy.Find(system, name => name == variable ? "http://u:p@127.0.0.1:9" : null));
    }

    private static HttpMessageInvoker Network(Func<IWebProxy> proxy, bool isLookupSlow) =>
        new(new SystemNetwork(static proxy => ChatHandlers.Create(TimeSpan.FromSeconds(15), proxy), proxy, isLookupSlow));

    private sealed class LateHandler(TaskCompletionSource sent, Task<HttpResponseMessage> response) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sent.SetResult();
            return response;
        }
    }

    private sealed class ClosableContent() : ByteArrayContent([])
    {
        private readonly TaskCompletionSource _closed = new();

        public Task Closed => _closed.Task;

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetResult();
            base.Dispose(disposing);
        }
    }

    private sealed class HangingProxy(ManualResetEventSlim looking, ManualResetEventSlim end) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination)
        {
            looking.Set();
            end.Wait(TimeSpan.FromSeconds(60));
            return new Uri("http://127.0.0.1:9");
        }

        public bool IsBypassed(Uri host) => false;
    }
}
