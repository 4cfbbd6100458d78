using System.Net;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>The password of a proxy, which the system's settings hold in the proxy's URL, is used and never shown.</summary>
public class ProxySecretTests
{
    private const string Password = "proxy-Pa55word!";

    private static readonly string Credentials = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:" + Password));

    [Theory]
    [InlineData("https://llm.example.test/v1")]
    [InlineData("http://llm.example.test/v1")]
    public async Task A_proxy_that_refuses_is_named_without_its_password(string apiBase)
    {
        using var proxy = ScriptedServer.Start();
        proxy.Default = Reply.Text($"anna:{Password} may not", 407, "text/plain").Header("Proxy-Authenticate", "Basic realm=\"x\"");
        using var http = Through(proxy);
        var outcome = await Ask.WholeAsync(Client(apiBase, proxy, http));

        Assert.NotNull(outcome.Failure);
        Assert.Contains(proxy.Requests, static request => request.Headers.GetValueOrDefault("Proxy-Authorization") == Credentials);
        Leaks.None(Leaks.Shown(outcome), Password, Credentials);
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("secret")]
    [InlineData("p%40ss%3Aw%2Frd")]
    public async Task A_short_or_encoded_password_is_not_shown_either(string written)
    {
        using var proxy = ScriptedServer.Start();
        proxy.Default = Reply.Text("no", 502, "text/plain");
        using var http = Through(proxy, written);
        var shown = Leaks.Shown(await Ask.WholeAsync(Client("https://llm.example.test/v1", proxy, http, written)));
        Assert.DoesNotContain(written, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.UnescapeDataString(written), shown, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{proxy.Port}", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_asks_for_its_password_first_gets_it()
    {
        using var proxy = ScriptedServer.Start()
            .Enqueue(Reply.Text("who?", 407, "text/plain").Header("Proxy-Authenticate", "Basic realm=\"x\"")).Enqueue(Reply.Json(RequestProbe.Answer));
        using var http = Through(proxy);
        Assert.Equal("ok", (await Ask.WholeAsync(Client("http://llm.example.test/v1", proxy, http))).Answer.Content);
        Assert.Equal(Credentials, proxy.Requests[^1].Headers["Proxy-Authorization"]);
    }

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("HTTP_PROXY")]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    [InlineData("all_proxy")]
    public async Task A_server_or_proxy_that_echoes_the_password_of_a_variable_is_masked(string variable)
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Text($"{Password} {Credentials} {Uri.EscapeDataString(Password)}", 502, "text/plain");
        var provider = new ChatProvider { Name = "p", Type = "Custom", ApiBase = server.BaseUrl };
        foreach (var url in new[] { $"http://anna:{Password}@proxy.example.test:1", $"anna:{Password}@proxy.example.test:1", $"http://anna:{Uri.EscapeDataString(Password)}@proxy.example.test:1/" })
        {
            var endpoint = ChatEndpoint.Create(provider, environment: name => name == variable ? url : null);
            Leaks.None(Leaks.Shown(await Ask.WholeAsync(new ChatClient(endpoint, Ask.NoRetries))), Password, Credentials);
        }
    }

    private static HttpMessageInvoker Through(ScriptedServer proxy, string password = Password) =>
        new(new SocketsHttpHandler { Proxy = new SystemProxy(new UrlProxy(new Uri($"http://anna:{password}@127.0.0.1:{proxy.Port}"))) });

    private static ChatClient Client(string apiBase, ScriptedServer proxy, HttpMessageInvoker http, string password = Password) => new(
        ChatEndpoint.Create(
            new ChatProvider { Name = "p", Type = "Custom", ApiBase = apiBase },
            environment: name => name == "HTTPS_PROXY" ? $"http://anna:{password}@127.0.0.1:{proxy.Port}" : null),
        Ask.NoRetries with { Http = http });

    /// <summary>A proxy as the platform reads it out of a variable: the URL keeps its user and password.</summary>
    private sealed class UrlProxy(Uri url) : IWebProxy, ICredentials
    {
        public ICredentials? Credentials { get => this; set => throw new NotSupportedException(); }

        public NetworkCredential? GetCredential(Uri uri, string authType) => uri.Equals(url) ? new("anna", Uri.UnescapeDataString(url.UserInfo.Split(':')[1])) : null;

        public Uri? GetProxy(Uri destination) => url;

        public bool IsBypassed(Uri host) => false;
    }
}
