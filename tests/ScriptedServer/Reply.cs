using System.Text;

namespace ScriptedServers;

/// <summary>
/// A scripted answer: a status line, headers and a list of steps that are played on the socket once the request has been
/// read. The fluent methods change this reply and return it. A reply may be played any number of times. The status line and
/// the headers go out with the first body piece, at the end of the script, or where <see cref="Headers"/> stands.
/// After the last step the body is ended as its framing demands, unless that step closed or reset the connection.
/// </summary>
public sealed partial class Reply
{
    private readonly List<Func<ReplyPlayer, bool>> _steps = [];
    private readonly List<KeyValuePair<string, string>> _headers = [];

    private Reply(string? statusLine, Framing framing)
    {
        StatusLine = statusLine;
        Framing = framing;
    }

    /// <summary>Null when the script itself holds the whole response (<see cref="Raw(byte[])"/>).</summary>
    internal string? StatusLine { get; private set; }

    internal Framing Framing { get; private set; }

    internal Cut? Cut { get; private set; }

    internal long BodyLength { get; private set; }

    internal Func<ReplyPlayer, bool>[] Steps => _steps.ToArray();

    internal KeyValuePair<string, string>[] HeaderLines => _headers.ToArray();

    /// <summary>Sets the status code, with its usual reason phrase.</summary>
    public Reply Status(int status)
    {
        StatusLine = StatusLines.For(status);
        return this;
    }

    /// <summary>
    /// Sets a header, replacing any of that name. With your own Content-Length or Transfer-Encoding the body pieces are sent
    /// as they are, so that wrong lengths and broken chunks can be scripted. "Connection: close" closes after the reply.
    /// </summary>
    public Reply Header(string name, string value) => WithoutHeader(name).AddHeader(name, value);

    /// <summary>Adds a header line beside those of the same name.</summary>
    public Reply AddHeader(string name, string value)
    {
        _headers.Add(new(name, value));
        return this;
    }

    /// <summary>Removes a header, Content-Type for one.</summary>
    public Reply WithoutHeader(string name)
    {
        _headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return this;
    }

    /// <summary>Chooses how the end of the body is marked.</summary>
    public Reply Framed(Framing framing)
    {
        Framing = framing;
        return this;
    }

    /// <summary>
    /// Cuts every body piece into pieces of this many bytes, each its own chunk when chunked. Without a pause the client
    /// may well read several at once.
    /// </summary>
    public Reply InPieces(int size, int everyMs = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(everyMs);
        Cut = new Cut(size, null, everyMs);
        return this;
    }

    /// <summary>Cuts every body piece into pieces of 1 to maxSize bytes; the same seed always cuts the same way.</summary>
    public Reply InRandomPieces(int seed, int maxSize, int everyMs = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(everyMs);
        Cut = new Cut(maxSize, seed, everyMs);
        return this;
    }

    /// <summary>Step: sends the status line and the headers now, without waiting for the first body piece.</summary>
    public Reply Headers() => Add(player => player.SendHead());

    /// <summary>Step: sends text as UTF-8, as one body piece.</summary>
    public Reply Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>Step: sends bytes as one body piece.</summary>
    public Reply Send(byte[] bytes)
    {
        BodyLength += bytes.Length;
        return Add(player => player.SendBody(bytes));
    }

    /// <summary>Step: sends one server-sent event: "data: ", the text and an empty line.</summary>
    public Reply Event(string data) => Send($"data: {data}\n\n");

    /// <summary>Step: pauses for this many milliseconds.</summary>
    public Reply Wait(int ms)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ms);
        return Add(player => player.Wait(ms));
    }

    /// <summary>Step: waits until the test sets this event.</summary>
    public Reply WaitFor(ManualResetEventSlim gate) => Add(player => player.WaitFor(gate));

    /// <summary>Step: waits until the test calls <see cref="ScriptedServer.Release"/> with this name, before or after.</summary>
    public Reply WaitFor(string gate) => Add(player => player.WaitFor(gate));

    /// <summary>Step, the last one: resets the connection (TCP RST). Sends no headers by itself.</summary>
    public Reply Reset() => Add(player => player.Reset());

    /// <summary>Step, the last one: closes the connection (TCP FIN) without ending the body. Sends no headers by itself.</summary>
    public Reply Close() => Add(player => player.Close());

    /// <summary>Step, the last one: sends nothing more and keeps the connection open until the client closes it.</summary>
    public Reply Hang() => Add(player => player.Hang());

    /// <summary>
    /// Step, the last one: sends this piece again and again, everyMs milliseconds apart, until the client closes the
    /// connection. Not for <see cref="Framing.Length"/>.
    /// </summary>
    public Reply Forever(string piece, int everyMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(everyMs);
        byte[] bytes = Encoding.UTF8.GetBytes(piece);
        return Add(player => player.Forever(bytes, everyMs));
    }

    private Reply Add(Func<ReplyPlayer, bool> step)
    {
        _steps.Add(step);
        return this;
    }
}
