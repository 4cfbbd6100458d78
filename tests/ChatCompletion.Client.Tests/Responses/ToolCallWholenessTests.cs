namespace ChatCompletions.Tests;

/// <summary>An answer with a function call that cannot be run is not whole, whatever its finish reason says.</summary>
public class ToolCallWholenessTests
{
    [Theory]
    [InlineData("{\"city\": \"")]
    [InlineData("{\"x\":1")]
    [InlineData("{\"x\":1}}")]
    [InlineData("{\"x\":1}{\"y\":2}")]
    [InlineData("{'x':1}")]
    [InlineData("{\"x\":1,}")]
    [InlineData("{\"x\":01}")]
    [InlineData("[1")]
    [InlineData("\"s")]
    [InlineData("tru")]
    [InlineData("not json")]
    [InlineData("1 2")]
    [InlineData("NaN")]
    [InlineData(" ")]
    [InlineData("// none\n{}")]
    [InlineData("\ufeff{}")]
    public async Task Arguments_that_are_not_one_JSON_value_make_it_incomplete(string arguments)
    {
        var json = JsonText.Write(arguments);
        foreach (var reason in new[] { "tool_calls", "stop", "function_call" })
            foreach (var outcome in await AnswersAsync($$$"""{"id":"a","type":"function","function":{"name":"f","arguments":{{{json}}}}}""", reason))
            {
                Assert.Equal(
                    (Complete: false, Arguments: arguments, FinishReason: reason),
                    (outcome.Answer.Complete, outcome.Message.ToolCalls![0].Arguments, outcome.Answer.FinishReason));
                Assert.Equal("The arguments of the tool call 'f' are not one whole JSON value.", outcome.Answer.Error);
            }
        var older = await Ask.MessageAsync($$$"""{"content":null,"function_call":{"name":"f","arguments":{{{json}}}}}""");
        Assert.False(older.Answer.Complete);
    }

    [Theory]
    [InlineData("\"\"", "{}")]
    [InlineData("null", "{}")]
    [InlineData("\"{}\"", "{}")]
    [InlineData("\" {\\\"x\\\": 1}\\n\"", " {\"x\": 1}\n")]
    [InlineData("\"null\"", "null")]
    [InlineData("\"\\\"s\\\"\"", "\"s\"")]
    [InlineData("\"-1.5e3\"", "-1.5e3")]
    [InlineData("\"[[[[]]]]\"", "[[[[]]]]")]
    [InlineData("{\"x\":1}", "{\"x\":1}")]
    public async Task Arguments_of_one_JSON_value_or_none_are_whole(string arguments, string text)
    {
        foreach (var outcome in await AnswersAsync($$$"""{"id":"a","type":"function","function":{"name":"f","arguments":{{{arguments}}}}}""", "tool_calls"))
            Assert.Equal(
                (Complete: true, Arguments: text, Error: null),
                (outcome.Answer.Complete, outcome.Message.ToolCalls![0].Arguments, outcome.Answer.Error));
    }

    [Fact]
    public async Task Arguments_nested_deeper_than_this_library_reads_are_whole()
    {
        var deep = new string('[', 500) + new string(']', 500);
        foreach (var outcome in await AnswersAsync($$$"""{"id":"a","function":{"name":"f","arguments":"{{{deep}}}"}}""", "tool_calls")) Assert.True(outcome.Answer.Complete);
    }

    [Theory]
    [InlineData("""{"id":"a","function":{"arguments":"{}"}}""", "A tool call has no name.")]
    [InlineData("""{"index":0,"id":"a","function":{"name":"","arguments":"{}"}}""", "A tool call has no name.")]
    [InlineData("""{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"b","function":{"name":"g\u001b","arguments":"{"}}""", "The arguments of the tool call 'g␛' are not one whole JSON value.")]
    public async Task A_call_without_a_name_or_any_broken_one_of_several_makes_it_incomplete(string calls, string error)
    {
        foreach (var outcome in await AnswersAsync(calls, "tool_calls")) Assert.Equal(
            (Complete: false, Error: error),
            (outcome.Answer.Complete, outcome.Answer.Error));
    }

    [Theory]
    [InlineData("""{"id":"a","type":"custom","custom":{"name":"sql","input":"SELECT {"}}""")]
    [InlineData("""{"id":"a","custom":{"name":"sql","input":"SELECT {"}}""")]
    [InlineData("""{"id":"a","type":"web_search_call","status":"done"}""")]
    [InlineData("\"]]]]\"")]
    public async Task What_is_no_function_call_need_not_be_JSON(string call)
    {
        foreach (var outcome in await AnswersAsync(call, "stop")) Assert.True(outcome.Answer.Complete);
    }

    [Fact]
    public async Task One_broken_call_of_one_choice_makes_the_answer_incomplete()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"content":"a"},"finish_reason":"stop" """,
            """ "index":1,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]},"finish_reason":"tool_calls" """);

        Assert.False(outcome.Answer.Complete);
        Assert.Equal([null, "The arguments of the tool call 'f' are not one whole JSON value."], outcome.Answer.Choices.Select(static choice => choice.Doubt));
    }

    [Fact]
    public async Task An_answer_that_was_cut_or_broke_off_names_its_own_reason()
    {
        const string Cut = """ "index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]} """;

        Assert.Null((await Ask.ChoicesAsync(Cut + ""","finish_reason":"length" """)).Answer.Error);
        var (failure, partial) = (await Ask.EventsAsync($$"""{"choices":[{{{Cut}}}]}""")).BrokeOff();
        Assert.Equal(failure.Message, partial.Error);
    }

    /// <summary>The same calls as a whole body and as a stream.</summary>
    private static async Task<Outcome[]> AnswersAsync(string calls, string reason) =>
    [
        await Ask.BodyAsync($$$"""{"choices":[{"index":0,"message":{"content":null,"tool_calls":[{{{calls}}}]},"finish_reason":"{{{reason}}}"}]}"""),
        await Ask.ChoicesAsync($$$""" "index":0,"delta":{"tool_calls":[{{{calls}}}]} """, $$""" "index":0,"delta":{},"finish_reason":"{{reason}}" """),
    ];
}
