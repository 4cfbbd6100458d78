namespace ChatCompletions.Tests;

/// <summary>What is sent, where to, and the lists of models: the numbered rules and cases.</summary>
public class RequestChecklist
{
    private const string Start = """{"model":"m","messages":[{"role":"user","content":"Hi"}]""";

    [Fact(DisplayName = "F13 Only what is set is sent, never null; what goes only together is sent or refused together")]
    public async Task F13()
    {
        using var probe = new RequestProbe();
        Assert.Equal(Start + "}", await probe.BodyOf(RequestProbe.With("""{"seed":null}""")));
        Assert.Equal(Start + ""","temperature":0,"logprobs":true,"top_logprobs":2}""", await probe.BodyOf(RequestProbe.Request() with { Temperature = 0, LogProbs = true, TopLogProbs = 2 }));
        using var refusing = new RequestProbe();
        await refusing.Refuses(RequestProbe.Request() with { ParallelToolCalls = true }, "ParallelToolCalls", "-Tools");
        await refusing.Refuses(RequestProbe.Request() with { TopLogProbs = 2 }, "TopLogProbs", "-LogProbs");
        await refusing.Refuses(RequestProbe.Request() with { MaxTokens = 1, MaxCompletionTokens = 1 }, "MaxTokens", "cannot be used together");
        using var defaults = new RequestProbe { Defaults = RequestProbe.Map("""{"stream_options":{"include_usage":true}}""") };
        Assert.DoesNotContain("stream_options", await defaults.BodyOf(RequestProbe.Request()), StringComparison.Ordinal);
        using var streaming = new RequestProbe();
        Assert.Contains("stream_options", Assert.Single(await streaming.StreamBodiesOf(RequestProbe.Request())), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "F14 Stop is always sent as a list, of four texts at most")]
    public async Task F14()
    {
        using var probe = new RequestProbe { Type = "Helix" };
        Assert.Equal(Start + ""","stop":["END"]}""", await probe.BodyOf(RequestProbe.Request() with { Stop = ["END"] }));
        Assert.Equal(Start + ""","stop":["END"]}""", await probe.BodyOf(RequestProbe.With("""{"stop":"END"}""")));
        using var refusing = new RequestProbe();
        await refusing.Refuses(RequestProbe.Request() with { Stop = ["1", "2", "3", "4", "5"] }, "Stop", "4 texts at most");
    }

    [Theory(DisplayName = "F15 The limit of tokens has the name that the server reads")]
    [InlineData("Ollama", "max_tokens")]
    [InlineData("LMStudio", "max_tokens")]
    [InlineData("OpenAI", "max_completion_tokens")]
    public async Task F15(string type, string name)
    {
        using var probe = new RequestProbe { Type = type };
        Assert.Equal($$"""{{Start}},"{{name}}":9}""", await probe.BodyOf(RequestProbe.Request() with { MaxCompletionTokens = 9 }));
        Assert.Equal(Start + ""","max_tokens":9}""", await probe.BodyOf(RequestProbe.Request() with { MaxTokens = 9 }));
    }

