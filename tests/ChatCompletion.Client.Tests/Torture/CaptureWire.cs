using System.Globalization;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>A capture as it goes over the wire, framed as the server did: each event a chunk, or the length told, or until the connection closes.</summary>
internal sealed class CaptureWire
{
    private readonly CaptureFile _capture;
    private readonly bool _isChunked;

    public CaptureWire(CaptureFile capture)
    {
        _capture = capture;
        _isChunked = capture.Header("transfer-encoding") is not null;
        var hasLength = !_isChunked && capture.Header("content-length") is not null;
        TellsItsEnd = _isChunked || hasLength;
        var isUnpacked = capture.Body is not [0x1F, 0x8B, ..];
        var head = capture.Head.Where(line => !CaptureFile.IsHeader(line, "content-length") && !(isUnpacked && CaptureFile.IsHeader(line, "content-encoding"))).ToList();
        if (hasLength) head.Add($"Content-Length: {capture.Body.Length}");
        byte[] headBytes = Encoding.Latin1.GetBytes(string.Join("\r\n", head) + "\r\n\r\n");
        HeadLength = headBytes.Length;
        Bytes = [.. headBytes, .. _isChunked ? Chunked(capture.Body) : capture.Body];
    }

    public byte[] Bytes { get; }

    public int HeadLength { get; }

    /// <summary>Whether a client can tell the end of the body from a connection that broke.</summary>
    public bool TellsItsEnd { get; }

    /// <summary>The bytes of the body that are within so many bytes of the wire.</summary>
    public byte[] BodyWithin(int length)
    {
        if (!_isChunked) return Bytes[HeadLength..length];
        var body = 0;
        for (var at = HeadLength; at < length;)
        {
            var line = Bytes.AsSpan(at).IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(Bytes, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at += line + 2;
            body += Math.Clamp(length - at, 0, size);
            at += size + 2;
        }
        return _capture.Body[..body];
    }

    private static byte[] Chunked(byte[] body)
    {
        var wire = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var size = body.AsSpan(at).IndexOf("\n\n"u8) is >= 0 and var end ? end + 2 : body.Length - at;
            wire.Write(Encoding.ASCII.GetBytes($"{size:x}\r\n"));
            wire.Write(body, at, size);
            wire.Write("\r\n"u8);
            at += size;
        }
        wire.Write("0\r\n\r\n"u8);
        return wire.ToArray();
    }
}
