namespace ChatCompletions.Tests;

/// <summary>Mistral: names of its own, no field that it does not know, and content as a list of thoughts and texts.</summary>
public sealed class MistralTests : IDisposable
{
    private const string Start = """{"id":"cmpl-1","object":"chat.completion.chunk","created":1731000000,"model":"magistral-small",""";

    private readonly PlayedSystem _mistral = new("Mistral");

    [Fact]
    public async Task F13_Only_fields_that_it_knows_are_sent_by_names_that_it_knows()
    {
        var request = Ask.Question() with { MaxCompletionTokens = 9, Seed = 4, Tools = RequestProbe.List("""[{"type":"function","function":{"name":"weather"}}]"""), ToolChoice = "required" };
        await _mistral.StreamAsync(Reply.Sse(Start + """ "choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""", "[DONE]"), request);

        var fields = _mistral.LastFields;
        Assert.Equal(
            (MaxTokens: 9L, RandomSeed: 4L, ToolChoice: "any", Stream: true),
            (MaxTokens: fields["max_tokens"], RandomSeed: fields["random_seed"],
             ToolChoice: fields["tool_choice"], Stream: fields["stream"]));
        Assert.Equal(["max_tokens", "messages", "model", "random_seed", "stream", "tool_choice", "tools"], fields.Keys.Cast<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task F7_Thoughts_in_the_list_of_content_are_reasoning()
    {
        var answer = (await _mistral.AskAsync(Reply.Json("""{"id":"cmpl-1","object":"chat.completion","created":1731000000,"model":"magistral-small","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","tool_calls":null,"content":[{"type":"thinking","thinking":[{"type":"text","text":"h"},{"type":"text","text":"m"}]},{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]}}],"usage":{"prompt_tokens":3,"total_tokens":5,"completion_tokens":2}}"""))).Answer;

        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", Complete: true),
            (answer.Content, answer.ReasoningContent, answer.Complete));
    }

    [Fact]
    public async Task F7_A_stream_goes_from_lists_of_thoughts_to_text_and_tells_its_usage_unasked()
    {
        var outcome = await _mistral.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"h"}]}]},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"m"}],"closed":true}]},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"content":[{"type":"text","text":"Hel"}]},"finish_reason":null}]}""",
            Start + """ "choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"total_tokens":5,"completion_tokens":2}}""",
            "[DONE]"));

        Assert.Equal(
            (Content: "Hello", ReasoningContent: "hm", Complete: true, TotalTokens: 5L),
            (outcome.Answer.Content, outcome.Answer.ReasoningContent, outcome.Answer.Complete, outcome.Answer.TotalTokens));
        Assert.Equal(["", "", "", "Hel", "lo"], outcome.Chunks.Select(static chunk => chunk.Content));
    }

    [Fact]
    public async Task A_tool_call_comes_whole_and_without_a_type()
    {
        var answer = (await _mistral.StreamAsync(Reply.Sse(
            Start + """ "choices":[{"index":0,"delta":{"content":"","tool_calls":[{"id":"D681PevKs","function":{"name":"weather","arguments":"{\"city\": \"Rome\"}"},"index":0}]},"finish_reason":"tool_calls"}],"usage":{"total_tokens":5}}""",
            "[DONE]"))).Answer;

        Assert.Equal(
            (Id: "D681PevKs", ToolCall: "weather({\"city\": \"Rome\"})"),
            (answer.Choices[0].Message.ToolCalls![0].Id, ToolCall: answer.Choices[0].Message.ToolCalls![0].ToString()));
    }

    [Theory]
    [InlineData(422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error","param":null,"code":null}""", ChatErrorKind.BadRequest)]
    [InlineData(422, """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}""", ChatErrorKind.BadRequest)]
    [InlineData(401, """{"message":"Unauthorized","request_id":"r"}""", ChatErrorKind.AuthenticationFailed)]
    [InlineData(429, """{"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded","param":null,"code":"3505"}""", ChatErrorKind.RateLimited)]
    public async Task F6_Its_errors_come_in_many_forms(int status, string body, ChatErrorKind kind)
    {
        _mistral.Provider = _mistral.Provider with { NumRetries = 0 };
        var failure = (await _mistral.AskAsync(Reply.Json(body, status))).Failed(kind);

        var words = status == 422 ? "Extra inputs are not permitted" : status == 401 ? "Unauthorized" : "capacity exceeded";
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_models_have_capabilities()
    {
        var model = Assert.Single(await _mistral.ModelsAsync(Reply.Json("""{"object":"list","data":[{"id":"magistral-small","object":"model","created":1731000000,"owned_by":"mistralai","capabilities":{"completion_chat":true},"max_context_length":40000,"aliases":[]}]}""")));
        Assert.Equal(
            (Id: "magistral-small", MaxContextLength: 40000L),
            (model.Id, MaxContextLength: model.AdditionalProperties!["max_context_length"]));
    }

    public void Dispose() => _mistral.Dispose();
}
