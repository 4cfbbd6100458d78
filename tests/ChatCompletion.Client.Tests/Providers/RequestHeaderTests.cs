using System.Diagnostics;

namespace ChatCompletions.Tests;

/// <summary>The request line and the headers that a server receives.</summary>
public sealed class RequestHeaderTests : IDisposable
{
    private static readonly string[] Plain = ["Accept", "Accept-Encoding", "Content-Length", "Content-Type", "Host", "User-Agent"];

    private readonly ScriptedServer _server = ScriptedServer.Start();

    [Fact]
    public async Task A_call_without_a_key_has_these_headers_and_no_others()
    {
        var headers = (await Asked("Custom", null)).Headers;
        Assert.Equal(Plain, headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("application/json", headers["Accept"]);
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.Equal($"127.0.0.1:{_server.Port}", headers["Host"]);
        Assert.Matches(@"^ChatCompletion/\d+\.\d+\.\d+$", headers["User-Agent"]);
    }

    [Fact]
    public async Task A_key_travels_in_one_header_and_nowhere_else()
    {
        var request = await Asked("Custom", "sk-0123456789/+=._~-");
        Assert.Equal("Bearer sk-0123456789/+=._~-", request.Headers["Authorization"]);
        Assert.Equal(Plain.Append("Authorization").Order(StringComparer.Ordinal), request.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("sk-0", request.Target + request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tracing_of_the_process_adds_no_header()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.AddBaggage("secret", "1");
        Assert.Equal(Plain, (await Asked("Custom", null)).Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_stream_asks_for_events_that_are_not_compressed()
    {
        _server.Enqueue(Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""", "[DONE]"));
        await foreach (var chunk in Client("Custom", null).StreamAsync(RequestProbe.Request(), RequestProbe.Stop)) Assert.NotNull(chunk);
        var headers = _server.Requests[0].Headers;
        Assert.Equal("text/event-stream", headers["Accept"]);
        Assert.Equal("identity", headers["Accept-Encoding"]);
        Assert.Equal(Plain, headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_list_of_models_is_asked_for_with_the_key_and_without_a_body()
    {
        _server.Enqueue(Reply.Json("""{"data":[{"id":"a"}]}"""));
        await Client("Custom", "sk-1234").ListModelsAsync(RequestProbe.Stop);
        var request = _server.Requests[0];
        Assert.Equal((Method: "GET", Target: "/v1/models", Body: ""), (request.Method, request.Target, request.Body));
        Assert.Equal("Bearer sk-1234", request.Headers["Authorization"]);
        Assert.False(request.Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task Path_and_query_arrive_as_they_were_built()
    {
        _server.Enqueue(Reply.Json(RequestProbe.Answer));
        var provider = new ChatProvider { Name = "x", Type = "Custom", ApiBase = _server.Url + "/a%20b/v1/?app_id=app_1" };
        await new ChatClient(ChatEndpoint.Create(provider, apiVersion: "2024-10-21", environment: _ => null)).CompleteAsync(RequestProbe.Request(), RequestProbe.Stop);
        Assert.Equal("POST", _server.Requests[0].Method);
        Assert.Equal("/a%20b/v1/chat/completions?app_id=app_1&api-version=2024-10-21", _server.Requests[0].Target);
    }

    [Fact]
    public async Task A_key_is_not_carried_along_by_a_redirect()
    {
        using var other = ScriptedServer.Start();
        _server.Enqueue(Reply.Text("", 307, "text/plain").Header("Location", other.Url + "/v1/chat/completions"));
        var error = await Assert.ThrowsAsync<ChatException>(() => Client("Custom", "sk-1234").CompleteAsync(RequestProbe.Request(), RequestProbe.Stop));
        Assert.Equal(ChatErrorKind.RedirectRefused, error.Kind);
        Assert.Contains(other.Url, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.ConnectionCount);
    }

    public void Dispose() => _server.Dispose();

    private ChatClient Client(string type, string? key)
    {
        var provider = new ChatProvider { Name = "x", Type = type, ApiBase = _server.BaseUrl, ApiKeyVariable = key is null ? null : "K" };
        return new ChatClient(ChatEndpoint.Create(provider, environment: name => name == "K" ? key : null));
    }

    private async Task<RecordedRequest> Asked(string type, string? key)
    {
        _server.Enqueue(Reply.Json(RequestProbe.Answer));
        await Client(type, key).CompleteAsync(RequestProbe.Request(), RequestProbe.Stop);
        return Assert.Single(_server.Requests);
    }
}
