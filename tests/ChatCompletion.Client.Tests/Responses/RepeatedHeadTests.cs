namespace ChatCompletions.Tests;

/// <summary>Events that begin with the same bytes as the one before are read on from there; what is read must not show it.</summary>
public class RepeatedHeadTests
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
        [Event("a"), "{" + Head + "'choices':null}", Event("b"), End]);

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task What_is_read_is_the_same_as_where_no_head_repeats(string[] events)
    {
        events = [.. events.Select(static text => text.Replace('\'', '"')), "[DONE]"];
        var repeated = await Ask.EventsAsync(events);
        // More blanks in each event, so that none begins like the one before.
        var different = await Ask.EventsAsync([.. events.Select(static (text, i) => text[0] == '{' ? "{" + new string(' ', i) + text[1..] : text)]);

        Assert.NotEmpty(repeated.Chunks);
        Assert.Equal(WithoutPlaces(Dump.Of(different)), WithoutPlaces(Dump.Of(repeated)));
    }

    private static string Event(string text, string head = Head, string more = "") =>
        $"{{{head}'choices':[{{'index':0,'delta':{{'content':'{text}'}},'finish_reason':null}}]{more}}}";

    /// <summary>An error quotes the event, with its blanks, and names the byte where it broke.</summary>
    private static string WithoutPlaces(string dump) => System.Text.RegularExpressions.Regex.Replace(dump, @"BytePositionInLine: \d+| ", "");
}
