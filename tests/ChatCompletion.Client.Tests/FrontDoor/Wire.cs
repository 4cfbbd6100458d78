using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatCompletions.Tests.FrontDoor;

/// <summary>A connection that is shown as it is: it keeps the bytes of one request and answers with the bytes of one response.</summary>
internal sealed class Wire : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Wire() => _listener.Start();

    /// <summary>The address, without a path.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Answers the next request, and closes the connection.</summary>
    /// <param name="response">The whole response, with line ends as written here; the server sends CRLF in its head.</param>
    /// <returns>The whole request, with the port and the version of the library replaced by names.</returns>
    public async Task<string> AnswerAsync(string response)
    {
        using var client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var request = await ReadAsync(stream);
        var end = response.IndexOf("\n\n", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(response[..end].Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n\r\n" + response[(end + 2)..]);
        await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        return request.Replace(Url["http://".Length..], "HOST", StringComparison.Ordinal)
            .Replace("ChatCompletion/" + typeof(ChatClient).Assembly.GetName().Version!.ToString(3), "ChatCompletion/VERSION", StringComparison.Ordinal)
            .ReplaceLineEndings("\n");
    }

    public void Dispose() => _listener.Stop();

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (!IsWhole(Encoding.UTF8.GetString([.. bytes])))
        {
            var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, count);
            bytes.AddRange(buffer.AsSpan(0, count));
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsWhole(string request)
    {
        const string Length = "Content-Length: ";
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var at = request.IndexOf(Length, StringComparison.Ordinal);
        if (at < 0) return true;
        var length = int.Parse(request[(at + Length.Length)..request.IndexOf('\r', at)], System.Globalization.CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= length;
    }
}
