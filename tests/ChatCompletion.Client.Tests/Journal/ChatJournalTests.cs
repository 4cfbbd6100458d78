using System.Text;

namespace ChatCompletions.Tests.Journal;

/// <summary>What was answered is found again, whatever became of the rest of the file.</summary>
public sealed class ChatJournalTests : IDisposable
{
    private const string Key = "sk-canary+/\"0123456789";

    private readonly string _folder = Directory.CreateTempSubdirectory("chatcompletion-journal-").FullName;

    private string Run => Path.Combine(_folder, "run.jsonl");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_same_call_is_another_occurrence_of_it_and_each_has_its_answer()
    {
        using (var journal = Open())
        {
            foreach (var (question, answer) in new[] { ("a", "1"), ("b", "2"), ("a", "3") })
            {
                var call = journal.Next(Sent(question));
                Assert.Null(journal.Find(call));
                await journal.RecordAsync(call, Answer(answer), null, []);
            }
        }
        using var again = Open();
        Assert.Equal(["2", "1", "3", null], new[] { "b", "a", "a", "a" }.Select(question => again.Find(again.Next(Sent(question)))?.Content));
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public async Task A_failure_is_recorded_and_asked_again()
    {
        await WriteAsync(("a", null), ("a", "1"), ("b", null));
        using (var journal = Open())
        {
            Assert.Null(journal.Find(journal.Next(Sent("a"))));
            Assert.Equal("1", journal.Find(journal.Next(Sent("a")))!.Content);
            await journal.RecordAsync(journal.Next(Sent("b")), Answer("2"), null, []);
        }
        using var again = Open();
        Assert.Equal("2", again.Find(again.Next(Sent("b")))!.Content);
        var entries = JournalReader.Read(Run, Assert.Fail, Stop).ToList();
        Assert.Equal(
            [(ErrorKind: "RateLimited", StatusCode: 429), (null, null), (ErrorKind: "RateLimited", StatusCode: 429), (null, null)],
            entries.Select(static entry => (entry.ErrorKind, entry.StatusCode)));
        Assert.Equal((Error: "slow down", Content: "part", Complete: false), (entries[0].Error, entries[0].Content, entries[0].Complete));
    }

    [Fact]
    public async Task A_file_that_was_cut_at_any_byte_keeps_its_whole_lines_and_goes_on()
    {
        await WriteAsync(("a", "ü1"), ("b", "2"));
        var whole = await File.ReadAllBytesAsync(Run, Stop);
        var first = Array.IndexOf(whole, (byte)'\n');
        for (var length = 0; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Run, whole[..length], Stop);
            // A line that lacks only its line feed says all it has to say.
            var kept = (length >= first ? 1 : 0) + (length >= whole.Length - 1 ? 1 : 0);
            var isTorn = length > 0 && length != first && length != first + 1 && length < whole.Length - 1;
            using (var journal = Open())
            {
                Assert.True((kept, isTorn ? 1 : 0) == (journal.Count, journal.Warnings.Count), $"{length} of {whole.Length}");
                Assert.Equal(kept >= 1 ? "ü1" : null, journal.Find(journal.Next(Sent("a")))?.Content);
                await journal.RecordAsync(journal.Next(Sent("c")), Answer("3"), null, []);
            }
            using var again = Open();
            Assert.Equal(kept + 1, again.Count);
            Assert.Equal("3", again.Find(again.Next(Sent("c")))!.Content);
            // The run before has warned, and has gone on behind the torn line.
            Assert.Empty(again.Warnings);
            var (warnings, notes) = (new List<string>(), new List<string>());
            Assert.Equal(kept + 1, JournalReader.Read(Run, warnings.Add, Stop, notes.Add).Count());
            Assert.True((0, isTorn ? 1 : 0) == (warnings.Count, notes.Count), $"{length} of {whole.Length}");
        }
    }

