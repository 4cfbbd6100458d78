namespace ChatCompletions.Commands;

/// <summary>
/// Prints streamed answers one after another. If the chunks of several answers are interleaved, as with ForEach-Object -Parallel, one is
/// printed as it arrives, and the others are held back until it has ended.
/// </summary>
internal sealed class StreamScreen(HostText host)
{
    [ThreadStatic]
    private static StreamScreen? s_open;

    private readonly List<(object Stream, Queue<ChatCompletionChunk> Held)> _streams = [];
    private StreamPrinter? _printer;

    /// <summary>
    /// Ends the line of a stream that is printed on this thread and has failed, so that its error starts on a new line.
    /// </summary>
    public static void BreakOff() => s_open?.Flush();

    /// <summary>Prints a chunk, or holds it back if another answer is printed.</summary>
    public void Take(ChatCompletionChunk chunk)
    {
        s_open = this;
        var place = _streams.FindIndex(entry => entry.Stream.Equals(chunk.Stream));
        if (place < 0)
        {
            _streams.Add((chunk.Stream, new Queue<ChatCompletionChunk>()));
            place = _streams.Count - 1;
        }
        _streams[place].Held.Enqueue(chunk);
        if (place == 0) Print();
    }

    /// <summary>Prints all held chunks, and ends the line.</summary>
    public void Flush()
    {
        while (_streams.Count > 0)
        {
            Print();
            if (_streams.Count == 0) break;
            _printer?.Flush();
            Remove();
        }
        Leave();
    }

    /// <summary>Stops receiving <see cref="BreakOff"/>.</summary>
    public void Leave()
    {
        if (ReferenceEquals(s_open, this)) s_open = null;
    }

    /// <summary>Prints the first answer as far as it has arrived, and the following ones once it has ended.</summary>
    private void Print()
    {
        while (_streams.Count > 0)
        {
            var isWhole = false;
            while (!isWhole && _streams[0].Held.TryDequeue(out var chunk))
            {
                _printer ??= new StreamPrinter(host);
                _printer.Take(chunk);
                isWhole = chunk.Completion is not null;
            }
            if (!isWhole) return;
            Remove();
        }
        Leave();
    }

    private void Remove()
    {
        _streams.RemoveAt(0);
        _printer = null;
    }
}