    [Fact(DisplayName = "F16 Additional parameters are merged last and win, one level deep; stream among them is refused")]
    public async Task F16()
    {
        using var probe = new RequestProbe { Defaults = RequestProbe.Map("""{"metadata":{"a":1},"seed":1}""") };
        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"Hi"}],"metadata":{"b":2},"seed":3,"temperature":1}""",
            await probe.BodyOf(RequestProbe.With("""{"metadata":{"b":2},"seed":3,"temperature":1}""") with { Temperature = 0.5, Seed = 2 }));
        using var refusing = new RequestProbe();
        await refusing.Refuses(RequestProbe.With("""{"stream":true}"""), "AdditionalParameters", "-Stream");
    }

    [Theory(DisplayName = "F17 A base URL may end in slashes, lack or have its version, or be the whole address")]
    [InlineData("", "/v1/chat/completions")]
    [InlineData("/", "/v1/chat/completions")]
    [InlineData("/v1", "/v1/chat/completions")]
    [InlineData("/v1///", "/v1/chat/completions")]
    [InlineData("/api/v3/chat/completions", "/api/v3/chat/completions")]
    public async Task F17(string end, string path)
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json(RequestProbe.Answer);
        await Ask.WholeAsync(Ask.Client(server.Url + end));

        Assert.Equal(path, Assert.Single(server.Requests).Path);
    }

    [Fact(DisplayName = "F18 Redirects are not followed and name their target; a key goes over plain http to this machine only")]
    public async Task F18()
    {
        using var other = ScriptedServer.Start();
        var failure = (await Ask.WholeAsync(Reply.Text("", 307, "text/plain").Header("Location", other.BaseUrl), key: "sk-12345678")).Failure!;
        Assert.Equal(ChatErrorKind.RedirectRefused, failure.Kind);
        Assert.Contains(other.BaseUrl, failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.ConnectionCount);
        Assert.Equal(ChatErrorKind.InsecureRequest, Assert.Throws<ChatRequestException>(static () => Ask.Client("http://llm.example.test/v1", key: "sk-12345678")).Kind);
    }

    [Theory(DisplayName = "F21 A list of models is found in every form, and a key that may not list is told so")]
    [InlineData("""{"data":[{"id":"a"},{"id":"b"}]}""", "a b")]
    [InlineData("""{"data":null}""", "")]
    [InlineData("""[{"id":"a"},"b"]""", "a b")]
    [InlineData("""{"models":[{"name":"a"}]}""", "a")]
    public async Task F21(string body, string models)
    {
        using var system = new PlayedSystem("Helix");
        Assert.Equal(models, string.Join(' ', (await system.ModelsAsync(Reply.Json(body))).Select(static model => model.Id)));
        var forbidden = await Assert.ThrowsAsync<ChatApiException>(() => system.ModelsAsync(Reply.Text("forbidden", 403, "text/plain")));
        Assert.Contains("agent", forbidden.Advice, StringComparison.OrdinalIgnoreCase);
    }

    [Theory(DisplayName = "F22 A key that the server echoes is shown nowhere; the server's name for the request is")]
    [InlineData("x-request-id")]
    [InlineData("x-litellm-call-id")]
    [InlineData("X-Generation-Id")]
    [InlineData("apim-request-id")]
    public async Task F22(string header)
    {
        const string Key = "sk-checklist-0123456789";
        var lines = new List<string>();
        var outcome = await Ask.WholeAsync(Reply.Json($$$"""{"error":{"message":"bad key {{{Key}}}"}}""", 401).Header(header, "r-1"), Key, Ask.NoRetries with { Trace = lines.Add });

        Assert.Equal("r-1", outcome.Failure!.RequestId);
        Assert.DoesNotContain(Key, Dump.Of(outcome) + outcome.Failure + string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Contains("***", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "F23 Metadata is pairs of text for OpenAI, and any object for LiteLLM")]
    public async Task F23()
    {
        const string Deep = """{"metadata":{"tags":["a"],"n":1}}""";
        using var lite = new RequestProbe { Type = "LiteLLM" };
        Assert.Equal(Start + "," + Deep[1..], await lite.BodyOf(RequestProbe.With(Deep)));
        using var openAI = new RequestProbe { Type = "OpenAI" };
        await openAI.Refuses(RequestProbe.With(Deep), "Metadata", "text");
        Assert.Equal(Start + ""","metadata":{"a":"b"}}""", await openAI.BodyOf(RequestProbe.With("""{"metadata":{"a":"b"}}""")));
    }

    [Fact(DisplayName = "F25 An answer is sent back with what servers take: no index, no empty fields, no reasoning")]
    public async Task F25()
    {
        using var probe = new RequestProbe();
        probe.Server.Enqueue(Reply.Json("""{"choices":[{"message":{"role":"assistant","content":null,"reasoning_content":"hm","refusal":null,"annotations":[],"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""},"extra":1}]},"finish_reason":"tool_calls"}]}"""));
        var answer = (await Ask.WholeAsync(probe.Client())).Message;
        var body = await probe.BodyOf(new ChatRequest { Model = "m", Messages = [answer, new ChatMessage { Role = ChatRole.Tool, ToolCallId = "c", Content = "ok" }] });

        Assert.Equal("""{"model":"m","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":"ok","tool_call_id":"c"}]}""", body);
    }

    [Fact(DisplayName = "H27 Models come with fields nobody knows, without the word list, or not at all")]
    public async Task H27()
    {
        using var system = new PlayedSystem("LlamaCpp");
        var model = Assert.Single(await system.ModelsAsync(Reply.Json("""{"models":[{"name":"x"}],"data":[{"id":"a","object":"model","owned_by":"me","created":1,"meta":{"n_ctx":256}}],"extra":[]}""")));
        Assert.Equal((Id: "a", OwnedBy: "me"), (model.Id, model.OwnedBy));
        Assert.Equal("""{"n_ctx":256}""", $"{model.AdditionalProperties!["meta"]}");
        Assert.Equal(ChatErrorKind.NotFound, (await Assert.ThrowsAsync<ChatApiException>(() => system.ModelsAsync(Reply.Json("""{"detail":"Not Found"}""", 404)))).Kind);
    }

    [Fact(DisplayName = "H28 The model that answered is told, not the one that was asked")]
    public async Task H28()
    {
        const string Answer = """{"model":"other-7b","choices":[{"index":0,"message":{"content":"a"},"delta":{"content":"a"},"finish_reason":"stop"}]}""";
        Assert.Equal("other-7b", (await Ask.WholeAsync(Reply.Json(Answer))).Answer.Model);
        Assert.Equal("other-7b", (await Ask.StreamAsync(Reply.Sse("""{"model":"other-7b","choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"""))).Answer.Model);
    }

    [Fact(DisplayName = "H29 A limit of no tokens is refused, since servers make one of it")]
    public async Task H29()
    {
        using var probe = new RequestProbe { Type = "LlamaCpp" };
        await probe.Refuses(RequestProbe.Request() with { MaxTokens = 0 }, "MaxTokens", "at least 1");
    }
}
