namespace ChatCompletions;

/// <summary>Reads a response that lists models.</summary>
internal sealed class ModelListResponse(HttpExchange exchange, ChatEndpoint endpoint, ChatLimits limits) : IResponseReader
{
    /// <summary>The models in the order of the server; <see langword="null"/> after a failure.</summary>
    public IReadOnlyList<ChatModel>? Models { get; private set; }

    /// <summary>Reads the whole list.</summary>
    public async ValueTask<CallFailure?> BeginAsync()
    {
        using var bytes = new PooledBytes();
        var failure = await exchange.ReadToEndAsync(limits, bytes).ConfigureAwait(false);
        if (failure is null) (Models, failure) = ModelListReader.Read(bytes.Span, endpoint);
        return failure is null ? null : exchange.AddFacts(failure);
    }

    public void Dispose() => exchange.Dispose();
}
