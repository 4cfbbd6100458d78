using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptedServers;

/// <summary>A mail server on loopback that takes every message and keeps it. Every sink has a port of its own.</summary>
public sealed class SmtpSink : IDisposable
{
    private readonly object _sync = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _acceptor;
    private readonly List<ReceivedMail> _mails = [];
    private readonly HashSet<TcpClient> _clients = [];
    private int _connectionCount;
    private bool _disposed;

    private SmtpSink()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _acceptor = new Thread(Accept) { IsBackground = true, Name = $"SmtpSink {Port}" };
        _acceptor.Start();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>How many connections were opened so far; none means that nobody even tried to send a mail.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>The messages taken so far, in order of arrival; a copy. A client that was told of success finds its message here.</summary>
    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (_sync) return _mails.ToArray();
        }
    }

    /// <summary>Starts a sink on a free port.</summary>
    public static SmtpSink Start() => new();

    /// <summary>Stops listening and ends every connection.</summary>
    public void Dispose()
    {
        lock (_sync)
        {
            _disposed = true;
            foreach (var client in _clients) client.Dispose();
        }

        _listener.Stop();
        _acceptor.Join(TimeSpan.FromSeconds(5));
    }

    private void Accept()
    {
        try
        {
            while (true) Serve(_listener.AcceptTcpClient());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private void Serve(TcpClient client)
    {
        lock (_sync)
        {
            if (_disposed) client.Dispose();
            else _clients.Add(client);
        }

        Interlocked.Increment(ref _connectionCount);
        new Thread(() => Talk(client)) { IsBackground = true, Name = $"SmtpSink connection {Port}" }.Start();
    }

    private void Talk(TcpClient client)
    {
        try
        {
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            writer.WriteLine("220 sink");
            while (reader.ReadLine() is { } line)
            {
                string verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "DATA") Take(reader, writer);
                else writer.WriteLine(verb == "QUIT" ? "221 bye" : verb is "EHLO" or "HELO" or "MAIL" or "RCPT" or "RSET" or "NOOP" ? "250 ok" : "502 not known here");
                if (verb == "QUIT") break;
            }
        }
        catch (Exception)
        {
            // The client is gone, or sent what is no mail, and sees the connection end; no thread may throw into the test process.
        }

        client.Dispose();
        lock (_sync) _clients.Remove(client);
    }

    /// <summary>Reads a message up to the line that is a single dot; a line that begins with a dot comes with one more.</summary>
    private void Take(StreamReader reader, StreamWriter writer)
    {
        writer.WriteLine("354 go on");
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line == ".")
            {
                lock (_sync) _mails.Add(ReceivedMail.Parse(lines));
                writer.WriteLine("250 taken");
                return;
            }

            lines.Add(line.StartsWith('.') ? line[1..] : line);
        }
    }
}
