namespace ChatCompletions.Commands;

/// <summary>A choice of a streamed answer, with its held chunks and the tool calls received so far.</summary>
internal sealed class StreamedChoice(int index)
{
    private readonly Queue<ChatCompletionChunk> _held = new();
    private readonly ToolCallAssembler _calls = new(new ChatLimits());
    private ChoicePrinter? _printer;

    public int Index => index;

    /// <summary>Whether the choice has a finish reason.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Whether there are chunks to print.</summary>
    public bool IsWaiting => _held.Count > 0;

    /// <summary>Holds a chunk to print it later.</summary>
    public void Hold(ChatCompletionChunk chunk)
    {
        _held.Enqueue(chunk);
        if (chunk.ToolCalls is not null) _calls.AddFragments(chunk.ToolCalls);
        IsFinished |= chunk.FinishReason is not null;
    }

    /// <summary>Prints the held chunks.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isLabelled">Whether the choice's number precedes its text.</param>
    public void Print(HostText host, bool isLabelled)
    {
        _printer ??= new ChoicePrinter(host, isLabelled ? ChoicePrinter.LabelOf(index) : null);
        while (_held.TryDequeue(out var chunk)) _printer.Print(chunk);
    }

    /// <summary>Ends the choice.</summary>
    /// <param name="whole">The whole answer, if it has arrived.</param>
    public void End(ChatCompletion? whole) =>
        _printer?.End(whole?.Choices.Find(choice => choice.Index == index)?.Message.ToolCalls ?? _calls.Build(isWhole: false, out _));
}
