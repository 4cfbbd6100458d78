using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>Characters whose bytes, or whose escapes, lie in two events of a stream.</summary>
public class SplitCharacterTests
{
    private const string End = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public static TheoryData<string, Func<ChatMessage, string?>> Fields => new()
    {
        { """{"content":"$"}""", static message => message.Content },
        { """{"reasoning_content":"$"}""", static message => message.ReasoningContent },
        { """{"reasoning":"$"}""", static message => message.ReasoningContent },
        { """{"thinking":"$"}""", static message => message.ReasoningContent },
        { """{"refusal":"$"}""", static message => message.Refusal },
        { """{"content":[{"type":"text","text":"$"}]}""", static message => message.Content },
        { """{"content":["$"]}""", static message => message.Content },
        { """{"reasoning_details":[{"type":"reasoning.text","text":"$"}]}""", static message => message.ReasoningContent },
        { """{"tool_calls":[{"index":3,"type":"custom","custom":{"name":"f","input":"$"}}]}""", static message => message.ToolCalls![0].Arguments },
        { """{"tool_calls":[{"function":{"arguments":"$"},"index":3}]}""", static message => message.ToolCalls![0].Arguments },
        { """{"function_call":{"arguments":"$"}}""", static message => message.ToolCalls![0].Arguments },
        { """{"audio":{"transcript":"$"}}""", static message => message.Audio!["transcript"] as string },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Bytes_of_a_character_in_two_events_are_one_character(string delta, Func<ChatMessage, string?> read)
    {
        var text = "a€ ä 😀b\\n世";
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size < 8; size++)
        {
            var pieces = bytes.Chunk(size).Select(piece => Encoding.Latin1.GetString(piece)).ToList();
            // An escape is not what this is about.
            if (pieces.Exists(static piece => piece.EndsWith('\\'))) continue;
            var outcome = await StreamAsync([.. pieces.Select(piece => Event(0, delta.Replace("$", piece, StringComparison.Ordinal))), End]);

            Assert.Equal("a€ ä 😀b\n世", read(outcome.Message));
            Assert.DoesNotContain('\uFFFD', string.Concat(outcome.Chunks.Select(static chunk => chunk.Content + chunk.ReasoningContent + chunk.Refusal + chunk.ToolCalls)));
        }
    }

    /// <summary>Any texts, cut at any bytes, in choices and fields that take turns.</summary>
    [Fact]
    public void Any_texts_cut_at_any_bytes_stay_the_same() => Property.Holds(
        Gen.ArrayOf(Gen.ArrayOf(Gen.Elements("a", "ä", "€", "😀", "\\n", "\\u00e4", "\\ud83d\\ude00", "👩‍👩‍👧")).Select(static parts => string.Concat(parts)), 4).Zip(Gen.Choose(0, int.MaxValue)),
        static async pair =>
        {
            var (texts, random) = (pair.Item1, new Random(pair.Item2));
            string[] names = ["content", "reasoning", "content", "reasoning"];
            var queues = texts.Select((text, i) => new Queue<string>(Pieces(text, random).Select(piece => Event(i / 2, $$"""{"{{names[i]}}":"{{piece}}"}""")))).ToList();
            var events = new List<string>();
            while (queues.Exists(static queue => queue.Count > 0))
            {
                var queue = queues[random.Next(4)];
                if (queue.Count > 0) events.Add(queue.Dequeue());
            }
            var ends = Enumerable.Range(0, 2).Select(static i => $$$"""{"choices":[{"index":{{{i}}},"delta":{},"finish_reason":"stop"}]}""");
            var outcome = await StreamAsync([.. events, .. ends]);

            var read = texts.Select(static text => (string)JsonText.Parse($"\"{text}\"")!).ToList();
            Assert.Equal(read, outcome.Answer.Choices.SelectMany(static choice => new[] { choice.Content ?? "", choice.Message.ReasoningContent ?? "" }));
        },
        200);

