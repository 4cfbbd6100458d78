namespace ChatCompletions;

/// <summary>
/// A queue of chunks to return. A chunk that may be the last, which carries the completion, is held until it is known to be or not.
/// </summary>
internal sealed class ChunkQueue
{
    private readonly Queue<ChatCompletionChunk> _ready = new();
    private ChatCompletionChunk? _held;

    /// <summary>The number of chunks that are ready.</summary>
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

    /// <summary>Makes the held chunk ready.</summary>
    public void Release()
    {
        if (_held is not null) _ready.Enqueue(_held);
        _held = null;
    }

    /// <summary>Ends the queue. The held chunk, or a new last chunk, gets the completion.</summary>
    public void End(ChunkHeader header, ChatCompletion completion)
    {
        var last = completion.Choices[^1];
        _held ??= new ChatCompletionChunk(header) { Index = last.Index, FinishReason = last.FinishReason };
        _held.Completion = completion;
        Release();
    }

    /// <summary>Takes the next chunk; <see langword="null"/> if none is ready.</summary>
    public ChatCompletionChunk? Next() => _ready.TryDequeue(out var chunk) ? chunk : null;
}
