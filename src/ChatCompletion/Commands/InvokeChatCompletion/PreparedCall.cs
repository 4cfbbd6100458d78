namespace ChatCompletions.Commands;

/// <summary>A call that can be made: its request, and the fallbacks where there are any.</summary>
internal sealed record PreparedCall(PreparedRequest First, FallbackChain? Chain)
{
    /// <summary>Whether an answer of an earlier run is one that this call could get: a fallback's is, only where the call has that fallback.</summary>
    public bool Allows(ChatCompletion answer) => answer.FallbackFrom is null || Chain?.Has(answer.Provider, answer.AskedModel) == true;

    /// <summary>Asks for a completion.</summary>
    public Task<ChatCompletion> CompleteAsync(CancellationToken stop) => Chain?.CompleteAsync(stop) ?? First.Client.CompleteAsync(First.Request, stop);

    /// <summary>Asks for a stream.</summary>
    public IAsyncEnumerable<ChatCompletionChunk> StreamAsync(CancellationToken stop) => Chain?.StreamAsync(stop) ?? First.Client.StreamAsync(First.Request, stop);
}
