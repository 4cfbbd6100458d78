using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>However an answer is cut into chunks, and however its choices take turns, it comes out as it went in.</summary>
public class AssemblyProperties
{
    [Fact]
    public void H14_Any_chunks_of_any_choices_make_the_same_answer() => Property.Holds(
        Gen.ArrayOf(Nasty.Text.Zip(Nasty.Text)).Where(static texts => texts.Length is > 0 and < 6).Zip(Gen.Choose(0, int.MaxValue)), async pair =>
        {
            var texts = pair.Item1.Select(static text => (Content: text.Item1, Thought: text.Item2)).ToList();
            var random = new Random(pair.Item2);
            var fields = texts.SelectMany((text, index) => Turns(index, text.Content, text.Thought, random)).ToList();
            var outcome = await Ask.ChoicesAsync([.. TakeTurns(fields, random)]);

            Assert.True(outcome.Answer.Complete);
            Assert.Equal(texts.Select(static text => text.Content), outcome.Answer.Choices.Select(static choice => choice.Content ?? ""));
            Assert.Equal(texts.Select(static text => text.Thought), outcome.Answer.Choices.Select(static choice => choice.Message.ReasoningContent ?? ""));
            var whole = await Ask.BodyAsync($$"""{"choices":[{{string.Join(',', texts.Select(static (text, index) => $$$"""{"index":{{{index}}},"message":{"content":{{{Quote(text.Content)}}}},"finish_reason":"stop"}"""))}}]}""");
            Assert.Equal(whole.Answer.Choices.Select(static choice => choice.Content ?? ""), outcome.Answer.Choices.Select(static choice => choice.Content ?? ""));
        }, 300);

    [Fact]
    public void F8_Any_fragments_of_any_tool_calls_make_the_same_calls() => Property.Holds(
        Gen.ArrayOf(Nasty.Text).Where(static texts => texts.Length is > 0 and < 5).Zip(Gen.Choose(0, int.MaxValue)), async pair =>
        {
            var (arguments, random) = (pair.Item1, new Random(pair.Item2));
            var fragments = new List<(int Index, string Fields)>();
            for (var index = 0; index < arguments.Length; index++)
            {
                fragments.Add((index, $$$""" "index":0,"delta":{"tool_calls":[{"index":{{{index}}},"id":"call_{{{index}}}","type":"function","function":{"name":"f{{{index}}}","arguments":""}}]} """));
                foreach (var piece in Split(arguments[index], random))
                    fragments.Add((index, $$$""" "index":0,"delta":{"tool_calls":[{"index":{{{index}}},"function":{"arguments":{{{Quote(piece)}}}}}]} """));
            }
            var outcome = await Ask.ChoicesAsync([.. TakeTurns(fragments, random), """ "index":0,"delta":{},"finish_reason":"tool_calls" """]);

            var calls = outcome.Message.ToolCalls!.OrderBy(static call => call.Index).ToList();
            Assert.Equal(arguments.Select(static text => text.Length == 0 ? "{}" : text), calls.Select(static call => call.Arguments));
            Assert.Equal(arguments.Select(static (_, index) => $"call_{index} f{index}"), calls.Select(static call => $"{call.Id} {call.Name}"));
        }, 300);

    private static IEnumerable<(int Index, string Fields)> Turns(int index, string content, string thought, Random random)
    {
        foreach (var piece in Split(thought, random)) yield return (index, $$$""" "index":{{{index}}},"delta":{"reasoning_content":{{{Quote(piece)}}}} """);
        foreach (var piece in Split(content, random)) yield return (index, $$$""" "index":{{{index}}},"delta":{"content":{{{Quote(piece)}}}},"finish_reason":null """);
        yield return (index, $$$""" "index":{{{index}}},"delta":{},"finish_reason":"stop" """);
    }

    /// <summary>Deals the pieces in any order in which those of one owner keep theirs.</summary>
    private static IEnumerable<string> TakeTurns(List<(int Index, string Fields)> pieces, Random random)
    {
        var queues = pieces.GroupBy(static piece => piece.Index).Select(static own => new Queue<string>(own.Select(static piece => piece.Fields))).ToList();
        while (queues.Count > 0)
        {
            var queue = queues[random.Next(queues.Count)];
            yield return queue.Dequeue();
            if (queue.Count == 0) queues.Remove(queue);
        }
    }

    /// <summary>Pieces of a text, cut between any two units, also within a surrogate pair.</summary>
    private static IEnumerable<string> Split(string text, Random random)
    {
        for (var at = 0; at < text.Length;)
        {
            var size = Math.Min(random.Next(0, 4), text.Length - at);
            yield return text.Substring(at, size);
            at += size;
        }
    }

    /// <summary>A JSON string with everything escaped that is no ASCII letter.</summary>
    private static string Quote(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var unit in text)
            if (char.IsAsciiLetterOrDigit(unit)) json.Append(unit);
            else json.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        return json.Append('"').ToString();
    }
}
