namespace ChatCompletions.Commands;

/// <summary>
/// Prints one streamed answer. If the pieces of several choices are interleaved, one choice is printed as it arrives, and the others are
/// held back until it has ended; then they follow in order.
/// </summary>
internal sealed class StreamPrinter
{
    private readonly HostText _host;
    private readonly List<StreamedChoice> _choices = [];
    private StreamedChoice? _current;

    public StreamPrinter(HostText host)
    {
        _host = host;
        host.BeginItem();
    }

    /// <summary>Prints a chunk if it belongs to the current choice; after the last chunk, prints the summary line.</summary>
    public void Take(ChatCompletionChunk chunk)
    {
        var choice = Choice(chunk.Index);
        choice.Hold(chunk);
        _current ??= choice;
        _current.Print(_host, isLabelled: chunk.AskedChoices > 1 || _choices.Count > 1);
        while (_current.IsFinished && Next() is { } next) Start(next, null);
        if (chunk.Completion is not { } whole) return;
        Flush(whole);
        _host.WriteLine(AnswerSummary.Of(whole), isDim: true);
    }

    /// <summary>Prints all held chunks, and ends the line.</summary>
    /// <param name="whole">The whole answer, if it has arrived.</param>
    public void Flush(ChatCompletion? whole = null)
    {
        while (Next() is { } next) Start(next, whole);
        _current?.End(whole);
        _current = null;
    }

    private StreamedChoice Choice(int index)
    {
        foreach (var known in _choices)
            if (known.Index == index) return known;
        var choice = new StreamedChoice(index);
        _choices.Add(choice);
        return choice;
    }

    /// <summary>The next choice in order that has held chunks.</summary>
    private StreamedChoice? Next() =>
        _choices.Count == 1 ? null : _choices.Where(static choice => choice.IsWaiting).MinBy(static choice => choice.Index);

    private void Start(StreamedChoice choice, ChatCompletion? whole)
    {
        _current?.End(whole);
        _host.WriteLine();
        _current = choice;
        choice.Print(_host, isLabelled: true);
    }
}
