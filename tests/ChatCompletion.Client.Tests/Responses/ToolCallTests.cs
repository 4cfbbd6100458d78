namespace ChatCompletions.Tests;

/// <summary>Putting tool calls together, in the order in which servers break the rules.</summary>
public class ToolCallTests
{
    [Fact]
    public async Task F8_Fragments_are_merged_by_index_also_when_they_interleave()
    {
        var outcome = await CallsAsync(
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}""",
            """{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{\"y"}}""",
            """{"index":0,"function":{"arguments":"{\"x\":"}}""",
            """{"index":1,"function":{"arguments":"\":2}"}}""",
            """{"index":0,"function":{"arguments":"1}"}}""");

        Assert.Equal(["0 a function f({\"x\":1})", "1 b function g({\"y\":2})"], Show(outcome));
        Assert.Equal("{\"x\":", outcome.Chunks[2].ToolCalls![0].Arguments);
    }

    [Fact]
    public async Task F8_Two_fragments_may_share_one_delta()
    {
        var outcome = await Ask.DeltasAsync("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}},{"index":1,"id":"b","function":{"name":"g","arguments":"2"}}]}""");

        Assert.Equal(["0 a - f(1)", "1 b - g(2)"], Show(outcome));
    }

    [Fact]
    public async Task F8_Id_type_and_name_repeated_in_every_fragment_are_not_joined()
    {
        var outcome = await CallsAsync(
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\""}}""",
            """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":":1}"}}""",
            """{"index":0,"id":"","type":"","function":{"name":"","arguments":""}}""");

        Assert.Equal(["0 a function f({\"x\":1})"], Show(outcome));
    }

    [Fact]
    public async Task F8_Without_index_the_id_tells_the_call_and_else_the_last_one_goes_on()
    {
        var outcome = await CallsAsync(
            """{"id":"a","function":{"name":"f","arguments":"{"}}""",
            """{"function":{"arguments":"}"}}""",
            """{"id":"b","function":{"name":"g","arguments":"["}}""",
            """{"id":"a","function":{"arguments":" "}}""",
            """{"id":"b","function":{"arguments":"]"}}""");

        Assert.Equal(["- a - f({} )", "- b - g([])"], Show(outcome));
    }

    [Fact]
    public async Task F8_Without_index_and_id_a_second_name_is_a_second_call()
    {
        var outcome = await CallsAsync("""{"function":{"name":"f","arguments":"1"}}""", """{"function":{"name":"f","arguments":"2"}}""");

        Assert.Equal(["- - - f(1)", "- - - f(2)"], Show(outcome));
    }

    [Fact]
    public async Task F8_Index_0_for_every_call_with_new_ids_and_names_is_several_calls()
    {
        var outcome = await CallsAsync(
            """{"index":0,"id":"a","function":{"name":"f","arguments":""}}""",
            """{"index":0,"function":{"arguments":"1"}}""",
            """{"index":0,"id":"b","function":{"name":"f","arguments":""}}""",
            """{"index":0,"function":{"arguments":"2"}}""");

        Assert.Equal(["0 a - f(1)", "0 b - f(2)"], Show(outcome));
    }

    [Fact]
    public async Task F8_A_new_id_on_every_fragment_without_a_name_is_one_call()
    {
        var outcome = await CallsAsync(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}""",
            """{"index":0,"id":"b","function":{"arguments":"\"x\":1"}}""",
            """{"index":0,"id":"c","function":{"name":"","arguments":"}"}}""");

        Assert.Equal(["0 a - f({\"x\":1})"], Show(outcome));
    }

    [Fact]
    public async Task F8_A_call_repeated_under_several_indexes_is_one_call()
    {
        var outcome = await CallsAsync(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}""",
            """{"index":1,"id":"a","function":{"name":"f","arguments":"{}"}}""",
            """{"index":2,"id":"a","function":{"name":"f","arguments":"{}"}}""");

        Assert.Equal(["0 a - f({})"], Show(outcome));
    }

    [Fact]
    public async Task F8_Calls_with_equal_ids_and_other_arguments_are_all_kept()
    {
        var outcome = await CallsAsync(
            """{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}""",
            """{"index":1,"id":"a","function":{"name":"f","arguments":"2"}}""");

        Assert.Equal(["0 a - f(1)", "1 a - f(2)"], Show(outcome));
    }

    [Theory]
    [InlineData("""{"x":1,"y":[true,null,1.5,"ü"]}""", """{"x":1,"y":[true,null,1.5,"ü"]}""")]
    [InlineData("""{"a":12345678901234567.89,"b":1.10,"c":1e400,"d":-0,"e":1E2,"f":0.10000000000000000001}""", """{"a":12345678901234567.89,"b":1.10,"c":1e400,"d":-0,"e":1E2,"f":0.10000000000000000001}""")]
    [InlineData("""{ "a" : [ 1.0 , {"b":"c \u00e4"} ] , "a":2 }""", """{"a":[1.0,{"b":"c \u00e4"}],"a":2}""")]
    [InlineData("[1.50]", "[1.50]")]
    [InlineData("1.50", "1.50")]
    [InlineData("true", "true")]
    [InlineData("\"{\\\"x\\\": 1}\"", """{"x": 1}""")]
    [InlineData("\"\"", "{}")]
    [InlineData("null", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("\"not json\"", "not json")]
    public async Task F8_Arguments_may_be_an_object_or_missing(string arguments, string text)
    {
        var call = $$$"""{"id":"a","type":"function","function":{"name":"f","arguments":{{{arguments}}}}}""";

        Assert.Equal([$"- a function f({text})"], Show(await Ask.MessageAsync($$"""{"content":null,"tool_calls":[{{call}}]}""")));
        Assert.Equal([$"- a function f({text})"], Show(await CallsAsync(call)));
        Assert.Equal([$"- - function f({text})"], Show(await Ask.MessageAsync($$$"""{"function_call":{"arguments":{{{arguments}}},"name":"f"}}""")));
    }

    [Fact]
    public async Task F8_Arguments_that_were_cut_off_are_not_made_an_object()
    {
        var cut = await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}}]}""");
        Assert.Equal("", cut.BrokeOff().Partial.Choices[0].Message.ToolCalls![0].Arguments);

        var length = await Ask.ChoicesAsync(""" "index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f"}}]},"finish_reason":"length" """);
        Assert.Equal("", length.Message.ToolCalls![0].Arguments);
    }

    [Fact]
    public async Task H19_The_first_fragment_may_carry_arguments()
    {
        var outcome = await CallsAsync("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}""", """{"index":0,"function":{"arguments":":1}"}}""");

        Assert.Equal(["0 a - f({\"x\":1})"], Show(outcome));
    }

    [Fact]
    public async Task F10_H20_Calls_with_finish_reason_stop_are_calls()
    {
        var outcome = await CallsAsync("""{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}""");

        Assert.Equal("stop", outcome.Answer.FinishReason);
        Assert.Single(outcome.Message.ToolCalls!);
        Assert.True(outcome.Answer.Complete);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task H18_Content_beside_calls_is_empty_or_null(string content)
    {
        var outcome = await Ask.MessageAsync($$$"""{"content":{{{content}}},"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""");

        Assert.True(string.IsNullOrEmpty(outcome.Answer.Content));
        Assert.Equal("", outcome.Answer.ToString());
        Assert.Null((await Ask.MessageAsync("""{"content":"a","tool_calls":[]}""")).Message.ToolCalls);
    }

    [Fact]
    public async Task H18_Strings_numbers_and_nulls_in_tool_calls_are_data()
    {
        var calls = (await Ask.MessageAsync("""{"content":null,"tool_calls":["]]]]",7,null,{"function":"f"},{"function":null,"id":5}]}""")).Message.ToolCalls!;

        Assert.Equal(5, calls.Count);
        Assert.Equal(["]]]]", "7"], calls.Take(2).Select(static call => call.Arguments));
        Assert.Equal("5", calls[4].Id);
        Assert.True((await CallsAsync("\"x\"", "null")).Answer.Complete);
    }

    [Fact]
    public async Task A_custom_tools_input_is_joined_and_stays_text()
    {
        var outcome = await CallsAsync("""{"index":0,"id":"a","type":"custom","custom":{"name":"sql","input":"SELECT "}}""", """{"index":0,"custom":{"input":"1"}}""");
        Assert.Equal(["0 a custom sql(SELECT 1)"], Show(outcome));

        var empty = await Ask.MessageAsync("""{"tool_calls":[{"id":"a","type":"custom","custom":{"name":"sql","input":""}}]}""");
        Assert.Equal("", empty.Message.ToolCalls![0].Arguments);
        Assert.Equal("""[{"id":"a","type":"custom","custom":{"name":"sql","input":""}}]""", empty.Message.ToolCalls.ToString());
    }

    [Fact]
    public async Task The_older_function_call_is_a_call()
    {
        var whole = await Ask.MessageAsync("""{"content":null,"function_call":{"name":"f","arguments":"{}"}}""");
        Assert.Equal(["- - function f({})"], Show(whole));

        var stream = await Ask.DeltasAsync("""{"function_call":{"name":"f","arguments":""}}""", """{"function_call":{"arguments":"{\"x\""}}""", """{"function_call":{"arguments":":1}"}}""");
        Assert.Equal(["- - function f({\"x\":1})"], Show(stream));
    }

    [Fact]
    public async Task Two_choices_have_calls_of_their_own()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}]},"finish_reason":"tool_calls" """,
            """ "index":1,"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":"2"}}]},"finish_reason":"tool_calls" """);

        Assert.Equal(["f(1)", "f(2)"], outcome.Answer.Choices.Select(static choice => Assert.Single(choice.Message.ToolCalls!).ToString()));
    }

    /// <summary>Streams these fragments, each in a delta of its own.</summary>
    private static Task<Outcome> CallsAsync(params string[] fragments) =>
        Ask.DeltasAsync([.. fragments.Select(static fragment => $$"""{"tool_calls":[{{fragment}}]}""")]);

    private static IEnumerable<string> Show(Outcome outcome) =>
        outcome.Message.ToolCalls!.Select(static call => $"{call.Index?.ToString() ?? "-"} {call.Id ?? "-"} {call.Type ?? "-"} {call}");
}
