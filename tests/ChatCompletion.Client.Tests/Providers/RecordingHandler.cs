using System.Net;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Keeps what would have been sent, and answers as any server would, without a network.</summary>
internal sealed class RecordingHandler : HttpMessageHandler
{
    private const string Event = """{"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}""";

    public List<Sent> Requests { get; } = [];

    /// <summary>The client options that use this handler.</summary>
    public ChatClientOptions Options => Ask.NoRetries with { Http = new HttpMessageInvoker(this) };

    /// <summary>A client for a provider, with these environment variables and no others.</summary>
    public ChatClient Client(ChatProvider provider, params (string Name, string? Value)[] variables) =>
        new(ChatEndpoint.Create(provider, environment: name => variables.FirstOrDefault(variable => variable.Name == name).Value), Options);

    /// <summary>Asks once and shows what was sent.</summary>
    public async Task<Sent> AskedAsync(ChatClient client, string? model = "m")
    {
        await client.CompleteAsync(Ask.Question() with { Model = model }, TestContext.Current.CancellationToken);
        return Requests[^1];
    }

    /// <summary>Asks for a stream and shows what was sent.</summary>
    public async Task<Sent> StreamedAsync(ChatClient client)
    {
        await foreach (var chunk in client.StreamAsync(Ask.Question(), TestContext.Current.CancellationToken)) Assert.NotNull(chunk);
        return Requests[^1];
    }

    /// <summary>Asks for the models and shows what was sent.</summary>
    public async Task<Sent> ListedAsync(ChatClient client)
    {
        await client.ListModelsAsync(TestContext.Current.CancellationToken);
        return Requests[^1];
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(static header => header.Key, static header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        Requests.Add(new(request.Method.Method, request.RequestUri!.AbsoluteUri, headers, body));
        var (type, answer) = request.Method == HttpMethod.Get ? ("application/json", """{"data":[]}""")
            : headers["Accept"] == "text/event-stream" ? ("text/event-stream", $"data: {Event}\n\n")
            : ("application/json", RequestProbe.Answer);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, type) };
    }

    internal sealed record Sent(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        /// <summary>What signs the request: its header and value, or null.</summary>
        public string? Key
        {
            get
            {
                var found = Headers.Where(static header => header.Key is not ("User-Agent" or "Accept" or "Accept-Encoding")).ToList();
                return found.Count == 0 ? null : string.Join("; ", found.Select(static header => $"{header.Key}: {header.Value}"));
            }
        }

        public JsonDictionary Fields => (JsonDictionary)JsonText.Parse(Body)!;
    }
}
