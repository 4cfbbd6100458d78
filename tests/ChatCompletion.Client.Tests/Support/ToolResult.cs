namespace ChatCompletions.Tests;

/// <summary>The shortest result of a tool call, for tests that look at the call and not at its result.</summary>
internal static class ToolResult
{
    public static ChatMessage Of(ChatToolCall call) => new() { Role = "tool", Content = "r", ToolCallId = call.Id };

    /// <summary>A request's body without the results.</summary>
    public static string Remove(string body, IEnumerable<ChatToolCall> calls) => calls.Aggregate(
        body, static (text, call) => text.Replace($$""",{"role":"tool","content":"r","tool_call_id":"{{call.Id}}"}""", "", StringComparison.Ordinal));
}
