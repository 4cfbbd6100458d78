using System.Globalization;

namespace ScriptedServers;

/// <summary>Reads the requests of one connection, one after the other.</summary>
internal sealed class RequestReader(Inbox inbox, int connectionId, Func<bool> sendContinue, Func<TimeSpan> now)
{
    /// <summary>The next request; null when the client closed the connection before or within it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no HTTP/1 request.</exception>
    public RecordedRequest? Next()
    {
        string? line;
        do
        {
            line = inbox.ReadLine();
        }
        while (line == "");

        if (line is null)
        {
            return null;
        }

        if (line.Split(' ') is not [var method, var target, var version] || !version.StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"not a request line: {line}");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!ReadHeaders(headers))
        {
            return null;
        }

        if (Has(headers, "Expect", "100-continue") && !sendContinue())
        {
            return null;
        }

        byte[]? body = ReadBody(headers);
        bool keepAlive = version == "HTTP/1.0" ? Has(headers, "Connection", "keep-alive") : !Has(headers, "Connection", "close");
        return body is null ? null : new RecordedRequest(method, target, headers, body, keepAlive, connectionId, now());
    }

    private static bool Has(Dictionary<string, string> headers, string name, string token) =>
        headers.TryGetValue(name, out string? value) && value.Contains(token, StringComparison.OrdinalIgnoreCase);

    private bool ReadHeaders(Dictionary<string, string> headers)
    {
        while (inbox.ReadLine() is { } line)
        {
            if (line == "")
            {
                return true;
            }

            int colon = line.IndexOf(':');
            if (colon < 1)
            {
                throw new InvalidDataException($"not a header line: {line}");
            }

            string name = line[..colon];
            string value = line[(colon + 1)..].Trim();
            headers[name] = headers.TryGetValue(name, out string? before) ? $"{before}, {value}" : value;
        }

        return false;
    }

    private byte[]? ReadBody(Dictionary<string, string> headers)
    {
        if (Has(headers, "Transfer-Encoding", "chunked"))
        {
            return ReadChunks();
        }

        if (!headers.TryGetValue("Content-Length", out string? text))
        {
            return [];
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? inbox.Read(length)
            : throw new InvalidDataException($"not a Content-Length: {text}");
    }

    private byte[]? ReadChunks()
    {
        using var body = new MemoryStream();
        while (inbox.ReadLine() is { } line)
        {
            string size = line.Split(';')[0].Trim();
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int length) || length < 0)
            {
                throw new InvalidDataException($"not a chunk size: {line}");
            }

            if (length == 0)
            {
                // Trailers are read and dropped.
                return ReadHeaders([]) ? body.ToArray() : null;
            }

            if (inbox.Read(length) is not { } chunk || inbox.ReadLine() is not { } end)
            {
                return null;
            }

            if (end != "")
            {
                throw new InvalidDataException($"a chunk is longer than the size given: {line}");
            }

            body.Write(chunk);
        }

        return null;
    }
}
