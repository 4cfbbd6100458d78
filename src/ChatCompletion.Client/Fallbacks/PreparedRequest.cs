namespace ChatCompletions;

/// <summary>A request, and the client that sends it.</summary>
/// <param name="Client">The client.</param>
/// <param name="Request">The request, in the form that the client's provider takes.</param>
internal sealed record PreparedRequest(ChatClient Client, ChatRequest Request)
{
    /// <summary>Whom it goes to, by name.</summary>
    public ChatTarget Target => new(Client.Provider.Name, Request.Model ?? Client.Provider.OwnModel);
}
