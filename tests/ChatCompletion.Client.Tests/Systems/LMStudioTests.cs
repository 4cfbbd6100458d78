namespace ChatCompletions.Tests;

/// <summary>LM Studio: its own name for the limit of tokens, empty names in fragments of calls, and errors that say all twice.</summary>
public sealed class LMStudioTests : IDisposable
{
    private const string Start = """{"id":"chatcmpl-x","object":"chat.completion.chunk","created":1731000000,"model":"openai/gpt-oss-20b","system_fingerprint":"openai/gpt-oss-20b",""";

    private readonly PlayedSystem _studio = new("LMStudio");

    [Fact]
    public async Task F15_The_limit_is_sent_as_it_knows_it_and_its_statistics_are_kept()
    {
        var answer = (await _studio.AskAsync(
            Reply.Json("""{"id":"chatcmpl-x","object":"chat.completion","created":1731000000,"model":"openai/gpt-oss-20b","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","reasoning":"hm","tool_calls":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5},"stats":{"tokens_per_second":42.5},"system_fingerprint":"openai/gpt-oss-20b"}"""),
            Ask.Question() with { MaxCompletionTokens = 9, AdditionalParameters = RequestProbe.Map("""{"top_k":40}""") })).Answer;

        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":9,"top_k":40}""", _studio.Last.Body);
        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", TotalTokens: 5L),
            (answer.Content, answer.ReasoningContent, answer.TotalTokens));
        Assert.Contains("tokens_per_second", JsonText.Write(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F8_Empty_names_and_ids_in_later_fragments_begin_no_new_call()
    {
        var answer = (await _studio.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"1","type":"function","function":{"name":"weather","arguments":""}}]},"logprobs":null,"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"","type":"function","function":{"name":"","arguments":"{\"city\":"}}]},"logprobs":null,"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"type":"function","function":{"name":"","arguments":"\"Rome\"}"}}]},"logprobs":null,"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}""",
            "[DONE]"))).Answer;

        var call = Assert.Single(answer.Choices[0].Message.ToolCalls!);
        Assert.Equal((Id: "1", Call: "weather({\"city\":\"Rome\"})", Complete: true), (call.Id, Call: call.ToString(), answer.Complete));
    }

    [Fact]
    public async Task A_stream_may_think_under_either_name_and_ends_with_its_usage()
    {
        var outcome = await _studio.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","reasoning":"h"},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"reasoning_content":"m"},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            Start + """ "choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
            "[DONE]"));

        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", TotalTokens: 5L),
            (outcome.Answer.Content, outcome.Answer.ReasoningContent, outcome.Answer.TotalTokens));
        Assert.EndsWith(""" "stream":true,"stream_options":{"include_usage":true}}""".Trim(), _studio.Last.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"The model has crashed.\"},\"message\":\"The model has crashed.\"}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"The model has crashed.\"},\"message\":\"The model has crashed.\"}\n\n")]
    public async Task E4_An_error_inside_a_stream_says_all_twice(string error)
    {
        var failure = (await _studio.StreamAsync(Reply.Sse(Start + """ "choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}""").Send(error))).Failed(ChatErrorKind.ServerError);

        Assert.Equal(
            (Message: "LMStudio reported an error: The model has crashed.", Content: "Hel"),
            (failure.Message, failure.Completion!.Content));
    }

    [Theory]
    [InlineData("""{"error":"No models loaded. Please load a model in the developer page."}""")]
    [InlineData("""{"error":{"message":"No models loaded. Please load a model in the developer page.","type":"invalid_request_error","param":"model","code":"model_not_found"}}""")]
    public async Task No_loaded_model_is_told_with_its_words(string body) =>
        Assert.Contains("No models loaded.", (await _studio.AskAsync(Reply.Json(body, 404))).Failed(ChatErrorKind.NotFound).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Its_models_are_listed() =>
        Assert.Equal(["a", "b"], (await _studio.ModelsAsync(Reply.Json("""{"data":[{"id":"a","object":"model","owned_by":"organization_owner"},{"id":"b","object":"model","owned_by":"organization_owner"}],"object":"list"}"""))).Select(static model => model.Id));

    public void Dispose() => _studio.Dispose();
}
