namespace ChatCompletions.Tests;

/// <summary>The llama.cpp server: a model that loads, timings, and the field <c>error:</c> of its older builds.</summary>
public sealed class LlamaCppTests : IDisposable
{
    private const string Start = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1731000000,"model":"any","system_fingerprint":"b5000",""";

    private readonly PlayedSystem _llama = new("LlamaCpp");

    public LlamaCppTests() => _llama.Provider = _llama.Provider with { ApiKeyVariable = null };

    [Fact]
    public async Task H26_A_model_that_is_still_loading_is_waited_for()
    {
        const string loading = """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""";
        _llama.Server.Enqueue(Reply.Json(loading, 503)).Enqueue(Reply.Json(loading, 503));
        var answer = (await _llama.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { Model = "any", MaxTokens = 5 })).Answer;

        Assert.Equal((Content: "ok", Attempts: 3), (answer.Content, answer.Attempts));
        Assert.All(_llama.Server.Requests, static request => Assert.Equal("""{"model":"any","messages":[{"role":"user","content":"hi"}],"max_tokens":5}""", request.Body));
        Assert.Equal([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)], _llama.Time.Waits);
    }

    [Fact]
    public async Task A_stream_begins_with_null_and_ends_with_timings()
    {
        var answer = (await _llama.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}]}""",
            Start + """ "choices":[{"finish_reason":null,"index":0,"delta":{"reasoning_content":"hm"}}]}""",
            Start + """ "choices":[{"finish_reason":null,"index":0,"delta":{"content":"Hello"}}]}""",
            Start + """ "choices":[{"finish_reason":"stop","index":0,"delta":{}}]}""",
            Start + """ "choices":[],"usage":{"completion_tokens":2,"prompt_tokens":3,"total_tokens":5},"timings":{"prompt_n":3,"predicted_per_second":155.9}}""",
            "[DONE]"))).Answer;

        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", Complete: true, TotalTokens: 5L, SystemFingerprint: "b5000"),
            (answer.Content, answer.ReasoningContent, answer.Complete, answer.TotalTokens, answer.SystemFingerprint));
        Assert.Equal(155.9, Assert.IsType<JsonDictionary>(answer.AdditionalProperties!["timings"])["predicted_per_second"]);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"code\":500,\"message\":\"context shift is disabled\",\"type\":\"server_error\"}}\n\n")]
    [InlineData("error: {\"code\":500,\"message\":\"context shift is disabled\",\"type\":\"server_error\"}\n\n")]
    [InlineData("error: {\"code\":500,\"message\":\"context shift is disabled\",\"type\":\"server_error\"}\n")]
    public async Task F3_E3_An_error_inside_a_stream_is_one_in_newer_and_older_builds(string error)
    {
        var outcome = await _llama.StreamAsync(Reply.Sse(Start + """ "choices":[{"finish_reason":null,"index":0,"delta":{"content":"Hel"}}]}""").Send(error));

        var failure = outcome.Failed(ChatErrorKind.ServerError);
        Assert.Equal((Code: "500", Type: "server_error", Content: "Hel"), (failure.Code, failure.Type, failure.Completion!.Content));
        Assert.Contains("context shift is disabled", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task E3_The_empty_line_after_the_end_mark_may_be_missing()
    {
        var reply = Reply.Sse(Start + """ "choices":[{"finish_reason":"stop","index":0,"delta":{"content":"Hello"}}]}""").Send("data: [DONE]\n").Hang();
        Assert.Equal("Hello", (await _llama.StreamAsync(reply)).Answer.Content);
    }

    [Fact]
    public async Task H22_A_prompt_that_is_too_long_and_a_feature_that_is_off_are_told_and_not_tried_again()
    {
        var tooLong = (await _llama.AskAsync(Reply.Json("""{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_prompt_tokens":2045,"n_ctx":1024}}""", 400))).Failed(ChatErrorKind.BadRequest);
        Assert.Equal((Code: "400", Type: "exceed_context_size_error"), (tooLong.Code, tooLong.Type));
        var off = (await _llama.AskAsync(Reply.Json("""{"error":{"code":501,"message":"tools param requires --jinja flag","type":"not_supported_error"}}""", 501))).Failed(ChatErrorKind.ServerError);
        Assert.Contains("--jinja", off.Message, StringComparison.Ordinal);
        Assert.Equal(2, _llama.Server.Requests.Count);
    }

    [Fact]
    public async Task F21_Its_models_are_listed_once_although_the_list_comes_twice()
    {
        var model = Assert.Single(await _llama.ModelsAsync(Reply.Json("""{"models":[{"name":"/models/q.gguf","model":"/models/q.gguf"}],"object":"list","data":[{"id":"/models/q.gguf","object":"model","created":1731000000,"owned_by":"llamacpp","meta":{"n_ctx_train":4096}}]}""")));
        Assert.Equal((Id: "/models/q.gguf", OwnedBy: "llamacpp"), (model.Id, model.OwnedBy));
    }

    public void Dispose() => _llama.Dispose();
}
