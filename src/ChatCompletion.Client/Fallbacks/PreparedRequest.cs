namespace ChatCompletions;

/// <summary>A request, and the client that sends it.</summary>
/// <param name="client">The client.</param>
/// <param name="request">The request, in the form that the client's provider takes.</param>
internal sealed class PreparedRequest(ChatClient client, ChatRequest request)
{
    private SentRequest? _sent;

    /// <summary>The client.</summary>
    public ChatClient Client => client;

    /// <summary>The request.</summary>
    public ChatRequest Request => request;

    /// <summary>The provider and the model.</summary>
    public ChatTarget Target => new(client.Provider.Name, request.Model ?? client.Provider.OwnModel);

    /// <summary>The request as it is sent. It is merged, checked and written once.</summary>
    /// <param name="streaming">Whether the answer is requested as a stream.</param>
    /// <exception cref="ChatRequestException">The request is wrong.</exception>
    public SentRequest Prepare(bool streaming) =>
        _sent?.Streaming == streaming ? _sent : _sent = client.Prepare(request, streaming);
}
