namespace ChatCompletions.Tests;

/// <summary>What is sent, over how many connections.</summary>
public class ConnectionTests
{
    private const string Good = """{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}""";
    private const string Events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"fine\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    [Fact]
    public async Task The_connection_of_a_whole_answer_is_used_again()
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json(Good);

        for (var call = 0; call < 5; call++) Assert.Equal("fine", (await Ask.WholeAsync(Ask.Client(server))).Answer.Content);
        Assert.Equal((ConnectionCount: 1, Count: 5), (server.ConnectionCount, server.Requests.Count));
    }

    [Fact]
    public async Task The_connection_of_a_finished_stream_is_used_again()
    {
        using var server = ScriptedServer.Start();
        // The end mark and the end of the body come in one piece, as they mostly do.
        server.Default = Reply.Sse().Header("Transfer-Encoding", "chunked").Send($"{Events.Length:x}\r\n{Events}\r\n0\r\n\r\n");

        for (var call = 0; call < 5; call++) Assert.Equal("fine", (await Ask.StreamAsync(Ask.Client(server))).Answer.Content);
        Assert.Equal((ConnectionCount: 1, Count: 5), (server.ConnectionCount, server.Requests.Count));
    }

    [Fact]
    public async Task The_connection_of_an_error_is_used_again()
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json("""{"error":"x"}""", 400);

        for (var call = 0; call < 3; call++) (await Ask.WholeAsync(Ask.Client(server))).Failed(ChatErrorKind.BadRequest);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task A_stream_asks_for_events_uncompressed_and_a_whole_answer_for_JSON()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Good)).Enqueue(Reply.Json(Good));
        await Ask.StreamAsync(Ask.Client(server));
        await Ask.WholeAsync(Ask.Client(server));

        var (stream, whole) = (server.Requests[0].Headers, server.Requests[1].Headers);
        Assert.Equal(
            (Accept: "text/event-stream", AcceptEncoding: "identity"),
            (Accept: stream["Accept"], AcceptEncoding: stream["Accept-Encoding"]));
        Assert.Equal("application/json", whole["Accept"]);
        Assert.Contains("gzip", whole["Accept-Encoding"], StringComparison.Ordinal);
        Assert.All(new[] { stream, whole }, static headers =>
        {
            Assert.Equal("application/json", headers["Content-Type"]);
            Assert.StartsWith("ChatCompletion/", headers["User-Agent"], StringComparison.Ordinal);
            Assert.DoesNotContain("Authorization", headers.Keys);
            Assert.DoesNotContain("traceparent", headers.Keys);
            Assert.DoesNotContain("Expect", headers.Keys);
        });
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Json(Good).Header("Set-Cookie", "a=b");
        await Ask.WholeAsync(Ask.Client(server));
        await Ask.WholeAsync(Ask.Client(server));

        Assert.All(server.Requests, static request => Assert.DoesNotContain("Cookie", request.Headers.Keys));
    }

    [Fact]
    public async Task Many_calls_of_one_client_at_once_each_get_their_own_answer()
    {
        using var server = ScriptedServer.Start();
        for (var number = 0; number < 30; number++) server.Enqueue(Reply.Json(Good.Replace("fine", $"answer {number}", StringComparison.Ordinal)));
        var client = Ask.Client(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Ask.WholeAsync(client)));
        Assert.Equal(30, answers.Select(static outcome => outcome.Answer.Content).Distinct().Count());
    }

    [Fact]
    public async Task What_was_piped_in_is_on_every_chunk_and_answer()
    {
        var input = new object();
        var request = new ChatRequest { Model = "m", Messages = [new ChatMessage { Content = "hi" }], InputObject = input };
        using var server = ScriptedServer.Start();
        server.Default = Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"a"}}]}""", """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");

        var outcome = await Ask.StreamAsync(Ask.Client(server), request);
        Assert.All(outcome.Chunks, chunk => Assert.Same(input, chunk.InputObject));
        Assert.Same(input, outcome.Answer.InputObject);
        Assert.Same(input, (await Ask.WholeAsync(Ask.Client(server), request)).Answer.InputObject);
    }
}
