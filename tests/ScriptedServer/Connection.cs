using System.Net.Sockets;
using System.Text;

namespace ScriptedServers;

/// <summary>
/// One connection, with two threads of its own (not pool threads, which tests may have used up): one receives all the time,
/// and so sees at once when the client goes; the other reads requests and plays replies.
/// </summary>
internal sealed class Connection : IDisposable
{
    private const int StackSize = 256 * 1024;
    private const int LingerMs = 2000;

    private readonly object _sync = new();
    private readonly ScriptedServer _server;
    private readonly Socket _socket;
    private readonly int _id;
    private readonly Inbox _inbox = new();
    private readonly ManualResetEvent _gone = new(false);
    private readonly Thread _receiver;
    private readonly Thread _player;
    private RecordedRequest? _current;
    private TimeSpan? _clientClosedAt;
    private bool _closing;
    private bool _ended;

    public Connection(ScriptedServer server, Socket socket, int id)
    {
        _server = server;
        _socket = socket;
        _id = id;
        _socket.NoDelay = true;
        _receiver = new Thread(Receive, StackSize) { IsBackground = true, Name = $"ScriptedServer receiver {id}" };
        _player = new Thread(Serve, StackSize) { IsBackground = true, Name = $"ScriptedServer player {id}" };
    }

    /// <summary>Set when the client has closed or reset the connection, or the server is being disposed.</summary>
    public WaitHandle Gone => _gone;

    public void Start()
    {
        _receiver.Start();
        _player.Start();
    }

    /// <summary>Sends all bytes in one go. False if the client is gone.</summary>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty && !_gone.WaitOne(0))
            {
                bytes = bytes[_socket.Send(bytes)..];
            }

            return bytes.IsEmpty;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The receiver notices too, and notes the time; the request must not be taken for finished before it has.
            _gone.WaitOne(LingerMs);
            return false;
        }
    }

    /// <summary>
    /// Sends FIN, then gives the client time to close its side first: closing a socket while bytes still come in would reset
    /// it, and the client could lose what it has not read yet.
    /// </summary>
    public void Close()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            _gone.WaitOne(LingerMs);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    /// <summary>Sends RST.</summary>
    public void Reset()
    {
        lock (_sync)
        {
            _closing = true;
        }

        try
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Close(0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    /// <summary>Ends the connection, whatever it is doing.</summary>
    public void Dispose()
    {
        lock (_sync)
        {
            _closing = true;
            if (!_ended)
            {
                _gone.Set();
            }
        }

        _socket.Dispose();
    }

    /// <summary>Waits until both threads have ended.</summary>
    public void Join(TimeSpan limit) => _player.Join(limit);

    private void Receive()
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            for (int count; (count = _socket.Receive(buffer)) > 0;)
            {
                _inbox.Append(buffer.AsSpan(0, count));
            }
        }
        catch (Exception)
        {
            // Reset by the client, or closed by this side: both mean the end, and no thread may throw into the test process.
        }

        var now = _server.Now;
        lock (_sync)
        {
            if (!_closing)
            {
                _clientClosedAt = now;
                _current?.ClientClosed(now);
            }
        }

        _inbox.Close();
        _gone.Set();
    }

    private void Serve()
    {
        try
        {
            var reader = new RequestReader(_inbox, _id, () => Send("HTTP/1.1 100 Continue\r\n\r\n"u8), () => _server.Now);
            while (reader.Next() is { } request && Answer(request))
            {
            }
        }
        catch (InvalidDataException e)
        {
            string text = $"ScriptedServer cannot read this request: {e.Message}";
            Send(Encoding.UTF8.GetBytes($"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n{text}"));
            Close();
        }
        catch (Exception)
        {
            // No thread may throw into the test process; the client sees the connection end.
        }

        Dispose();
        _receiver.Join();
        lock (_sync)
        {
            _ended = true;
            _gone.Dispose();
        }

        _server.Ended(this);
    }

    private bool Answer(RecordedRequest request)
    {
        lock (_sync)
        {
            _current = request;
            if (_clientClosedAt is { } at)
            {
                request.ClientClosed(at);
            }
        }

        try
        {
            return new ReplyPlayer(_server, this, request, _server.Arrived(request)).Play();
        }
        finally
        {
            request.ReplyFinished();
        }
    }
}
