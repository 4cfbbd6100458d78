using System.Text;

namespace ScriptedServers;

/// <summary>
/// Plays one reply on one connection. Every step method returns false where the script cannot go on: the client is gone,
/// the server is being disposed, or the step itself ended the connection.
/// </summary>
internal sealed class ReplyPlayer
{
    private readonly ScriptedServer _server;
    private readonly Connection _connection;
    private readonly RecordedRequest _request;
    private readonly Reply _reply;
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly Random? _random;
    private readonly bool _chunked;
    private readonly bool _closes;
    private bool _headSent;
    private bool _isLastStep;

    public ReplyPlayer(ScriptedServer server, Connection connection, RecordedRequest request, Reply reply)
    {
        _server = server;
        _connection = connection;
        _request = request;
        _reply = reply;
        _headers = reply.HeaderLines;
        _headSent = reply.StatusLine is null;
        _random = reply.Cut?.Seed is { } seed ? new Random(seed) : null;
        _chunked = reply.Framing == Framing.Chunked && !HasOwnFraming;
        _closes = reply.Framing == Framing.UntilClose
            || !request.KeepAlive
            || IsHttp10
            || Find("Connection") is { } value && value.Contains("close", StringComparison.OrdinalIgnoreCase);
    }

    private bool HasOwnFraming => Find("Content-Length") is not null || Find("Transfer-Encoding") is not null;

    private bool IsHttp10 => _reply.StatusLine?.StartsWith("HTTP/1.0", StringComparison.Ordinal) == true;

    /// <summary>Plays all steps and the end of the body. True if the connection can take another request.</summary>
    public bool Play()
    {
        var steps = _reply.Steps;
        for (int i = 0; i < steps.Length; i++)
        {
            _isLastStep = i == steps.Length - 1;
            if (!steps[i](this))
            {
                return false;
            }
        }

        _isLastStep = true;
        if (!SendHead() || (_chunked && !SendLast("0\r\n\r\n"u8)))
        {
            return false;
        }

        return !_closes || Close();
    }

    public bool SendHead()
    {
        if (_headSent)
        {
            return true;
        }

        _headSent = true;
        var head = new StringBuilder().Append(_reply.StatusLine).Append("\r\n");
        foreach (var (name, value) in _headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (!HasOwnFraming && _reply.Framing != Framing.UntilClose)
        {
            head.Append(_chunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {_reply.BodyLength}\r\n");
        }

        if (_closes && !IsHttp10 && Find("Connection") is null)
        {
            head.Append("Connection: close\r\n");
        }

        byte[] bytes = Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
        return _isLastStep && !_chunked && _reply.BodyLength == 0 ? SendLast(bytes) : _connection.Send(bytes);
    }

    public bool SendBody(byte[] bytes) => SendBody(bytes, _isLastStep && !_chunked);

    public bool Wait(int ms) => !_connection.Gone.WaitOne(ms);

    public bool WaitFor(string gate) => WaitFor(_server.Gate(gate));

    public bool WaitFor(ManualResetEventSlim gate) => WaitHandle.WaitAny([gate.WaitHandle, _connection.Gone]) == 0;

    public bool Hang()
    {
        _connection.Gone.WaitOne();
        return false;
    }

    public bool Forever(byte[] piece, int everyMs)
    {
        while (SendBody(piece, isLast: false) && Wait(everyMs))
        {
        }

        return false;
    }

    public bool Close()
    {
        _request.ReplyFinished();
        _connection.Close();
        return false;
    }

    public bool Reset()
    {
        _request.ReplyFinished();
        _connection.Reset();
        return false;
    }

    private bool SendBody(byte[] bytes, bool isLast)
    {
        if (!SendHead())
        {
            return false;
        }

        // An empty chunk would end the body, so an empty piece sends nothing.
        int size;
        for (int at = 0; at < bytes.Length; at += size)
        {
            if (at > 0 && _reply.Cut is { EveryMs: > 0 } cut && !Wait(cut.EveryMs))
            {
                return false;
            }

            size = Math.Min(NextSize(), bytes.Length - at);
            var framed = _chunked ? Chunk(bytes.AsSpan(at, size)) : bytes.AsSpan(at, size);
            if (!(isLast && at + size == bytes.Length ? SendLast(framed) : _connection.Send(framed)))
            {
                return false;
            }
        }

        return true;
    }

    // A client may close as soon as it has the last byte; that is no longer a close before the end of the reply.
    private bool SendLast(ReadOnlySpan<byte> bytes)
    {
        _request.ReplyFinished();
        return _connection.Send(bytes);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> piece) =>
        [.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8];

    private int NextSize() => _reply.Cut is not { } cut ? int.MaxValue : _random?.Next(1, cut.MaxSize + 1) ?? cut.MaxSize;

    private string? Find(string name)
    {
        foreach (var header in _headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }
}
