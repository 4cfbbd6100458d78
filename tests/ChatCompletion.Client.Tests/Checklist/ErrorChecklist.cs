namespace ChatCompletions.Tests;

/// <summary>Errors in all their forms, and which of them are sent again: the numbered rules and cases.</summary>
public class ErrorChecklist
{
    private const string Hel = """{"choices":[{"index":0,"delta":{"content":"Hel"}}]}""";

    [Theory(DisplayName = "F5 An error at status 200 is found wherever it stands, and one that says nothing is none")]
    [InlineData("""{"error":{"message":"boom"}}""")]
    [InlineData("""{"error":"boom"}""")]
    [InlineData("""[{"error":{"message":"boom"}}]""")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":""},"delta":{"content":""},"error":{"message":"boom"},"finish_reason":"error"}]}""")]
    [InlineData("""{"error":null,"choices":[{"index":0,"error":false,"message":{"content":"fine"},"finish_reason":"stop"}]}""", false)]
    public async Task F05(string body, bool isError = true)
    {
        foreach (var outcome in new[] { await Ask.WholeAsync(Reply.Json(body)), await Ask.StreamAsync(Reply.Sse(body)), await Ask.StreamAsync(Reply.Json(body)) })
        {
            if (isError) Assert.Contains("boom", outcome.Failed(ChatErrorKind.ServerError).Message, StringComparison.Ordinal);
            else Assert.Equal((Content: "fine", Complete: true), (outcome.Answer.Content, outcome.Answer.Complete));
        }
    }

    [Theory(DisplayName = "F6 Whatever the body of an error is, status, request id and body are kept")]
    [InlineData("""{"error":{"message":"boom","code":400}}""", "400")]
    [InlineData("""{"error":{"message":"boom","code":"no_such"}}""", "no_such")]
    [InlineData("""{"error":{"message":"boom","code":null}}""", null)]
    [InlineData("""[{"error":{"message":"boom"}}]""", null)]
    [InlineData("boom", null)]
    [InlineData("<html>boom</html>", null)]
    [InlineData("", null)]
    public async Task F06(string body, string? code)
    {
        var failure = (await Ask.WholeAsync(Reply.Json(body, 422).Header("x-request-id", "r-1"))).Failed(ChatErrorKind.BadRequest);

        Assert.Equal(
            (StatusCode: 422, RequestId: "r-1", Body: body, Code: code),
            (failure.StatusCode, failure.RequestId, failure.Body, failure.Code));
        Assert.Contains("422", failure.Message, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "F19 What may pass is sent again, what will not pass and a used-up quota are not; to Helix once only")]
    [InlineData("Custom", 408, "x", 3)]
    [InlineData("Custom", 409, "x", 3)]
    [InlineData("Custom", 429, "x", 3)]
    [InlineData("Custom", 503, "x", 3)]
    [InlineData("Helix", 500, "x", 2)]
    [InlineData("Custom", 501, "x", 1)]
    [InlineData("Custom", 400, "x", 1)]
    [InlineData("Custom", 429, "insufficient_quota", 1)]
    [InlineData("Custom", 200, "rate_limit_exceeded", 3)]
    [InlineData("Custom", 200, "insufficient_quota", 1)]
    public async Task F19(string type, int status, string code, int requests)
    {
        using var system = new PlayedSystem(type);
        system.Server.Default = Reply.Json($$$"""{"error":{"message":"boom","code":"{{{code}}}"}}""", status);
        var outcome = await Ask.WholeAsync(system.Client);

        Assert.Equal((Count: requests, Attempts: requests), (system.Server.Requests.Count, outcome.Failure!.Attempts));
    }

    [Fact(DisplayName = "F20 A request that is sent again is the same request, with no header that would promise it is paid for once")]
    public async Task F20()
    {
        using var system = new PlayedSystem("OpenAI");
        system.Server.Enqueue(Reply.Text("busy", 503, "text/plain"));
        await system.AskAsync(Reply.Json(RequestProbe.Answer));

        var (first, second) = (system.Server.Requests[0], system.Server.Requests[1]);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers.OrderBy(static header => header.Key, StringComparer.Ordinal), second.Headers.OrderBy(static header => header.Key, StringComparer.Ordinal));
        Assert.DoesNotContain(second.Headers.Keys, static name => name.Contains("idempotency", StringComparison.OrdinalIgnoreCase) || name.Contains("retry", StringComparison.OrdinalIgnoreCase));
    }

    [Theory(DisplayName = "H22 The message is found in every shape of error")]
    [InlineData("""{"error":{"code":400,"message":"boom","type":"invalid_request_error"}}""")]
    [InlineData("""{"error":{"message":"boom","code":"invalid_api_key"}}""")]
    [InlineData("""{"error":{"message":"boom"}}""")]
    [InlineData("""{"error":"SyntaxError","message":"boom","status":400}""")]
    [InlineData("""{"detail":[{"loc":["body","messages"],"msg":"boom"}]}""")]
    [InlineData("""{"detail":"boom"}""")]
    [InlineData("""{"detail":{"msg":"boom"}}""")]
    [InlineData("""{"status":"failure","message":"boom"}""")]
    [InlineData("""{"html-message":"boom"}""")]
    [InlineData("boom")]
    public async Task H22(string body) =>
        Assert.EndsWith("boom", (await Ask.WholeAsync(Reply.Text(body, 400, "text/html"))).Failed(ChatErrorKind.BadRequest).Message, StringComparison.Ordinal);

    [Fact(DisplayName = "H23 An error as an event of a stream comes after the chunks, with the text so far")]
    public async Task H23()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(Hel, """{"error":{"message":"boom","type":"server_error","code":null}}"""));

        Assert.Equal("Hel", outcome.Text);
        Assert.Equal("Hel", outcome.Failed(ChatErrorKind.ServerError).Completion!.Content);
    }

    [Theory(DisplayName = "H24 The word null at status 200 is no answer")]
    [InlineData("application/json", false, "srv sent null in place of an answer. It begins: null")]
    [InlineData("application/json", true, "srv sent null in place of an answer. It begins: null")]
    [InlineData("text/plain", false, "srv sent null in place of an answer. It begins: null")]
    [InlineData("text/event-stream", true, "srv: The stream ended without any answer. The server wrote: null")]
    public async Task H24(string label, bool streaming, string message)
    {
        var reply = Reply.Text("null", 200, label);
        var failure = (await (streaming ? Ask.StreamAsync(reply) : Ask.WholeAsync(reply))).Failure!;
        Assert.Equal((Message: message, Body: "null", Completion: null), (failure.Message, failure.Body, failure.Completion));
    }

    [Theory(DisplayName = "H25 The same fault under another status is an error all the same")]
    [InlineData(400, ChatErrorKind.BadRequest)]
    [InlineData(422, ChatErrorKind.BadRequest)]
    [InlineData(405, ChatErrorKind.BadRequest)]
    [InlineData(404, ChatErrorKind.NotFound)]
    [InlineData(500, ChatErrorKind.ServerError)]
    public async Task H25(int status, ChatErrorKind kind)
    {
        var reply = Reply.Json("""{"error":{"message":"Malformed JSON"}}""", status);
        Assert.Equal(status, (await Ask.WholeAsync(reply)).Failed(kind).StatusCode);
        Assert.Equal(status, (await Ask.StreamAsync(reply)).Failed(kind).StatusCode);
    }

    [Fact(DisplayName = "H26 A model that is loading is asked again; a conversation too long for it is not, and its numbers are kept")]
    public async Task H26()
    {
        using var system = new PlayedSystem("LlamaCpp");
        system.Server.Enqueue(Reply.Json("""{"error":{"message":"Loading model","type":"unavailable_error","code":503}}""", 503));
        Assert.Equal(2, (await system.AskAsync(Reply.Json(RequestProbe.Answer))).Answer.Attempts);

        var failure = (await system.AskAsync(Reply.Json("""{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","n_prompt_tokens":300,"n_ctx":256}}""", 400))).Failed(ChatErrorKind.BadRequest);
        Assert.Equal((Attempts: 1, Type: "exceed_context_size_error"), (failure.Attempts, failure.Type));
        Assert.Contains("\"n_ctx\":256", failure.Body, StringComparison.Ordinal);
    }
}
