namespace ChatCompletions.Tests;

/// <summary>A LiteLLM proxy: provider prefixes, virtual keys, its own metadata, and errors with words for numbers.</summary>
public sealed class LiteLLMTests : IDisposable
{
    private readonly PlayedSystem _proxy = new("LiteLLM");

    [Theory]
    [InlineData("anthropic/claude-sonnet-4")]
    [InlineData("openrouter/meta-llama/llama-3.3-70b-instruct:free")]
    [InlineData("LiteLLM/gpt-4o")]
    public async Task The_models_prefix_is_sent_as_it_is_with_the_virtual_key(string model)
    {
        await _proxy.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { Model = model });
        Assert.Equal(model, _proxy.LastFields["model"]);
        Assert.Equal(
            (Target: "/v1/chat/completions", Authorization: "Bearer " + PlayedSystem.Key),
            (_proxy.Last.Target, Authorization: _proxy.Last.Headers["Authorization"]));
    }

    [Fact]
    public async Task The_proxys_address_alone_is_enough()
    {
        _proxy.Provider = _proxy.Provider with { ApiBase = _proxy.Server.Url };
        await _proxy.AskAsync(Reply.Json(RequestProbe.Answer));
        Assert.Equal("/v1/chat/completions", _proxy.Last.Target);
    }

    [Fact]
    public async Task F23_Metadata_is_any_object()
    {
        const string metadata = """{"ticket":42,"tags":["a","b"],"trace":{"user":"anna","deep":{"x":null}},"ok":true,"17":"17","p6":1,"p7":1,"p8":1,"p9":1,"p10":1,"p11":1,"p12":1,"p13":1,"p14":1,"p15":1,"p16":1,"p17":1}""";
        await _proxy.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { Metadata = RequestProbe.Map(metadata) });
        Assert.EndsWith($$""","metadata":{{metadata}}}""", _proxy.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calls_id_and_its_cost_are_on_the_answer()
    {
        var whole = (await _proxy.AskAsync(Signed(Reply.Json(RequestProbe.Answer)))).Answer;
        Assert.Equal((RequestId: "call-7f3a", Cost: 0.00042), (whole.RequestId, whole.Cost));
        var streamed = (await _proxy.StreamAsync(Signed(Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""", "[DONE]")))).Answer;
        Assert.Equal((RequestId: "call-7f3a", Cost: 0.00042), (streamed.RequestId, streamed.Cost));
        Assert.Null((await _proxy.AskAsync(Reply.Json(RequestProbe.Answer).Header("x-litellm-response-cost", "None"))).Answer.Cost);

        static Reply Signed(Reply reply) => reply.Header("x-litellm-call-id", "call-7f3a").Header("x-litellm-response-cost", "0.00042").Header("x-litellm-model-id", "m1");
    }

    [Fact]
    public async Task A_wrong_virtual_key_is_told_with_the_code_as_text_and_without_the_word_None()
    {
        var failure = (await _proxy.AskAsync(
            Reply.Json("""{"error":{"message":"Authentication Error, Invalid proxy server token passed","type":"auth_error","param":"None","code":"401"}}""", 401).Header("x-litellm-call-id", "call-1")))
            .Failed(ChatErrorKind.AuthenticationFailed);
        Assert.Equal(
            (Code: "401", Type: "auth_error", Param: null, RequestId: "call-1", StatusCode: 401),
            (failure.Code, failure.Type, failure.Param, failure.RequestId, failure.StatusCode));
        Assert.Contains("Invalid proxy server token passed", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("None", failure.Message, StringComparison.Ordinal);
        Assert.Single(_proxy.Server.Requests);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_not_tried_again()
    {
        var failure = (await _proxy.AskAsync(Reply.Json("""{"error":{"message":"Budget has been exceeded! Current cost: 10.1, Max budget: 10.0","type":"budget_exceeded","param":null,"code":"429"}}""", 429)))
            .Failed(ChatErrorKind.QuotaExceeded);
        Assert.Contains("Max budget: 10.0", failure.Message, StringComparison.Ordinal);
        Assert.Single(_proxy.Server.Requests);
    }

    [Fact]
    public async Task A_failure_of_the_provider_behind_is_tried_again()
    {
        _proxy.Server.Enqueue(Reply.Json("""{"error":{"message":"litellm.ServiceUnavailableError: AnthropicException - Overloaded","type":"None","param":"None","code":"503"}}""", 503));
        var outcome = await _proxy.AskAsync(Reply.Json(RequestProbe.Answer));
        Assert.Equal((Content: "ok", Attempts: 2), (outcome.Answer.Content, outcome.Answer.Attempts));
        Assert.Equal([TimeSpan.FromSeconds(0.5)], _proxy.Time.Waits);
    }

    [Fact]
    public async Task An_error_inside_a_stream_that_then_just_ends_is_an_error()
    {
        var outcome = await _proxy.StreamAsync(Reply.Sse(
            """{"id":"1","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}""",
            """{"error":{"message":"litellm.RateLimitError: OpenAIException - slow down","type":"None","param":"None","code":"429"}}"""));
        var failure = outcome.Failed(ChatErrorKind.RateLimited);
        Assert.Equal((Text: "Hel", Code: "429", Type: null, Param: null), (outcome.Text, failure.Code, failure.Type, failure.Param));
        Assert.Equal((Content: "Hel", Complete: false), (failure.Completion!.Content, failure.Completion.Complete));
        Assert.Single(_proxy.Server.Requests);
    }

    [Fact]
    public async Task The_models_are_the_proxys_own_names()
    {
        var models = await _proxy.ModelsAsync(Reply.Json("""{"data":[{"id":"gpt-4o","object":"model","created":1677610602,"owned_by":"openai"},{"id":"anthropic/*","object":"model","created":1677610602,"owned_by":"openai"}],"object":"list"}"""));
        Assert.Equal(["gpt-4o", "anthropic/*"], models.Select(static model => model.Id));
        Assert.Equal("Bearer " + PlayedSystem.Key, _proxy.Last.Headers["Authorization"]);
    }

    public void Dispose() => _proxy.Dispose();
}
