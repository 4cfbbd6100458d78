using System.Text;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>
/// Text that a terminal would obey, wherever a server can put text: the answer's own text stays as it is, since it is data, but
/// what the library says of a failure is safe to show.
/// </summary>
public class HostileTextTests
{
    private const string Evil = "a\u001b]0;title\u0007\u001b[2J\u009b31m\u202e\u0085\0z";

    private static readonly string Json = JsonSerializer.Serialize(Evil);

    public static TheoryData<string, string> Bodies => new()
    {
        { "error object", $$$"""{"error":{"message":{{{Json}}},"type":{{{Json}}},"code":{{{Json}}},"param":{{{Json}}}}}""" },
        { "error text", $$"""{"error":{{Json}}}""" },
        { "flat", $$"""{"message":{{Json}},"code":{{Json}},"status":{{Json}}}""" },
        { "detail", $$"""{"detail":[{"loc":["body",{{Json}}],"msg":{{Json}}}]}""" },
        { "list", $$$"""[{"error":{"code":400,"message":{{{Json}}},"status":{{{Json}}}}}]""" },
        { "names", $$$"""{"error":{{{{Json}}}:{{{Json}}}}}""" },
        { "choice", $$$"""{"choices":[{"message":{"content":{{{Json}}}},"error":{"message":{{{Json}}},"code":{{{Json}}}}}],"model":{{{Json}}}}""" },
        { "nothing", $$$"""{"choices":[],"model":{{{Json}}},"x":{{{Json}}}}""" },
        { "plain", Evil },
        { "page", "<html>" + Evil + "</html>" },
        { "broken", "{\"error\":\"" + Evil },
        { "literal", "t" + Evil },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task An_error_is_safe_to_show_wherever_it_comes(string name, string body)
    {
        Assert.NotEqual("", name);
        var bytes = Encoding.UTF8.GetBytes(body);
        foreach (var status in new[] { 200, 400, 500 })
        {
            Check(await Ask.WholeAsync(Ask.Client(new BytesHandler(bytes, "application/json", status))));
            Check(await Ask.StreamAsync(Ask.Client(new BytesHandler(bytes, "text/plain", status))));
        }
        foreach (var events in new[] { $"data: {body}\n\n", $"event: error\ndata: {body}\n\n", $"error: {body}\n\n", $"{body}\n\n" })
            Check(await Ask.BytesAsync(Encoding.UTF8.GetBytes(events)));
        CheckShown(await Assert.ThrowsAnyAsync<ChatException>(() => Ask.Client(new BytesHandler(bytes, null)).ListModelsAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Headers_and_the_reason_phrase_are_safe_to_show()
    {
        // Of the control characters, the platform takes all but line ends and, in a name, none.
        const string evil = "a\u001b[2J\u0007\u009bz";
        foreach (var head in new[]
        {
            $"HTTP/1.1 500 {evil}\r\nx-request-id: {evil}\r\nContent-Length: 0\r\n\r\n",
            $"HTTP/1.1 429 {evil}\r\nRetry-After: {evil}\r\nretry-after-ms: {evil}\r\nx-should-retry: {evil}\r\nx-litellm-call-id: {evil}\r\nContent-Length: 0\r\n\r\n",
            $"HTTP/1.1 302 {evil}\r\nLocation: http://127.0.0.1:9/{evil}\r\napim-request-id: {evil}\r\nContent-Length: 0\r\n\r\n",
            $"HTTP/1.1 200 {evil}\r\nContent-Type: {evil}\r\nContent-Encoding: {evil}\r\nrequest-id: {evil}\r\nContent-Length: 1\r\n\r\nx",
            $"HTTP/1.1 {evil}\r\n\r\n",
            $"HTTP/1.1 200 OK\r\n{evil}: x\r\n\r\n",
            $"{evil}\r\n\r\n",
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{evil}\r\n",
            $"HTTP/1.1 200 OK\r\nContent-Length: {evil}\r\n\r\nx",
        })
        {
            using var server = ScriptedServer.Start();
            server.Default = Reply.Raw(Encoding.Latin1.GetBytes(head));
            var trace = new List<string>();
            var options = Ask.NoRetries with { Trace = trace.Add, Warn = trace.Add };
            Check(await Ask.WholeAsync(Ask.Client(server, options)));
            Check(await Ask.StreamAsync(Ask.Client(server, options)));
            Assert.All(trace, static line => Assert.Equal(SafeText.Neutralise(line), line));
        }
    }

    [Fact]
    public async Task A_retry_is_traced_in_safe_words()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Text(Evil, 503, "text/plain")).Enqueue(Reply.Json(RequestProbe.Answer));
        var trace = new List<string>();
        var options = new ChatClientOptions { NumRetries = 1, Trace = trace.Add, Time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(1) } };

        Assert.Equal("ok", (await Ask.WholeAsync(Ask.Client(server, options))).Answer.Content);
        Assert.Contains(trace, static line => line.Contains("]0;title", StringComparison.Ordinal));
        Assert.All(trace, static line => Assert.Equal(SafeText.Neutralise(line), line));
    }

    [Fact]
    public async Task The_text_of_an_answer_stays_as_the_server_sent_it()
    {
        var whole = (await Ask.MessageAsync($$"""{"content":{{Json}},"reasoning_content":{{Json}}}""")).Answer;
        var streamed = (await Ask.DeltasAsync($$"""{"content":{{Json}}}""")).Answer;

        Assert.Equal(
            (WholeContent: Evil, ReasoningContent: Evil, StreamedContent: Evil),
            (WholeContent: whole.Content, whole.ReasoningContent, StreamedContent: streamed.Content));
    }

    private static void Check(Outcome outcome)
    {
        Assert.NotNull(outcome.Failure);
        CheckShown(outcome.Failure);
    }

    private static void CheckShown(ChatException failure)
    {
        var api = failure as ChatApiException;
        // The runtime ends the lines of a stack trace as the system does.
        var all = failure.ToString().Replace(Environment.NewLine, "\n", StringComparison.Ordinal);
        foreach (var text in new[] { all, failure.Message, failure.Body, failure.Advice, failure.RequestId, api?.Code, api?.Type, api?.Param, failure.Completion?.Error })
            Assert.Equal(SafeText.Neutralise(text), text ?? "");
    }
}
