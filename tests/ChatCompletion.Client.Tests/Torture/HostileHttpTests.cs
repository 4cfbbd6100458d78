namespace ChatCompletions.Tests;

/// <summary>Servers that break the rules of HTTP, by accident or on purpose: what comes of it is an answer or a typed failure, at once.</summary>
public class HostileHttpTests
{
    private const string Body = """{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}""";
    private const string Json = "Content-Type: application/json\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What comes of each, and the text that is kept; where a stream differs, its outcome follows.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        // Lengths that are not true.
        { "IncompleteAnswer fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: {Body.Length + 1}\r\n\r\n{Body}" },
        { "IncompleteAnswer fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: 9223372036854775807\r\n\r\n{Body}" },
        { "IncompleteAnswer fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: {Body.Length - 1}\r\n\r\n{Body}" },
        { "ok fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: {Body.Length}\r\n\r\n{Body}garbage" },
        { "ok fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: -5\r\n\r\n{Body}" },
        { "ok fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: abc\r\n\r\n{Body}" },
        { "ok fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: 99999999999999999999999\r\n\r\n{Body}" },
        { "IncompleteAnswer", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: 5\r\nContent-Length: {Body.Length}\r\n\r\n{Body}" },
        { "ProtocolError", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: 0\r\n\r\n{Body}" },

        // Chunks that are none.
        { "ConnectionFailed", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\n{Body}" },
        { "IncompleteAnswer", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\n-5\r\n{Body}\r\n0\r\n\r\n" },
        { "IncompleteAnswer fine", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{Body}\r\n0\r\n\r\n" },
        { "IncompleteAnswer fine", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{Body}\r\n0\r\n\r\n" },
        { "IncompleteAnswer", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\n5\r\n{Body}\r\n0\r\n\r\n" },
        { "IncompleteAnswer", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\n{Body.Length:x};{new string('e', 70_000)}\r\n{Body}\r\n0\r\n\r\n" },
        { "ok fine", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\n{Body.Length:x};name=value\r\n{Body}\r\n0\r\nX-Trailer: 1\r\n\r\n" },
        { "IncompleteAnswer fine", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: chunked\r\n\r\n{Body.Length:x}\r\n{Body}\r\n" },
        { "ok fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n" },
        { "ok fine", $"HTTP/1.1 200 OK\r\n{Json}Transfer-Encoding: gzip, chunked\r\n\r\n{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n" },

        // Heads that are none.
        { "ConnectionFailed", Body },
        { "ProtocolError", "\r\n\r\n\r\n" },
        { "ProtocolError", $"HTTP/1.1 20x OK\r\n{Json}\r\n{Body}" },
        { "ok fine", $"HTTP/1.1 200\r\n{Json}\r\n{Body}" },
        { "ProtocolError", $"HTTP/2.0 200 OK\r\n{Json}\r\n{Body}" },
        { "ServerError", $"HTTP/1.1 999 Odd\r\n{Json}\r\n{Body}" },
        { "ProtocolError", $"HTTP/1.1 200 OK\r\nno colon here\r\n{Json}\r\n{Body}" },
        { "ProtocolError", $"HTTP/1.1 200 OK\r\n: no name\r\n{Json}\r\n{Body}" },
        { "ok fine", $"HTTP/1.1 200 OK\n{Json}\n{Body}" },
        { "ok fine", $"HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\n{Json}\r\n{Body}" },
        { "ProtocolError", $"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 100_000)}\r\n{Json}\r\n{Body}" },
        { "ProtocolError", $"HTTP/1.1 200 {new string('x', 100_000)}\r\n{Json}\r\n{Body}" },
        { "ok fine", $"HTTP/1.0 200 OK\r\n{Json}\r\n{Body}" },

        // Statuses that are no answer, and interim ones.
        { "ok fine", $"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n{Json}\r\n{Body}" },
        { "ConnectionFailed", "HTTP/1.1 100 Continue\r\n\r\n" },
        { "BadRequest", $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n{Body}" },
        { "ProtocolError|IncompleteAnswer", "HTTP/1.1 204 No Content\r\n\r\n" },
        { "ProtocolError|IncompleteAnswer", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n" },
        { "RedirectRefused", "HTTP/1.1 304 Not Modified\r\n\r\n" },
        { "RedirectRefused", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n" },
        { "RedirectRefused", "HTTP/1.1 308 Permanent Redirect\r\nLocation: /v1/chat/completions\r\nContent-Length: 0\r\n\r\n" },
        { "RedirectRefused", "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://[broken\r\nContent-Length: 0\r\n\r\n" },

        // Packed bodies that are not.
        { "IncompleteAnswer", $"HTTP/1.1 200 OK\r\n{Json}Content-Encoding: gzip\r\n\r\n{Body}" },
        { "IncompleteAnswer", $"HTTP/1.1 200 OK\r\n{Json}Content-Encoding: deflate\r\n\r\n{Body}" },
        { "IncompleteAnswer", $"HTTP/1.1 200 OK\r\n{Json}Content-Encoding: br\r\n\r\n{Body}" },
        { "ok fine", $"HTTP/1.1 200 OK\r\n{Json}Content-Encoding: identity\r\n\r\n{Body}" },
        { "ok fine", $"HTTP/1.1 200 OK\r\nContent-Type: \"\\\r\n\r\n{Body}" },
        { "ok fine", $"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=klingon\r\n\r\n{Body}" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Whatever_the_bytes_say_it_is_an_answer_or_a_typed_failure(string expected, string response)
    {
        foreach (var streaming in new[] { false, true })
        {
            using var server = ScriptedServer.Start().Enqueue(Reply.Raw(response));
            var outcome = await (streaming ? Ask.StreamAsync(Ask.Client(server)) : Ask.WholeAsync(Ask.Client(server))).WaitAsync(Patience, TestContext.Current.CancellationToken);

            var kept = outcome.Completion ?? outcome.Failure!.Completion;
            Assert.Equal(
                (Outcome: expected.Split('|')[streaming ? ^1 : 0], Streaming: streaming),
                (Outcome: $"{outcome.Failure?.Kind.ToString() ?? "ok"} {kept?.Content}".TrimEnd(), Streaming: streaming));
            Assert.Equal(outcome.Failure is null, kept?.Complete == true);
            Assert.Single(server.Requests);
        }
    }
}
