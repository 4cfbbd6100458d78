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

        Assert.Equal((Text: "Hello", Content: "Hello", Complete: true), (outcome.Text, outcome.Answer.Content, outcome.Answer.Complete));
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

        Assert.Equal((ReasoningContent: "Let me see", Refusal: "I cannot"), (outcome.Message.ReasoningContent, outcome.Message.Refusal));
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

    [Theory]
    [InlineData("Hello wrld", "Hello world")]
    [InlineData("Hello world", "Hello worl")]
    [InlineData("Hello world", "hello world")]
    [InlineData("Hello world", "x")]
    [InlineData("Hello world, and much more than that", "no")]
    public async Task F4_A_message_that_differs_from_the_deltas_is_not_added_to_them(string pieces, string message)
    {
        foreach (var size in new[] { 1, 5, 100 })
        {
            var deltas = pieces.Chunk(size).Select(static piece => $$$""" "index":0,"delta":{"content":"{{{new string(piece)}}}"} """);
            var outcome = await Ask.ChoicesAsync([.. deltas, $$""" "index":0,"message":{"content":"{{message}}"},"finish_reason":"stop" """]);

            Assert.Equal((Content: pieces, Complete: false), (outcome.Answer.Content, outcome.Answer.Complete));
            Assert.Equal($$$"""{"message":{"content":"{{{message}}}"}}""", outcome.Answer.Choices[0].AdditionalProperties!.ToString());
            Assert.StartsWith("The server sent a whole message that differs", outcome.Answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task F4_Thoughts_that_differ_are_kept_beside_and_do_not_make_the_answer_incomplete()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"reasoning":"hm, so","content":"Yes"} """,
            """ "index":0,"message":{"reasoning":"Hm.","content":"Yes"},"finish_reason":"stop" """);

        Assert.Equal(
            (Content: "Yes", ReasoningContent: "hm, so", Complete: true),
            (outcome.Answer.Content, outcome.Answer.ReasoningContent, outcome.Answer.Complete));
        Assert.Equal("""{"message":{"reasoning_content":"Hm."}}""", outcome.Answer.Choices[0].AdditionalProperties!.ToString());
    }

    [Theory]
    [InlineData("1", "1", "0")]
    [InlineData("ha", "ha", "!")]
    [InlineData("0", "0", "0", "1")]
    [InlineData("a", "b", "a", "b")]
    [InlineData("no", " no", " no")]
    [InlineData("1", "0", "1", "10")]
    public async Task F4_Pieces_in_messages_that_repeat_are_all_kept(params string[] pieces)
    {
        var outcome = await Ask.ChoicesAsync([.. pieces.Select(static piece => $$""" "index":0,"message":{"content":"{{piece}}"} """), """ "index":0,"delta":{},"finish_reason":"stop" """]);

        Assert.Equal((Content: string.Concat(pieces), Complete: true), (outcome.Answer.Content, outcome.Answer.Complete));
    }

    /// <summary>Two pieces, or one message sent twice: which of the two cannot be told.</summary>
    [Theory]
    [InlineData("ha", "ha")]
    [InlineData("Hi", "Hi", "Hi there")]
    [InlineData("1", "0", "10")]
    public async Task F4_Messages_that_can_be_pieces_or_repetitions_are_not_taken_for_whole(params string[] messages)
    {
        var outcome = await Ask.ChoicesAsync([.. messages.Select(static text => $$""" "index":0,"message":{"content":"{{text}}"} """), """ "index":0,"delta":{},"finish_reason":"stop" """]);

        Assert.Equal((Content: string.Concat(messages), Complete: false), (outcome.Answer.Content, outcome.Answer.Complete));
        Assert.Equal("The server sent the same text twice; it can be two pieces or one message repeated.", outcome.Answer.Error);
    }

    [Theory]
    [InlineData("A", "AB", "ABC", "ABC")]
    [InlineData("This text is far longer than any token is.", "This text is far longer than any token is.")]
    [InlineData("This text is far", " longer than any token is.", "This text is far longer than any token is.")]
    public async Task F4_Messages_that_each_hold_all_of_the_text_are_told_once(params string[] messages)
    {
        var outcome = await Ask.ChoicesAsync([.. messages.Select(static text => $$""" "index":0,"message":{"content":"{{text}}"} """), """ "index":0,"delta":{},"finish_reason":"stop" """]);

        Assert.Equal((Content: messages[^1], Complete: true), (outcome.Answer.Content, outcome.Answer.Complete));
    }

    [Theory]
    [InlineData("""{"id":"c1","function":{"name":"f","arguments":"{\"a\": 1}"}}""", "c1 f({\"a\":1})", true)]
    [InlineData("""{"function":{"name":"f","arguments":"{\"a\":1}"}}""", "c1 f({\"a\":1})", true)]
    [InlineData("""{"id":"c1","function":{"name":"f","arguments":"{\"a\":2}"}}""", "c1 f({\"a\":1}), c1 f({\"a\":2})", false)]
    [InlineData("""{"id":"c1","function":{"name":"g","arguments":"{\"a\":1}"}}""", "c1 f({\"a\":1}), c1 g({\"a\":1})", false)]
    public async Task F4_A_call_in_the_message_is_the_same_one_or_makes_the_answer_doubtful(string call, string calls, bool isWhole)
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\":1}"}}]} """,
            $$""" "index":0,"message":{"tool_calls":[{{call}}]},"finish_reason":"tool_calls" """);

        Assert.Equal(
            (ToolCalls: calls, Complete: isWhole),
            (ToolCalls: string.Join(", ", outcome.Message.ToolCalls!.Select(static call => $"{call.Id} {call}")), outcome.Answer.Complete));
    }

    [Fact]
    public async Task F4_A_call_that_the_message_completes_is_whole()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\""}},{"index":1,"id":"c2","function":{"name":"g"}}]} """,
            """ "index":0,"message":{"tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"c2","function":{"name":"g","arguments":"[]"}}]},"finish_reason":"tool_calls" """);

        Assert.Equal(["f({\"a\":1})", "g([])"], outcome.Message.ToolCalls!.Select(static call => call.ToString()));
        Assert.True(outcome.Answer.Complete);
    }

    [Fact]
    public async Task F4_Sources_and_probabilities_in_the_message_are_told_once()
    {
        const string Two = """{"content":[{"token":"a","logprob":-1},{"token":"b","logprob":-2}]}""";
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"delta":{"content":"a","annotations":[{"n":1},{"n":1}]},"logprobs":{"content":[{"token":"a","logprob":-1}]} """,
            """ "index":0,"delta":{"content":"b"},"logprobs":{"content":[{"token":"b","logprob":-2}]} """,
            $$""" "index":0,"message":{"content":"ab","annotations":[{"n":1},{"n":2}]},"logprobs":{{Two}},"finish_reason":"stop" """);

        Assert.Equal("""[{"n":1},{"n":1},{"n":2}]""", outcome.Message.Annotations!.ToString());
        Assert.Equal(["a", "b"], outcome.Answer.Choices[0].LogProbs!.Content!.Select(static token => token.Token));
    }

    [Fact]
    public async Task Sources_that_a_message_lists_twice_are_kept_twice()
    {
        var outcome = await Ask.ChoicesAsync(
            """ "index":0,"message":{"content":"ab","annotations":[{"n":1},{"n":1}]},"finish_reason":"stop" """);

        Assert.Equal("""[{"n":1},{"n":1}]""", outcome.Message.Annotations!.ToString());
    }

    /// <summary>Perplexity sends each new piece as a delta, and all of the text so far as a message beside it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F4_A_delta_with_all_so_far_beside_it_is_a_piece(bool deltaFirst)
    {
        string Choice(string delta, string message, string end)
        {
            var (first, second) = ($$"""{"role":"assistant","content":"{{delta}}"}""", $$"""{"role":"assistant","content":"{{message}}"}""");
            return deltaFirst ? $$""" "index":0,"delta":{{first}},"message":{{second}}{{end}} """ : $$""" "index":0{{end}},"message":{{second}},"delta":{{first}} """;
        }
        var outcome = await Ask.ChoicesAsync(Choice("a", "a", ""), Choice("a", "aa", ""), Choice("b", "aab", ""), Choice("", "aab", ""","finish_reason":"stop" """));

        Assert.Equal(
            (Text: "aab", Content: "aab", Complete: true, Role: "assistant"),
            (outcome.Text, outcome.Answer.Content, outcome.Answer.Complete, outcome.Message.Role));
        var last = await Ask.ChoicesAsync(""" "index":0,"delta":{},"message":{"content":"whole"},"finish_reason":"stop" """);
        Assert.Equal("whole", last.Answer.Content);
    }
}
