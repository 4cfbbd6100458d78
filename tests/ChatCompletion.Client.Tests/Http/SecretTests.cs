using System.Text;

namespace ChatCompletions.Tests;

/// <summary>A key that a server echoes is masked wherever it would be shown.</summary>
public class SecretTests
{
    private const string Key = "sk-Zq8+7/x=_9TheKey";

    /// <summary>Where the platform does not quote what the server sent.</summary>
    private static readonly HashSet<string> NotQuoted = ["status code", "content length"];

    public static TheoryData<string, string> Echoes => new()
    {
        { "message", $$$"""HTTP/1.1 401 No\r\nContent-Type: application/json\r\n\r\n{"error":{"message":"Bad key {{{Key}}}!","type":"t {{{Key}}}","param":"{{{Key}}}","code":"{{{Key}}}"}}""" },
        { "escaped slash", $$$"""HTTP/1.1 401 No\r\nContent-Type: application/json\r\n\r\n{"error":{"message":"Bad key {{{Key.Replace("/", "\\/")}}}"}}""" },
        { "escaped plus", $$$"""HTTP/1.1 401 No\r\nContent-Type: application/json\r\n\r\n{"error":{"message":"Bad key {{{Key.Replace("+", "\\u002B")}}}"}}""" },
        { "plain text", $"""HTTP/1.1 500 No\r\nContent-Type: text/plain\r\n\r\nBearer {Key} was refused""" },
        { "reason phrase", $"""HTTP/1.1 403 {Key}\r\nContent-Type: text/plain\r\n\r\n""" },
        { "request id", $"""HTTP/1.1 500 No\r\nx-request-id: id-{Key}\r\nContent-Type: text/plain\r\n\r\n""" },
        { "location", $"""HTTP/1.1 307 No\r\nLocation: http://evil.example/?k={Uri.EscapeDataString(Key)}&l={Key}\r\n\r\n""" },
        { "header line", $"""HTTP/1.1 200 OK\r\nbad {Key} header\r\n\r\n""" },
        { "status line", $"""HTTP/{Key} 200\r\n\r\n""" },
        { "header name", $"""HTTP/1.1 200 OK\r\n{Key}: a\r\n\r\n""" },
        { "status code", $"""HTTP/1.1 {Key} OK\r\n\r\n""" },
        { "chunk size", $"""HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{Key}\r\n""" },
        { "chunk extension", $"""HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5 {Key}\r\nhello\r\n""" },
        { "end of a chunk", $"""HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello{Key}\r\n0\r\n\r\n""" },
        { "trailer", $"""HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n[\r\n0\r\nbad {Key}\r\n\r\n""" },
        { "content length", $"""HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Key}\r\n\r\nx""" },
        { "in-band error", $$$"""HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {"error":{"message":"key {{{Key}}}","code":"{{{Key}}}"}}\n\n""" },
        { "error event", $"""HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: error\ndata: no {Key}\n\n""" },
        { "broken event", $$"""HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {"k":"{{Key}}\n\n""" },
        { "stray text", $"""HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nAuthorization: Bearer {Key}\nend\n""" },
        { "no completion", $$"""HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"your_key":"{{Key}}"}""" },
        { "web page", $"""HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>{Key}</html>""" },
        { "short body", $$"""HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"key":"{{Key}}" """ },
    };

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task F22_An_echoed_key_is_masked_everywhere(string where, string response)
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Raw(response.Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
        var traced = new StringBuilder();
        var options = new ChatClientOptions
        {
            NumRetries = 1,
            Random = static () => 0,
            Time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromMinutes(1) },
            Trace = line =>
            {
                lock (traced) traced.AppendLine(line);
            },
        };

        foreach (var outcome in new[] { await Ask.StreamAsync(Ask.Client(server, options, Key)), await Ask.WholeAsync(Ask.Client(server, options, Key)) })
        {
            var failure = outcome.Failure!;
            Assert.True(failure is not null, where);
            Leaks.None(Leaks.Shown(outcome), Key);
            Assert.DoesNotContain("TheKey", Leaks.Shown(outcome), StringComparison.Ordinal);
            if (!NotQuoted.Contains(where)) Assert.Contains("***", Leaks.Shown(outcome), StringComparison.Ordinal);
        }
        Assert.DoesNotContain("TheKey", traced.ToString(), StringComparison.Ordinal);
        Assert.All(server.Requests, static request => Assert.Equal("Bearer " + Key, request.Headers["Authorization"]));
    }

    [Fact]
    public async Task F22_A_list_of_models_that_echoes_the_key_is_masked()
    {
        foreach (var body in new[] { $"oops {Key}", $$"""{"key":"{{Key}}"}""", $$"""{"error":"{{Key}}"}""" })
        {
            var failure = await Assert.ThrowsAnyAsync<ChatException>(() =>
                Ask.Client(BytesHandler.Json(body), null, Key).ListModelsAsync(TestContext.Current.CancellationToken));
            Assert.DoesNotContain("TheKey", failure + failure.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task F22_The_trace_names_the_source_of_the_key_and_never_the_key_or_the_query()
    {
        var lines = new List<string>();
        var options = Ask.NoRetries with { Trace = lines.Add };
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("""{"choices":[{"message":{"content":"a"}}]}"""));

        Assert.Equal("a", (await Ask.WholeAsync(Ask.Client(server.BaseUrl + "?sig=hidden", options, Key))).Answer.Content);
        Assert.Contains(lines, line => line.Contains("environment variable KEY", StringComparison.Ordinal) && line.Contains(server.BaseUrl, StringComparison.Ordinal));
        Assert.All(lines, static line => Assert.DoesNotContain("hidden", line, StringComparison.Ordinal));
        Assert.All(lines, static line => Assert.DoesNotContain("TheKey", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_answer_itself_stays_exact() =>
        Assert.Equal(Key, (await Ask.WholeAsync(Reply.Json($$$"""{"choices":[{"message":{"content":"{{{Key}}}"}}]}"""), Key)).Answer.Content);
}
