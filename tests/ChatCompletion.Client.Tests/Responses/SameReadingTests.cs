using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>
/// Answers of real servers with other texts in them and a fault somewhere. Events that repeat and long texts are not read byte by byte;
/// beside each such answer stands one with blanks that make all of it be read so, and it must say the same.
/// </summary>
public partial class SameReadingTests
{
    private const int Events = 9;

    private static readonly string[][] Streams = [.. Captures(isEvents: true).Select(static body => body.Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)).ToArray())];
    private static readonly string[] Documents = [.. Captures(isEvents: false).Where(static body => body.Contains("\"content\"", StringComparison.Ordinal))];

    /// <summary>Each character stands for a byte.</summary>
    private static Gen<string> Texts => Gen.Frequency(
        (6, Nasty.Pieces(Gen.Frequency((20, Gen.Elements(" word", "a", "\u00C3\u00A4", "\\n", "\\\"", "\\u00e4", "\\ud83d\\ude0a", "<think>", "</think>")), (2, Gen.Elements("\\ud83d", "\u00FF", "\u00C3", "\\u0000", "\u007F"))))),
        (1, Gen.Choose(1000, 3000).Select(static length => $"{new string('x', length / 2)}\\n\u00C3\u00A4{new string('y', length / 2)}")),
        (1, Gen.Elements("", "\\x", "\n", "\"", "\",\"content\":\"b", "\"},\"delta\":{\"reasoning\":\"b", "\\")));

    /// <summary>One byte of many is lost, doubled or another one, or all behind it is lost.</summary>
    private static Gen<Func<string, string>> Faults =>
        from kind in Gen.Frequency((6, Gen.Constant(0)), (4, Gen.Choose(1, 4)))
        from place in Gen.Choose(0, 1_000_000)
        from value in Gen.Frequency((3, Gen.Elements('"', '{', '}', '[', ']', ',', ':', '\\', '\n', ' ')), (1, Gen.Choose(0, 255).Select(static value => (char)value)))
        select new Func<string, string>(text =>
        {
            var at = (int)((long)place * text.Length / 1_000_001);
            return kind switch { 1 => text.Remove(at, 1), 2 => text.Insert(at, $"{value}"), 3 => text[..at] + value + text[(at + 1)..], 4 => text[..at], _ => text };
        });

    [Fact]
    public void A_stream_says_the_same() => Property.Holds(
        from lines in Gen.Elements(Streams)
        from usual in Gen.Choose(0, lines.Length - 1)
        from other in Gen.Choose(0, lines.Length - 1)
        from exception in Gen.Choose(0, 2 * Events)
        from texts in Gen.ArrayOf(Texts, Events)
        from fault in Faults
        from sizes in Nasty.Sizes
        select (Stream: fault(string.Concat(texts.Select((text, i) => With(text, lines[i == exception ? other : usual]) + "\n\n")) + lines[^1] + "\n\n"), Sizes: sizes),
        static async one =>
        {
            foreach (var thinkTags in new[] { false, true })
                Assert.Equal(await SeenAsync(AllRead(one.Stream), thinkTags, true, one.Sizes), await SeenAsync(one.Stream, thinkTags, true, []));
        },
        500);

    [Fact]
    public void A_document_says_the_same() => Property.Holds(
        from document in Gen.Elements(Documents)
        from texts in Gen.ArrayOf(Texts, 3)
        from fault in Faults
        select fault(With(string.Concat(texts), document)),
        static async document =>
        {
            foreach (var streaming in new[] { false, true })
                Assert.Equal(await SeenAsync(AllRead(document), streaming, streaming, [7]), await SeenAsync(document, streaming, streaming, []));
        },
        500);

    private static string With(string text, string json) => TextField().Replace(json, field => field.Groups[1].Value + text + '"');

    /// <summary>The same with blanks: no event begins as the one before, and no text follows its name at once.</summary>
    private static string AllRead(string answer) => string.Join('\n', answer.Replace("\":\"", "\": \"", StringComparison.Ordinal).Split('\n').Select(static (line, i) =>
        line.StartsWith("data: {", StringComparison.Ordinal) ? line.Insert(i % 4 == 0 ? 7 : Math.Max(line.IndexOf(':', 7), 7), " ") : line));

    /// <summary>All but the blanks, and the words of an error, which quote them.</summary>
    private static async Task<string> SeenAsync(string answer, bool thinkTags, bool streaming, int[] sizes)
    {
        var next = 0;
        var handler = new BytesHandler(Property.Bytes(answer), answer.StartsWith("data:", StringComparison.Ordinal) ? "text/event-stream" : "application/json")
        {
            NextSize = () => sizes.Length == 0 ? int.MaxValue : sizes[next++ % sizes.Length],
        };
        var client = new ChatClient(
            ChatEndpoint.Create(new ChatProvider { Name = "srv", Type = "Custom", ApiBase = "http://127.0.0.1:9/v1", ThinkTags = thinkTags }, environment: static _ => null),
            Ask.NoRetries with { Http = new HttpMessageInvoker(handler) });
        var outcome = streaming ? await Ask.StreamAsync(client) : await Ask.WholeAsync(client);
        var seen = Dump.Of(outcome with { Failure = null }) + outcome.Failure?.Kind + JsonText.Write(outcome.Failure?.Completion) + outcome.Failure?.Provider + outcome.Failure?.Attempts;
        return seen.Replace(" ", "", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Captures(bool isEvents) => CaptureFile.Names.Select(static name => new CaptureFile(name))
        .Where(capture => capture.IsEvents == isEvents && capture.Status == 200 && capture.Body.Length < Cuts.Small * 2).Select(static capture => Encoding.Latin1.GetString(capture.Body));

    [GeneratedRegex("(\"(?:content|reasoning_content|reasoning|arguments)\":\\s?\")(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex TextField();
}
