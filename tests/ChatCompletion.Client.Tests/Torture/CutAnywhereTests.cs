using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Bodies of real servers that end early, without anything that tells the end from the true one.</summary>
public class CutAnywhereTests
{
    public static TheoryData<string> Captures => Cuts.Captures;

    [Theory]
    [MemberData(nameof(Captures))]
    public Task F4_A_body_that_ends_early_is_judged_by_what_it_says(string name) => Cuts.WithinAsync(async () =>
    {
        var capture = new CaptureFile(name);
        var judge = new CutJudge(capture, await CutJudge.AskAsync(capture, Ask.Client(capture.Cut(capture.Body.Length))));
        foreach (var length in Cuts.Lengths(capture.Body))
        {
            var outcome = await CutJudge.AskAsync(capture, Ask.Client(capture.Cut(length)));
            judge.Judge(length, capture.Body.AsSpan(0, length), outcome, broke: false);
        }
    });

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("gzip", true)]
    [InlineData("deflate", false)]
    [InlineData("deflate", true)]
    [InlineData("br", false)]
    [InlineData("br", true)]
    public Task F4_A_packed_body_that_ends_early_is_not_whole_before_its_text_is(string coding, bool streaming) => Cuts.WithinAsync(async () =>
    {
        var body = streaming ? string.Concat(Enumerable.Range(0, 30).Select(static number => $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{number * 7919}}} "},"finish_reason":{{{(number == 29 ? "\"stop\"" : "null")}}}}]}""" + "\n\n")) : RequestProbe.Answer;
        var packed = Packing.Pack(coding, Encoding.UTF8.GetBytes(body));
        var whole = (await AskAsync(packed.Length)).Answer.Content!;
        for (var length = 0; length < packed.Length; length++)
        {
            var outcome = await AskAsync(length);
            if (outcome.Completion is { } answer) Assert.Equal((Content: whole, Complete: true), (answer.Content, answer.Complete));
            else Assert.StartsWith(outcome.Failure!.Completion?.Content ?? "", whole, StringComparison.Ordinal);
            Assert.StartsWith(outcome.Text, whole, StringComparison.Ordinal);
        }

        Task<Outcome> AskAsync(int length)
        {
            var client = Ask.Client(new BytesHandler(packed[..length], streaming ? "text/event-stream" : "application/json") { ContentEncoding = coding });
            return streaming ? Ask.StreamAsync(client) : Ask.WholeAsync(client);
        }
    });

    /// <summary>A stream that answers a call for a whole body, and a whole body that answers a call for a stream.</summary>
    [Theory]
    [MemberData(nameof(Captures))]
    public Task F4_H7_An_answer_of_the_other_kind_is_judged_alike(string name) => Cuts.WithinAsync(async () =>
    {
        var capture = new CaptureFile(name);
        if (capture.IsModels || capture.Body.Length > Cuts.Small) return;
        var whole = await Ask.WholeAsync(Ask.Client(capture.Cut(capture.Body.Length)));
        var judge = new CutJudge(capture, whole);
        for (var length = 0; length < capture.Body.Length; length += 3)
        {
            var outcome = await (capture.IsEvents ? Ask.WholeAsync(Ask.Client(capture.Cut(length))) : Ask.StreamAsync(Ask.Client(capture.Cut(length))));
            judge.Judge(length, capture.Body.AsSpan(0, length), outcome, broke: false);
        }
    });
}
