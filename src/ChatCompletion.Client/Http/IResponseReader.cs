namespace ChatCompletions;

/// <summary>Reads the body of a successful response, and owns the response.</summary>
internal interface IResponseReader : IDisposable
{
    /// <summary>Reads the beginning of the body: as much as shows whether the request succeeded.</summary>
    /// <returns>A failure after which the request may be sent again; <see langword="null"/> if there is none.</returns>
    public ValueTask<CallFailure?> BeginAsync();
}
