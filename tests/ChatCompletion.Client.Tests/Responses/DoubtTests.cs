using System.Text;

namespace ChatCompletions.Tests;

/// <summary>An answer whose parts contradict each other keeps all of its text, but is not complete.</summary>
public class DoubtTests
{
    private const string Stop = """ "index":0,"delta":{},"finish_reason":"stop" """;

    /// <summary>Only events with content, or the end of the choice, tell whose answer they are: a role or a usage does not.</summary>
    [Theory]
    [InlineData("A:a B:b A:.", true)]
    [InlineData("A:a A:b A:.", false)]
    [InlineData("A: B:a B:b C:.", false)]
    [InlineData("A:a A:. A:b B:c", true)]
    [InlineData("A:a A:b B:.", false)]
    [InlineData("A:a A:a B:b C:c D:d E:e F:f G:g H:h I:i J:j", false)]
    public async Task H16_The_end_of_another_answer_is_not_the_end_of_this_one(string pieces, bool isDoubtful)
    {
        var outcome = await Ask.EventsAsync([.. pieces.Split(' ').Select(static piece =>
        {
            var (id, text) = (piece[..1], piece[2..]);
            var choice = text == "." ? Stop : $$""" "index":0,"delta":{"content":"{{text}}"} """;
            return $$"""{"id":"{{id}}","choices":[{{{choice}}}]}""";
        }), $$"""{"choices":[{{{Stop}}}]}""", "[DONE]"]);

        Assert.Equal(string.Concat(pieces.Split(' ').Select(static piece => piece[2..].TrimEnd('.'))), outcome.Answer.Content);
        AssertDoubt(outcome, isDoubtful ? "several answers under one index" : null);
    }

