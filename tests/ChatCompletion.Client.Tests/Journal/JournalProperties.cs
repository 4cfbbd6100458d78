using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests.Journal;

/// <summary>An answer comes out of a journal exactly as it went in, or is asked again, whatever it holds and whatever the key is.</summary>
public class JournalProperties
{
    /// <summary>Keys that are nowhere by chance.</summary>
    private static readonly string[] Secrets = ["sk-\"\\/+0123456789", "918273645546372819", "sk-canary-0123456789-abcdefghij"];

    /// <summary>Keys of local servers, words and names of JSON, and keys that need escapes.</summary>
    private static readonly string[] Keys =
    [
        "none", "ollama", "2026", "a", "message", "true", "null", "content", "chatJournal", "assistant", "occurrence", "finish_reason", "additional",
        .. Secrets, "0", "1723155364", "{\"a\":1}", "\",\"a\":\"", "\\u0000", "prompt_tokens", "Infinity", "AnswerNotKept", "stop", "complete",
    ];

    private static readonly DateTimeOffset Time = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static Gen<string> Answer =>
        from message in Nasty.Object
        from choice in Nasty.Object
        from usage in Nasty.Object
        from more in Nasty.Value
        select $$"""{"choices":[{"finish_reason":"stop","message":{{message}},"logprobs":{{choice}},"extra":{{choice}}}],"usage":{{usage}},"more":{{more}},"created":1723155364}""";

    [Fact]
    public void Any_answer_is_kept_exactly() => Property.HoldsForText(Answer, static async json => await CheckAsync(json, null), 400);

    [Fact]
    public void Any_answer_is_kept_exactly_or_asked_again_with_any_key() => Property.Holds(
        Answer.Zip(Gen.Elements(Keys), static (json, key) => (Json: json, Key: key)).Zip(Gen.Choose(0, 5), static (pair, echo) => (pair.Json, pair.Key, Echo: echo)),
        static async one =>
        {
            var echo = JsonSerializer.Serialize(one.Key);
            var number = one.Key.All(char.IsAsciiDigit) ? one.Key : "1";
            await CheckAsync(one.Echo switch
            {
                0 => one.Json.Replace("\"more\":", $"\"echo\":[{echo}],\"more\":", StringComparison.Ordinal),
                1 => one.Json.Replace("\"more\":", $"\"echo\":{{{echo}:{number}}},\"more\":", StringComparison.Ordinal),
                2 => one.Json.Replace("\"message\":{", $"\"message\":{{\"content\":{echo},\"by\":{number},", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal),
                _ => one.Json,
            }, one.Key);
        },
        1000);

    private static async Task CheckAsync(string json, string? key)
    {
        var outcome = await Ask.WholeAsync(Ask.Client(new BytesHandler(Property.Bytes(json), "application/json")));
        if ((outcome.Completion ?? outcome.Failure?.Completion) is not { } answer) return;
        var request = Ask.Client("http://127.0.0.1:9/v1").Prepare(Ask.Question(), streaming: false);
        var (callKey, _) = JournalKey.Of(request, new SecretDigests("test"));
        var mask = new SecretMask(key is null ? [] : [key]);
        var line = JournalLine.Write(new JournalCall(callKey, 1, request, []), Time, answer, outcome.Failure, [mask]);
        var head = JournalHead.Read(line.Bytes.Span[..^1])!.Value;
        var entry = JournalEntryReader.Read(line.Bytes.Span[..^1]);
        Assert.Equal(
            (Key: callKey, Occurrence: 1, IsAnswered: line.NotKept is null && outcome.Failure is null),
            (head.Key, head.Occurrence, head.IsAnswered));
        Assert.Equal((Time: Time, Key: callKey.ToString(), Model: "m"), (entry.Time, entry.Key, entry.Model));
        Assert.Equal(outcome.Failure?.Kind.ToString() ?? (line.NotKept is null ? null : "AnswerNotKept"), entry.ErrorKind);
        if (line.NotKept is null) SameAnswer.Check(answer, entry.Completion);
        else Assert.False(entry.Complete || entry.Completion!.Complete);
        var text = Encoding.UTF8.GetString(line.Bytes.Span);
        foreach (var secret in Secrets.Where(secret => secret == key))
            foreach (var form in new[] { secret, JsonSerializer.Serialize(secret)[1..^1], JsonText.Write(secret)[1..^1] }) Assert.DoesNotContain(form, text, StringComparison.Ordinal);
    }
}