    [Fact]
    public async Task Calls_and_choices_that_take_turns_keep_their_own_bytes()
    {
        var outcome = await StreamAsync(
            Event(0, """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"[\"Ã"}}]}"""),
            Event(0, """{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"[\"Ã"}}]}"""),
            Event(1, """{"tool_calls":[{"index":0,"id":"c","function":{"name":"h","arguments":"[\"Ã"}}]}"""),
            Event(0, """{"tool_calls":[{"index":0,"function":{"arguments":"©\"]"}}]}"""),
            Event(1, """{"tool_calls":[{"index":0,"function":{"arguments":"±\"]"}}]}"""),
            Event(0, """{"tool_calls":[{"index":1,"function":{"arguments":"¼\"]"}}]}"""),
            End,
            """{"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}""");

        Assert.Equal(["f([\"é\"])", "g([\"ü\"])"], outcome.Answer.Choices[0].Message.ToolCalls!.Select(static call => call.ToString()));
        Assert.Equal("h([\"ñ\"])", outcome.Answer.Choices[1].Message.ToolCalls![0].ToString());
        Assert.True(outcome.Answer.Complete);
    }

    [Theory]
    [InlineData("a\u00F0\u009F", "b", "a\uFFFDb")]
    [InlineData("a\u00F0\u009F", "\\n\u0098\u0080", "a\uFFFD\n\uFFFD\uFFFD")]
    [InlineData("a\u00C3", "\u00C3\u00A4", "a\uFFFDä")]
    [InlineData("a", "\u00A4b", "a\uFFFDb")]
    [InlineData("\u00C3", "", "\uFFFD")]
    public async Task Bytes_that_nothing_completes_become_replacement_characters(string first, string second, string text)
    {
        var outcome = await StreamAsync(Event(0, $$"""{"content":"{{first}}"}"""), Event(0, $$"""{"content":"{{second}}"}"""), End);

        Assert.Equal((Content: text, Complete: false), (outcome.Answer.Content, outcome.Answer.Complete));
    }

    [Fact]
    public async Task Bytes_at_the_end_of_a_stream_are_kept_as_a_replacement_character()
    {
        const string Open = """{"choices":[{"index":0,"delta":{"content":"aÃ"}}]}""";

        Assert.Equal("a\uFFFD", (await StreamAsync(Open, End)).Answer.Content);
        Assert.Equal("a\uFFFD", (await StreamAsync(Open, End, "[DONE]")).Answer.Content);
        Assert.Equal("a\uFFFD", (await StreamAsync(Open)).BrokeOff().Partial.Content);
        Assert.Equal("a\uFFFD", (await StreamAsync(Open, """{"error":{"message":"broken"}}""")).Failure!.Completion!.Content);
        Assert.Equal("a\uFFFD", (await StreamAsync(Open, "{")).Failure!.Completion!.Content);
        Assert.Equal("a\uFFFD", (await StreamAsync("""{"choices":[{"index":0,"delta":{"content":"aÃ"},"finish_reason":"stop"}]}""")).Answer.Content);
        var without = await StreamAsync("""{"choices":[{"delta":{"content":"x"}},{"delta":{"content":"aÃ"}}]}""", """{"choices":[{"delta":{},"finish_reason":"stop"},{"delta":{},"finish_reason":"stop"}]}""");
        Assert.Equal(["x", "a\uFFFD"], without.Answer.Choices.Select(static choice => choice.Content));
    }

    [Fact]
    public async Task The_end_of_a_choice_releases_only_its_own_bytes()
    {
        const string Other = """{"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}""";
        var outcome = await StreamAsync(Event(0, """{"content":"aÃ"}"""), Event(1, """{"content":"bÃ"}"""), Other, Event(0, """{"content":"¤"}"""), End);

        Assert.Equal(["aä", "b\uFFFD"], outcome.Answer.Choices.Select(static choice => choice.Content));
        var chunks = outcome.Chunks.ToList();
        var rest = chunks.FindIndex(static chunk => chunk.Content.Contains('\uFFFD', StringComparison.Ordinal));
        Assert.InRange(rest, 0, chunks.FindIndex(static chunk => chunk.FinishReason is not null));
    }

