namespace ChatCompletions.Tests;

/// <summary>vLLM: fields of its own, codes that are numbers, usage in every chunk, and errors inside a stream of status 200.</summary>
public sealed class VllmTests : IDisposable
{
    private const string Start = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1731000000,"model":"Qwen/Qwen3-8B",""";

    private readonly PlayedSystem _vllm = new("vLLM");

    [Fact]
    public async Task Its_own_fields_are_kept_and_sent()
    {
        var answer = (await _vllm.AskAsync(
            Reply.Json("""{"id":"chatcmpl-1","object":"chat.completion","created":1731000000,"model":"Qwen/Qwen3-8B","choices":[{"index":0,"message":{"role":"assistant","reasoning":"hm","content":"Hello","tool_calls":[]},"logprobs":null,"finish_reason":"stop","stop_reason":151643,"token_ids":null}],"usage":{"prompt_tokens":3,"total_tokens":5,"completion_tokens":2,"prompt_tokens_details":null},"prompt_logprobs":null,"kv_transfer_params":null}"""),
            Ask.Question() with { MaxCompletionTokens = 9, AdditionalParameters = RequestProbe.Map("""{"top_k":5,"chat_template_kwargs":{"enable_thinking":false}}""") })).Answer;

        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"hi"}],"max_completion_tokens":9,"top_k":5,"chat_template_kwargs":{"enable_thinking":false}}""", _vllm.Last.Body);
        Assert.Equal("Bearer " + PlayedSystem.Key, _vllm.Last.Headers["Authorization"]);
        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", TotalTokens: 5L),
            (answer.Content, answer.ReasoningContent, answer.TotalTokens));
        Assert.Equal(151643L, answer.Choices[0].AdditionalProperties!["stop_reason"]);
        Assert.True(answer.AdditionalProperties!.Contains("kv_transfer_params"));
    }

    [Fact]
    public async Task F11_Of_the_usage_in_every_chunk_the_last_one_counts()
    {
        var outcome = await _vllm.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":{"prompt_tokens":3,"completion_tokens":0,"total_tokens":3}}""",
            Start + """ "choices":[{"index":0,"delta":{"content":"Hel"}}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""",
            Start + """ "choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop","stop_reason":null}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
            "[DONE]"));

        Assert.Equal(
            (Content: "Hello", Complete: true, TotalTokens: 5L),
            (outcome.Answer.Content, outcome.Answer.Complete, outcome.Answer.TotalTokens));
    }

    [Fact]
    public async Task F10_A_named_tool_ends_with_stop_and_is_a_call_all_the_same()
    {
        var answer = (await _vllm.StreamAsync(
            Reply.Sse(
                Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
                Start + """ "choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"chatcmpl-tool-1","type":"function","function":{"name":"weather","arguments":""}}]}}]}""",
                Start + """ "choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}""",
                Start + """ "choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Rome\"}"}}]}}]}""",
                Start + """ "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
                "[DONE]"),
            Ask.Question() with { Tools = RequestProbe.List("""[{"type":"function","function":{"name":"weather"}}]"""), ToolChoice = RequestProbe.Map("""{"type":"function","function":{"name":"weather"}}""") })).Answer;

        Assert.Equal("weather({\"city\":\"Rome\"})", Assert.Single(answer.Choices[0].Message.ToolCalls!).ToString());
        Assert.True(answer.Complete);
        Assert.Contains(""" "tool_choice":{"type":"function","function":{"name":"weather"}}""".Trim(), _vllm.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F5_An_error_inside_a_stream_is_one_although_an_end_mark_follows()
    {
        var outcome = await _vllm.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"content":"Hel"}}]}""",
            """{"error":{"message":"EngineCore encountered an issue.","type":"InternalServerError","param":null,"code":500}}""",
            "[DONE]"));

        Assert.Equal(
            (Code: "500", Type: "InternalServerError"),
            (outcome.Failed(ChatErrorKind.ServerError).Code, outcome.Failed(ChatErrorKind.ServerError).Type));
        Assert.Equal("Hel", outcome.Failure!.Completion!.Content);
    }

    [Theory]
    [InlineData("""{"error":{"message":"max_tokens is too large: 99.","type":"BadRequestError","param":"max_tokens","code":400}}""")]
    [InlineData("""{"object":"error","message":"max_tokens is too large: 99.","type":"BadRequestError","param":"max_tokens","code":400}""")]
    public async Task F6_An_error_is_told_in_its_newer_and_its_older_form(string body)
    {
        var failure = (await _vllm.AskAsync(Reply.Json(body, 400))).Failed(ChatErrorKind.BadRequest);

        Assert.Contains("max_tokens is too large: 99.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((Code: "400", Type: "BadRequestError", Param: "max_tokens"), (failure.Code, failure.Type, failure.Param));
        Assert.Single(_vllm.Server.Requests);
    }

    [Fact]
    public async Task Its_models_have_a_root_and_permissions()
    {
        var model = Assert.Single(await _vllm.ModelsAsync(Reply.Json("""{"object":"list","data":[{"id":"Qwen/Qwen3-8B","object":"model","created":1731000000,"owned_by":"vllm","root":"/models/q","parent":null,"max_model_len":40960,"permission":[{"id":"modelperm-1"}]}]}""")));
        Assert.Equal(
            (Id: "Qwen/Qwen3-8B", OwnedBy: "vllm", MaxModelLen: 40960L),
            (model.Id, model.OwnedBy, MaxModelLen: model.AdditionalProperties!["max_model_len"]));
    }

    public void Dispose() => _vllm.Dispose();
}
