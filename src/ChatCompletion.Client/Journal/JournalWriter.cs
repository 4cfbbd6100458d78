using System.Threading.Channels;

namespace ChatCompletions;

/// <summary>
/// Writes lines behind a file, each safe on the disk before its writer is told. All lines that wait are written together, so that
/// many calls at once do not each wait for the disk in turn.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Channel<(ReadOnlyMemory<byte> Line, TaskCompletionSource Done)> _lines =
        Channel.CreateUnbounded<(ReadOnlyMemory<byte>, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Stream _file;
    private readonly Action? _check;
    private readonly Action? _written;
    private readonly Task _writing;
    private bool _needsNewLine;

    /// <summary>Creates a writer.</summary>
    /// <param name="file">The file, at its end.</param>
    /// <param name="startNewLine">Whether the file ends within a line, which is then ended first.</param>
    /// <param name="check">Is called before each write, and throws where nothing may be written.</param>
    /// <param name="written">Is called after each write.</param>
    public JournalWriter(Stream file, bool startNewLine, Action? check = null, Action? written = null)
    {
        _file = file;
        _needsNewLine = startNewLine;
        _check = check;
        _written = written;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Why nothing is written any more; <see langword="null"/> while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Appends a line. Where that fails, <see cref="Failure"/> says so: the answer in the line is still somebody's.</summary>
    /// <returns>Ends when the line is on the disk, or never will be.</returns>
    public Task AppendAsync(ReadOnlyMemory<byte> line)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_lines.Writer.TryWrite((line, done))) done.SetResult();
        return done.Task;
    }

    /// <summary>Writes what waits.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.Wait(Grace);
    }

    private async Task WriteAllAsync()
    {
        var group = new List<(ReadOnlyMemory<byte> Line, TaskCompletionSource Done)>();
        while (await _lines.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_lines.Reader.TryRead(out var line)) group.Add(line);
            try
            {
                if (Failure is null) Write(group);
            }
            catch (Exception failed)
            {
                // Whatever it is (a file that has grown too large is an ArgumentException), nobody may wait for ever.
                Failure = failed;
            }
            foreach (var (_, done) in group) done.SetResult();
            group.Clear();
        }
    }

    private void Write(List<(ReadOnlyMemory<byte> Line, TaskCompletionSource Done)> group)
    {
        _check?.Invoke();
        if (_needsNewLine) _file.Write("\n"u8);
        _needsNewLine = false;
        foreach (var (line, _) in group) _file.Write(line.Span);
        if (_file is FileStream onDisk) onDisk.Flush(flushToDisk: true);
        else _file.Flush();
        _written?.Invoke();
    }
}
