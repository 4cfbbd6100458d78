namespace ChatCompletions.Tests.FrontDoor;

/// <summary>Start here: whole requests and whole responses, byte for byte, and the objects that they become.</summary>
public sealed class WholeExchangeTests : IDisposable
{
    private const string Key = "sk-front-door";

    private readonly Wire _wire = new();

    [Fact]
    public async Task A_question_and_its_answer()
    {
        var (request, outcome) = await AskAsync(Hi, """
            HTTP/1.1 200 OK
            Content-Type: application/json
            x-request-id: req_1

            {"id":"c1","object":"chat.completion","created":1731000000,"model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}
            """);

        Assert.Equal("""
            POST /v1/chat/completions HTTP/1.1
            Host: HOST
            User-Agent: ChatCompletion/VERSION
            Accept: application/json
            Accept-Encoding: gzip, br
            Authorization: Bearer sk-front-door
            Content-Type: application/json
            Content-Length: 57

            {"model":"m","messages":[{"role":"user","content":"hi"}]}
            """, request);
        var answer = outcome.Answer;
        Assert.Equal("Hello.", answer.Content);
        Assert.True(answer.Complete);
        Assert.Equal("stop", answer.FinishReason);
        Assert.Equal("m-1", answer.Model);
        Assert.Equal("req_1", answer.RequestId);
        Assert.Equal(3, answer.TotalTokens);
    }

    [Fact]
    public async Task A_stream()
    {
        var (request, outcome) = await AskAsync(Hi, """
            HTTP/1.1 200 OK
            Content-Type: text/event-stream

            data: {"id":"c1","model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

            data: {"id":"c1","model":"m-1","choices":[{"index":0,"delta":{"content":"Hel"}}]}

            data: {"id":"c1","model":"m-1","choices":[{"index":0,"delta":{"content":"lo."},"finish_reason":"stop"}]}

            data: {"id":"c1","model":"m-1","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}

            data: [DONE]


            """, streaming: true);

        Assert.Equal("""
            POST /v1/chat/completions HTTP/1.1
            Host: HOST
            User-Agent: ChatCompletion/VERSION
            Accept: text/event-stream
            Accept-Encoding: identity
            Authorization: Bearer sk-front-door
            Content-Type: application/json
            Content-Length: 111

            {"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}
            """, request);
        Assert.Equal(["", "Hel", "lo."], outcome.Chunks.Select(static chunk => chunk.Content).Take(3));
        Assert.Equal("Hello.", outcome.Answer.Content);
        Assert.Equal(3, outcome.Answer.TotalTokens);
    }

    [Fact]
    public async Task A_tool_and_the_models_call()
    {
        var tool = RequestProbe.Map("""{"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}""");
        var (request, outcome) = await AskAsync(Hi with { Tools = new JsonList { tool }, ToolChoice = "auto" }, """
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"now","arguments":"{\"city\":\"Rome\"}"}}]},"finish_reason":"tool_calls"}]}
            """);

        Assert.EndsWith("""
            {"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],"tool_choice":"auto"}
            """, request, StringComparison.Ordinal);
        var call = Assert.Single(outcome.Answer.Choices[0].Message.ToolCalls!);
        Assert.Equal("call_1", call.Id);
        Assert.Equal("now", call.Name);
        Assert.Equal("""{"city":"Rome"}""", call.Arguments);
        Assert.True(outcome.Answer.Complete);
    }

