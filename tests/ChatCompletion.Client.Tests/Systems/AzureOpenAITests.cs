namespace ChatCompletions.Tests;

/// <summary>Azure OpenAI: deployments in the path, the content filter's chunks, and its own errors.</summary>
public sealed class AzureOpenAITests : IDisposable
{
    private readonly PlayedSystem _azure = new("AzureOpenAI");

    public AzureOpenAITests() => _azure.Provider = _azure.Provider with { ApiBase = _azure.Server.Url, ApiVersion = "2024-10-21" };

    [Fact]
    public async Task The_deployment_is_in_the_path_and_the_key_in_its_own_header()
    {
        await _azure.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { Model = "gpt-4o-dep" });
        Assert.Equal("/openai/deployments/gpt-4o-dep/chat/completions?api-version=2024-10-21", _azure.Last.Target);
        Assert.Equal(PlayedSystem.Key, _azure.Last.Headers["api-key"]);
        Assert.False(_azure.Last.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task The_v1_address_has_no_version_and_the_deployment_in_the_body()
    {
        _azure.Provider = _azure.Provider with { ApiVersion = null, AuthType = "Bearer" };
        await _azure.AskAsync(Reply.Json(RequestProbe.Answer), Ask.Question() with { Model = "gpt-4o-dep" });
        Assert.Equal((Target: "/openai/v1/chat/completions", Model: "gpt-4o-dep"), (_azure.Last.Target, Model: _azure.LastFields["model"]));
        Assert.Equal("Bearer " + PlayedSystem.Key, _azure.Last.Headers["Authorization"]);
        Assert.False(_azure.Last.Headers.ContainsKey("api-key"));
    }

    [Fact]
    public async Task A_stream_with_an_empty_first_chunk_and_late_chunks_of_the_filter_is_whole()
    {
        var outcome = await _azure.StreamAsync(Reply.Sse(
            """{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}""",
            """{"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"created":1731000000,"id":"chatcmpl-1","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk","system_fingerprint":"fp_1"}""",
            """{"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"delta":{"content":"Hello"},"finish_reason":null,"index":0,"logprobs":null}],"created":1731000000,"id":"chatcmpl-1","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk"}""",
            """{"choices":[{"content_filter_results":{},"delta":{},"finish_reason":"stop","index":0,"logprobs":null}],"created":1731000000,"id":"chatcmpl-1","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk"}""",
            """{"choices":[{"content_filter_offsets":{"check_offset":44,"start_offset":44,"end_offset":49},"content_filter_results":{"violence":{"filtered":false,"severity":"safe"}},"finish_reason":null,"index":0}],"created":0,"id":"","model":"","object":""}""",
            """{"choices":[],"created":1731000000,"id":"chatcmpl-1","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk","usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""",
            "[DONE]"));
        var answer = outcome.Answer;
        Assert.Equal(
            (Content: "Hello", Complete: true, FinishReason: "stop", TotalTokens: 7L),
            (answer.Content, answer.Complete, answer.FinishReason, answer.TotalTokens));
        Assert.Equal((Id: "chatcmpl-1", Model: "gpt-4o-2024-08-06"), (answer.Id, answer.Model));
        Assert.Equal(1731000000, answer.Created!.Value.ToUnixTimeSeconds());
        Assert.Contains("prompt_filter_results", JsonText.Write(answer), StringComparison.Ordinal);
        Assert.Contains("violence", JsonText.Write(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("innererror", "content_filter_result")]
    [InlineData("inner_error", "content_filter_results")]
    public async Task A_question_that_the_filter_blocks_is_a_failure_of_its_own_kind(string inner, string results)
    {
        const string body = """{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"INNER":{"code":"ResponsibleAIPolicyViolation","RESULTS":{"violence":{"filtered":true,"severity":"high"}}}}}""";
        var failure = (await _azure.AskAsync(Reply.Json(body.Replace("INNER", inner, StringComparison.Ordinal).Replace("RESULTS", results, StringComparison.Ordinal), 400)))
            .Failed(ChatErrorKind.ContentFiltered);
        Assert.Equal((Code: "content_filter", Type: null, Param: "prompt"), (failure.Code, failure.Type, failure.Param));
        Assert.Contains("ResponsibleAIPolicyViolation", failure.Body, StringComparison.Ordinal);
        Assert.Single(_azure.Server.Requests);
    }

    [Fact]
    public async Task An_answer_that_the_filter_cut_is_not_complete()
    {
        var answer = (await _azure.AskAsync(Reply.Json("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hel"},"finish_reason":"content_filter","content_filter_results":{"violence":{"filtered":true,"severity":"high"}}}]}"""))).Answer;
        Assert.Equal(
            (Content: "Hel", Complete: false, FinishReason: "content_filter"),
            (answer.Content, answer.Complete, answer.FinishReason));
    }

    [Fact]
    public async Task A_stream_that_the_filter_cuts_late_keeps_its_text_and_is_not_complete()
    {
        var outcome = await _azure.StreamAsync(Reply.Sse(
            """{"choices":[{"delta":{"content":"Hel","role":"assistant"},"finish_reason":null,"index":0}],"id":"chatcmpl-1","model":"gpt-4o","object":"chat.completion.chunk"}""",
            """{"choices":[{"content_filter_offsets":{"check_offset":3,"start_offset":0,"end_offset":3},"content_filter_results":{"violence":{"filtered":true,"severity":"high"}},"finish_reason":"content_filter","index":0}],"created":0,"id":"","model":"","object":""}""",
            "[DONE]"));
        Assert.Equal(
            (Content: "Hel", Complete: false, FinishReason: "content_filter", Id: "chatcmpl-1"),
            (outcome.Answer.Content, outcome.Answer.Complete, outcome.Answer.FinishReason, outcome.Answer.Id));
    }

    [Fact]
    public async Task A_filter_that_failed_itself_is_no_failure_of_the_answer()
    {
        var answer = (await _azure.AskAsync(Reply.Json("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop","content_filter_results":{"error":{"code":"content_filter_error","message":"The contents are not filtered"}}}],"prompt_filter_results":[{"prompt_index":0,"content_filter_result":{"error":{"code":"content_filter_error","message":"The contents are not filtered"}}}]}"""))).Answer;
        Assert.Equal((Content: "Hello", Complete: true), (answer.Content, answer.Complete));
        Assert.Contains("content_filter_error", JsonText.Write(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_milliseconds_of_a_throttled_deployment_are_waited_for()
    {
        _azure.Server.Enqueue(Reply.Json("""{"error":{"code":"429","message":"Requests have exceeded the token rate limit."}}""", 429).Header("retry-after-ms", "1234").Header("retry-after", "2").Header("x-ratelimit-reset-tokens", "-1"));
        var outcome = await _azure.AskAsync(Reply.Json(RequestProbe.Answer).Header("apim-request-id", "apim-1"));
        Assert.Equal(
            (Content: "ok", Attempts: 2, RequestId: "apim-1"),
            (outcome.Answer.Content, outcome.Answer.Attempts, outcome.Answer.RequestId));
        Assert.Equal([TimeSpan.FromMilliseconds(1234)], _azure.Time.Waits);
    }

    [Fact]
    public async Task A_deployment_that_is_not_there_and_a_wrong_key_are_told()
    {
        var absent = (await _azure.AskAsync(Reply.Json("""{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""", 404))).Failed(ChatErrorKind.NotFound);
        Assert.Equal("DeploymentNotFound", absent.Code);
        var wrong = (await _azure.AskAsync(Reply.Json("""{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}""", 401))).Failed(ChatErrorKind.AuthenticationFailed);
        Assert.Equal((Code: "401", Type: null), (wrong.Code, wrong.Type));
    }

    [Fact]
    public async Task Without_a_model_nothing_is_sent() =>
        Assert.Equal("Model", (await Ask.WholeAsync(_azure.Client, Ask.Question() with { Model = null })).Failed<ChatRequestException>().Parameter);

    public void Dispose() => _azure.Dispose();
}
