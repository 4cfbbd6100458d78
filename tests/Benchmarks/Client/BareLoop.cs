using System.Net.Http.Headers;

namespace ChatCompletions.Benchmarks;

/// <summary>The limit: sends ready bytes and reads the answer to its end, and does nothing with it.</summary>
internal sealed class BareLoop : IDisposable
{
    private static readonly byte[] Body = """{"model":"m","messages":[{"role":"user","content":"Why is the sky blue?"}]}"""u8.ToArray();

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>Asks this address.</summary>
    /// <param name="address">The whole address.</param>
    /// <param name="body">What is sent; a short question unless given.</param>
    public async Task AskAsync(string address, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body ?? Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        while (await stream.ReadAsync(_buffer) > 0)
        {
        }
    }

    public void Dispose() => _http.Dispose();
}
