namespace ChatCompletions.Tests;

/// <summary>Sends requests to a scripted server of its own and shows what arrived there.</summary>
internal sealed class RequestProbe : IDisposable
{
    public const string Key = "sk-probe-0123456789";
    public const string Answer = """{"choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""";
    private const string KeyVariable = "PROBE_KEY";

    private static readonly string[] Events = ["""{"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}""", "[DONE]"];

    public ScriptedServer Server { get; } = ScriptedServer.Start();

    public string Type { get; init; } = "Custom";

    public string? Model { get; init; }

    public JsonDictionary? Defaults { get; init; }

    public List<string> Warnings { get; } = [];

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A request with the model m and the question Hi.</summary>
    public static ChatRequest Request() => new() { Model = "m", Messages = [new ChatMessage { Content = "Hi" }] };

    /// <summary>The same with further fields of the body, given as JSON.</summary>
    public static ChatRequest With(string additionalParameters) =>
        new() { Model = "m", Messages = [new ChatMessage { Content = "Hi" }], AdditionalParameters = Map(additionalParameters) };

    public static JsonDictionary Map(string json) => (JsonDictionary)JsonText.Parse(json)!;

    public static JsonList List(string json) => (JsonList)JsonText.Parse(json)!;

    /// <summary>The body that arrives for a request, just as it was sent.</summary>
    public async Task<string> BodyOf(ChatRequest request)
    {
        var before = Server.Requests.Count;
        Server.Enqueue(Reply.Json(Answer));
        await Client().CompleteAsync(request, Stop);
        return Assert.Single(Server.Requests.Skip(before)).Body;
    }

    /// <summary>The bodies that arrive for a streamed request.</summary>
    public async Task<IReadOnlyList<string>> StreamBodiesOf(ChatRequest request, params Reply[] first)
    {
        foreach (var reply in first) Server.Enqueue(reply);
        Server.Enqueue(Reply.Sse(Events));
        await foreach (var chunk in Client().StreamAsync(request, Stop)) Assert.NotNull(chunk);
        return [.. Server.Requests.Select(static arrived => arrived.Body)];
    }

    /// <summary>The refusal of a request, of which nothing arrives at the server.</summary>
    public async Task<ChatRequestException> RefusalOf(ChatRequest request, bool streaming = false)
    {
        var refusal = await Assert.ThrowsAsync<ChatRequestException>(async () =>
        {
            if (!streaming) await Client().CompleteAsync(request, Stop);
            else await foreach (var chunk in Client().StreamAsync(request, Stop)) Assert.NotNull(chunk);
        });
        Assert.Empty(Server.Requests);
        Assert.Equal(0, Server.ConnectionCount);
        return refusal;
    }

    /// <summary>Expects a refusal for breaking a rule, with a message that names the parameter and says this of the rule.</summary>
    public async Task Refuses(ChatRequest request, string parameter, string rule, bool streaming = false)
    {
        var refusal = await RefusalOf(request, streaming);
        Assert.Equal(ChatErrorKind.InvalidRequest, refusal.Kind);
        Assert.Equal(parameter, refusal.Parameter);
        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Server.Dispose();

    public ChatClient Client()
    {
        var provider = new ChatProvider { Name = "probe", Type = Type, ApiBase = Server.BaseUrl, ApiKeyVariable = KeyVariable, Model = Model, Defaults = Defaults };
        var endpoint = ChatEndpoint.Create(provider, environment: static name => name == KeyVariable ? Key : null);
        return new ChatClient(endpoint, new ChatClientOptions { NumRetries = 0, Warn = Warnings.Add });
    }
}
