using System.Text;

namespace ScriptedServers;

// The static methods that make a reply.
public sealed partial class Reply
{
    /// <summary>A JSON answer with its length.</summary>
    public static Reply Json(string body, int status = 200) => Text(body, status, "application/json");

    /// <summary>An answer of any content type with its length.</summary>
    public static Reply Text(string body, int status, string contentType) =>
        new Reply(StatusLines.For(status), Framing.Length).AddHeader("Content-Type", contentType).Send(body);

    /// <summary>
    /// A stream of server-sent events (status 200, chunked): each text is sent as "data: text" and an empty line, in a chunk
    /// of its own. No [DONE] is added. Called with nothing it is an empty stream to put steps behind.
    /// </summary>
    public static Reply Sse(params string[] data)
    {
        var reply = new Reply(StatusLines.For(200), Framing.Chunked).AddHeader("Content-Type", "text/event-stream");
        foreach (string item in data)
        {
            reply.Event(item);
        }

        return reply;
    }

    /// <summary>The same for an untyped array, which PowerShell would otherwise join to one text.</summary>
    public static Reply Sse(object[] data) => Sse(Array.ConvertAll(data, item => item.ToString() ?? ""));

    /// <summary>The whole response, status line and all, as text sent as UTF-8; then the connection is closed.</summary>
    public static Reply Raw(string wholeResponse) => Raw(Encoding.UTF8.GetBytes(wholeResponse));

    /// <summary>The whole response, status line and all, byte for byte; then the connection is closed.</summary>
    public static Reply Raw(byte[] wholeResponse) => new Reply(null, Framing.UntilClose).Send(wholeResponse);

    /// <summary>
    /// A recorded answer, as "curl -i" prints it: the path of such a file, or its text (which starts with "HTTP/").
    /// See <see cref="Recorded(byte[])"/>.
    /// </summary>
    public static Reply Recorded(string pathOrText) => Recorded(
        pathOrText.StartsWith("HTTP/", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(pathOrText)
            : File.ReadAllBytes(pathOrText));

    /// <summary>
    /// A recorded answer, as "curl -i" prints it: status line, headers, an empty line and the body without chunking. The
    /// body is delimited as it was: chunked again, by its true length, or by closing; an HTTP/1.0 server closes in any case.
    /// Content-Encoding: gzip is sent only if the body is still compressed.
    /// </summary>
    public static Reply Recorded(byte[] capture)
    {
        var parsed = Capture.Parse(capture);
        var reply = new Reply(parsed.StatusLine, parsed.Framing);
        reply._headers.AddRange(parsed.Headers);
        return reply.Send(parsed.Body);
    }
}
