namespace ChatCompletions.Tests;

/// <summary>Which fragments are one tool call, whatever a server does with index, id and name.</summary>
public class ToolCallMergeTests
{
    [Theory]
    // A second call under the index of the first one.
    [InlineData("0 a f {\"x\":1} | 0 b g {\"y\":2}", "a f({\"x\":1}), b g({\"y\":2})")]
    [InlineData("0 - f {\"x\":1} | 0 - g {\"y\":2}", "- f({\"x\":1}), - g({\"y\":2})")]
    [InlineData("0 a f {\"x\":1} | 0 a g {\"y\":2}", "a f({\"x\":1}), a g({\"y\":2})")]
    [InlineData("0 - f . | 0 - - {\"x\": | 0 - - 1} | 0 - g . | 0 - - {\"y\":2}", "- f({\"x\":1}), - g({\"y\":2})")]
    [InlineData("0 - f {\"x\":1} | 0 - f {\"y\":2}", "- f({\"x\":1}), - f({\"y\":2})")]
    [InlineData("0 a f {\"x\":1} | 0 a f {\"y\":2}", "a f({\"x\":1}), a f({\"y\":2})")]
    [InlineData("0 a f . | 0 a - {\"x\":1} | 0 a f . | 0 a - {\"y\":2}", "a f({\"x\":1}), a f({\"y\":2})")]
    [InlineData("0 a f . | 0 - - [1] | 0 - f . | 0 - - [ | 0 - - 2]", "a f([1]), - f([2])")]
    [InlineData("0 - f \"s\" | 0 - f \"t\"", "- f(\"s\"), - f(\"t\")")]
    [InlineData("0 - f 1 | 0 - f 2", "- f(1), - f(2)")]
    [InlineData("0 - f {} | 0 - g .", "- f({}), - g({})")]
    [InlineData("0 a f {} | 0 b - {\"y\":2}", "a f({}), b ({\"y\":2})")]
    [InlineData("-1 a f {\"x\":1} | -1 b g {}", "a f({\"x\":1}), b g({})")]
    // No index.
    [InlineData("- a f {\"x\" | - b - :1 | - c - }", "a f({\"x\":1})")]
    [InlineData("- a f . | - b - {\"x\":1}", "a f({\"x\":1})")]
    [InlineData("- a f {\"x\":1} | - b g {\"y\":2}", "a f({\"x\":1}), b g({\"y\":2})")]
    [InlineData("- a f {\"x\": | - b f {\"y\": | - a - 1} | - b - 2}", "a f({\"x\":1}), b f({\"y\":2})")]
    [InlineData("- - f {\"x\" | - - f :1}", "- f({\"x\":1})")]
    [InlineData("- - f . | - - f {\"x\":1}", "- f({\"x\":1})")]
    [InlineData("- - f {\"x\":1} | - - f {\"y\":2} | - - g .", "- f({\"x\":1}), - f({\"y\":2}), - g({})")]
    [InlineData("0 a f {\"x\" | - - - :1}", "a f({\"x\":1})")]
    [InlineData("- a f {\"x\" | 0 - - :1}", "a f({\"x\":1})")]
    // Two calls that begin with the same id.
    [InlineData("0 a f . | 1 a g . | 0 - - {\"x\":1} | 1 - - {\"y\":2}", "a f({\"x\":1}), a g({\"y\":2})")]
    [InlineData("0 a f . | 1 a f . | 0 - - {\"x\":1} | 1 - - {\"y\":2}", "a f({\"x\":1}), a f({\"y\":2})")]
    [InlineData("0 - f . | 1 - f . | 0 - - {\"x\":1} | 1 - - {\"y\":2}", "- f({\"x\":1}), - f({\"y\":2})")]
    // Another id or index in each fragment, with the name or without.
    [InlineData("0 a f {\"x\" | 0 b f :1 | 0 c f }", "a f({\"x\":1})")]
    [InlineData("- a f {\"x\" | - b f :1 | - c f }", "a f({\"x\":1})")]
    [InlineData("0 a f . | 0 b f {\"x\" | 0 c f :1}", "a f({\"x\":1})")]
    [InlineData("0 a f {\"x\" | 1 a - :1 | 2 a - }", "a f({\"x\":1})")]
    [InlineData("0 a f {\"x\" | 1 a f :1}", "a f({\"x\":1})")]
    [InlineData("0 a f {\"x\": | 0 b f {\"y\": | 0 a f 1} | 0 b f 2}", "a f({\"x\":1}), b f({\"y\":2})")]
    // Names and ids repeated in each fragment.
    [InlineData("0 a f {\"x\" | 0 a f :1 | 0 a f } | 0 a f .", "a f({\"x\":1})")]
    [InlineData("0 a f . | 0 a f . | 0 a f {\"x\":\"{} | 0 a f {\"} | 0 a f .", "a f({\"x\":\"{}{\"})")]
    [InlineData("0 a f {\"x\":[ | 0 a f {\"y\":1} | 0 a f ,{}]}", "a f({\"x\":[{\"y\":1},{}]})")]
    [InlineData("0 a f {\"x\": | 0 a f {\"y\":1} | 0 a f }", "a f({\"x\":{\"y\":1}})")]
    // The name comes late.
    [InlineData("0 a - {\"x\" | 0 - f :1}", "a f({\"x\":1})")]
    [InlineData("0 a - {} | 0 a f .", "a f({})")]
    // White space is no value of its own.
    [InlineData("0 a f {} | 0 - - \\n | 0 a f \\n", "a f({}\n\n)")]
    public async Task F8_Fragments_make_these_calls(string fragments, string calls) =>
        Assert.Equal(calls, Show(await StreamAsync(fragments)));

