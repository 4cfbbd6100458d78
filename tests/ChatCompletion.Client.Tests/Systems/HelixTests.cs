namespace ChatCompletions.Tests;

/// <summary>Helix: agents chosen by key or query, errors as plain text, streams without an end mark.</summary>
public sealed class HelixTests : IDisposable
{
    private readonly PlayedSystem _helix = new("Helix");

    [Fact]
    public async Task A_users_key_asks_a_model()
    {
        var outcome = await _helix.AskAsync(
            Reply.Json("""{"id":"chatcmpl-1","object":"chat.completion","created":1731000000,"model":"openai/gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}"""),
            Ask.Question() with { Model = "openai/gpt-4o" });
        Assert.Equal(
            (Content: "Hello", Model: "openai/gpt-4o", Provider: "Helix", TotalTokens: 4L),
            (outcome.Answer.Content, outcome.Answer.Model, outcome.Answer.Provider, outcome.Answer.TotalTokens));
        Assert.Equal(
            (Target: "/v1/chat/completions", Authorization: "Bearer " + PlayedSystem.Key),
            (_helix.Last.Target, Authorization: _helix.Last.Headers["Authorization"]));
        Assert.Equal("""{"model":"openai/gpt-4o","messages":[{"role":"user","content":"hi"}]}""", _helix.Last.Body);
    }

    [Fact]
    public async Task The_query_chooses_the_agent_beside_a_query_of_the_base_URL()
    {
        _helix.Provider = _helix.Provider with
        {
            ApiBase = _helix.Server.Url + "?session_id=ses_1&app_id=app_old",
            Query = new JsonDictionary { ["app_id"] = "app_01 k&1", ["assistant_id"] = "0" },
        };
        await _helix.AskAsync(Reply.Json(RequestProbe.Answer));
        Assert.Equal("/v1/chat/completions?session_id=ses_1&app_id=app_01%20k%261&assistant_id=0", _helix.Last.Target);
        await _helix.ModelsAsync(Reply.Json("""{"data":[]}"""));
        Assert.Equal("/v1/models?session_id=ses_1&app_id=app_01%20k%261&assistant_id=0", _helix.Last.Target);
        Assert.Equal("Bearer " + PlayedSystem.Key, _helix.Last.Headers["Authorization"]);
    }

