namespace ChatCompletions.Tests;

/// <summary>An answer that becomes part of the next question: only what servers take back is sent.</summary>
public sealed class AnswerSentBackTests : IDisposable
{
    private readonly RequestProbe _probe = new();

    [Fact]
    public async Task A_plain_answer_is_its_role_and_text() =>
        Assert.Equal("""{"role":"assistant","content":"Paris"}""", await SentBack("""{"role":"assistant","content":"Paris","refusal":null,"annotations":[],"tool_calls":[]}"""));

    [Fact]
    public async Task Reasoning_annotations_and_unknown_fields_stay_behind() =>
        Assert.Equal(
            """{"role":"assistant","content":"Paris"}""",
            await SentBack("""{"role":"assistant","content":"Paris","reasoning_content":"hm","reasoning":"hm","reasoning_details":[{"text":"hm"}],"annotations":[{"type":"url_citation"}],"provider_specific_fields":{"a":1}}"""));

    [Fact]
    public async Task Tool_calls_lose_their_index_and_unknown_fields() =>
        Assert.Equal(
            """{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"a","arguments":"{\"x\":1}"}},{"id":"call_2","type":"function","function":{"name":"b","arguments":"{}"}}]}""",
            await SentBack("""{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"a","arguments":"{\"x\":1}","parsed":null},"x":1},{"index":1,"id":"call_2","type":"function","function":{"name":"b","arguments":""}}]}"""));

    [Fact]
    public async Task A_tool_call_without_a_type_or_with_an_object_is_put_into_the_form_of_the_API() =>
        Assert.Equal(
            """{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"a","arguments":"{\"x\":1}"}}]}""",
            await SentBack("""{"role":"assistant","tool_calls":[{"id":"call_1","function":{"name":"a","arguments":{"x":1}}}]}"""));

    [Fact]
    public async Task A_refusal_is_sent_back_beside_a_content_of_null() =>
        Assert.Equal("""{"role":"assistant","content":null,"refusal":"I will not."}""", await SentBack("""{"role":"assistant","content":null,"refusal":"I will not."}"""));

    [Fact]
    public async Task A_spoken_answer_is_sent_back_by_its_id() =>
        Assert.Equal(
            """{"role":"assistant","content":null,"audio":{"id":"audio_1"}}""",
            await SentBack("""{"role":"assistant","content":null,"audio":{"id":"audio_1","expires_at":1,"data":"UklGRg==","transcript":"Hi"}}"""));

    [Fact]
    public async Task An_answer_in_parts_is_sent_back_as_its_text() =>
        Assert.Equal(
            """{"role":"assistant","content":"It is blue."}""",
            await SentBack("""{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"It is "},{"type":"text","text":"blue."},{"type":"image_url","image_url":{"url":"data:x"}}]}"""));

    [Fact]
    public async Task A_streamed_answer_is_sent_back_the_same_way()
    {
        _probe.Server.Enqueue(Reply.Sse(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"a","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":1}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
            "[DONE]"));
        ChatCompletion? answer = null;
        await foreach (var chunk in _probe.Client().StreamAsync(RequestProbe.Request(), RequestProbe.Stop)) answer = chunk.Completion ?? answer;
        Assert.Equal(
            """{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"a","arguments":"{\"x\":1}"}}]}""",
            await Sent(answer!.Choices[0].Message!));
    }

    public void Dispose() => _probe.Dispose();

    private async Task<string> SentBack(string message)
    {
        _probe.Server.Enqueue(Reply.Json($$"""{"choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}"""));
        var answer = await _probe.Client().CompleteAsync(RequestProbe.Request(), RequestProbe.Stop);
        return await Sent(answer.Choices[0].Message!);
    }

    private async Task<string> Sent(ChatMessage message)
    {
        var calls = message.ToolCalls ?? [];
        var body = await _probe.BodyOf(new ChatRequest { Model = "m", Messages = [message, .. calls.Select(ToolResult.Of)] });
        body = ToolResult.Remove(body, calls);
        const string start = """{"model":"m","messages":[""";
        Assert.StartsWith(start, body, StringComparison.Ordinal);
        return body[start.Length..^2];
    }
}
