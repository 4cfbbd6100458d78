namespace ChatCompletions.Commands;

/// <summary>A call that can be made: its request, and the fallbacks where there are any.</summary>
internal sealed record PreparedCall(PreparedRequest First, FallbackChain? Chain)
{
    /// <summary>Whether an answer of an earlier run is one that this call could get: a fallback's is, only where the call has that fallback.</summary>
    public bool Allows(ChatCompletion answer) => answer.FallbackFrom is null || Chain?.Has(answer.Provider, answer.AskedModel) == true;

    /// <summary>Gets a completion.</summary>
    public async Task<ChatCompletion> CompleteAsync(CancellationToken stop) => Chain is null
        ? await First.Client.SendAsync(First.Prepare(streaming: false), stop).ConfigureAwait(false)
        : await Chain.CompleteAsync(stop).ConfigureAwait(false);

    /// <summary>Gets a stream.</summary>
    public IAsyncEnumerable<ChatCompletionChunk> StreamAsync(CancellationToken stop) => Chain?.StreamAsync(stop) ?? First.Client.StreamAsync(First.Request, stop);
}
