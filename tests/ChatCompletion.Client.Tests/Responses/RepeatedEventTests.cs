using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>Of events that have the same bytes as the one before, but for the text, only the text is read; what comes of it must not show that.</summary>
public class RepeatedEventTests
{
    private const string Head = "'id':'c1','object':'chat.completion.chunk','created':1723155364,'model':'m-1',";
    private const string Tiers = "'service_tier':'flex','system_fingerprint':'f1',";
    private const string Second = ",'choices':[{'index':1,'delta':{'content':'x'},'finish_reason':'stop'}]";

    private static readonly string End = "{" + Head + "'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}";

    /// <summary>Streams, in JSON with single quotes.</summary>
    public static TheoryData<string[]> Streams => new(
        [Event("a"), Event("b"), Event("c"), End],
        [Event("a"), Event("b", more: ",'service_tier':'flex','model':'m-2'"), Event("c"), End],
        [Event("a", Tiers), Event("b", more: ",'service_tier':'default'"), Event("c", Tiers), Event("d", Tiers), End],
        [Event("a", more: ",'service_tier':'flex'"), Event("b"), Event("c"), End],
        [Event("a"), Event("b", "'id':'c1','model':'m-3',"), Event("c"), End],
        [Event("a", "'id':'','model':null,"), Event("b", "'id':'','model':null,"), End],
        [Event("a", more: Second), Event("b", more: Second), End],
        [Event("a", "'x_own':1,"), Event("b", "'x_own':1,"), Event("c", "'x_own':2,"), End],
        [Event("a", "'usage':{'total_tokens':1},"), Event("b", "'usage':{'total_tokens':1},"), End],
        [Event("a"), Event("b", more: ",'error':{'message':'broken'}"), End],
        [Event("a", "'error':null,"), Event("b", "'error':null,"), End],
        [Event("a"), Event("b")[..^3], End],
        [Event("a"), Event("b") + "x", End],
        [Event("a"), "{" + Head + "'choices':", End],
        [Event("a"), "{" + Head + "'choices':null}", Event("b"), End],
        [Padded("a", "x"), Padded("b", "yy"), Padded("", ""), Padded("c", "\\u0041"), Padded("d\\n", "x"), Padded("e", "x") + "x", End],
        [Padded("a", "x"), Padded("b", "x\n"), Padded("c", "x"), End],
        [Padded("a", "x"), Padded("b", "x"), Padded("c", "\\x"), End],
        [Event("a", "'obfuscation':'x',"), Event("b", "'obfuscation':'x',"), Event("c", "'obfuscation':'x',"), End],
        [Event("a"), Event("b"), Event($"c','content':'{new string('d', 2000)}"), Event($"e','content':'{new string('f', 2000)}"), Event(new string('g', 2000)), Event(new string('h', 2000) + "\\n"), End],
        [Padded("a", "x", "'obfuscation':'early',"), Padded("b", "y", "'obfuscation':'later',"), Padded("c", "z", "'obfuscation':'later',"), End],
        [Event("a"), Event("b\\n\\u00e4\\ud83d"), Event("\\ude0a\\/"), Event("c\\x"), End],
        [Event("a"), Event("b"), Event("c\t"), Event("d"), End],
        [Event("a"), Event("b"), Event("c','content':'d"), Event("e','content':'f"), Event("g"), End],
        [Event("a"), Event("b','x':'c"), Event("d"), End],
        [Event(""), Event("a"), Event(""), Event("b"), End],
        [Delta("'content':'','reasoning':'a'"), Delta("'content':'','reasoning':'b'"), Delta("'content':'','reasoning':''"), Delta("'content':'c','reasoning':''"), End],
        [Delta("'reasoning':'a','reasoning_content':'a'"), Delta("'reasoning':'b','reasoning_content':'b'"), Delta("'reasoning':'c','reasoning_content':'c'"), End],
        [Delta("'thinking':'a','role':'assistant'"), Delta("'thinking':'b','role':'assistant'"), Delta("'thinking':'c','role':'assistant'"), End],
        [Delta("'content':[{'type':'text','text':'a'}],'reasoning':'b'"), Delta("'content':[{'type':'text','text':'a'}],'reasoning':'c'"), Delta("'content':[{'type':'text','text':'a'}],'reasoning':'d'"), End],
        [Delta("'content':'a','reasoning':'x','reasoning':''"), Delta("'content':'b','reasoning':'x','reasoning':''"), Delta("'content':'b','reasoning':'y','reasoning':''"), End],
        [Delta("'content':'a','content':['x']"), Delta("'content':'b','content':['x']"), Delta("'content':'c','content':['x']"), End],
        [Delta("'content':1"), Delta("'content':1"), Delta("'content':2"), End],
        [Delta("'content':'a','refusal':'r'"), Delta("'content':'b','refusal':'r'"), Delta("'content':'c','refusal':'r'"), End],
        [Message("a"), Message("ab"), Message("abc"), Message("abc"), End],
        [Event("a").Replace("null", "'stop'", StringComparison.Ordinal), Event("b").Replace("null", "'stop'", StringComparison.Ordinal), Event("c").Replace("null", "'stop'", StringComparison.Ordinal)],
        [Event("a"), Event("b"), Event("c", "'id':'c2','model':'m-2',"), Event("d"), Event("e"), End],
        [Delta("'content':'a','content':''"), Delta("'content':'b','content':''"), Delta("'content':'c','content':''"), End],
        [Delta("'content':'a','content':['a']"), Delta("'content':'b','content':['a']"), Delta("'content':'c','content':['a']"), End],
        [.. Enumerable.Range(0, 80).Select(static i => Event($"a{i}", $"'id':'c{(i < 40 ? i : 40)}','model':'m-1',")), End],
        [.. Enumerable.Range(0, 80).Select(static i => Event($"a{i}", i % 3 == 0 ? Tiers : $"'model':'m-{i / 20}',")), End]);

