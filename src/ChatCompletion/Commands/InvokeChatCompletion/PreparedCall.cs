namespace ChatCompletions.Commands;

/// <summary>A call that is ready to be sent: its request, and its fallbacks if there are any.</summary>
internal sealed record PreparedCall(PreparedRequest First, FallbackChain? Chain)
{
    /// <summary>
    /// Whether this call could receive an answer of an earlier run: that of a fallback only if the call has that fallback.
    /// </summary>
    public bool Allows(ChatCompletion answer) =>
        answer.FallbackFrom is null || Chain?.Has(answer.Provider, answer.AskedModel) == true;

    /// <summary>Sends the request and returns the whole answer.</summary>
    public async Task<ChatCompletion> CompleteAsync(CancellationToken stop) => Chain is null
        ? await First.Client.SendAsync(First.Prepare(streaming: false), stop).ConfigureAwait(false)
        : await Chain.CompleteAsync(stop).ConfigureAwait(false);

    /// <summary>Sends the request and returns the answer in chunks.</summary>
    public IAsyncEnumerable<ChatCompletionChunk> StreamAsync(CancellationToken stop) =>
        Chain?.StreamAsync(stop) ?? First.Client.StreamAsync(First.Request, stop);
}