    [Fact]
    public async Task Escapes_of_a_surrogate_pair_in_two_events_are_one_character()
    {
        // U+1F480: its second half is what a lone byte 0x80 could be taken for.
        foreach (var (name, read) in new (string, Func<ChatMessage, string?>)[] { ("content", static message => message.Content), ("reasoning", static message => message.ReasoningContent), ("refusal", static message => message.Refusal) })
        {
            var outcome = await Ask.DeltasAsync($$"""{"{{name}}":"a\ud83d"}""", $$"""{"{{name}}":"\udc80b\ud83d"}""", $$"""{"{{name}}":""}""", $$"""{"{{name}}":"\ude00"}""");
            Assert.Equal("a💀b😀", read(outcome.Message));
        }
        var call = await Ask.DeltasAsync("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"[\"\ud83d"}}]}""", """{"tool_calls":[{"index":0,"function":{"arguments":"\ude00\"]"}}]}""");
        Assert.Equal((Arguments: "[\"😀\"]", Complete: true), (call.Message.ToolCalls![0].Arguments, call.Answer.Complete));
        var parts = await Ask.DeltasAsync("""{"content":"\ud83d"}""", """{"content":"\ude00"}""", """{"content":[{"type":"image"}]}""");
        Assert.Equal("😀", ((JsonDictionary)parts.Message.Parts![0]!)["text"]);
        Assert.Equal("😀", (await Ask.DeltasAsync("""{"audio":{"transcript":"\ud83d"}}""", """{"audio":{"transcript":"\ude00"}}""")).Message.Audio!["transcript"]);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_at_the_end_is_kept()
    {
        Assert.Equal("a\ud83d", (await Ask.DeltasAsync("""{"content":"a"}""", """{"content":"\ud83d"}""")).Answer.Content);
        Assert.Equal("a\ud83d", (await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"content":"a\ud83d"}}]}""")).BrokeOff().Partial.Content);
    }

    /// <summary>Events that would take very long if all that is in them were looked at for each text, or kept for each.</summary>
    [Theory]
    [InlineData("choices without an index")]
    [InlineData("a long index")]
    [InlineData("many calls")]
    [InlineData("many fields")]
    public async Task Odd_events_with_bytes_that_are_no_characters_take_no_longer_than_others(string kind)
    {
        string Many(string text, int count = 100_000) => string.Join(',', Enumerable.Repeat(text, count));
        var json = kind switch
        {
            "choices without an index" => $$"""{"choices":[{{Many("""{"delta":{"content":"Ã"}}""")}}]}""",
            "a long index" => $$$"""{"choices":[{"index":"{{{new string('1', 1_000_000)}}}","delta":{{{{Many("\"content\":\"Ã\"")}}}}}]}""",
            "many calls" => $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{{{string.Join(',', Enumerable.Range(0, 100_000).Select(static i => $$$"""{"index":{{{i}}},"function":{"name":"f","arguments":"Ã"}}"""))}}}]}}]}""",
            _ => $$$"""{"choices":[{"index":0,"delta":{{{{Many("\"content\":\"Ã\",\"x\":{\"y\":1}")}}}}}]}""",
        };
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.IsType<ChatException>((await StreamAsync("""{"choices":[{"index":0,"delta":{"content":"a"}}]}""", json)).Failure, exactMatch: false);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    private static IEnumerable<string> Pieces(string text, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var (start, at) = (0, 0); at < bytes.Length; start = at)
        {
            at += bytes[at] == '\\' ? bytes[at + 1] == 'u' ? 6 : 2 : 1;
            while (at < bytes.Length && random.Next(3) > 0) at += bytes[at] == '\\' ? bytes[at + 1] == 'u' ? 6 : 2 : 1;
            yield return Encoding.Latin1.GetString(bytes.AsSpan(start, at - start));
        }
    }

    private static string Event(int index, string delta) => $$"""{"choices":[{"index":{{index}},"delta":{{delta}}}]}""";

    /// <summary>Streams events in which each character stands for a byte.</summary>
    private static Task<Outcome> StreamAsync(params string[] events) =>
        Ask.StreamAsync(Ask.Client(new BytesHandler(Encoding.Latin1.GetBytes(string.Concat(events.Select(static data => $"data: {data}\n\n"))))));
}
