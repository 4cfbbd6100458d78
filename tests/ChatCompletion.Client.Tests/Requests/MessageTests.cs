namespace ChatCompletions.Tests;

/// <summary>Messages as they are sent: strictly what the API takes, in a fixed order, nothing that was not given.</summary>
public sealed class MessageTests : IDisposable
{
    private readonly RequestProbe _probe = new();

    [Fact]
    public async Task Messages_are_sent_in_their_order_with_role_and_content() =>
        Assert.Equal(
            """[{"role":"system","content":"a"},{"role":"developer","content":"b"},{"role":"user","content":"c"},{"role":"assistant","content":"d"},{"role":"tool","content":"e","tool_call_id":"call_1"},{"role":"user","content":""}]""",
            await Sent(
                new() { Role = "system", Content = "a" },
                new() { Role = "developer", Content = "b" },
                new() { Content = "c" },
                new() { Role = "assistant", Content = "d" },
                new() { Role = "tool", Content = "e", ToolCallId = "call_1" },
                new() { Content = "" }));

    [Fact]
    public async Task A_name_goes_with_its_message() =>
        Assert.Equal("""[{"role":"user","content":"a","name":"anna"}]""", await Sent(new ChatMessage { Content = "a", Name = "anna" }));

    [Fact]
    public async Task Parts_are_sent_as_they_are_in_place_of_the_text()
    {
        const string parts = """[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo+/=","detail":"low"}},{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}},{"type":"file","file":{"filename":"a b.pdf","file_data":"data:application/pdf;base64,JVBERi0="}}]""";
        Assert.Equal($$"""[{"role":"user","content":{{parts}}}]""", await Sent(new ChatMessage { Content = "not this", Parts = RequestProbe.List(parts) }));
    }

    [Fact]
    public async Task A_path_in_a_message_is_only_text()
    {
        const string parts = """[{"type":"image_url","image_url":{"url":"/etc/passwd"}},{"type":"file","file":{"file_id":"file:///etc/passwd"}}]""";
        Assert.Equal($$"""[{"role":"user","content":{{parts}}}]""", await Sent(new ChatMessage { Parts = RequestProbe.List(parts) }));
    }

    [Fact]
    public async Task Unknown_fields_of_a_message_of_ones_own_are_kept() =>
        Assert.Equal(
            """[{"role":"user","content":"a","cache_control":{"type":"ephemeral"},"prefix":true}]""",
            await Sent(new ChatMessage { Content = "a", AdditionalProperties = RequestProbe.Map("""{"cache_control":{"type":"ephemeral"},"prefix":true}""") }));

    [Fact]
    public async Task Reasoning_and_audio_of_a_message_of_ones_own_are_kept() =>
        Assert.Equal(
            """[{"role":"assistant","content":"a","audio":{"id":"audio_1"},"reasoning_content":"hm"}]""",
            await Sent(new ChatMessage { Role = "assistant", Content = "a", ReasoningContent = "hm", Audio = RequestProbe.Map("""{"id":"audio_1"}""") }));

    [Fact]
    public async Task Content_is_null_beside_tool_calls_and_the_result_names_its_call() =>
        Assert.Equal(
            """[{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"location\":\"Köln\"}"}}]},{"role":"tool","content":"12 °C","tool_call_id":"call_1"}]""",
            await Sent(
                new() { Role = "assistant", ToolCalls = [new ChatToolCall { Index = 0, Id = "call_1", Type = "function", Name = "get_weather", Arguments = """{"location":"Köln"}""" }] },
                new() { Role = "tool", Content = "12 °C", ToolCallId = "call_1" }));

    [Fact]
    public async Task A_call_made_by_hand_gets_what_the_API_demands() =>
        Assert.Equal(
            """[{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"now","arguments":"{}"}}]}]""",
            await Sent(new ChatMessage { Role = "assistant", ToolCalls = [new ChatToolCall { Id = "call_1", Name = "now" }] }));

    [Fact]
    public async Task Unknown_fields_of_a_call_of_ones_own_are_kept() =>
        Assert.Equal(
            """[{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"now","arguments":"{}"},"extra_content":{"google":{"thought_signature":"x"}}}]}]""",
            await Sent(new ChatMessage { Role = "assistant", ToolCalls = [new ChatToolCall { Id = "call_1", Name = "now", AdditionalProperties = RequestProbe.Map("""{"extra_content":{"google":{"thought_signature":"x"}}}""") }] }));

    [Fact]
    public async Task A_custom_call_has_an_input() =>
        Assert.Equal(
            """[{"role":"assistant","content":null,"tool_calls":[{"id":"call_2","type":"custom","custom":{"name":"run_sql","input":"select 1"}}]}]""",
            await Sent(new ChatMessage { Role = "assistant", ToolCalls = [new ChatToolCall { Id = "call_2", Type = "custom", Name = "run_sql", Arguments = "select 1" }] }));

    [Fact]
    public async Task An_empty_list_of_tool_calls_is_not_sent() =>
        Assert.Equal("""[{"role":"assistant","content":"a"}]""", await Sent(new ChatMessage { Role = "assistant", Content = "a", ToolCalls = [] }));

    public void Dispose() => _probe.Dispose();

    private async Task<string> Sent(params ChatMessage[] messages)
    {
        // Calls at the end need results, which are taken off again.
        var open = messages[^1].ToolCalls ?? [];
        var body = await _probe.BodyOf(new ChatRequest { Model = "m", Messages = [.. messages, .. open.Select(ToolResult.Of)] });
        body = ToolResult.Remove(body, open);
        const string start = """{"model":"m","messages":""";
        Assert.StartsWith(start, body, StringComparison.Ordinal);
        return body[start.Length..^1];
    }
}
