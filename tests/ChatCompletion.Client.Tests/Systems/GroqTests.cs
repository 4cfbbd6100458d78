namespace ChatCompletions.Tests;

/// <summary>Groq: usage within a field of its own, and how long to wait in seconds with a fraction.</summary>
public sealed class GroqTests : IDisposable
{
    private const string Start = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1731000000,"model":"llama-3.3-70b-versatile","system_fingerprint":"fp_1",""";

    private readonly PlayedSystem _groq = new("Groq");

    public GroqTests() => _groq.Provider = _groq.Provider with { ApiBase = _groq.Server.Url + "/openai/v1" };

    [Fact]
    public async Task Its_address_is_below_openai_and_times_in_its_usage_are_kept()
    {
        var answer = (await _groq.AskAsync(Reply.Json("""{"id":"chatcmpl-1","object":"chat.completion","created":1731000000,"model":"llama-3.3-70b-versatile","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","reasoning":"hm"},"logprobs":null,"finish_reason":"stop"}],"usage":{"queue_time":0.02,"prompt_tokens":3,"prompt_time":0.01,"completion_tokens":2,"total_tokens":5,"total_time":0.03},"usage_breakdown":null,"x_groq":{"id":"req_1"},"service_tier":"on_demand"}""").Header("x-request-id", "req_1"))).Answer;

        Assert.Equal(
            (Target: "/openai/v1/chat/completions", Body: """{"model":"m","messages":[{"role":"user","content":"hi"}]}"""),
            (_groq.Last.Target, _groq.Last.Body));
        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", TotalTokens: 5L, ServiceTier: "on_demand", RequestId: "req_1"),
            (answer.Content, answer.ReasoningContent, answer.TotalTokens, answer.ServiceTier, answer.RequestId));
        Assert.Equal(0.02, answer.Usage!.AdditionalProperties!["queue_time"]);
    }

    [Fact]
    public async Task F11_The_usage_of_a_stream_may_be_within_a_field_of_its_own()
    {
        var answer = (await _groq.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"x_groq":{"id":"req_1"}}""",
            Start + """ "choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"queue_time":0.02,"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}}""",
            "[DONE]"))).Answer;

        Assert.Equal((Content: "Hello", Complete: true, TotalTokens: 5L), (answer.Content, answer.Complete, answer.TotalTokens));
    }

    [Fact]
    public async Task An_error_within_its_own_field_of_a_stream_does_not_make_it_whole()
    {
        var outcome = await _groq.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}""",
            Start + """ "choices":[],"x_groq":{"id":"req_1","error":"over_capacity"}}""",
            "[DONE]"));
        Assert.Equal("Hel", outcome.BrokeOff().Partial.Content);
    }

    [Fact]
    public async Task A_limit_of_its_rate_is_waited_for()
    {
        _groq.Server.Enqueue(Reply.Json("""{"error":{"message":"Rate limit reached for model `llama-3.3-70b-versatile`. Please try again in 1.5s.","type":"tokens","code":"rate_limit_exceeded"}}""", 429).Header("retry-after", "1.5"));
        Assert.Equal(2, (await _groq.AskAsync(Reply.Json(RequestProbe.Answer))).Answer.Attempts);
        Assert.Equal([TimeSpan.FromSeconds(1.5)], _groq.Time.Waits);
    }

    [Fact]
    public async Task A_call_that_the_model_spoilt_is_told_with_what_it_wrote()
    {
        var failure = (await _groq.AskAsync(Reply.Json("""{"error":{"message":"Failed to call a function. Please adjust your prompt.","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<function=weather{\"city\": \"Rome\"}"}}""", 400))).Failed(ChatErrorKind.BadRequest);
        Assert.Equal("tool_use_failed", failure.Code);
        Assert.Contains("<function=weather", failure.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_models_tell_their_context()
    {
        var model = Assert.Single(await _groq.ModelsAsync(Reply.Json("""{"object":"list","data":[{"id":"llama-3.3-70b-versatile","object":"model","created":1731000000,"owned_by":"Meta","active":true,"context_window":131072}]}""")));
        Assert.Equal(
            (ContextWindow: 131072L, Target: "/openai/v1/models"),
            (ContextWindow: model.AdditionalProperties!["context_window"], _groq.Last.Target));
    }

    public void Dispose() => _groq.Dispose();
}
