using System.Diagnostics;
using System.Text;

namespace ChatCompletions.Tests.Journal;

/// <summary>A journal is only ever appended to, by one writer, and only while it is the file that was opened.</summary>
public sealed class JournalFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatcompletion-journal-").FullName;

    public static TheoryData<string, Action<string>, string> Changes => new()
    {
        { "emptied", static path => File.WriteAllText(path, ""), "shortened" },
        { "shortened by a byte", static path => SetLength(path, -1), "shortened" },
        { "shortened to its first line", static path => File.WriteAllText(path, File.ReadLines(path).First() + "\n"), "shortened" },
        { "lengthened", static path => SetLength(path, 10), "another program wrote" },
        { "appended to", static path => File.AppendAllText(path, "{\"chatJournal\":3}\n"), "another program wrote" },
        { "overwritten", static path => File.WriteAllText(path, new string('x', (int)new FileInfo(path).Length)), "no longer a journal" },
        { "overwritten with zeros", static path => File.WriteAllBytes(path, new byte[new FileInfo(path).Length]), "no longer a journal" },
        { "overwritten in its middle", static path => Overwrite(path, "x"), "overwrote a part" },
        { "overwritten with another answer", static path => Overwrite(path, "\"content\":\"other"), "overwrote a part" },
        { "overwritten with what is there", static path => Overwrite(path, null), "overwrote a part" },
        { "deleted", File.Delete, "deleted, renamed or replaced" },
        { "renamed", static path => File.Move(path, path + ".old"), "deleted, renamed or replaced" },
        { "replaced by a copy", static path => { File.Copy(path, path + ".new"); File.Move(path + ".new", path, overwrite: true); }, "deleted, renamed or replaced" },
        { "replaced by a link", static path => { File.Move(path, path + ".old"); File.CreateSymbolicLink(path, path + ".old"); }, "deleted, renamed or replaced" },
        { "replaced by a folder", static path => { File.Delete(path); Directory.CreateDirectory(path); }, "deleted, renamed or replaced" },
    };

    private string Run => Path.Combine(_folder, "run.jsonl");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task A_file_that_was_changed_during_the_run_is_not_written(string how, Action<string> change, string because)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows lets nobody change it.");
        using var journal = ChatJournal.Open(Run, Stop);
        foreach (var question in new[] { "a", "b" }) await RecordAsync(journal, question);
        change(Run);
        var changed = Contents();
        await RecordAsync(journal, "c");
        await RecordAsync(journal, "d");
        Assert.True(journal.Failure?.Kind == ChatErrorKind.JournalFailed, how);
        Assert.Contains(because, journal.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(changed, Contents());
    }

    [Fact]
    public async Task A_change_behind_the_last_line_of_a_run_is_a_warning()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows lets nobody change it.");
        foreach (var change in new Action<string>?[] { null, static path => Overwrite(path, "x"), File.Delete })
        {
            using var journal = ChatJournal.Open(Run, Stop);
            await RecordAsync(journal, "a");
            change?.Invoke(Run);
            journal.CheckEnd();
            Assert.Null(journal.Failure);
            if (change is null) Assert.Empty(journal.Warnings);
            else Assert.Matches("not as this run wrote it: .*(overwrote a part|deleted)", journal.Warnings[^1]);
        }
    }

    [Fact]
    public async Task What_others_append_between_the_check_and_the_write_is_not_overwritten()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Elsewhere nobody else can open it.");
        using var file = JournalFile.OpenForWriting(Run);
        file.Stream.Write("{\"chatJournal\":3,\"a\":1}\n"u8);
        await File.AppendAllTextAsync(Run, "theirs\n", Stop);
        file.Stream.Write("ours\n"u8);
        SetLength(Run, -10);
        file.Stream.Write("more\n"u8);
        Assert.Equal("{\"chatJournal\":3,\"a\":1}\nthmore\n", await File.ReadAllTextAsync(Run, Stop));
        Assert.Throws<IOException>(file.CheckUnchanged);
    }

    [Fact]
    public async Task Reading_it_in_the_same_process_keeps_others_out_all_the_same()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Other systems hold the file itself open for one writer.");
        using var journal = ChatJournal.Open(Run, Stop);
        await RecordAsync(journal, "a");
        // A lock of the process would end here.
        _ = await File.ReadAllTextAsync(Run, Stop);
        _ = JournalReader.Read(Run, Assert.Fail, Stop).ToList();
        Assert.Contains("another run writes to it", Assert.Throws<ChatRequestException>(() => ChatJournal.Open(Run, Stop)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_name_of_the_same_file_does_not_pass_the_lock()
    {
        using (var journal = ChatJournal.Open(Run, Stop))
        {
            await RecordAsync(journal, "a");
            var hard = Path.Combine(_folder, "hard.jsonl");
            var linked = Path.Combine(_folder, "linked");
            List<string> names = [Run, Path.Combine(_folder, ".", "run.jsonl")];
            if (SymbolicLink.TryMake(linked, _folder)) names.Add(Path.Combine(linked, "run.jsonl"));
            if (await (OperatingSystem.IsWindows() ? RunAsync("cmd", "/c", "mklink", "/H", hard, Run) : RunAsync("ln", Run, hard))) names.Add(hard);
            foreach (var name in names)
                Assert.Contains("another run writes to it", Assert.Throws<ChatRequestException>(() => ChatJournal.Open(name, Stop)).Message, StringComparison.Ordinal);
            await RecordAsync(journal, "b");
            Assert.Null(journal.Failure);
        }
        using var next = ChatJournal.Open(Run, Stop);
        Assert.Equal(2, next.Count);
    }

    [Theory]
    [InlineData(FileShare.None)]
    [InlineData(FileShare.Read)]
    public async Task A_program_that_keeps_the_file_to_itself_is_named(FileShare share)
    {
        using (var first = ChatJournal.Open(Run, Stop)) await RecordAsync(first, "a");
        using (new FileStream(Run, FileMode.Open, FileAccess.Read, share))
        {
            var write = Record.Exception(() => ChatJournal.Open(Run, Stop).Dispose());
            var read = Record.Exception(() => JournalReader.Read(Run, Assert.Fail, Stop).ToList());
            // Windows alone lets a reader keep writers out.
            Assert.Equal(share == FileShare.None || OperatingSystem.IsWindows(), write is not null);
            Assert.Equal(share == FileShare.None, read is not null);
            foreach (var failure in new[] { write, read }.OfType<Exception>())
            {
                Assert.Equal(ChatErrorKind.JournalFailed, Assert.IsType<ChatRequestException>(failure).Kind);
                Assert.Contains("another program has it open", failure.Message, StringComparison.Ordinal);
            }
        }
        using var next = ChatJournal.Open(Run, Stop);
        Assert.Equal(1, next.Count);
    }

    [Fact]
    public async Task An_answer_that_was_changed_during_the_run_is_not_asked_again()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows lets nobody change it.");
        using (var first = ChatJournal.Open(Run, Stop))
            foreach (var question in new[] { "a", "b" }) await RecordAsync(first, question);
        var lines = await File.ReadAllLinesAsync(Run, Stop);
        using var journal = ChatJournal.Open(Run, Stop);
        await File.WriteAllTextAsync(Run, lines[1] + "\n" + lines[0] + "\n", Stop);
        Assert.Null(journal.Find(journal.Next(Sent("a"))));
        Assert.Contains("another program changed the file", journal.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_whose_answer_is_damaged_is_named_and_asked_again()
    {
        using (var first = ChatJournal.Open(Run, Stop)) await RecordAsync(first, "a");
        await File.WriteAllTextAsync(Run, (await File.ReadAllTextAsync(Run, Stop)).Replace("\"choices\":", "\"choises\":", StringComparison.Ordinal), Stop);
        using var journal = ChatJournal.Open(Run, Stop);
        Assert.Null(journal.Find(journal.Next(Sent("a"))));
        Assert.Contains("Line 1", Assert.Single(journal.Warnings), StringComparison.Ordinal);
        Assert.Null(journal.Failure);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    [InlineData("/dev/full")]
    [InlineData("/dev/urandom")]
    [InlineData("/dev/fd/0")]
    [InlineData("pipe")]
    [InlineData("socket")]
    [InlineData("/")]
    public async Task What_is_no_file_is_refused_at_once(string path)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Other systems do not tell what a path leads to before it is opened.");
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        var full = Path.Combine(_folder, path);
        if (path == "pipe" && !await RunAsync("mkfifo", full)) Assert.Skip("No mkfifo.");
        if (path == "socket") socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(full));
        foreach (var open in new Action[] { () => ChatJournal.Open(full, Stop).Dispose(), () => JournalReader.Read(full, Assert.Fail, Stop).ToList() })
        {
            var failure = await Record.ExceptionAsync(() => Task.Run(open, Stop).WaitAsync(TimeSpan.FromSeconds(10), Stop));
            Assert.Equal(ChatErrorKind.JournalFailed, Assert.IsType<ChatRequestException>(failure).Kind);
            Assert.Matches("not a file on a disk|folder|symbolic link|no such file|not a journal", failure.Message);
        }
    }

    [Fact]
    public async Task A_long_line_without_end_is_stopped_while_it_is_read()
    {
        await File.WriteAllBytesAsync(Run, "{\"chatJournal\":"u8.ToArray(), Stop);
        SetLength(Run, 64L * 1024 * 1024 * 1024);
        using var stop = new CancellationTokenSource();
        using var file = JournalStart.OpenForReading(Run);
        var reading = Task.Run(() => JournalLines.Read(file, stop.Token).Count(), Stop);
        stop.CancelAfter(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(10), Stop));
    }

    [Fact]
    public async Task A_journal_in_a_folder_that_nobody_can_write_to_goes_on()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("It has no such modes.");
            return;
        }
        using (var first = ChatJournal.Open(Run, Stop)) await RecordAsync(first, "a");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            using (var journal = ChatJournal.Open(Run, Stop)) await RecordAsync(journal, "b");
            Assert.Equal(["run.jsonl"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
        }
        finally
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        Assert.Equal(2, JournalReader.Read(Run, Assert.Fail, Stop).Count());
    }

    private static Task RecordAsync(ChatJournal journal, string question)
    {
        var answer = new ChatCompletion { Provider = "srv", Complete = true };
        answer.Choices.Add(new ChatChoice { FinishReason = "stop", Message = new ChatMessage { Role = "assistant", Content = "yes", IsAnswer = true } });
        return journal.RecordAsync(journal.Next(Sent(question)), answer, null, []);
    }

    private static SentRequest Sent(string question)
    {
        var request = Ask.Question();
        request.Messages[0].Content = question;
        return Ask.Client("http://127.0.0.1:9/v1").Prepare(request, streaming: false);
    }

    private static void SetLength(string path, long more)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(Math.Max(0, file.Length + more));
    }

    /// <summary>
    /// Writes over the middle of a file, in place. A file system that keeps times coarsely gives a change in the same moment the same time.
    /// </summary>
    private static void Overwrite(string path, string? text)
    {
        var (before, waited) = (File.GetLastWriteTimeUtc(path), Stopwatch.StartNew());
        while (File.GetLastWriteTimeUtc(path) == before && waited.Elapsed < TimeSpan.FromSeconds(5))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var middle = file.Position = file.Length / 2;
            var bytes = text is null ? [(byte)file.ReadByte()] : Encoding.UTF8.GetBytes(text);
            file.Position = middle;
            file.Write(bytes);
        }
    }

    /// <summary>Runs a tool of the system.</summary>
    /// <returns>Whether it is there and did its work.</returns>
    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(Stop);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>All files in the folder, with what is in them.</summary>
    private string Contents() => string.Concat(Directory.EnumerateFileSystemEntries(_folder).Order(StringComparer.Ordinal)
        .Select(static path => Path.GetFileName(path) + ":" + (File.Exists(path) ? Convert.ToHexString(File.ReadAllBytes(path)) : "") + "\n"));
}
