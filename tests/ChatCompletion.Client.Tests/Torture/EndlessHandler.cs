using System.Net;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Answers with a start and then the same piece again and again, in memory, and tells how much was read.</summary>
internal sealed class EndlessHandler(string contentType, string start, string piece, int status = 200) : HttpMessageHandler
{
    /// <summary>How many bytes have been read so far.</summary>
    public long Sent { get; private set; }

    /// <summary>Is told before each read what has been read before.</summary>
    public Action<long>? OnRead { get; init; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(new EndlessStream(this, Encoding.UTF8.GetBytes(start), Encoding.UTF8.GetBytes(piece))) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return Task.FromResult(response);
    }

    private sealed class EndlessStream(EndlessHandler owner, byte[] start, byte[] piece) : MemoryStream([], writable: false)
    {
        private byte[] _current = start;
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            owner.OnRead?.Invoke(owner.Sent);
            cancellationToken.ThrowIfCancellationRequested();
            var written = 0;
            while (written < buffer.Length)
            {
                if (_at == _current.Length) (_current, _at) = (piece, 0);
                var count = Math.Min(_current.Length - _at, buffer.Length - written);
                _current.AsMemory(_at, count).CopyTo(buffer[written..]);
                _at += count;
                written += count;
            }
            owner.Sent += written;
            return ValueTask.FromResult(written);
        }
    }
}
