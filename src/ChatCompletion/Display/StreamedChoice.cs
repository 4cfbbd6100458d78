namespace ChatCompletions.Commands;

/// <summary>A choice of a streamed answer: what of it waits to be printed, and its tool calls as far as they have come.</summary>
internal sealed class StreamedChoice(int index)
{
    private readonly Queue<ChatCompletionChunk> _held = new();
    private readonly ToolCallAssembler _calls = new(new ChatLimits());
    private ChoicePrinter? _printer;

    public int Index => index;

    /// <summary>Whether the server said that the choice has ended.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Whether something of it is to be printed still.</summary>
    public bool IsWaiting => _held.Count > 0;

    /// <summary>Takes what came, to print it when it is its turn.</summary>
    public void Hold(ChatCompletionChunk chunk)
    {
        _held.Enqueue(chunk);
        if (chunk.ToolCalls is not null) _calls.AddFragments(chunk.ToolCalls);
        IsFinished |= chunk.FinishReason is not null;
    }

    /// <summary>Prints what is held.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="isLabelled">Whether the choice's number stands before its text.</param>
    public void Print(HostText host, bool isLabelled)
    {
        _printer ??= new ChoicePrinter(host, isLabelled ? ChoicePrinter.LabelOf(index) : null);
        while (_held.TryDequeue(out var chunk)) _printer.Print(chunk);
    }

    /// <summary>Ends the choice.</summary>
    /// <param name="whole">The whole answer, where it has come.</param>
    public void End(ChatCompletion? whole) =>
        _printer?.End(whole?.Choices.Find(choice => choice.Index == index)?.Message.ToolCalls ?? _calls.Build(isWhole: false, out _));
}
