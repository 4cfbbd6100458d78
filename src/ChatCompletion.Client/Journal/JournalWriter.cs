using System.Threading.Channels;

namespace ChatCompletions;

/// <summary>
/// Appends lines to a file. The task of a line ends when the line is on disk. All pending lines are written together, so that concurrent
/// calls share one flush.
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
    /// <param name="file">The file, positioned at its end.</param>
    /// <param name="startNewLine">Whether to end an unfinished last line first.</param>
    /// <param name="check">Called before each write; throws if the file must not be written.</param>
    /// <param name="written">Called after each write.</param>
    public JournalWriter(Stream file, bool startNewLine, Action? check = null, Action? written = null)
    {
        _file = file;
        _needsNewLine = startNewLine;
        _check = check;
        _written = written;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Why no more lines are written; <see langword="null"/> as long as they are.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Appends a line. If that fails, <see cref="Failure"/> is set, and the caller still gets its answer.</summary>
    /// <returns>A task that ends when the line is on disk or cannot be written.</returns>
    public Task AppendAsync(ReadOnlyMemory<byte> line)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_lines.Writer.TryWrite((line, done))) done.SetResult();
        return done.Task;
    }

    /// <summary>Writes pending lines.</summary>
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
                // Any exception, such as an ArgumentException for a file that is too large: otherwise the callers would wait forever.
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
