namespace ChatCompletions.Tests;

/// <summary>xAI: errors that are plain text, and a usage before the last, empty chunk.</summary>
public sealed class XAITests : IDisposable
{
    private const string Start = """{"id":"x-1","object":"chat.completion.chunk","created":1731000000,"model":"grok-4","system_fingerprint":"fp_1",""";

    private readonly PlayedSystem _xai = new("xAI");

    [Fact]
    public async Task An_answer_tells_its_reasoning_and_its_usage()
    {
        var answer = (await _xai.AskAsync(
            Reply.Json("""{"id":"x-1","object":"chat.completion","created":1731000000,"model":"grok-4","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","reasoning_content":"hm","refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":9,"prompt_tokens_details":{"text_tokens":3,"audio_tokens":0,"image_tokens":0,"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":4},"num_sources_used":0},"system_fingerprint":"fp_1"}"""),
            Ask.Question() with { Model = "grok-4", MaxCompletionTokens = 9, Stop = ["END"] })).Answer;

        Assert.Equal("""{"model":"grok-4","messages":[{"role":"user","content":"hi"}],"max_completion_tokens":9,"stop":["END"]}""", _xai.Last.Body);
        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", ReasoningTokens: 4L, CachedTokens: 1L),
            (answer.Content, answer.ReasoningContent, answer.Usage!.CompletionTokensDetails!.ReasoningTokens,
             answer.Usage.PromptTokensDetails!.CachedTokens));
    }

    [Fact]
    public async Task F11_The_usage_before_a_last_chunk_without_choices_is_kept()
    {
        var outcome = await _xai.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"content":"Hello","role":"assistant"}}]}""",
            Start + """ "choices":[{"index":0,"delta":{"content":"","role":"assistant"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
            Start + """ "choices":[]}""",
            "[DONE]"));

        Assert.Equal(
            (Content: "Hello", Complete: true, TotalTokens: 5L),
            (outcome.Answer.Content, outcome.Answer.Complete, outcome.Answer.TotalTokens));
        Assert.EndsWith(""" "stream":true,"stream_options":{"include_usage":true}}""".Trim(), _xai.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_call_comes_whole_in_one_chunk()
    {
        var answer = (await _xai.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"call_1","function":{"name":"weather","arguments":"{}"},"index":0,"type":"function"}]}}]}""",
            Start + """ "choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
            "[DONE]"))).Answer;
        Assert.Equal("weather({})", Assert.Single(answer.Choices[0].Message.ToolCalls!).ToString());
    }

    [Theory]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa***45."}""", ChatErrorKind.BadRequest, "Client specified an invalid argument")]
    [InlineData(404, """{"code":"Some requested entity was not found","error":"The model grok-9 does not exist."}""", ChatErrorKind.NotFound, "Some requested entity was not found")]
    [InlineData(403, """{"error":"Your team has no credits."}""", ChatErrorKind.PermissionDenied, null)]
    public async Task F5_F6_An_error_is_plain_text_beside_a_code(int status, string body, ChatErrorKind kind, string? code)
    {
        var failure = (await _xai.AskAsync(Reply.Json(body, status))).Failed(kind);

        Assert.StartsWith($"xAI answered with status {status}: {body.Split("\"error\":\"")[1].Split('"')[0]}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(code, failure.Code);
    }

    [Fact]
    public async Task F5_A_text_for_an_error_inside_a_stream_is_one()
    {
        var failure = (await _xai.StreamAsync(Reply.Sse(Start + """ "choices":[{"index":0,"delta":{"content":"Hel"}}]}""", """{"code":"internal","error":"Something went wrong."}"""))).Failed(ChatErrorKind.ServerError);
        Assert.Equal(
            (Message: "xAI reported an error: Something went wrong.", Content: "Hel"),
            (failure.Message, failure.Completion!.Content));
    }

    [Fact]
    public async Task Its_models_are_listed() =>
        Assert.Equal("grok-4", Assert.Single(await _xai.ModelsAsync(Reply.Json("""{"data":[{"id":"grok-4","created":1731000000,"object":"model","owned_by":"xai"}],"object":"list"}"""))).Id);

    public void Dispose() => _xai.Dispose();
}
