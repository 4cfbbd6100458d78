using System.Net;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Answers every request with the same bytes, without a network; reads of the body get as much as is wanted, or pieces.</summary>
internal sealed class BytesHandler(byte[] body, string? contentType = "text/event-stream", int status = 200) : HttpMessageHandler
{
    /// <summary>The size of the next piece.</summary>
    public Func<int> NextSize { get; init; } = static () => int.MaxValue;

    public IEnumerable<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How the body is packed.</summary>
    public string? ContentEncoding { get; init; }

    public static BytesHandler Json(string json, int status = 200) => new(Encoding.UTF8.GetBytes(json), "application/json", status);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(new PieceStream(body, NextSize)) };
        if (contentType is not null) response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (ContentEncoding is not null) response.Content.Headers.TryAddWithoutValidation("Content-Encoding", ContentEncoding);
        foreach (var (name, value) in Headers) response.Headers.TryAddWithoutValidation(name, value);
        return Task.FromResult(response);
    }

    private sealed class PieceStream(byte[] bytes, Func<int> nextSize) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, nextSize())], cancellationToken);
    }
}
