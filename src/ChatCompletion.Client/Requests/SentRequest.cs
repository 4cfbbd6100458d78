namespace ChatCompletions;

/// <summary>
/// A request as it is sent: merged and checked once. The journal's key and the HTTP request are made from the same bytes.
/// </summary>
/// <param name="Provider">The name of the provider.</param>
/// <param name="Address">The address.</param>
/// <param name="Model">The requested model.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Body">The body as UTF-8 JSON.</param>
internal sealed record SentRequest(
    string Provider, Uri Address, string? Model, IReadOnlyList<ChatMessage>? Messages, ReadOnlyMemory<byte> Body)
{
    /// <summary>How many choices are requested.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Whether the answer is requested as a stream.</summary>
    public bool Streaming { get; init; }

    /// <summary>The pipeline object that the answer belongs to.</summary>
    public object? InputObject { get; init; }

    /// <summary>The endpoint that receives it; <see langword="null"/> if the request is not meant to be sent.</summary>
    public ChatEndpoint? Endpoint { get; init; }

    /// <summary>Tells the key of the request from another one; <see langword="null"/> if there is none, or a command renews it.</summary>
    public string? KeyMark => Endpoint?.KeyMark;

    /// <summary>
    /// The same request for a server that refuses <c>stream_options</c>; <see langword="null"/> if the client did not add them.
    /// </summary>
    public Func<SentRequest>? WithoutStreamOptions { get; init; }
}
