using System.Text;

namespace ChatCompletions.Tests.Journal;

/// <summary>Lines are on the disk before their writers are told, together, and in order.</summary>
public class JournalWriterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_that_wait_are_flushed_together_and_in_order()
    {
        var disk = new SlowDisk();
        using var writer = new JournalWriter(disk, startNewLine: false);
        var first = writer.AppendAsync(Line("0\n"));
        await disk.Flushing.Task.WaitAsync(Stop);
        var others = Enumerable.Range(1, 63).Select(number => writer.AppendAsync(Line($"{number}\n"))).ToList();
        Assert.False(first.IsCompleted);
        disk.Gate.Release(64);
        await Task.WhenAll([first, .. others]);
        Assert.Equal(2, disk.Flushes);
        Assert.Equal(string.Concat(Enumerable.Range(0, 64).Select(static number => $"{number}\n")), Encoding.ASCII.GetString(disk.ToArray()));
    }

    [Fact]
    public async Task A_file_that_ends_within_a_line_gets_a_new_one()
    {
        var disk = new MemoryStream();
        using (var writer = new JournalWriter(disk, startNewLine: true))
        {
            await writer.AppendAsync(Line("a\n"));
            await writer.AppendAsync(Line("b\n"));
        }
        Assert.Equal("\na\nb\n", Encoding.ASCII.GetString(disk.ToArray()));
    }

    [Fact]
    public async Task Where_nothing_is_written_nothing_is_changed()
    {
        var disk = new MemoryStream();
        var writer = new JournalWriter(disk, startNewLine: true);
        writer.Dispose();
        Assert.Empty(disk.ToArray());
        await writer.AppendAsync(Line("late\n"));
        Assert.Empty(disk.ToArray());
    }

    [Fact]
    public async Task A_full_disk_fails_once_and_keeps_nobody_waiting()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Only Linux has a disk that is always full.");
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var writer = new JournalWriter(full, startNewLine: false);
        await writer.AppendAsync(Line("a\n"));
        Assert.Contains("space", Assert.IsType<IOException>(writer.Failure).Message, StringComparison.OrdinalIgnoreCase);
        await writer.AppendAsync(Line("b\n"));
    }

    [Fact]
    public async Task After_a_failure_nothing_more_is_written()
    {
        var disk = new SlowDisk { FailsAt = 2 };
        disk.Gate.Release(3);
        using var writer = new JournalWriter(disk, startNewLine: false);
        await writer.AppendAsync(Line("a\n"));
        Assert.Null(writer.Failure);
        await writer.AppendAsync(Line("b\n"));
        Assert.IsType<IOException>(writer.Failure);
        await writer.AppendAsync(Line("c\n"));
        Assert.Equal((Disk: "a\nb\n", Flushes: 2), (Disk: Encoding.ASCII.GetString(disk.ToArray()), disk.Flushes));
    }

    [Fact]
    public async Task A_failure_of_any_kind_keeps_nobody_waiting()
    {
        using var writer = new JournalWriter(new MemoryStream(new byte[1], writable: false), startNewLine: false);
        await writer.AppendAsync(Line("a\n"));
        Assert.IsType<NotSupportedException>(writer.Failure);
    }

    [Fact]
    public async Task A_lost_lock_is_a_failure()
    {
        var disk = new MemoryStream();
        using var writer = new JournalWriter(disk, startNewLine: false, static () => throw new IOException("taken"));
        await writer.AppendAsync(Line("a\n"));
        Assert.Equal((Message: "taken", Length: 0L), (writer.Failure!.Message, disk.Length));
    }

    private static byte[] Line(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>Flushes only when it is let.</summary>
    private sealed class SlowDisk : MemoryStream
    {
        public SemaphoreSlim Gate { get; } = new(0);

        public TaskCompletionSource Flushing { get; } = new();

        public int FailsAt { get; init; }

        public int Flushes { get; private set; }

        public override void Flush()
        {
            Flushing.TrySetResult();
            Gate.Wait(Stop);
            Flushes++;
            if (Flushes == FailsAt) throw new IOException("The disk is full.");
        }
    }
}