    [Fact]
    public async Task The_result_of_a_tool()
    {
        ChatMessage[] conversation =
        [
            new() { Content = "Time in Rome?" },
            new() { Role = ChatRole.Assistant, ToolCalls = [new() { Id = "call_1", Name = "now", Arguments = "{}" }] },
            new() { Role = ChatRole.Tool, ToolCallId = "call_1", Content = "12:00" },
        ];
        var (request, _) = await AskAsync(Hi with { Messages = conversation }, Good);

        Assert.EndsWith("""
            {"model":"m","messages":[{"role":"user","content":"Time in Rome?"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"now","arguments":"{}"}}]},{"role":"tool","content":"12:00","tool_call_id":"call_1"}]}
            """, request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_answers_to_one_question()
    {
        var (request, outcome) = await AskAsync(Hi with { N = 2 }, """
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"choices":[{"index":0,"message":{"content":"one"},"finish_reason":"stop"},{"index":1,"message":{"content":"two"},"finish_reason":"length"}]}
            """);

        Assert.EndsWith("""{"model":"m","messages":[{"role":"user","content":"hi"}],"n":2}""", request, StringComparison.Ordinal);
        Assert.Equal("one", outcome.Answer.Content);
        Assert.Equal(["one", "two"], outcome.Answer.Choices.Select(static choice => choice.Content));
        Assert.False(outcome.Answer.Complete);
    }

    [Fact]
    public async Task An_error()
    {
        var (_, outcome) = await AskAsync(Hi, """
            HTTP/1.1 429 Too Many Requests
            Content-Type: application/json
            Retry-After: 7

            {"error":{"message":"Slow down.","type":"requests","param":null,"code":"rate_limit_exceeded"}}
            """);

        var failure = outcome.Failed(ChatErrorKind.RateLimited);
        Assert.Equal("front answered with status 429: Slow down.", failure.Message);
        Assert.Equal(429, failure.StatusCode);
        Assert.Equal("rate_limit_exceeded", failure.Code);
        Assert.Equal(7, failure.RetryAfter);
    }

    [Fact]
    public async Task An_error_in_a_stream_of_status_200()
    {
        var (_, outcome) = await AskAsync(Hi, """
            HTTP/1.1 200 OK
            Content-Type: text/event-stream

            data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}

            data: {"error":{"message":"overloaded","code":503}}


            """, streaming: true);

        var failure = outcome.Failed(ChatErrorKind.ServerError);
        Assert.Equal("front reported an error: overloaded", failure.Message);
        Assert.Equal("Hel", failure.Completion!.Content);
        Assert.False(failure.Completion.Complete);
    }

    [Theory]
    [InlineData(false, "application/json", """{"choices":[{"index":0,"message":{"content":"Hel""")]
    [InlineData(true, "text/event-stream", """data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}""")]
    public async Task An_answer_that_is_cut(bool streaming, string type, string body)
    {
        var (_, outcome) = await AskAsync(Hi, $"HTTP/1.1 200 OK\nContent-Type: {type}\nContent-Length: 5000\n\n{body}", streaming);

        var failure = outcome.Failed<ChatIncompleteException>();
        Assert.Equal(ChatErrorKind.IncompleteAnswer, failure.Kind);
        Assert.Equal("Hel", failure.Completion!.Content);
        Assert.False(failure.Completion.Complete);
    }

    [Fact]
    public async Task Azure_names_the_deployment_in_the_path_and_has_a_header_for_the_key()
    {
        var azure = new ChatProvider { Name = "front", Type = "AzureOpenAI", ApiBase = _wire.Url, ApiVersion = "2024-10-21", ApiKeyVariable = "KEY" };
        var (request, outcome) = await AskAsync(Hi with { Model = "my-deployment" }, Good, provider: azure);

        Assert.Equal("""
            POST /openai/deployments/my-deployment/chat/completions?api-version=2024-10-21 HTTP/1.1
            Host: HOST
            User-Agent: ChatCompletion/VERSION
            Accept: application/json
            Accept-Encoding: gzip, br
            api-key: sk-front-door
            Content-Type: application/json
            Content-Length: 69

            {"model":"my-deployment","messages":[{"role":"user","content":"hi"}]}
            """, request);
        Assert.Equal("Hello.", outcome.Answer.Content);
    }

    [Fact]
    public async Task Helix_chooses_the_agent_by_the_query()
    {
        var helix = new ChatProvider
        {
            Name = "front", Type = "Helix", ApiBase = _wire.Url + "/v1", ApiKeyVariable = "KEY", Query = new JsonDictionary { ["app_id"] = "app_01" },
        };
        var (request, outcome) = await AskAsync(Hi, Good, provider: helix);

        Assert.StartsWith("POST /v1/chat/completions?app_id=app_01 HTTP/1.1\n", request, StringComparison.Ordinal);
        Assert.EndsWith("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", request, StringComparison.Ordinal);
        Assert.Equal("Hello.", outcome.Answer.Content);
    }

    [Fact]
    public async Task The_list_of_models()
    {
        var answering = _wire.AnswerAsync("""
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"object":"list","data":[{"id":"m-1","object":"model","owned_by":"me"},{"id":"m-2"}]}
            """);
        var models = await Client(null).ListModelsAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("GET /v1/models HTTP/1.1\n", await answering, StringComparison.Ordinal);
        Assert.Equal(["m-1", "m-2"], models.Select(static model => model.Id));
    }

    public void Dispose() => _wire.Dispose();

    private static ChatRequest Hi => new() { Model = "m", Messages = [new ChatMessage { Content = "hi" }] };

    private static string Good => """
        HTTP/1.1 200 OK
        Content-Type: application/json

        {"choices":[{"index":0,"message":{"content":"Hello."},"finish_reason":"stop"}]}
        """;

    private ChatClient Client(ChatProvider? provider)
    {
        provider ??= new ChatProvider { Name = "front", Type = "Custom", ApiBase = _wire.Url + "/v1", ApiKeyVariable = "KEY" };
        return new ChatClient(ChatEndpoint.Create(provider, environment: static name => name == "KEY" ? Key : null), Ask.NoRetries);
    }

    private async Task<(string Request, Outcome Outcome)> AskAsync(ChatRequest request, string response, bool streaming = false, ChatProvider? provider = null)
    {
        var answering = _wire.AnswerAsync(response.ReplaceLineEndings("\n"));
        var outcome = await (streaming ? Ask.StreamAsync(Client(provider), request) : Ask.WholeAsync(Client(provider), request));
        return (await answering, outcome);
    }
}
