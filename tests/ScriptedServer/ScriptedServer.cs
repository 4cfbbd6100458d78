using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ScriptedServers;

/// <summary>
/// An HTTP/1.1 server on loopback that answers each request with the next scripted reply and records what it was asked.
/// Every server has a port of its own, so that tests can run side by side.
/// </summary>
public sealed class ScriptedServer : IDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(5);

    private readonly object _sync = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _acceptor;
    private readonly Queue<Reply> _queue = new();
    private readonly Dictionary<string, Reply> _byPath = [];
    private readonly Dictionary<string, ManualResetEventSlim> _gates = [];
    private readonly List<RecordedRequest> _requests = [];
    private readonly HashSet<Connection> _connections = [];
    private int _connectionCount;
    private bool _disposed;

    private ScriptedServer()
    {
        _listener.Start(Backlog);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _acceptor = new Thread(Accept) { IsBackground = true, Name = $"ScriptedServer {Port}" };
        _acceptor.Start();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The origin: http://127.0.0.1:port</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>The usual base of the API: http://127.0.0.1:port/v1</summary>
    public string BaseUrl => Url + "/v1";

    /// <summary>Answers a request for which nothing is scripted; at first a 500 that says so.</summary>
    public Reply Default { get; set; } =
        Reply.Text("ScriptedServer: no reply was scripted for this request.", 500, "text/plain");

    /// <summary>The requests read so far, in order of arrival; a copy.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_sync)
            {
                return _requests.ToArray();
            }
        }
    }

    /// <summary>How many connections clients have opened so far.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    internal TimeSpan Now => _clock.Elapsed;

    /// <summary>Starts a server on a free port.</summary>
    public static ScriptedServer Start() => new();

    /// <summary>Adds a reply to the queue; each request takes the next one.</summary>
    public ScriptedServer Enqueue(Reply reply)
    {
        lock (_sync)
        {
            _queue.Enqueue(reply);
        }

        return this;
    }

    /// <summary>Answers every request to this path (without query) with this reply and leaves the queue alone.</summary>
    public ScriptedServer On(string path, Reply reply)
    {
        lock (_sync)
        {
            _byPath[path] = reply;
        }

        return this;
    }

    /// <summary>Opens the gate of this name for good: replies that wait for it, now or later, go on.</summary>
    public ScriptedServer Release(string gate)
    {
        Gate(gate).Set();
        return this;
    }

    /// <summary>Waits for the request of this number, counted from 0.</summary>
    /// <exception cref="TimeoutException">It did not arrive in time.</exception>
    public RecordedRequest WaitForRequest(int index, int timeoutMs)
    {
        long end = Environment.TickCount64 + timeoutMs;
        lock (_sync)
        {
            while (_requests.Count <= index)
            {
                long left = end - Environment.TickCount64;
                if (left <= 0)
                {
                    throw new TimeoutException(
                        $"Request {index} (counted from 0) did not arrive within {timeoutMs} ms; {_requests.Count} did.");
                }

                Monitor.Wait(_sync, (int)left);
            }

            return _requests[index];
        }
    }

    /// <summary>Stops listening, ends every connection and waits until their threads have ended. May be called again.</summary>
    public void Dispose()
    {
        Connection[] open;
        lock (_sync)
        {
            _disposed = true;
            open = _connections.ToArray();
        }

        _listener.Stop();
        Array.ForEach(open, connection => connection.Dispose());
        _acceptor.Join(JoinLimit);
        Array.ForEach(open, connection => connection.Join(JoinLimit));
    }

    internal ManualResetEventSlim Gate(string name)
    {
        lock (_sync)
        {
            return _gates.TryGetValue(name, out var gate) ? gate : _gates[name] = new ManualResetEventSlim();
        }
    }

    /// <summary>Records the request and gives the reply to it.</summary>
    internal Reply Arrived(RecordedRequest request)
    {
        lock (_sync)
        {
            _requests.Add(request);
            Monitor.PulseAll(_sync);
            return _byPath.TryGetValue(request.Path, out var reply) || _queue.TryDequeue(out reply) ? reply : Default;
        }
    }

    internal void Ended(Connection connection)
    {
        lock (_sync)
        {
            _connections.Remove(connection);
        }
    }

    private void Accept()
    {
        while (!Volatile.Read(ref _disposed))
        {
            try
            {
                Add(_listener.AcceptSocket());
            }
            catch (Exception)
            {
                // Stopped; or a client that was gone before it was accepted.
                Thread.Sleep(1);
            }
        }
    }

    private void Add(Socket socket)
    {
        lock (_sync)
        {
            if (_disposed)
            {
                socket.Dispose();
                return;
            }

            var connection = new Connection(this, socket, ++_connectionCount);
            _connections.Add(connection);
            connection.Start();
        }
    }
}
