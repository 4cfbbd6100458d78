using System.Text;

namespace ScriptedServers;

/// <summary>A request the server has read to its end.</summary>
public sealed class RecordedRequest
{
    private readonly object _sync = new();
    private bool _finished;
    private TimeSpan? _clientClosedAt;

    internal RecordedRequest(
        string method,
        string target,
        IReadOnlyDictionary<string, string> headers,
        byte[] body,
        bool keepAlive,
        int connectionId,
        TimeSpan receivedAt)
    {
        string local = WithoutOrigin(target);
        int mark = local.IndexOf('?');
        Method = method;
        Target = target;
        Path = mark < 0 ? local : local[..mark];
        Query = mark < 0 ? "" : local[(mark + 1)..];
        Headers = headers;
        BodyBytes = body;
        KeepAlive = keepAlive;
        ConnectionId = connectionId;
        ReceivedAt = receivedAt;
    }

    /// <summary>The method, POST for example.</summary>
    public string Method { get; }

    /// <summary>The request target just as it was sent; a whole URL when the server is used as a proxy.</summary>
    public string Target { get; }

    /// <summary>The path of the target, not decoded, without the query.</summary>
    public string Path { get; }

    /// <summary>What follows the question mark, not decoded; empty if nothing does.</summary>
    public string Query { get; }

    /// <summary>The headers; upper and lower case are the same in names; repeated ones are joined by ", ".</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body read as UTF-8.</summary>
    public string Body => Encoding.UTF8.GetString(BodyBytes);

    /// <summary>The body, chunking undone.</summary>
    public byte[] BodyBytes { get; }

    /// <summary>Which connection the request came over, counted from 1.</summary>
    public int ConnectionId { get; }

    /// <summary>When the last byte of the request had been read, since the start of the server.</summary>
    public TimeSpan ReceivedAt { get; }

    /// <summary>
    /// When the client closed or reset the connection before the reply was finished, since the start of the server;
    /// null if it did not.
    /// </summary>
    public TimeSpan? ClientClosedAt
    {
        get
        {
            lock (_sync)
            {
                return _clientClosedAt;
            }
        }
    }

    internal bool KeepAlive { get; }

    /// <summary>
    /// Waits until the client closes the connection. False if it has not in that time, or as soon as the reply is finished.
    /// </summary>
    public bool WaitForClientClose(int timeoutMs)
    {
        long end = Environment.TickCount64 + timeoutMs;
        lock (_sync)
        {
            while (!_finished && _clientClosedAt is null)
            {
                long left = end - Environment.TickCount64;
                if (left <= 0)
                {
                    break;
                }

                Monitor.Wait(_sync, (int)left);
            }

            return _clientClosedAt is not null;
        }
    }

    /// <summary>Notes that the client is gone; too late once the reply is finished.</summary>
    internal void ClientClosed(TimeSpan at)
    {
        lock (_sync)
        {
            if (!_finished)
            {
                _clientClosedAt ??= at;
            }

            Monitor.PulseAll(_sync);
        }
    }

    /// <summary>Notes that the reply is at its end, just before its last bytes go out.</summary>
    internal void ReplyFinished()
    {
        lock (_sync)
        {
            _finished = true;
            Monitor.PulseAll(_sync);
        }
    }

    private static string WithoutOrigin(string target)
    {
        int scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || target.StartsWith('/'))
        {
            return target;
        }

        int path = target.IndexOf('/', scheme + 3);
        return path < 0 ? "/" : target[path..];
    }
}
