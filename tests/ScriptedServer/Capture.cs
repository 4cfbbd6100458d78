using System.Globalization;
using System.Text;

namespace ScriptedServers;

/// <summary>The parts of a file that "curl -i" wrote.</summary>
internal sealed record Capture(string StatusLine, List<KeyValuePair<string, string>> Headers, Framing Framing, byte[] Body)
{
    public static Capture Parse(ReadOnlySpan<byte> file)
    {
        string[] lines;
        do
        {
            // An interim answer (100 Continue) may stand before the real one.
            int length = HeadLength(file, out int bodyAt);
            lines = Encoding.Latin1.GetString(file[..length]).ReplaceLineEndings("\n").Split('\n');
            file = file[bodyAt..];
        }
        while (lines[0].Split(' ') is [_, ['1', _, _], ..]);

        var headers = lines.Skip(1).Select(Header).ToList();
        string[] codings = Values(headers, "Transfer-Encoding");
        var framing = codings.Length > 0 ? Framing.Chunked
            : Values(headers, "Content-Length").Length > 0 ? Framing.Length
            : Framing.UntilClose;

        // The framing is made anew. Of Connection only "close" is the server's own wish; the rest was hop-by-hop.
        byte[] body = file.ToArray();
        headers.RemoveAll(header =>
            Is(header, "Transfer-Encoding")
            || Is(header, "Content-Length")
            || (Is(header, "Connection") && !header.Value.Trim().Equals("close", StringComparison.OrdinalIgnoreCase))
            || (Is(header, "Content-Encoding") && header.Value.Contains("gzip") && body is not [0x1F, 0x8B, ..]));

        return new Capture(StatusLineOf(lines[0]), headers, framing, body);
    }

    private static int HeadLength(ReadOnlySpan<byte> file, out int bodyAt)
    {
        int crlf = file.IndexOf("\r\n\r\n"u8);
        int lf = file.IndexOf("\n\n"u8);
        if (!file.StartsWith("HTTP/"u8) || (crlf < 0 && lf < 0))
        {
            throw new FormatException("A recorded answer is a status line, headers, an empty line and the body.");
        }

        bool isLf = crlf < 0 || (lf >= 0 && lf < crlf);
        bodyAt = isLf ? lf + 2 : crlf + 4;
        return isLf ? lf : crlf;
    }

    private static KeyValuePair<string, string> Header(string line)
    {
        int colon = line.IndexOf(':');
        if (colon < 1)
        {
            throw new FormatException($"Not a header line: {line}");
        }

        // Only the one blank after the colon goes, so that the line is sent just as it was.
        string value = line[(colon + 1)..];
        return new(line[..colon], value.StartsWith(' ') ? value[1..] : value);
    }

    private static string StatusLineOf(string line)
    {
        // curl prints "HTTP/2 200" with no reason; this server speaks HTTP/1 only.
        bool isHttp1 = line.StartsWith("HTTP/1.", StringComparison.Ordinal);
        return isHttp1 ? line : StatusLines.For(int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private static string[] Values(List<KeyValuePair<string, string>> headers, string name) =>
        headers.Where(header => Is(header, name)).Select(header => header.Value).ToArray();

    private static bool Is(KeyValuePair<string, string> header, string name) =>
        header.Key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
