using System.Text;

namespace ChatCompletions.Tests.Journal;

/// <summary>An answer comes out of a journal just as it went in.</summary>
public class JournalAnswerTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures");

    public static TheoryData<string> Captures => [.. Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Captures))]
    public async Task Real_answers_stay_as_they_were(string capture)
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Recorded(File.ReadAllBytes(Path.Combine(Folder, capture))));
        var outcome = await Ask.WholeAsync(Ask.Client(server));
        if ((outcome.Completion ?? outcome.Failure?.Completion) is { } answer) SameAnswer.Check(answer, Again(answer));
    }

    [Fact]
    public void Every_property_is_kept()
    {
        var answer = (ChatCompletion)SameAnswer.Filled(typeof(ChatCompletion));
        Assert.NotNull(answer.Choices[0].LogProbs!.Content![0].TopLogProbs);
        SameAnswer.Check(answer, Again(answer));
        Assert.True(Again(answer).FromJournal);
        Assert.False(answer.FromJournal);
    }

    [Theory]
    [InlineData("""{"choices":[{"index":1,"message":{"content":"half \ud83d"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"id":"é\u0000\u001b[31m","choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"odd"}],"more":{"x":1.0,"y":-0.0,"z":1e30,"big":123456789012345678901234567890}}""")]
    [InlineData("""{"choices":[{"message":{"content":"a","tool_calls":[{"index":2,"id":"t","type":"function","function":{"name":"f","arguments":"not json"},"extra":{"a":1.0}}],"reasoning_content":"r"}}],"usage":{}}""")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"http://x"}}]}},{"message":{"content":"b"}}],"usage":{"total_tokens":3,"cost":0.5}}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"}}],"usage":{"total_tokens":3,"x":1.0,"y":"half \ud83d","prompt_tokens_details":{"cached_tokens":"few","z":-0.0}}}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"},"logprobs":{"content":[{"token":"\ud83d","bytes":[240],"logprob":-1.0,"top_logprobs":[{"token":"\ude00","logprob":-9999}],"w":2.0}],"v":[1.0]}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"}}],"more":{"half \ud83d":1,"half \udc00":{"\ud83d":2.0},"large":1e400,"small":-1e400}}""")]
    public async Task Odd_answers_stay_as_they_were(string json)
    {
        var answer = (await Ask.BodyAsync(json)).Answer;
        SameAnswer.Check(answer, Again(answer));
        var again = Again(answer);
        Assert.Same(again, again.Choices[0].Answer);
    }

    [Fact]
    public async Task An_answer_that_is_nested_as_deeply_as_any_can_be_is_kept()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);
        var answer = (await Ask.BodyAsync($$$"""{"choices":[{"message":{"content":"a"}}],"more":{{{deep}}}}""")).Answer;
        SameAnswer.Check(answer, Again(answer));
    }

    private static ChatCompletion Again(ChatCompletion answer)
    {
        var request = Ask.Client("http://127.0.0.1:9/v1").Prepare(Ask.Question(), streaming: false);
        var (key, secrets) = JournalKey.Of(request, new SecretDigests("test"));
        var line = JournalLine.Write(new JournalCall(key, 1, request, secrets), DateTimeOffset.UnixEpoch, answer, null, []);
        Assert.Null(line.NotKept);
        Assert.Equal(1, line.Bytes.Span.Count((byte)'\n'));
        Assert.NotNull(JournalHead.Read(line.Bytes.Span[..^1]));
        Assert.DoesNotContain('\u001b', Encoding.UTF8.GetString(line.Bytes.Span));
        return JournalEntryReader.Read(line.Bytes.Span[..^1]).Completion!;
    }
}
