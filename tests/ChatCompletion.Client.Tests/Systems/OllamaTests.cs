namespace ChatCompletions.Tests;

/// <summary>Ollama: no key, its own name for the limit of tokens, whole tool calls, ids that repeat, and errors that a stream loses.</summary>
public sealed class OllamaTests : IDisposable
{
    private const string Start = """{"id":"chatcmpl-7","object":"chat.completion.chunk","created":1731000000,"model":"qwen3:8b","system_fingerprint":"fp_ollama",""";

    private readonly PlayedSystem _ollama = new("Ollama");

    public OllamaTests() => _ollama.Provider = _ollama.Provider with { ApiKeyVariable = null };

    [Fact]
    public async Task F15_The_limit_is_sent_as_it_knows_it_and_without_a_key()
    {
        var answer = (await _ollama.AskAsync(
            Reply.Json("""{"id":"chatcmpl-7","object":"chat.completion","created":1731000000,"model":"qwen3:8b","system_fingerprint":"fp_ollama","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","reasoning":"hm"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"""),
            Ask.Question() with { Model = "qwen3:8b", MaxCompletionTokens = 9, Temperature = 0 })).Answer;

        Assert.Equal("""{"model":"qwen3:8b","messages":[{"role":"user","content":"hi"}],"max_tokens":9,"temperature":0}""", _ollama.Last.Body);
        Assert.DoesNotContain("Authorization", _ollama.Last.Headers.Keys);
        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", Complete: true, TotalTokens: 5L, SystemFingerprint: "fp_ollama"),
            (answer.Content, answer.ReasoningContent, answer.Complete, answer.TotalTokens, answer.SystemFingerprint));
    }

    [Fact]
    public async Task A_stream_thinks_answers_and_tells_its_usage_in_a_chunk_without_choices()
    {
        var outcome = await _ollama.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"h"},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"m"},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}""",
            Start + """ "choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
            "[DONE]"));

        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""", _ollama.Last.Body);
        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", Complete: true, TotalTokens: 5L),
            (outcome.Answer.Content, outcome.Answer.ReasoningContent, outcome.Answer.Complete, outcome.Answer.TotalTokens));
    }

    [Fact]
    public async Task A_tool_call_comes_whole_in_one_chunk()
    {
        var answer = (await _ollama.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"call_1","index":0,"type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}}]},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"tool_calls"}]}""",
            "[DONE]"))).Answer;

        Assert.Equal("weather({\"city\":\"Rome\"})", Assert.Single(answer.Choices[0].Message.ToolCalls!).ToString());
        Assert.True(answer.Complete);
    }

    [Fact]
    public async Task E1_An_error_that_a_stream_loses_is_an_answer_that_broke_off()
    {
        var outcome = await _ollama.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}]}""",
            """{"id":"chatcmpl-7","object":"chat.completion.chunk","created":1731000000,"model":"","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"""));

        Assert.Equal((Content: "Hel", Model: "qwen3:8b"), (outcome.BrokeOff().Partial.Content, outcome.BrokeOff().Partial.Model));
    }

    [Fact]
    public async Task A_model_that_was_not_pulled_is_told_with_its_words()
    {
        var failure = (await _ollama.AskAsync(Reply.Json("""{"error":{"message":"model \"m\" not found, try pulling it first","type":"not_found_error","param":null,"code":null}}""", 404))).Failed(ChatErrorKind.NotFound);

        Assert.Contains("try pulling it first", failure.Message, StringComparison.Ordinal);
        Assert.Equal((Type: "not_found_error", Code: null), (failure.Type, failure.Code));
    }

    [Fact]
    public async Task F21_A_list_of_no_models_is_null()
    {
        Assert.Empty(await _ollama.ModelsAsync(Reply.Json("""{"object":"list","data":null}""")));
        var model = Assert.Single(await _ollama.ModelsAsync(Reply.Json("""{"object":"list","data":[{"id":"qwen3:8b","object":"model","created":1731000000,"owned_by":"library"}]}""")));
        Assert.Equal((Id: "qwen3:8b", OwnedBy: "library", Target: "/v1/models"), (model.Id, model.OwnedBy, _ollama.Last.Target));
    }

    public void Dispose() => _ollama.Dispose();
}