    [Fact]
    public async Task Stop_is_always_a_list_wherever_it_comes_from()
    {
        await _helix.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { Stop = ["END"] });
        await _helix.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { AdditionalParameters = new JsonDictionary { ["stop"] = "END" } });
        _helix.Provider = _helix.Provider with { Defaults = new JsonDictionary { ["stop"] = "END" } };
        await _helix.AskAsync(Reply.Json(RequestProbe.Answer));
        await _helix.StreamAsync(Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"""));
        Assert.Equal(4, _helix.Server.Requests.Count);
        Assert.All(_helix.Server.Requests, static request => Assert.Contains(""","stop":["END"]""", request.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_is_whole_without_an_end_mark()
    {
        var outcome = await _helix.StreamAsync(Reply.Sse(
            """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1731000000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}""",
            """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1731000000,"model":"m","choices":[{"index":0,"delta":{"content":"lo"}}]}""",
            """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1731000000,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""));
        Assert.Equal(
            (Content: "Hello", Complete: true, FinishReason: "stop"),
            (outcome.Answer.Content, outcome.Answer.Complete, outcome.Answer.FinishReason));
        Assert.EndsWith(""","stream":true,"stream_options":{"include_usage":true}}""", _helix.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agents_stream_without_role_model_and_time_is_whole()
    {
        var outcome = await _helix.StreamAsync(Reply.Sse(
            """{"id":"ses_1","object":"","created":0,"model":"","choices":[{"index":0,"delta":{"content":"<think>look"},"finish_reason":""}]}""",
            """{"id":"ses_1","object":"","created":0,"model":"","choices":[{"index":0,"delta":{"content":" it up</think>42"},"finish_reason":""}]}""",
            """{"id":"ses_1","object":"","created":0,"model":"","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}]}"""));
        Assert.Equal((Content: "<think>look it up</think>42", Complete: true), (outcome.Answer.Content, outcome.Answer.Complete));
        Assert.Equal("assistant", outcome.Message.Role);
        Assert.Null(outcome.Answer.Created);
        Assert.Null(outcome.Answer.Usage);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task An_agents_answer_without_a_reason_to_end_is_whole(string reason)
    {
        var outcome = await _helix.AskAsync(Reply.Json($$$"""{"id":"ses_1","object":"chat.completion","created":0,"model":"","choices":[{"index":0,"message":{"role":"assistant","content":"42"},"finish_reason":{{{reason}}}}],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}"""));
        Assert.Equal(
            (Content: "42", Complete: true, FinishReason: null, TotalTokens: 0L),
            (outcome.Answer.Content, outcome.Answer.Complete, outcome.Answer.FinishReason, outcome.Answer.TotalTokens));
    }

    [Fact]
    public async Task A_failure_is_plain_text_and_sent_again_once_only()
    {
        _helix.Server.Default = Reply.Text("failed to get assistant: balance is too low\n", 500, "text/plain; charset=utf-8");
        var failure = (await Ask.WholeAsync(_helix.Client)).Failed(ChatErrorKind.ServerError);
        Assert.Equal("Helix answered with status 500: failed to get assistant: balance is too low", failure.Message);
        Assert.Equal((Attempts: 2, Count: 2, StatusCode: 500), (failure.Attempts, _helix.Server.Requests.Count, failure.StatusCode));
    }

    [Theory]
    [InlineData(400, "invalid model name: gpt-9", ChatErrorKind.BadRequest)]
    [InlineData(400, "URL query app_id does not match token app_id", ChatErrorKind.BadRequest)]
    [InlineData(401, "unauthorized", ChatErrorKind.AuthenticationFailed)]
    [InlineData(403, "access denied", ChatErrorKind.PermissionDenied)]
    public async Task Faults_of_the_request_are_plain_text_and_not_sent_again(int status, string text, ChatErrorKind kind)
    {
        var failure = (await _helix.StreamAsync(Reply.Text(text + "\n", status, "text/plain; charset=utf-8"))).Failed(kind);
        Assert.Equal($"Helix answered with status {status}: {text}", failure.Message);
        Assert.Single(_helix.Server.Requests);
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_a_stream_is_quoted_and_what_came_is_kept()
    {
        var reply = Reply.Sse("""{"id":"1","choices":[{"index":0,"delta":{"content":"Hel"}}]}""").Send("failed to read from provider: unexpected EOF\n");
        var outcome = await _helix.StreamAsync(reply);
        var (failure, partial) = outcome.BrokeOff();
        Assert.Equal("Hel", outcome.Text);
        Assert.Equal((Content: "Hel", Complete: false), (partial.Content, partial.Complete));
        Assert.Contains("failed to read from provider: unexpected EOF", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_models_without_an_object_field_is_read()
    {
        var models = await _helix.ModelsAsync(Reply.Json("""{"data":[{"id":"openai/gpt-4o","object":"model","created":1731000000,"owned_by":"openai","permission":null,"root":"","parent":"","context_length":128000}]}"""));
        Assert.Equal((Id: "openai/gpt-4o", OwnedBy: "openai", Provider: "Helix"), (models[0].Id, models[0].OwnedBy, models[0].Provider));
        Assert.Equal((Method: "GET", Target: "/v1/models"), (_helix.Last.Method, _helix.Last.Target));
        Assert.Empty(await _helix.ModelsAsync(Reply.Json("""{"data":null}""")));
    }

    [Fact]
    public async Task An_agents_key_that_cannot_list_models_is_said_in_plain_words()
    {
        var failure = await Assert.ThrowsAsync<ChatApiException>(() => _helix.ModelsAsync(Reply.Text("access denied\n", 403, "text/plain")));
        Assert.Equal(ChatErrorKind.PermissionDenied, failure.Kind);
        Assert.Contains("An agent's key", failure.Advice, StringComparison.Ordinal);
        Assert.Contains("cannot list models", failure.Advice, StringComparison.Ordinal);

        // The same key may ask, so the same status there means something else.
        var asked = (await _helix.AskAsync(Reply.Text("access denied\n", 403, "text/plain"))).Failed(ChatErrorKind.PermissionDenied);
        Assert.DoesNotContain("list models", asked.Advice, StringComparison.Ordinal);
    }

    public void Dispose() => _helix.Dispose();
}
