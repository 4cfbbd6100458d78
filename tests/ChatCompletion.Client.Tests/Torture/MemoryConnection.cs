namespace ChatCompletions.Tests;

/// <summary>
/// The wire without a socket: whatever is asked, these bytes are the answer, and then the connection ends or is reset. The platform's
/// own HTTP reader is behind it.
/// </summary>
internal sealed class MemoryConnection(byte[] answer, bool resets) : MemoryStream(answer, writable: false)
{
    public override bool CanWrite => true;

    /// <summary>A handler whose every connection is a new one of these.</summary>
    public static SocketsHttpHandler Handler(Func<MemoryConnection> connect) => new()
    {
        ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(connect()),
        AllowAutoRedirect = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        return count == 0 && resets && buffer.Length > 0 ? throw new IOException("Connection reset by peer") : count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
    }
}