    [Theory]
    [InlineData("0 a f {\"x\":1} | 0 a f {\"x\":1}")]
    [InlineData("0 a f {\"x\":1} | 0 a f {\"x\": 1} | 1 a f {\"x\":1}")]
    [InlineData("0 a f {\"x\":1} | - a f {\"x\":1}")]
    [InlineData("- a f {\"x\":1} | - a f {\"x\":1}")]
    [InlineData("0 a f . | 0 - - {\"x\":1} | 0 a f {\"x\":1}")]
    [InlineData("0 a f . | 0 - - {\"x\" | 0 - - :1} | 0 a f . | 0 - - {\"x\" | 0 - - :1}")]
    [InlineData("0 a f . | 0 - - {\"x\":1} | 1 a f . | 1 - - {\"x\":1}")]
    public async Task F8_A_repeated_call_is_one_call(string fragments)
    {
        var outcome = await StreamAsync(fragments);

        Assert.Equal("a f({\"x\":1})", Show(outcome));
        Assert.True(outcome.Answer.Complete);
    }

    /// <summary>Where index and id name different calls, or a name can be the rest of the name before it, both calls are doubtful.</summary>
    [Theory]
    [InlineData("0 a f . | 1 b g . | 0 b - {\"x\":1} | 1 a - {\"y\":2}", true)]
    [InlineData("0 a f {\"x\": | 1 b g {\"y\": | 0 b - 1} | 1 a - 2}", true)]
    [InlineData("0 a f {\"x\": | 1 b g {\"y\":2} | 0 b - 1}", true)]
    [InlineData("0 a get_ . | 0 - weather .", true)]
    [InlineData("0 a get_ . | 0 a weather . | 0 - - {}", true)]
    [InlineData("0 a f . | 1 b g . | 0 a - {\"x\":1} | 1 b - {\"y\":2}", false)]
    [InlineData("0 a f . | 1 b g . | 0 c - {\"x\":1} | 1 d - {\"y\":2}", false)]
    [InlineData("0 a f . | 0 b g .", false)]
    [InlineData("0 a f {} | 0 - g .", false)]
    [InlineData("0 a f . | 1 a g . | 0 a - {\"x\":1} | 1 a - {\"y\":2}", false)]
    public async Task F8_Calls_that_can_be_put_together_in_two_ways_are_not_complete(string fragments, bool isDoubtful)
    {
        var outcome = await StreamAsync(fragments);

        Assert.Equal(!isDoubtful, outcome.Answer.Complete);
        Assert.Equal(isDoubtful ? "The server sent fragments of tool calls that contradict each other." : null, outcome.Answer.Error);
    }

