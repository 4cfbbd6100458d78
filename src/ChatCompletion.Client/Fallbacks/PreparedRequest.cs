namespace ChatCompletions;

/// <summary>A request, and the client that sends it.</summary>
/// <param name="client">The client.</param>
/// <param name="request">The request for the client's provider.</param>
internal sealed class PreparedRequest(ChatClient client, ChatRequest request)
{
    private SentRequest? _sent;

    public ChatClient Client => client;

    public ChatRequest Request => request;

    /// <summary>The provider and the model.</summary>
    public ChatTarget Target => new(client.Provider.Name, request.Model ?? client.Provider.OwnModel);

    /// <summary>Merges, checks and serializes the request, once.</summary>
    /// <param name="streaming">Whether the answer is requested as a stream.</param>
    /// <exception cref="ChatRequestException">The request is wrong.</exception>
    public SentRequest Prepare(bool streaming) =>
        _sent?.Streaming == streaming ? _sent : _sent = client.Prepare(request, streaming);
}
