namespace ChatCompletions.Tests;

/// <summary>One of the systems the library was made for, played by a scripted server, and a provider for it with a key.</summary>
internal sealed class PlayedSystem : IDisposable
{
    public const string Key = "sk-played-0123456789";

    public PlayedSystem(string type) => Provider = new() { Name = type, Type = type, ApiBase = Server.BaseUrl, ApiKeyVariable = "PLAYED_KEY" };

    public ScriptedServer Server { get; } = ScriptedServer.Start();

    public ChatProvider Provider { get; set; }

    /// <summary>Waits before retries are over at once.</summary>
    public ManualTimeProvider Time { get; } = new() { SkipWaitsUpTo = TimeSpan.FromSeconds(10) };

    public RecordedRequest Last => Server.Requests[^1];

    public JsonDictionary LastFields => RequestProbe.Map(Last.Body);

    public ChatClient Client => new(
        ChatEndpoint.Create(Provider, environment: static name => name == "PLAYED_KEY" ? Key : null),
        ChatClientOptions.For(Provider) with { Time = Time, Random = static () => 0 });

    public Task<Outcome> AskAsync(Reply reply, ChatRequest? request = null)
    {
        Server.Enqueue(reply);
        return Ask.WholeAsync(Client, request);
    }

    public Task<Outcome> StreamAsync(Reply reply, ChatRequest? request = null)
    {
        Server.Enqueue(reply);
        return Ask.StreamAsync(Client, request);
    }

    public Task<IReadOnlyList<ChatModel>> ModelsAsync(Reply reply)
    {
        Server.Enqueue(reply);
        return Client.ListModelsAsync(RequestProbe.Stop);
    }

    public void Dispose() => Server.Dispose();
}
