using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Servers that send too much, too deep or without end: it ends at a limit, in bounded memory.</summary>
public class HostileSizeTests
{
    private const int Megabyte = 1024 * 1024;
    private const string Event = """data: {"choices":[{"index":0,"delta":{"content":"tick "}}]}""" + "\n\n";
    private static readonly ChatClientOptions Small = Ask.NoRetries with { Limits = new ChatLimits { MaxBodyBytes = Megabyte, MaxEventBytes = Megabyte, MaxErrorBytes = Megabyte } };
    private static readonly string[] Nested = ["[", "{\"a\":", "{\"choices\":[", "{\"choices\":[{\"message\":", "{\"error\":[", "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":["];

    public static TheoryData<string> Bombs => [.. Nested];

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task Nesting_without_end_is_refused(string level)
    {
        var deep = string.Concat(Enumerable.Repeat(level, 100_000));
        (await Ask.BodyAsync(deep)).Failed<ChatProtocolException>();
        (await Ask.EventsAsync(deep)).Failed<ChatProtocolException>();
        (await Ask.StreamAsync(Ask.Client(BytesHandler.Json(deep)))).Failed<ChatProtocolException>();
        (await Ask.WholeAsync(Ask.Client(BytesHandler.Json(deep, 500)))).Failed(ChatErrorKind.ServerError);
        (await Ask.BytesAsync(Encoding.UTF8.GetBytes("event: error\ndata: " + deep + "\n\n"))).Failed<ChatApiException>();
        await Assert.ThrowsAsync<ChatProtocolException>(() => Ask.Client(BytesHandler.Json(deep)).ListModelsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_line_without_end_is_refused_at_the_limit_and_its_connection_closed()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Event[6..].Trim()).Send("data: ").Forever(new string('x', 100_000), 0));
        var outcome = await Ask.StreamAsync(Ask.Client(server, Small));

        Assert.Contains("an event of more than 1 MiB", outcome.Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
        Assert.Equal("tick ", outcome.Failure!.Completion!.Content);
        Assert.True(server.Requests[0].WaitForClientClose(5000));
    }

    [Fact]
    public async Task A_body_without_end_is_refused_at_the_limit_and_its_connection_closed()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Json("{").Framed(Framing.Chunked).Forever(new string(' ', 100_000), 0));

        Assert.Contains("longer than 1 MiB", (await Ask.WholeAsync(Ask.Client(server, Small))).Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
        Assert.True(server.Requests[0].WaitForClientClose(5000));
    }

    [Fact]
    public async Task The_body_of_an_error_is_read_as_far_as_is_worth_it()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Text("oh no ", 500, "text/plain").Framed(Framing.Chunked).Forever(new string('x', 100_000), 0));
        var failure = (await Ask.WholeAsync(Ask.Client(server, Small))).Failed(ChatErrorKind.ServerError);