    [Fact]
    public async Task A_torn_line_is_warned_of_until_a_good_line_follows()
    {
        await WriteAsync(("a", "1"), ("b", "2"));
        var whole = await File.ReadAllTextAsync(Run, Stop);
        var (first, second) = (whole[..(whole.IndexOf('\n', StringComparison.Ordinal) + 1)], whole[(whole.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        foreach (var (text, expected) in new (string, int)[]
        {
            (first[..90], 1),
            (first[..90] + "\n", 1),
            (first[..90] + "\n" + second[..40] + "\n", 2),
            (first[..90] + "\n" + second[..40] + "\n" + second, 0),
            (first[..90] + "\n" + second + first[..50], 1),
            ("{\n" + second, 0),
            // These are no beginnings of a line, so no killed run left them.
            (first[..90] + "}}\n" + second, 1),
            (first[..90] + "\n" + first[90..] + second, 2),
            (first + second[1..] + second, 1),
            (first.Replace("\"answer\"", "answer", StringComparison.Ordinal) + second, 1),
        })
        {
            await File.WriteAllTextAsync(Run, text, Stop);
            for (var run = 0; run < 2; run++)
            {
                using var journal = Open();
                Assert.True(expected == journal.Warnings.Count, text);
            }
        }
    }

    [Fact]
    public async Task A_damaged_line_is_named_and_passed_over_whichever_byte_of_it_is_zero()
    {
        await WriteAsync(("a", "1"), ("b", "2"), ("c", "3"));
        var whole = await File.ReadAllBytesAsync(Run, Stop);
        var start = Array.IndexOf(whole, (byte)'\n') + 1;
        var end = Array.IndexOf(whole, (byte)'\n', start);
        for (var place = start; place < end; place++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[place] = 0;
            await File.WriteAllBytesAsync(Run, damaged, Stop);
            using var journal = Open();
            Assert.Contains("Line 2 of the journal", Assert.Single(journal.Warnings), StringComparison.Ordinal);
            Assert.Equal(["1", null, "3"], new[] { "a", "b", "c" }.Select(question => journal.Find(journal.Next(Sent(question)))?.Content));
        }
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{\"chatJournam\":1}\n")]
    [InlineData("[]\n")]
    [InlineData("\n")]
    [InlineData("\0\0\0\0")]
    public async Task A_foreign_file_is_refused_and_left_as_it_is(string content)
    {
        await File.WriteAllTextAsync(Run, content, Stop);
        var failure = Assert.Throws<ChatRequestException>(() => Open());
        Assert.Equal(ChatErrorKind.JournalFailed, failure.Kind);
        Assert.Contains("not a journal", failure.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(Run, Stop));
        Assert.Throws<ChatRequestException>(() => JournalReader.Read(Run, Assert.Fail, Stop).ToList());
    }

    [Theory]
    [InlineData(0, """{"chatJournal":1,"key":"x"}""", "an older version")]
    [InlineData(1, """{"chatJournal":2}""", "an older version")]
    [InlineData(0, """{"chatJournal":4,"key":"x"}""", "a newer version")]
    [InlineData(1, """{"chatJournal":4,"anything":[1,{"else":""", "a newer version")]
    [InlineData(0, """{"chatJournal":12345678901,"key":"x"}""", "a newer version")]
    public async Task Another_format_is_refused_wherever_it_begins(int line, string form, string because)
    {
        await WriteAsync(("a", "1"), ("b", "2"));
        var lines = await File.ReadAllLinesAsync(Run, Stop);
        lines[line] = form;
        await File.WriteAllLinesAsync(Run, lines, Stop);
        Assert.Contains(because, Assert.Throws<ChatRequestException>(() => Open()).Message, StringComparison.Ordinal);
        Assert.Contains(because, Assert.Throws<ChatRequestException>(() => JournalReader.Read(Run, static _ => { }, Stop).ToList()).Message, StringComparison.Ordinal);
        Assert.Equal(lines, await File.ReadAllLinesAsync(Run, Stop));
        // The refusal lets go of the file.
        await File.WriteAllTextAsync(Run, "", Stop);
        Open().Dispose();
    }

    [Fact]
    public async Task A_link_is_refused()
    {
        await WriteAsync(("a", "1"));
        var link = Path.Combine(_folder, "link.jsonl");
        Assert.SkipUnless(SymbolicLink.TryMake(link, Run), SymbolicLink.Missing);
        Assert.Contains("symbolic link", Assert.Throws<ChatRequestException>(() => Open(link)).Message, StringComparison.Ordinal);
        Assert.True(SymbolicLink.TryMake(Path.Combine(_folder, "dangling.jsonl"), Path.Combine(_folder, "new.jsonl")));
        Assert.Throws<ChatRequestException>(() => Open(Path.Combine(_folder, "dangling.jsonl")));
        Assert.False(File.Exists(Path.Combine(_folder, "new.jsonl")));
    }

    [Fact]
    public async Task One_run_writes_and_others_read()
    {
        using (var journal = Open())
        {
            await journal.RecordAsync(journal.Next(Sent("a")), Answer("1"), null, []);
            var failure = Assert.Throws<ChatRequestException>(() => Open());
            Assert.Contains("another run writes to it", failure.Message, StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows() && !OperatingSystem.IsLinux()) return;
            Assert.Equal("1", Assert.Single(JournalReader.Read(Run, Assert.Fail, Stop)).Content);
            await journal.RecordAsync(journal.Next(Sent("b")), Answer("2"), null, []);
            Assert.Null(journal.Failure);
        }
        using var next = Open();
        Assert.Equal(2, next.Count);
    }

    [Fact]
    public async Task A_key_is_in_it_nowhere_and_the_line_is_whole()
    {
        var client = Ask.Client("http://127.0.0.1:9/v1", key: Key.Replace("\"", "", StringComparison.Ordinal));
        var secret = Key.Replace("\"", "", StringComparison.Ordinal);
        var request = Ask.Question();
        request.Messages[0].Content = $"my key is {secret}";
        var answer = Answer($"you said {secret}, {secret.Replace("/", "\\/", StringComparison.Ordinal)} and {Uri.EscapeDataString(secret)}");
        answer.AdditionalProperties = new JsonDictionary { [secret] = new JsonList { secret, 1.0 } };
        using (var journal = Open())
        {
            await journal.RecordAsync(journal.Next(client.Prepare(request, streaming: false)), answer, null, [client.Mask]);
            await journal.RecordAsync(journal.Next(client.Prepare(request, streaming: false)), null, new ChatApiException(new CallFailure(ChatErrorKind.ServerError, $"bad {secret}") { Api = new ApiError(500, 500) }), [client.Mask]);
        }
        var text = await File.ReadAllTextAsync(Run, Stop);
        foreach (var form in new[] { secret, "canary", "0123456789" }) Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase);
        var entries = JournalReader.Read(Run, Assert.Fail, Stop).ToList();
        Assert.Equal((Content: "you said ***, *** and ***", Error: "bad ***"), (entries[0].Content, entries[1].Error));
        // An answer that is not kept as it came is no answer: it is asked again.
        Assert.Equal(
            (ErrorKind: "AnswerNotKept", Complete: false, FinishReason: "stop"),
            (entries[0].ErrorKind, entries[0].Complete, entries[0].FinishReason));
        using var again = Open();
        Assert.Null(again.Find(again.Next(client.Prepare(request, streaming: false))));
    }

    [Fact]
    public async Task The_caller_is_told_that_an_answer_is_not_kept()
    {
        const string secret = "sk-canary-0123456789";
        using var journal = Open();
        Assert.Null(await journal.RecordAsync(journal.Next(Sent("a")), Answer("1"), null, [new SecretMask([secret])]));
        Assert.Contains("a journal never stores one", await journal.RecordAsync(journal.Next(Sent("a")), Answer(secret), null, [new SecretMask([secret])]), StringComparison.Ordinal);
        Assert.Null(journal.Failure);
    }

    [Fact]
    public void A_key_that_comes_in_pieces_is_not_left_in_pieces()
    {
        const string secret = "sk-canary-0123456789";
        var answer = Answer(secret);
        answer.Usage = new ChatUsage { TotalTokens = 3, AdditionalProperties = new JsonDictionary { ["x"] = 1L } };
        answer.Choices[0].Message.Parts = [new JsonDictionary { ["text"] = "sk-canary-" }, new JsonDictionary { ["text"] = "0123456789" }];
        answer.Choices[0].LogProbs = new ChatLogProbs { Content = [new ChatTokenLogProb { Token = "sk-canary-" }, new ChatTokenLogProb { Token = "0123456789" }] };
        var (bytes, notKept) = JournalLine.Write(new JournalCall(default, 1, Sent("a"), []), DateTimeOffset.UnixEpoch, answer, null, [new SecretMask([secret])]);
        Assert.NotNull(notKept);
        foreach (var piece in new[] { "canary", "0123456789" }) Assert.DoesNotContain(piece, Encoding.UTF8.GetString(bytes.Span), StringComparison.Ordinal);
        Assert.Equal(
            (TotalTokens: 3, Content: "***"),
            (JournalEntryReader.Read(bytes.Span).TotalTokens, JournalEntryReader.Read(bytes.Span).Content));
    }

    [Fact]
    public void A_call_that_no_line_can_hold_is_asked_again()
    {
        var (bytes, notKept) = JournalLine.Write(new JournalCall(default, 1, Sent("a"), []), DateTimeOffset.UnixEpoch, Answer(new string('x', 2000)), null, [], maxLength: 1000);
        Assert.Contains("at most 1000", notKept, StringComparison.Ordinal);
        Assert.InRange(bytes.Length, 1, 1000);
        Assert.False(JournalHead.Read(bytes.Span[..^1])!.Value.IsAnswered);
        Assert.Equal("AnswerNotKept", JournalEntryReader.Read(bytes.Span).ErrorKind);
    }

    [Fact]
    public async Task What_the_request_calls_a_secret_is_in_it_nowhere()
    {
        const string canary = "canary-0123456789-abc";
        var request = Ask.Question();
        request.Messages[0].Content = "which token";
        request.AdditionalParameters = RequestProbe.Map("""
            {"api_key":"CANARY","token_count":1.5,"extra_headers":{"X-Secret":["CANARY",{"v":4711}],"X-Other":"plain"},"password":4711,
            "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"token":{"type":"string"}}}}}]}
            """.Replace("CANARY", canary, StringComparison.Ordinal));
        var sent = Ask.Client("http://127.0.0.1:9/v1").Prepare(request, streaming: false);
        using (var journal = Open())
        {
            await journal.RecordAsync(journal.Next(sent), Answer("fine"), null, []);
            Assert.NotNull(await journal.RecordAsync(journal.Next(sent), Answer($"with {canary}"), null, []));
            await journal.RecordAsync(journal.Next(sent), null, new ChatApiException(new CallFailure(ChatErrorKind.ServerError, $"bad {canary}") { Api = new ApiError(500, 500) }), []);
        }
        var text = await File.ReadAllTextAsync(Run, Stop);
        foreach (var piece in new[] { "canary", "0123456789", "4711" }) Assert.DoesNotContain(piece, text, StringComparison.Ordinal);
        Assert.Contains("""
            "api_key":"***","token_count":1.5,"extra_headers":{"X-Secret":["***",{"v":"***"}],"X-Other":"plain"},"password":"***"
            """.Trim(), text, StringComparison.Ordinal);
        Assert.Contains("""
            "properties":{"token":{"type":"string"}}
            """.Trim(), text, StringComparison.Ordinal);
        using var again = Open();
        Assert.Equal("fine", again.Find(again.Next(sent))!.Content);
        Assert.Null(again.Find(again.Next(sent)));
    }

    [Fact]
    public void Totals_are_never_lowered_and_never_overflow()
    {
        var summary = new ChatJournalSummary();
        foreach (var (tokens, cost) in new[] { (long.MaxValue, 0.5), (-5L, -0.25), (5L, double.PositiveInfinity), (7L, double.NaN) })
        {
            var answer = Answer("a");
            answer.Usage = new ChatUsage { PromptTokens = tokens, CompletionTokens = tokens, TotalTokens = tokens };
            answer.Cost = cost;
            summary.Add(new ChatJournalEntry { Completion = answer });
        }
        Assert.Equal(
            (PromptTokens: long.MaxValue, CompletionTokens: long.MaxValue, TotalTokens: long.MaxValue, Cost: 0.5),
            (summary.PromptTokens, summary.CompletionTokens, summary.TotalTokens, summary.Cost));
    }

    [Fact]
    public async Task A_large_journal_is_opened_in_little_memory()
    {
        await WriteAsync(("a", new string('x', 60_000)));
        var line = await File.ReadAllBytesAsync(Run, Stop);
        var key = Encoding.ASCII.GetString(line, Encoding.ASCII.GetString(line, 0, 200).IndexOf("\"key\":\"", StringComparison.Ordinal) + 7, 64);
        using (var file = new FileStream(Run, FileMode.Create))
        {
            // 2000 answers, of 120 MB together.
            for (var i = 0; i < 2000; i++) file.Write(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(line).Replace(key, $"{i:x64}", StringComparison.Ordinal)));
        }
        GC.Collect();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var journal = Open();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(2000, journal.Count);
        Assert.InRange(allocated, 0, 4_000_000);
    }

    private ChatJournal Open(string? path = null) => ChatJournal.Open(path ?? Run, Stop);

    private static SentRequest Sent(string question)
    {
        var request = Ask.Question();
        request.Messages[0].Content = question;
        return Ask.Client("http://127.0.0.1:9/v1").Prepare(request, streaming: false);
    }

    private static ChatCompletion Answer(string text)
    {
        var answer = new ChatCompletion { Provider = "srv", Complete = true };
        answer.Choices.Add(new ChatChoice { FinishReason = "stop", Message = new ChatMessage { Role = "assistant", Content = text, IsAnswer = true } });
        return answer;
    }

    private async Task WriteAsync(params (string Question, string? Answer)[] calls)
    {
        using var journal = Open();
        foreach (var (question, answer) in calls)
        {
            var failure = answer is null ? new ChatApiException(new CallFailure(ChatErrorKind.RateLimited, "slow down") { Api = new ApiError(429, 429) }) : null;
            await journal.RecordAsync(journal.Next(Sent(question)), Answer(answer ?? "part"), failure, []);
        }
    }
}
