namespace ChatCompletions.Commands;

/// <summary>A call that can be made: its request, and the fallbacks where there are any.</summary>
internal sealed record PreparedCall(PreparedRequest First, FallbackChain? Chain)
{
    /// <summary>Asks for a completion.</summary>
    public Task<ChatCompletion> CompleteAsync(CancellationToken stop) => Chain?.CompleteAsync(stop) ?? First.Client.CompleteAsync(First.Request, stop);

    /// <summary>Asks for a stream.</summary>
    public IAsyncEnumerable<ChatCompletionChunk> StreamAsync(CancellationToken stop) => Chain?.StreamAsync(stop) ?? First.Client.StreamAsync(First.Request, stop);
}