    /// <summary>Texts as they stand in JSON, each character for a byte; some are no JSON at all.</summary>
    private static Gen<string> Texts => Nasty.Pieces(Gen.Frequency(
        (8, Gen.Elements(" word", "a", ".", "0", "\u00C3\u00A4", "\u00F0\u009F\u0098\u008A")),
        (2, Gen.Elements("\\n", "\\\"", "\\\\", "\\u00e4", "\\ud83d", "\\ude0a", "<think>", "</think>", "\u00C3", "\u00FF")),
        (1, Gen.Elements("\n", "\t", "\"", "\\", "\\x", "\\u12", "\",\"content\":\"", "\"}", "\0"))));

    /// <summary>What stands around the text of an event, with a place for it.</summary>
    private static Gen<string> Frames =>
        from before in Nasty.Object.Or(Gen.Elements("{}", "{\"role\":\"assistant\"}", "{\"content\":null}", "{\"content\":\"\"}"))
        from name in Gen.Elements("content", "content", "reasoning_content", "reasoning", "thinking", "role")
        from rest in Nasty.Object.Or(Gen.Elements("{\"finish_reason\":null}", "{\"index\":1,\"finish_reason\":null}", "{\"logprobs\":null}", "{}"))
        from end in Nasty.Object.Or(Gen.Elements("{\"obfuscation\":\"%\"}", "{\"usage\":null,\"obfuscation\":\"%%\"}", "{}"))
        from head in Gen.Elements(Head.Replace('\'', '"'), Head.Replace('\'', '"'), "", "\"id\":null,", "\"error\":null,")
        select $$"""{{{head}}"choices":[{"delta":{{Join(before, $"\"{name}\":\"$\"")}},{{rest[1..^1]}}}],{{end[1..^1]}}}""".Replace(",}", "}", StringComparison.Ordinal);

    private static Gen<string[]> Repeating =>
        from frames in Gen.ArrayOf(Frames, 2)
        from texts in Gen.ArrayOf(Texts, 6)
        from other in Gen.Choose(0, 8)
        select texts.Select((text, i) => frames[i == other ? 1 : 0].Replace("%", new string('p', text.Length % 5), StringComparison.Ordinal).Replace("$", text, StringComparison.Ordinal)).ToArray();

