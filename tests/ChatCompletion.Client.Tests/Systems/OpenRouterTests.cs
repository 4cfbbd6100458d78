namespace ChatCompletions.Tests;

/// <summary>OpenRouter: signs of life while it waits, the cost in the usage, and errors of any status after the start.</summary>
public sealed class OpenRouterTests : IDisposable
{
    private readonly PlayedSystem _router = new("OpenRouter");

    [Fact]
    public async Task The_cost_of_an_answer_is_in_its_usage()
    {
        var answer = (await _router.AskAsync(
            Reply.Json("""{"id":"gen-1","provider":"Google","model":"google/gemini-2.5-flash","choices":[{"index":0,"message":{"role":"assistant","content":"a","reasoning":"hm"},"finish_reason":"stop","native_finish_reason":"STOP"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost":0.0015,"is_byok":false,"cost_details":{"upstream_inference_cost":null}}}""")
                .Header("X-Generation-Id", "gen-1"),
            Ask.Question() with { Model = "google/gemini-2.5-flash:free" })).Answer;
        Assert.Equal(
            (Cost: 0.0015, RequestId: "gen-1", ReasoningContent: "hm", Provider: "OpenRouter"),
            (answer.Cost, answer.RequestId, answer.ReasoningContent, answer.Provider));
        Assert.Equal("google/gemini-2.5-flash:free", _router.LastFields["model"]);
    }

    [Fact]
    public async Task The_cost_of_a_stream_is_in_its_last_chunk_after_signs_of_life()
    {
        var reply = Reply.Sse().Send(": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n")
            .Event("""{"id":"gen-1","choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"finish_reason":null}]}""")
            .Event("""{"id":"gen-1","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}]}""")
            .Event("""{"id":"gen-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost":2}}""")
            .Event("[DONE]");
        var answer = (await _router.StreamAsync(reply)).Answer;
        Assert.Equal(
            (Content: "a", Complete: true, Cost: 2.0, TotalTokens: 2L),
            (answer.Content, answer.Complete, answer.Cost, answer.TotalTokens));
    }

    [Fact]
    public async Task An_answer_without_a_cost_has_none() =>
        Assert.Null((await _router.AskAsync(Reply.Json("""{"choices":[{"message":{"content":"a"}}],"usage":{"total_tokens":2,"cost":null}}"""))).Answer.Cost);

    [Fact]
    public async Task An_error_after_the_start_of_a_stream_is_one_whatever_the_status()
    {
        var outcome = await _router.StreamAsync(Reply.Sse(
            """{"id":"gen-1","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}""",
            """{"id":"gen-1","error":{"code":502,"message":"Provider disconnected"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}"""));
        Assert.Equal("502", outcome.Failed(ChatErrorKind.ServerError).Code);
        Assert.Equal((Content: "Hel", Complete: false), (outcome.Failure!.Completion!.Content, outcome.Failure.Completion.Complete));
    }

    [Fact]
    public async Task An_account_without_credits_is_not_asked_again()
    {
        (await _router.AskAsync(Reply.Json("""{"error":{"code":402,"message":"Insufficient credits","metadata":{}}}""", 402))).Failed(ChatErrorKind.QuotaExceeded);
        Assert.Single(_router.Server.Requests);
    }

    public void Dispose() => _router.Dispose();
}
