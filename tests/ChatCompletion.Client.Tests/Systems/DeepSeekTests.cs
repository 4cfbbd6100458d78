namespace ChatCompletions.Tests;

/// <summary>DeepSeek: empty lines and comments while a request waits, and thoughts before the answer.</summary>
public sealed class DeepSeekTests : IDisposable
{
    private const string Start = """{"id":"d-1","object":"chat.completion.chunk","created":1731000000,"model":"deepseek-reasoner","system_fingerprint":"fp_1",""";

    private readonly PlayedSystem _deepSeek = new("DeepSeek");

    [Fact]
    public async Task E7_Empty_lines_before_the_JSON_are_signs_of_life()
    {
        const string body = """{"id":"d-1","object":"chat.completion","created":1731000000,"model":"deepseek-chat","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","reasoning_content":"hm"},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_cache_hit_tokens":0,"prompt_cache_miss_tokens":3}}""";
        var reply = Reply.Json("\n").Framed(Framing.Chunked).Send("\n\n").Send("\r\n\n").Send(body);
        var answer = (await _deepSeek.AskAsync(reply, Ask.Question() with { Model = null })).Answer;

        Assert.Equal("""{"model":"deepseek-chat","messages":[{"role":"user","content":"hi"}]}""", _deepSeek.Last.Body);
        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", TotalTokens: 5L),
            (answer.Content, answer.ReasoningContent, answer.TotalTokens));
        Assert.Equal(3L, answer.Usage!.AdditionalProperties!["prompt_cache_miss_tokens"]);
    }

    [Fact]
    public async Task E7_Comments_before_a_stream_are_signs_of_life_and_thoughts_come_first()
    {
        var reply = Reply.Sse().Send(": keep-alive\n\n").Send(": keep-alive\n\n: keep-alive\n\n")
            .Event(Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"h"},"logprobs":null,"finish_reason":null}]}""")
            .Event(Start + """ "choices":[{"index":0,"delta":{"content":null,"reasoning_content":"m"},"logprobs":null,"finish_reason":null}]}""")
            .Send(": keep-alive\n\n")
            .Event(Start + """ "choices":[{"index":0,"delta":{"content":"Hello","reasoning_content":null},"logprobs":null,"finish_reason":null}]}""")
            .Event(Start + """ "choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""")
            .Event("[DONE]");
        var outcome = await _deepSeek.StreamAsync(reply);

        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", Complete: true, TotalTokens: 5L),
            (outcome.Answer.Content, outcome.Answer.ReasoningContent, outcome.Answer.Complete, outcome.Answer.TotalTokens));
        Assert.Equal(["h", "m", null, null], outcome.Chunks.Select(static chunk => chunk.ReasoningContent));
    }

    [Fact]
    public async Task F25_Thoughts_are_not_sent_back_with_the_call_they_led_to()
    {
        var first = (await _deepSeek.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_content":"hm"},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_0_1","type":"function","function":{"name":"weather","arguments":""}}]},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"content":""},"finish_reason":"tool_calls"}]}""",
            "[DONE]"))).Answer;
        await _deepSeek.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { Messages = [first.Choices[0].Message, new ChatMessage { Role = ChatRole.Tool, ToolCallId = "call_0_1", Content = "sunny" }] });

        Assert.Contains(""" "tool_calls":[{"id":"call_0_1","type":"function","function":{"name":"weather","arguments":"{}"}}] """.Trim(), _deepSeek.Last.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("hm", _deepSeek.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_the_system_ended_for_lack_of_resources_is_not_complete()
    {
        var answer = (await _deepSeek.AskAsync(Reply.Json("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hel"},"finish_reason":"insufficient_system_resource"}]}"""))).Answer;
        Assert.Equal(
            (Content: "Hel", Complete: false, FinishReason: "insufficient_system_resource"),
            (answer.Content, answer.Complete, answer.FinishReason));
    }

    [Theory]
    [InlineData(402, "Insufficient Balance", ChatErrorKind.QuotaExceeded)]
    [InlineData(401, "Authentication Fails (no such user)", ChatErrorKind.AuthenticationFailed)]
    [InlineData(400, "Model Not Exist", ChatErrorKind.BadRequest)]
    public async Task Its_errors_are_told_and_not_tried_again(int status, string message, ChatErrorKind kind)
    {
        var failure = (await _deepSeek.AskAsync(Reply.Json($$$"""{"error":{"message":"{{{message}}}","type":"unknown_error","param":null,"code":"invalid_request_error"}}""", status))).Failed(kind);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Single(_deepSeek.Server.Requests);
    }

    [Fact]
    public async Task Its_models_are_listed() =>
        Assert.Equal(["deepseek-chat", "deepseek-reasoner"], (await _deepSeek.ModelsAsync(Reply.Json("""{"object":"list","data":[{"id":"deepseek-chat","object":"model","owned_by":"deepseek"},{"id":"deepseek-reasoner","object":"model","owned_by":"deepseek"}]}"""))).Select(static model => model.Id));

    public void Dispose() => _deepSeek.Dispose();
}
