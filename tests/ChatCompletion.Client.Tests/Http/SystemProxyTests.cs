using System.Net;
using System.Text;

namespace ChatCompletions.Tests.Http;

/// <summary>The proxy of the system: who is asked through it, and with which credentials.</summary>
public sealed class SystemProxyTests
{
    private static readonly Reply AsksForCredentials =
        Reply.Text("", 407, "text/plain").AddHeader("Proxy-Authenticate", "Basic realm=\"gate\"");

    [Fact]
    public async Task Credentials_are_sent_after_the_proxy_asks_for_them()
    {
        using var proxy = ScriptedServer.Start().Enqueue(AsksForCredentials).Enqueue(Reply.Json(RequestProbe.Answer));
        var outcome = await AskAsync(proxy, new NetworkCredential("user", "pass"));

        Assert.Equal("ok", outcome.Answer.Content);
        Assert.Equal([null, "Basic " + Convert.ToBase64String("user:pass"u8)], proxy.Requests.Select(Authorization));
        Assert.All(proxy.Requests, static request => Assert.Equal("http://llm.example.test/v1/chat/completions", request.Target));
    }

    [Fact]
    public async Task Credentials_that_are_set_later_are_used()
    {
        var system = new WebProxy("http://127.0.0.1:9");
        var proxy = new SystemProxy(system);
        Assert.Null(proxy.Credentials);
        var credentials = new NetworkCredential("late", "pass");
        proxy.Credentials = credentials;
        Assert.Same(credentials, system.Credentials);
        Assert.Same(credentials, proxy.Credentials);

        using var server = ScriptedServer.Start().Enqueue(AsksForCredentials).Enqueue(Reply.Json(RequestProbe.Answer));
        Assert.Equal("ok", (await AskAsync(server, credentials)).Answer.Content);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("late:pass")), Authorization(server.Requests[^1]));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Without_accepted_credentials_the_refusal_of_the_proxy_is_the_error(bool hasCredentials, int requests)
    {
        using var proxy = ScriptedServer.Start();
        proxy.Default = AsksForCredentials;
        var outcome = await AskAsync(proxy, hasCredentials ? new NetworkCredential("user", "wrong") : null);

        Assert.Equal(407, outcome.Failed<ChatApiException>().StatusCode);
        Assert.Equal(requests, proxy.Requests.Count);
    }

    [Fact]
    public void Hosts_that_the_system_excludes_are_asked_directly()
    {
        var address = new Uri("http://proxy.example.test:3128");
        var proxy = new SystemProxy(new WebProxy(address, BypassOnLocal: false, [@"\.intern$"]));

        Assert.True(proxy.IsBypassed(new Uri("http://llm.intern/v1")));
        Assert.Null(proxy.GetProxy(new Uri("http://llm.intern/v1")));
        Assert.False(proxy.IsBypassed(new Uri("http://llm.example.test/v1")));
        Assert.Equal(address, proxy.GetProxy(new Uri("http://llm.example.test/v1")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/v1")]
    [InlineData("http://127.1.2.3/v1")]
    [InlineData("http://localhost:11434/v1")]
    [InlineData("http://localhost.:11434/v1")]
    [InlineData("http://app.localhost:11434/v1")]
    [InlineData("https://[::1]:1/v1")]
    public void This_machine_is_asked_directly(string address)
    {
        var proxy = new SystemProxy(new WebProxy("http://proxy.example.test:3128"));

        Assert.True(proxy.IsBypassed(new Uri(address)));
        Assert.Null(proxy.GetProxy(new Uri(address)));
    }

    private static async Task<Outcome> AskAsync(ScriptedServer proxy, ICredentials? credentials)
    {
        var system = new WebProxy(proxy.Url) { Credentials = credentials };
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { Proxy = new SystemProxy(system) });
        return await Ask.WholeAsync(Ask.Client("http://llm.example.test/v1", Ask.NoRetries with { Http = http }));
    }

    private static string? Authorization(RecordedRequest request) => request.Headers.GetValueOrDefault("Proxy-Authorization");
}