    [Fact]
    public async Task F8_Two_calls_without_arguments_in_one_event_are_no_doubt()
    {
        var outcome = await Ask.DeltasAsync("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":""}},{"index":0,"function":{"name":"g","arguments":""}}]}""");

        Assert.Equal("- f({}), - g({})", Show(outcome));
        Assert.True(outcome.Answer.Complete);
    }

    [Fact]
    public async Task F8_A_call_repeated_without_an_id_is_one_call()
    {
        Assert.Equal("- f({\"x\":1})", Show(await StreamAsync("0 - f {\"x\":1} | 0 - f {\"x\":1}")));
        Assert.Equal("- f({})", Show(await StreamAsync("0 - f . | 0 - - {} | 0 - f . | 0 - - {}")));
    }

    [Fact]
    public async Task F8_Equal_calls_with_ids_or_indexes_of_their_own_or_in_one_list_are_all_kept()
    {
        Assert.Equal("a roll({}), b roll({})", Show(await StreamAsync("0 a roll {} | 0 b roll {}")));
        Assert.Equal("- roll({}), - roll({})", Show(await StreamAsync("0 - roll {} | 1 - roll {}")));
        const string List = """[{"index":0,"function":{"name":"roll","arguments":"{}"}},{"index":0,"function":{"name":"roll","arguments":"{}"}}]""";
        Assert.Equal("- roll({}), - roll({})", Show(await Ask.DeltasAsync($$"""{"tool_calls":{{List}}}""")));
        Assert.Equal("- roll({}), - roll({})", Show(await Ask.MessageAsync($$"""{"tool_calls":{{List}}}""")));
    }

    [Fact]
    public async Task F8_A_call_repeated_in_a_whole_body_is_one_call()
    {
        const string Call = """{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}""";

        Assert.Equal("a f({\"x\":1})", Show(await Ask.MessageAsync($$"""{"tool_calls":[{{Call}},{{Call}}]}""")));
    }

    /// <summary>Indexes that would become one as 32-bit integers.</summary>
    [Theory]
    [InlineData("0", "4294967296")]
    [InlineData("1", "1.5")]
    [InlineData("0", "\"zero\"")]
    [InlineData("4294967296", "4294967297")]
    [InlineData("9223372036854775808", "18446744073709551616")]
    [InlineData("1e300", "1e301")]
    [InlineData("-1", "4294967295")]
    public async Task F8_Indexes_of_any_size_are_calls_of_their_own(string first, string second)
    {
        var outcome = await Ask.DeltasAsync(
            $$$"""{"tool_calls":[{"index":{{{first}}},"id":"a","function":{"name":"f","arguments":""}}]}""",
            $$$"""{"tool_calls":[{"index":{{{second}}},"id":"b","function":{"name":"f","arguments":""}}]}""",
            $$$"""{"tool_calls":[{"index":{{{first}}},"function":{"arguments":"{\"x\":1}"}}]}""",
            $$$"""{"tool_calls":[{"index":{{{second}}},"function":{"arguments":"{\"y\":2}"}}]}""");

        Assert.Equal("a f({\"x\":1}), b f({\"y\":2})", Show(outcome));
    }

    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("1", "\"1\"")]
    [InlineData("100", "1e2")]
    public async Task F8_The_same_index_may_be_written_in_several_ways(string first, string second)
    {
        var outcome = await Ask.DeltasAsync(
            $$$"""{"tool_calls":[{"index":{{{first}}},"id":"a","function":{"name":"f","arguments":"{"}}]}""",
            $$$"""{"tool_calls":[{"index":{{{second}}},"function":{"arguments":"}"}}]}""");

        Assert.Equal("a f({})", Show(outcome));
    }

    [Theory]
    [InlineData("0 a run select | 0 a run - | 0 a run 1", "a run(select-1)")]
    [InlineData("0 a run {} | 0 - - {}", "a run({}{})")]
    [InlineData("0 a run {} | 0 a run {}", "a run({})")]
    [InlineData("0 a run 1 | 0 b run 2", "a run(1), b run(2)")]
    [InlineData("0 a run 1 | 0 a walk 2", "a run(1), a walk(2)")]
    public async Task F8_The_input_of_a_custom_tool_is_any_text(string fragments, string calls)
    {
        var outcome = await StreamAsync(fragments, "custom", "input");

        Assert.Equal(calls, Show(outcome));
        Assert.True(outcome.Answer.Complete);
        Assert.All(outcome.Message.ToolCalls!, static call => Assert.Equal("custom", call.Type));
    }

    [Theory]
    [InlineData("""{"function_call":{"name":"f","arguments":"{\"x\""}}""", """{"function_call":{"name":"f","arguments":":1}"}}""")]
    [InlineData("""{"function_call":{"name":"f","arguments":"{\"x\":1}"}}""", """{"function_call":{"name":"f","arguments":"{\"x\":1}"}}""")]
    [InlineData("""{"function_call":{"name":"f","arguments":"{\"x\":1}"},"tool_calls":null}""", """{"function_call":null,"tool_calls":[]}""")]
    public async Task F8_The_older_form_follows_the_same_rules(params string[] deltas)
    {
        var outcome = await Ask.DeltasAsync(deltas);

        Assert.Equal("- f({\"x\":1})", Show(outcome));
        Assert.True(outcome.Answer.Complete);
    }

    [Fact]
    public async Task F8_Bare_values_beside_calls_change_none_of_them()
    {
        var outcome = await Ask.DeltasAsync("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},"]]"]}""", """{"tool_calls":["]]"]}""");

        Assert.Equal("a f({}), - (]]]])", Show(outcome));
    }

    /// <summary>Streams fragments of the form <c>index id name arguments</c>; a dash stands for none, a dot for empty arguments.</summary>
    private static Task<Outcome> StreamAsync(string fragments, string kind = "function", string input = "arguments") => Ask.DeltasAsync([.. fragments.Split(" | ").Select(fragment =>
    {
        var fields = fragment.Split(' ', 4);
        var call = new JsonDictionary();
        if (fields[0] != "-") call["index"] = int.Parse(fields[0]);
        if (fields[1] != "-") call["id"] = fields[1];
        var target = new JsonDictionary();
        if (fields[2] != "-") target["name"] = fields[2];
        target[input] = fields[3] == "." ? "" : fields[3].Replace("\\n", "\n", StringComparison.Ordinal);
        call[kind] = target;
        return $$"""{"tool_calls":[{{call}}]}""";
    })]);

    private static string Show(Outcome outcome) => string.Join(", ", outcome.Message.ToolCalls!.Select(static call => $"{call.Id ?? "-"} {call}"));
}
