namespace ChatCompletions;

/// <summary>Chunks on their way out. One that may be the last, which carries the whole answer, waits until that is known.</summary>
internal sealed class ChunkQueue
{
    private readonly Queue<ChatCompletionChunk> _ready = new();
    private ChatCompletionChunk? _held;

    /// <summary>How many chunks may go.</summary>
    public int Count => _ready.Count;

    /// <summary>Adds a chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="mayBeLast">Whether it ends its choice.</param>
    public void Add(ChatCompletionChunk chunk, bool mayBeLast)
    {
        Release();
        if (mayBeLast) _held = chunk;
        else _ready.Enqueue(chunk);
    }

    /// <summary>Lets go the chunk that waits.</summary>
    public void Release()
    {
        if (_held is not null) _ready.Enqueue(_held);
        _held = null;
    }

    /// <summary>Gives the whole answer to the chunk that waits, or to one of its own, the last.</summary>
    public void End(ChunkHeader header, ChatCompletion completion)
    {
        _held ??= new ChatCompletionChunk(header) { Index = completion.Choices[^1].Index, FinishReason = completion.Choices[^1].FinishReason };
        _held.Completion = completion;
        Release();
    }

    /// <summary>The next chunk that may go; <see langword="null"/> where there is none yet.</summary>
    public ChatCompletionChunk? Next() => _ready.TryDequeue(out var chunk) ? chunk : null;
}
