namespace ChatCompletions.Tests;

/// <summary>A conversation goes on only when each tool call has its result.</summary>
public sealed class ToolResultRuleTests : IDisposable
{
    private const string Calls = """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"now","arguments":"{}"}},{"id":"c2","type":"custom","custom":{"name":"sql","input":"x"}}]}""";
    private const string First = """{"role":"tool","tool_call_id":"c1","content":"12:00"}""";
    private const string Second = """{"role":"tool","tool_call_id":"c2","content":"1"}""";
    private const string Question = """{"role":"user","content":"And now?"}""";

    private readonly RequestProbe _probe = new();

    [Theory]
    [InlineData(Calls, First, Second, Question)]
    [InlineData(Calls, Second, First)]
    [InlineData(Question, Calls, Second, First, Question)]
    [InlineData("""{"role":"assistant","tool_calls":[{"function":{"name":"now","arguments":"{}"}}]}""", Question)]
    [InlineData("""{"role":"assistant","content":"a","tool_calls":[]}""", Question)]
    [InlineData("""{"role":"assistant","content":"a","tool_calls":null}""", Question)]
    public async Task Answered_calls_are_sent(params string[] messages) => await _probe.BodyOf(With(messages));

    [Theory]
    [InlineData("c1 (now), c2 (sql)", Calls, Question)]
    [InlineData("c1 (now), c2 (sql)", Calls)]
    [InlineData("c2 (sql)", Calls, First, Question)]
    [InlineData("c2 (sql)", Calls, First, First, Question, Second)]
    [InlineData("c1 (now)", Question, Calls, Second)]
    public async Task Missing_results_are_named_before_anything_is_sent(string missing, params string[] messages)
    {
        await _probe.Refuses(With(messages), "Messages", $"without a result: {missing}.");
        await _probe.Refuses(RequestProbe.With($$"""{"messages":[{{string.Join(',', messages)}}]}"""), "Messages", $"without a result: {missing}.");
    }

    public void Dispose() => _probe.Dispose();

    private static ChatRequest With(string[] messages) => new()
    {
        Model = "m",
        Messages =
        [
            .. messages.Select(RequestProbe.Map).Select(static map => new ChatMessage
            {
                Role = (string)map["role"]!,
                Content = map["content"] as string,
                ToolCallId = map["tool_call_id"] as string,
                ToolCalls = (map["tool_calls"] as JsonList)?.Cast<JsonDictionary>().Select(ToCall).ToList() is { } calls ? [.. calls] : null,
            }),
        ],
    };

    private static ChatToolCall ToCall(JsonDictionary call)
    {
        var tool = (JsonDictionary)(call["function"] ?? call["custom"])!;
        return new ChatToolCall { Id = call["id"] as string, Type = call["type"] as string, Name = tool["name"] as string, Arguments = (tool["arguments"] ?? tool["input"]) as string };
    }
}
