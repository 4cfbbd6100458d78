using System.Globalization;
using System.Net.Mime;
using System.Text;

namespace ScriptedServers;

/// <summary>A message that a <see cref="SmtpSink"/> took: its headers, and its text as a mail program would show it.</summary>
/// <param name="Headers">The headers, unfolded; upper and lower case are the same in names.</param>
/// <param name="Charset">The character set that the message says its text is in.</param>
/// <param name="Body">The text, without the line end that closes it on the wire.</param>
public sealed record ReceivedMail(IReadOnlyDictionary<string, string> Headers, string Charset, string Body)
{
    /// <summary>Reads the lines of a message, each byte of which is a character.</summary>
    internal static ReceivedMail Parse(IReadOnlyList<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string last = "";
        int at = 0;
        for (; at < lines.Count && lines[at] != ""; at++)
        {
            if (lines[at][0] is ' ' or '\t')
            {
                headers[last] += lines[at];
                continue;
            }

            int colon = lines[at].IndexOf(':');
            last = lines[at][..colon];
            headers[last] = lines[at][(colon + 1)..].Trim();
        }

        var type = new ContentType(headers.GetValueOrDefault("Content-Type", "text/plain"));
        string charset = type.CharSet ?? "us-ascii";
        string body = Encoding.GetEncoding(charset).GetString(Decode(headers.GetValueOrDefault("Content-Transfer-Encoding", "7bit"), lines.Skip(at + 1).ToList()));
        return new ReceivedMail(headers, charset, body.EndsWith("\r\n", StringComparison.Ordinal) ? body[..^2] : body);
    }

    private static byte[] Decode(string encoding, List<string> lines) => encoding.ToLowerInvariant() switch
    {
        "base64" => Convert.FromBase64String(string.Concat(lines)),
        "quoted-printable" => QuotedPrintable(lines),
        _ => Encoding.Latin1.GetBytes(string.Join("\r\n", lines)),
    };

    /// <summary>=XX is a byte, and = at the end of a line joins it to the next.</summary>
    private static byte[] QuotedPrintable(List<string> lines)
    {
        string text = string.Join("\r\n", lines).Replace("=\r\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else bytes.Add((byte)text[i]);
        }

        return bytes.ToArray();
    }
}
