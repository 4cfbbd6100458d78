namespace ChatCompletions.Tests;

/// <summary>A conversation with tool calls whose arguments are not whole JSON is sent with a warning.</summary>
public class ToolCallWarningTests
{
    [Theory]
    [InlineData("""{"city":""")]
    [InlineData("""{"a":1}{"b":2}""")]
    [InlineData("{city: Rome}")]
    [InlineData("Rome")]
    public void Broken_arguments_are_warned_of_by_the_name_of_their_call(string arguments)
    {
        foreach (var message in Messages(arguments, "function"))
            Assert.Contains("not complete JSON, as in a truncated answer: c1 (f). ", ToolCallWarnings.Of(new[] { null, message }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"city":"Rome"}""", "function")]
    [InlineData("{}", "function")]
    [InlineData("", "function")]
    [InlineData(" ", "function")]
    [InlineData(null, "function")]
    [InlineData("select 1", "custom")]
    public void Whole_arguments_and_plain_input_are_not(string? arguments, string type)
    {
        foreach (var message in Messages(arguments, type)) Assert.Null(ToolCallWarnings.Of(new[] { message }));
    }

    [Fact]
    public async Task The_request_is_sent_all_the_same()
    {
        var warnings = new List<string>();
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("""{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}"""));
        var request = new ChatRequest
        {
            Model = "m",
            Messages = [(ChatMessage)Messages("{", "function")[0], new ChatMessage { Role = ChatRole.Tool, ToolCallId = "c1", Content = "x" }],
        };
        var outcome = await Ask.WholeAsync(Ask.Client(server, Ask.NoRetries with { Warn = warnings.Add }), request);

        Assert.Equal("fine", outcome.Answer.Content);
        Assert.Contains("c1 (f)", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static object[] Messages(string? arguments, string type)
    {
        var field = type == "custom" ? "input" : "arguments";
        return
        [
            new ChatMessage { Role = ChatRole.Assistant, ToolCalls = [new ChatToolCall { Id = "c1", Type = type, Name = "f", Arguments = arguments }] },
            new JsonDictionary
            {
                ["role"] = "assistant",
                ["tool_calls"] = new JsonList { new JsonDictionary { ["id"] = "c1", ["type"] = type, [type] = new JsonDictionary { ["name"] = "f", [field] = arguments } } },
            },
        ];
    }
}