    [Theory]
    [MemberData(nameof(Streams))]
    public Task What_is_read_is_the_same_as_where_nothing_repeats(string[] events) =>
        AssertSameAsync([.. events.Select(static text => text.Replace('\'', '"')), "[DONE]"], Encoding.UTF8, thinkTags: false);

    [Fact]
    public void What_is_read_of_any_events_is_the_same_as_where_nothing_repeats() => Property.Holds(Repeating, async events =>
    {
        await AssertSameAsync([.. events, "[DONE]"], Encoding.Latin1, thinkTags: false);
        await AssertSameAsync([.. events, "[DONE]"], Encoding.Latin1, thinkTags: true);
    }, 3000);

    [Theory]
    [InlineData("openai")]
    [InlineData("thoughts")]
    [InlineData("escapes")]
    public void Of_the_events_of_a_usual_stream_only_the_text_is_read(string kind)
    {
        var answer = new CompletionEventReader(new AnswerSource("srv", new SecretMask([]), new ChatLimits()));
        for (var i = 0; i < 100; i++)
        {
            var json = kind switch
            {
                "openai" => Padded($"word {i}", new string('p', i % 7)),
                "thoughts" => Delta($"'content':null,'reasoning_content':'word {i}'"),
                _ => Event($"\\n\\u00e4 {i}"),
            };
            answer.Read(Encoding.UTF8.GetBytes(json.Replace('\'', '"')));
            Assert.EndsWith($" {i}", answer.Choices[0].Message.Content ?? answer.Choices[0].Message.Reasoning, StringComparison.Ordinal);
        }
        Assert.Equal(2, answer.ReadInFull);
    }

    private static async Task AssertSameAsync(string[] events, Encoding encoding, bool thinkTags)
    {
        var repeated = await ReadAsync([.. events.Select(static text => WithBlank(text, 1))], encoding, thinkTags);
        // The blank stands elsewhere in every second event, so that none is like the one before.
        var different = await ReadAsync([.. events.Select(static (text, i) => WithBlank(text, i % 2 == 0 ? 1 : text.IndexOf(':', StringComparison.Ordinal)))], encoding, thinkTags);

        Assert.Equal(WithoutPlaces(Dump.Of(different)), WithoutPlaces(Dump.Of(repeated)));
    }

    private static Task<Outcome> ReadAsync(string[] events, Encoding encoding, bool thinkTags)
    {
        var stream = encoding.GetBytes(string.Concat(events.Select(static data => $"data: {data}\n\n")));
        return Ask.StreamAsync(new ChatClient(
            ChatEndpoint.Create(new ChatProvider { Name = "srv", Type = "Custom", ApiBase = "http://127.0.0.1:9/v1", ThinkTags = thinkTags }, environment: static _ => null),
            Ask.NoRetries with { Http = new HttpMessageInvoker(new BytesHandler(stream)) }));
    }

    private static string WithBlank(string json, int at) => json[0] == '{' && at > 0 ? json.Insert(at, " ") : json;

    private static string Join(string fields, string more) => fields == "{}" ? $"{{{more}}}" : $"{fields[..^1]},{more}}}";

    private static string Delta(string fields) => $"{{{Head}'choices':[{{'index':0,'delta':{{{fields}}},'finish_reason':null}}]}}";

    private static string Message(string text) => $"{{{Head}'choices':[{{'index':0,'message':{{'role':'assistant','content':'{text}'}}}}]}}";

    private static string Padded(string text, string padding, string head = Head) =>
        $"{{{head}'choices':[{{'index':0,'delta':{{'content':'{text}'}},'finish_reason':null}}],'usage':null,'obfuscation':'{padding}'}}";

    private static string Event(string text, string head = Head, string more = "") =>
        $"{{{head}'choices':[{{'index':0,'delta':{{'content':'{text}'}},'finish_reason':null}}]{more}}}";

    /// <summary>An error quotes the event, with its blanks, and names the byte where it broke.</summary>
    private static string WithoutPlaces(string dump) => System.Text.RegularExpressions.Regex.Replace(dump, @"BytePositionInLine: \d+| ", "");
}
