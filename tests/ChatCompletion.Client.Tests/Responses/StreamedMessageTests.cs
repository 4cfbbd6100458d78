namespace ChatCompletions.Tests;

/// <summary>Streams with a whole <c>message</c> in place of a <c>delta</c>: text is neither lost nor told twice. That the chunks say what the answer says, <see cref="Ask"/> checks.</summary>
public class StreamedMessageTests
{
    [Theory]
    [InlineData(""" "message":{"content":"Hello"},"finish_reason":"stop" """)]
    [InlineData(""" "message":{"content":"Hel"} """, """ "message":{"content":"lo"},"finish_reason":"stop" """)]
    [InlineData(""" "message":{"content":"Hel"} """, """ "message":{"content":"Hello"},"finish_reason":"stop" """)]
    [InlineData(""" "delta":{"content":"Hel"} """, """ "delta":{"content":"lo"} """, """ "message":{"content":"Hello"},"finish_reason":"stop" """)]
    [InlineData(""" "delta":{"content":"Hel"} """, """ "message":{"content":"Hello"},"finish_reason":"stop" """)]
    [InlineData(""" "delta":{"content":"Hello"} """, """ "message":{"content":""},"finish_reason":"stop" """)]
    [InlineData(""" "message":{"content":"Hel"} """, """ "delta":{"content":"lo"},"finish_reason":"stop" """)]
    public async Task F4_Text_in_messages_of_a_stream_is_neither_lost_nor_told_twice(params string[] choices)
    {
        var outcome = await Ask.ChoicesAsync([.. choices.Select(static choice => """ "index":0, """ + choice)]);

        Assert.Equal(("Hello", "Hello", true), (outcome.Text, outcome.Answer.Content, outcome.Answer.Complete));
    }

    [Theory]
    [InlineData("Hello \\n", "Hello")]
    [InlineData("\\n\\nHello", "Hello")]
    public async Task F4_A_message_that_differs_in_the_white_space_around_it_tells_nothing_new(string pieces, string message)
    {
        var outcome = await Ask.ChoicesAsync($$""" "index":0,"delta":{"content":"{{pieces}}"} """, $$""" "index":0,"message":{"content":"{{message}}"},"finish_reason":"stop" """);

        Assert.Equal(pieces.Replace("\\n", "\n", StringComparison.Ordinal), outcome.Answer.Content);
    }

    [Theory]
    [InlineData("ha", " ha", "ha ha")]
    [InlineData("\\n", " ", "\n ")]
    public async Task F4_White_space_between_messages_is_no_repetition(string first, string second, string text)
    {
        var outcome = await Ask.ChoicesAsync($$""" "index":0,"message":{"content":"{{first}}"} """, $$""" "index":0,"message":{"content":"{{second}}"},"finish_reason":"stop" """);

        Assert.Equal(text, outcome.Answer.Content);
    }

    [Fact]
    public async Task F4_Thoughts_and_refusals_are_told_once_too()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"reasoning_content":"Let me ","refusal":"I can" } """,
            """ "index":0,"message":{"reasoning":"Let me see","refusal":"I cannot","content":null},"finish_reason":"stop" """);

        Assert.Equal(("Let me see", "I cannot"), (outcome.Message.ReasoningContent, outcome.Message.Refusal));
        Assert.Equal(["Let me ", "see"], outcome.Chunks.Select(static chunk => chunk.ReasoningContent));
        Assert.Equal(["I can", "not"], outcome.Chunks.Select(static chunk => chunk.Refusal));
    }

    [Fact]
    public async Task F4_A_tool_call_that_came_in_fragments_is_not_another_one_in_the_message()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\""}}]} """,
            """ "index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]} """,
            """ "index":0,"message":{"tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"c2","function":{"name":"g","arguments":"{}"}}]},"finish_reason":"tool_calls" """);

        Assert.Equal(["c1 f {\"a\":1}", "c2 g {}"], outcome.Message.ToolCalls!.Select(static call => $"{call.Id} {call.Name} {call.Arguments}"));
    }
}