    [Fact]
    public async Task H16_Two_entries_of_one_event_under_one_index_are_not_complete()
    {
        var outcome = await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"content":"a"}},{"index":0,"delta":{"content":"b"}}]}""", $$"""{"choices":[{{{Stop}}}]}""");

        Assert.Equal("ab", outcome.Answer.Content);
        AssertDoubt(outcome, "several answers under one index");
    }

    [Fact]
    public async Task H16_Ids_that_swap_between_two_indexes_are_not_complete()
    {
        static string Event(string id, int index, string text) => $$$"""{"id":"{{{id}}}","choices":[{"index":{{{index}}},"delta":{"content":"{{{text}}}"}}]}""";
        var outcome = await Ask.EventsAsync(
            Event("A", 0, "a"), Event("B", 1, "b"), Event("B", 0, "c"), Event("A", 1, "d"), Event("A", 0, "e"), Event("B", 1, "f"),
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{},"finish_reason":"stop"}]}""");

        Assert.Equal(["ace", "bdf"], outcome.Answer.Choices.Select(static choice => choice.Content));
        AssertDoubt(outcome, "several answers under one index");
    }

    /// <summary>A message beside a delta repeats it, or all of the text so far; anything else is another text.</summary>
    [Theory]
    [InlineData("Hello", "Hello", false)]
    [InlineData("Hello", "Hello ", false)]
    [InlineData("Hello", "Hullo", true)]
    [InlineData("Hello", "Other words", true)]
    public async Task F4_A_message_beside_a_delta_that_differs_is_not_complete(string delta, string message, bool isDoubtful)
    {
        var choice = $$""" "index":0,"delta":{"content":"{{delta}}"},"message":{"content":"{{message}}"},"finish_reason":"stop" """;
        foreach (var outcome in new[] { await Ask.ChoicesAsync(choice), await Ask.BodyAsync($$"""{"choices":[{{{choice}}}]}""") })
        {
            Assert.StartsWith(delta, outcome.Answer.Content, StringComparison.Ordinal);
            AssertDoubt(outcome, isDoubtful ? "a whole message that differs" : null);
            if (isDoubtful) Assert.Equal(message, ((JsonDictionary)outcome.Answer.Choices[0].AdditionalProperties!["message"]!)["content"]);
        }
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":""}""")]
    [InlineData("""{"role":"assistant"}""")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task F4_A_whole_body_with_an_empty_delta_has_the_text_of_its_message(string delta)
    {
        var outcome = await Ask.BodyAsync($$"""{"choices":[{"index":0,"delta":{{delta}},"message":{"content":"Hello"},"finish_reason":"stop"}]}""");

        Assert.Equal("Hello", outcome.Answer.Content);
        AssertDoubt(outcome, null);
    }

    [Fact]
    public async Task F4_A_message_beside_later_deltas_is_held_against_all_of_the_text()
    {
        static string Choice(string delta, string message) => $$""" "index":0,"delta":{"content":"{{delta}}"},"message":{"content":"{{message}}"} """;

        AssertDoubt(await Ask.ChoicesAsync(Choice("Hel", "Hel"), Choice("lo", "lo"), Stop), null);
        AssertDoubt(await Ask.ChoicesAsync(Choice("Hel", ""), Choice("lo", "Hel"), Stop), null);
        AssertDoubt(await Ask.ChoicesAsync(Choice("Hel", "Hel"), Choice("lo", "Hello"), Stop), null);
        AssertDoubt(await Ask.ChoicesAsync(Choice("Hel", "Hel"), Choice("lo", "Hallo"), Stop), "a whole message that differs");
        var outcome = await Ask.ChoicesAsync(Choice("Hel", "Hel"), Choice("lo", "Hello there"), Stop);
        Assert.Equal("Hello there", outcome.Answer.Content);
    }

    [Theory]
    [InlineData("one", "two", "onetwo", true)]
    [InlineData("one", "one", "oneone", true)]
    [InlineData("one", "one and two", "one and two", false)]
    public async Task F4_Another_message_after_the_end_is_not_complete(string first, string second, string text, bool isDoubtful)
    {
        static string Choice(string message) => $$""" "index":0,"message":{"content":"{{message}}"},"finish_reason":"stop" """;
        var outcome = await Ask.ChoicesAsync(Choice(first), Choice(second));

        Assert.Equal(text, outcome.Answer.Content);
        Assert.Equal(!isDoubtful, outcome.Answer.Complete);
        Assert.Equal(isDoubtful, outcome.Answer.Error is not null);
    }

    [Theory]
    [InlineData("Hello", "Hel lo", false)]
    [InlineData("Hello", "Hel", true)]
    [InlineData("Hello", "Hello", true)]
    [InlineData("Hel", "lo", false)]
    public async Task F4_Deltas_that_repeat_the_message_before_them_are_not_complete(string message, string delta, bool isDoubtful)
    {
        var outcome = await Ask.ChoicesAsync(
            $$""" "index":0,"message":{"content":"{{message}}"} """,
            $$""" "index":0,"delta":{"content":"{{delta[..1]}}"} """,
            $$""" "index":0,"delta":{"content":"{{delta[1..]}}"} """,
            Stop);

        Assert.Equal(message + delta, outcome.Answer.Content);
        AssertDoubt(outcome, isDoubtful ? "the same text twice" : null);
    }

    [Fact]
    public async Task F4_Every_message_that_differs_is_kept()
    {
        static string Message(string text) => $$""" "index":0,"message":{"content":"{{text}}"} """;
        var outcome = await Ask.ChoicesAsync(""" "index":0,"delta":{"content":"Hello"} """, Message("one"), Message("two"), Message("two"), Stop);

        Assert.Equal("Hello", outcome.Answer.Content);
        Assert.Equal("""{"content":["one","two"]}""", outcome.Answer.Choices[0].AdditionalProperties!["message"]!.ToString());
    }

    [Theory]
    [InlineData("tool_calls", true)]
    [InlineData("function_call", true)]
    [InlineData("tool_use", true)]
    [InlineData("stop", false)]
    public async Task F8_An_end_for_tool_calls_without_a_call_is_not_complete(string reason, bool isDoubtful)
    {
        var choice = $$"""{"index":0,"{0}":{"content":"I will look."},"finish_reason":"{{reason}}"}""";
        foreach (var outcome in new[]
        {
            await Ask.EventsAsync($$"""{"choices":[{{choice.Replace("{0}", "delta", StringComparison.Ordinal)}}]}"""),
            await Ask.BodyAsync($$"""{"choices":[{{choice.Replace("{0}", "message", StringComparison.Ordinal)}}]}"""),
        })
        {
            Assert.Equal("I will look.", outcome.Answer.Content);
            AssertDoubt(outcome, isDoubtful ? "sent no tool call" : null);
        }
    }

    [Fact]
    public async Task F5_A_body_that_exceeds_a_limit_gives_the_chunks_before_it()
    {
        static string Call(string name) => $$$"""{"function":{"name":"{{{name}}}","arguments":"{}"} }""";
        static string Calls(string one, string two) => $$"""{"tool_calls":[{{Call(one)}},{{Call(two)}}]}""";
        var second = $$""" "delta":{{Calls("f", "g")}},"message":{{Calls("h", "i")}} """;
        var body = """{"choices":[{"index":0,"message":{"content":"a"}},{"index":1,""" + second + "}]}";
        var options = Ask.NoRetries with { Limits = new ChatLimits { MaxItems = 2 } };
        var outcome = await Ask.StreamAsync(Ask.Client(BytesHandler.Json(body), options));

        Assert.Equal("a", outcome.Failed<ChatProtocolException>().Completion!.Content);
        Assert.Equal("a", outcome.Chunks[0].Content);
    }

    [Theory]
    [InlineData("content", "role", true)]
    [InlineData("content", "name", false)]
    [InlineData("reasoning_content", "role", false)]
    public async Task H16_An_answer_that_begins_again_after_its_end_is_not_complete(string first, string field, bool isDoubtful)
    {
        var outcome = await Ask.ChoicesAsync(
            $$""" "index":0,"delta":{"role":"assistant","{{first}}":"a"} """, Stop,
            $$""" "index":0,"delta":{"{{field}}":"assistant","content":"b"} """, Stop);

        Assert.EndsWith("b", outcome.Answer.Content, StringComparison.Ordinal);
        AssertDoubt(outcome, isDoubtful ? "several answers under one index" : null);
    }

    /// <summary>Lists without a property of their own come in pieces too; a list that repeats the one before it replaces it.</summary>
    [Theory]
    [InlineData("[1]", "[2]", "[1,2]")]
    [InlineData("[1]", "[1,2]", "[1,2]")]
    [InlineData("[1]", "[1]", "[1,1]")]
    [InlineData("[1]", "null", "[1]")]
    public async Task F5_Images_in_pieces_are_all_kept(string first, string second, string all)
    {
        var outcome = await Ask.DeltasAsync($$"""{"content":"x","images":{{first}}}""", $$"""{"images":{{second}}}""", """{"images":[]}""");

        Assert.Equal(all, outcome.Message.AdditionalProperties!["images"]!.ToString());
        Assert.Equal("[1]", outcome.Chunks[0].AdditionalProperties!["images"]!.ToString());
        AssertDoubt(outcome, null);
    }

    [Theory]
    [InlineData("""{"images":[{"type":"image_url"}]}""")]
    [InlineData("""{"annotations":[{"n":1}]}""")]
    public async Task F4_An_image_or_a_source_is_content_that_is_not_paid_for_again(string delta)
    {
        using var server = ScriptedServer.Start();
        server.Enqueue(Reply.Sse($$"""{"choices":[{"index":0,"delta":{{delta}}}]}"""));
        server.Enqueue(Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"again"},"finish_reason":"stop"}]}"""));
        var outcome = await Ask.StreamAsync(Ask.Client(server, new ChatClientOptions { NumRetries = 1 }));

        Assert.NotNull(outcome.BrokeOff().Partial);
        Assert.Single(server.Requests);
    }

    /// <summary>Bytes that are no UTF-8 become replacement characters: the text is not the one that was sent.</summary>
    [Theory]
    [InlineData(new byte[] { 0xE4 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 })]
    public async Task F6_A_text_with_damaged_characters_is_not_complete(byte[] bad)
    {
        foreach (var field in new[] { "content", "reasoning_content", "refusal" })
        {
            byte[] Json(string kind) =>
            [
                .. Encoding.UTF8.GetBytes($$"""{"choices":[{"index":0,"{{kind}}":{"{{field}}":"a"""), .. bad,
                .. Encoding.UTF8.GetBytes("""b"},"finish_reason":"stop"}]}"""),
            ];
            AssertDoubt(await Ask.BytesAsync([.. "data: "u8, .. Json("delta"), .. "\n\ndata: [DONE]\n\n"u8]), "not UTF-8");
            AssertDoubt(await Ask.WholeAsync(Ask.Client(new BytesHandler(Json("message"), "application/json"))), "not UTF-8");
        }
    }

    [Fact]
    public async Task F6_A_replacement_character_of_the_server_is_no_damage() =>
        AssertDoubt(await Ask.DeltasAsync("""{"content":"a\ufffdb�"}"""), null);

    /// <summary>Servers of the older completions API, and some gateways, put the text in other places.</summary>
    [Theory]
    [InlineData("""{"choices":[{"index":0,"text":"Hello","finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":"Hello","finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":"Hello","finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":{"index":0,"message":{"content":"Hello"},"finish_reason":"stop"}}""")]
    [InlineData("""{"choices":{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}}""")]
    public async Task F5_Text_in_an_unusual_place_is_the_answers_text(string json)
    {
        foreach (var outcome in new[] { await Ask.EventsAsync(json), await Ask.BodyAsync(json) })
        {
            Assert.Equal("Hello", outcome.Answer.Content);
            AssertDoubt(outcome, null);
        }
    }

    [Fact]
    public async Task F5_Text_beside_a_message_is_a_field_of_its_own()
    {
        var outcome = await Ask.BodyAsync("""{"choices":[{"text":"other","message":{"content":"Hello"},"finish_reason":"stop"}]}""");

        Assert.Equal(
            (Content: "Hello", Text: "other"),
            (outcome.Answer.Content, Text: outcome.Answer.Choices[0].AdditionalProperties!["text"]));
    }

    [Theory]
    [InlineData("""{"detail":"boom"}""")]
    [InlineData("""{"detail":[{"loc":["body"],"msg":"boom"}]}""")]
    [InlineData("""{"object":"error","message":"boom","type":"internal","code":500}""")]
    [InlineData("""{"type":"error","message":"boom"}""")]
    [InlineData("""{"status":"failure","message":"boom"}""")]
    [InlineData("""{"code":500,"message":"boom"}""")]
    public async Task H22_An_error_without_the_usual_envelope_ends_the_stream(string error)
    {
        var failure = (await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"content":"a"}}]}""", error, $$"""{"choices":[{{{Stop}}}]}""", "[DONE]")).Failed<ChatApiException>();

        Assert.Contains("boom", failure.Message, StringComparison.Ordinal);
        Assert.Equal("a", failure.Completion!.Content);
    }

    [Theory]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"message":"still working"}""")]
    [InlineData("""{"status":"running","message":"still working"}""")]
    [InlineData("""{"detail":""}""")]
    [InlineData("""{"detail":"high","choices":[]}""")]
    public async Task H22_Other_events_without_choices_are_no_errors(string other) =>
        AssertDoubt(await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"content":"a"}}]}""", other, $$"""{"choices":[{{{Stop}}}]}""", "[DONE]"), null);

    private static void AssertDoubt(Outcome outcome, string? doubt)
    {
        Assert.Equal(doubt is null, outcome.Answer.Complete);
        if (doubt is null) Assert.Null(outcome.Answer.Error);
        else Assert.Contains(doubt, outcome.Answer.Error, StringComparison.Ordinal);
    }
}