        Assert.Contains("oh no", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length + failure.Body!.Length, 1, 20_000);
        Assert.True(server.Requests[0].WaitForClientClose(5000));
    }

    [Fact]
    public async Task The_limit_of_an_event_holds_as_it_is_unless_told()
    {
        var handler = new EndlessHandler("text/event-stream", "data: ", new string('x', Megabyte));
        (await Ask.StreamAsync(Ask.Client(handler))).Failed<ChatProtocolException>();

        Assert.InRange(handler.Sent, 64L * Megabyte, 256L * Megabyte);
    }

    [Theory]
    [InlineData("gzip", "application/json", "{\"choices\":[{\"message\":{\"content\":\"")]
    [InlineData("br", "application/json", "{\"choices\":[{\"message\":{\"content\":\"")]
    [InlineData("deflate", "application/json", "{\"choices\":[{\"message\":{\"content\":\"")]
    [InlineData("gzip", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"")]
    [InlineData("br", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"")]
    public async Task A_small_body_that_unpacks_to_a_huge_one_is_refused_at_the_limit(string coding, string type, string start)
    {
        var megabyte = Enumerable.Repeat((byte)'a', Megabyte).ToArray();
        var packed = Packing.Pack(coding, Enumerable.Repeat(megabyte, 64).Prepend(Encoding.UTF8.GetBytes(start)));
        Assert.InRange(packed.Length, 1, Megabyte);
        var reply = Reply.Json("").Header("Content-Type", type).Header("Content-Encoding", coding).Send(packed);
        var failure = (await Ask.StreamAsync(reply, options: Small)).Failed<ChatProtocolException>();

        Assert.Contains("1 MiB", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Body?.Length ?? 0, 0, 4 * Megabyte);
    }

    [Fact]
    public async Task Comments_without_end_stop_at_the_limit_of_time_in_little_memory()
    {
        var time = new ManualTimeProvider();
        // Both would be over at once; this is about the limit of the whole call.
        var options = Ask.NoRetries with { Time = time, Timeouts = new ChatTimeouts { Idle = TimeSpan.FromDays(1) } };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (allocated, advanced) = (0L, false);
        var handler = new EndlessHandler("text/event-stream", Event, ": life\n\n")
        {
            OnRead = sent =>
            {
                if (sent < 50 * Megabyte || advanced) return;
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                advanced = true;
                time.Advance(options.Timeouts.Total);
            },
        };
        var outcome = await Ask.StreamAsync(Ask.Client(handler, options));

        Assert.Equal(ChatErrorKind.TotalTimeout, outcome.Failed<ChatTimeoutException>().Kind);
        Assert.Equal("tick ", outcome.Failure!.Completion!.Content);
        Assert.InRange(allocated, 0, 30L * Megabyte);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Header: value\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Header: ", "valuevaluevaluevaluevaluevaluevaluevaluevaluevalue")]
    [InlineData("HTTP/1.1 200 ", "OKOKOKOKOKOKOKOKOKOKOKOKOKOKOKOKOKOK")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "extensionextensionextensionextension")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", "X-Trailer: value\r\n")]
    public async Task Headers_without_end_are_refused(string start, string piece)
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Raw(start).Forever(string.Concat(Enumerable.Repeat(piece, 100)), 0));
        var failure = (await Ask.WholeAsync(Ask.Client(server)).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Failure;

        Assert.True(failure is ChatProtocolException or ChatIncompleteException, failure?.ToString());
        Assert.True(server.Requests[0].WaitForClientClose(5000));
    }

    [Fact]
    public async Task Interim_answers_without_end_stop_at_the_limit_of_the_first_byte()
    {
        var time = new ManualTimeProvider();
        using var server = ScriptedServer.Start().Enqueue(Reply.Raw("").Forever("HTTP/1.1 100 Continue\r\n\r\n", 1));
        var options = Ask.NoRetries with { Time = time };
        var call = Task.Run(() => Ask.WholeAsync(Ask.Client(server, options)), TestContext.Current.CancellationToken);
        server.WaitForRequest(0, 20_000);
        time.WaitForTimer(options.Timeouts.FirstByte);
        time.Advance(options.Timeouts.FirstByte);

        Assert.Equal(ChatErrorKind.FirstByteTimeout, (await call).Failed<ChatTimeoutException>().Kind);
        Assert.True(server.Requests[0].WaitForClientClose(5000));
    }

    [Theory]
    [InlineData("choices", """{"choices":[ITEMS]}""", """{"index":NUMBER,"delta":{"content":"a"},"finish_reason":"stop"}""")]
    [InlineData("choices", """{"choices":[ITEMS]}""", """{"index":NUMBER,"message":{"content":"a"}}""")]
    [InlineData("choices", """{"choices":[ITEMS]}""", "{}")]
    [InlineData("tool calls", """{"choices":[{"index":0,"delta":{"tool_calls":[ITEMS]},"finish_reason":"stop"}]}""", """{"index":NUMBER,"id":"cNUMBER","function":{"name":"f","arguments":"{}"}}""")]
    [InlineData("tool calls", """{"choices":[{"index":0,"message":{"tool_calls":[ITEMS]},"finish_reason":"stop"}]}""", "{}")]
    public async Task Many_parts_are_refused_at_once_in_little_memory(string parts, string frame, string item)
    {
        var items = string.Join(',', Enumerable.Range(0, 300_000).Select(number => item.Replace("NUMBER", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        var body = frame.Replace("ITEMS", items, StringComparison.Ordinal);
        foreach (var handler in new[] { BytesHandler.Json(body), new BytesHandler(Encoding.UTF8.GetBytes($"data: {body}\n\n")) })
        {
            var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
            var failure = (await Ask.StreamAsync(Ask.Client(handler))).Failed<ChatProtocolException>();

            Assert.Equal($"The server sent more than 1024 {parts}. Nothing with so many is an answer; the connection was closed.", failure.Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10L * body.Length + 5 * Megabyte);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
    }
}
