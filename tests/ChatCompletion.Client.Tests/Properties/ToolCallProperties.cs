using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>Whatever a server does with index, id and name, the calls are those that the model made.</summary>
public class ToolCallProperties
{
    private static readonly string[] Arguments =
    [
        "{}", """{"x":1}""", """{"a":{"b":[{},{"c":"}{"}]}}""", """["{","}",{"d":"\"\\"}]""", """{ "e" : "\u00e4 \\\\" , "f" : [ ] }""", "[[],[[1.50]]]",
    ];

    /// <summary>The calls, each other than all before it.</summary>
    private static Gen<(string Name, string Arguments)[]> Calls =>
        Gen.ArrayOf(Gen.Elements("f", "f", "g").Zip(Gen.Elements(Arguments))).Where(static calls => calls.Length is > 0 and < 6)
            .Select(static calls => calls.Distinct().Select(static call => (call.Item1, call.Item2)).ToArray());

    [Fact]
    public void F8_Any_calls_of_any_server_are_the_same_calls() => Property.Holds(
        from calls in Calls
        from index in Gen.Elements("own", "0", "-")
        from id in Gen.Elements("own", "same", "-", "new")
        from naming in Gen.Elements("first", "each")
        from repeats in Gen.Elements(false, true)
        from seed in Gen.Choose(0, int.MaxValue)
        select (calls, index, id, naming, repeats, seed),
        static async server =>
        {
            var (calls, index, id, naming, repeats, seed) = server;
            var random = new Random(seed);
            var number = 0;
            var deltas = calls.SelectMany((call, i) => Fragments(call, i)).ToList();
            // A call that is repeated under a new id cannot be told from a second one.
            if (repeats && id != "new") deltas.AddRange(calls.SelectMany((call, i) => Fragments(call, i)).ToList());
            var outcome = await Ask.DeltasAsync([.. deltas]);

            Assert.Equal(calls.Select(static call => $"{call.Name}({call.Arguments})"), outcome.Message.ToolCalls!.Select(static call => call.ToString()));
            Assert.True(outcome.Answer.Complete, outcome.Answer.Error);

            IEnumerable<string> Fragments((string Name, string Arguments) call, int i)
            {
                // What has neither index nor id comes in one piece or goes on without a name; a new id with a name may begin a call without arguments.
                var isFirst = true;
                foreach (var piece in Pieces(call.Arguments, random, mayBeginEmpty: naming == "first" || id != "new"))
                {
                    var fragment = new JsonDictionary { ["function"] = new JsonDictionary { ["arguments"] = piece } };
                    if (index != "-") fragment["index"] = index == "own" ? i : 0;
                    if (id == "new" || (id != "-" && (isFirst || naming == "each"))) fragment["id"] = id switch { "new" => $"n{number++}", "same" => "c", _ => $"c{i}" };
                    if (isFirst || naming == "each") ((JsonDictionary)fragment["function"]!)["name"] = call.Name;
                    isFirst = false;
                    yield return $$"""{"tool_calls":[{{fragment}}]}""";
                }
            }
        },
        1500);

    private static IEnumerable<string> Pieces(string text, Random random, bool mayBeginEmpty)
    {
        if (mayBeginEmpty && random.Next(2) == 0) yield return "";
        for (var at = 0; at < text.Length;)
        {
            var size = Math.Min(random.Next(1, random.Next(2) == 0 ? 4 : 40), text.Length - at);
            yield return text.Substring(at, size);
            at += size;
        }
    }
}
