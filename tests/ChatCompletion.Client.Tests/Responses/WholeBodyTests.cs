using System.IO.Compression;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Bodies that are no completion, and completions that come under a wrong label.</summary>
public class WholeBodyTests
{
    private const string Good = """{"id":"i","choices":[{"index":0,"message":{"role":"assistant","content":"fine"},"finish_reason":"stop"}]}""";

    [Theory]
    [InlineData("""{"choices":[]}""", "choices is missing or empty")]
    [InlineData("""{"choices":null}""", "choices is missing or empty")]
    [InlineData("{}", "choices is missing or empty")]
    [InlineData("null", "sent null in place of an answer")]
    [InlineData("\"null\"", "sent a text in place of an answer")]
    [InlineData("42", "sent a number in place of an answer")]
    [InlineData("true", "sent a boolean in place of an answer")]
    [InlineData("[]", "sent a list in place of an answer")]
    [InlineData("<html><body>Bad gateway</body></html>", "a web page in place of an answer")]
    [InlineData("\n <!DOCTYPE html>", "a web page in place of an answer")]
    [InlineData("{malformed json: <<<chaos>>>", "JSON that is broken ('m' is an invalid start")]
    [InlineData("""{"choices":[{"message":{"content":"fine"}}]} trailing""", "JSON that is broken ('t' is invalid after")]
    [InlineData("Service unavailable", "no completion")]
    public async Task F1_H24_A_body_that_is_no_completion_is_a_protocol_error_that_keeps_it(string body, string what)
    {
        foreach (var outcome in new[] { await Ask.BodyAsync(body), await Ask.StreamAsync(Ask.Client(BytesHandler.Json(body))) })
        {
            var failure = outcome.Failed<ChatProtocolException>();
            Assert.Equal(ChatErrorKind.ProtocolError, failure.Kind);
            Assert.Contains(what, failure.Message, StringComparison.Ordinal);
            Assert.Equal(body, failure.Body);
            Assert.NotNull(failure.Advice);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    public async Task An_empty_body_is_a_protocol_error(string body)
    {
        Assert.Contains("an empty body", (await Ask.BodyAsync(body)).Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
        Assert.Contains("an empty body", (await Ask.StreamAsync(Ask.Client(BytesHandler.Json(body)))).Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
        Assert.Contains("an empty body", (await Ask.WholeAsync(Reply.Json(body, 204))).Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("\n\n\n  ")]
    public async Task E7_Empty_lines_or_a_byte_order_mark_before_the_JSON_are_passed_over(string before)
    {
        Assert.Equal("fine", (await Ask.BodyAsync(before + Good)).Answer.Content);
        for (var size = 1; size < 4; size++)
        {
            var step = size;
            var handler = new BytesHandler(Encoding.UTF8.GetBytes(before + Good), null) { NextSize = () => step };
            Assert.Equal("fine", (await Ask.StreamAsync(Ask.Client(handler))).Answer.Content);
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task H7_A_whole_completion_answers_a_streaming_call_under_any_label(string? contentType)
    {
        var outcome = await Ask.StreamAsync(Ask.Client(new BytesHandler(Encoding.UTF8.GetBytes(Good), contentType)));

        Assert.Equal(
            (Content: "fine", FinishReason: "stop", Complete: true),
            (outcome.Answer.Content, outcome.Answer.FinishReason, outcome.Answer.Complete));
        Assert.Equal("fine", Assert.Single(outcome.Chunks).Content);
    }

    [Theory]
    [InlineData("text/event-stream;charset=UTF-8")]
    [InlineData("Text/Event-Stream")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("text/event-stream; charset")]
    [InlineData(null)]
    public async Task H7_A_stream_is_read_under_any_label_but_JSONs(string? contentType)
    {
        foreach (var start in new[] { "", "\uFEFF", "\n\n", ": ping\n\n", "event: x\n" })
        {
            var bytes = Encoding.UTF8.GetBytes(start + """
                data: {"choices":[{"index":0,"delta":{"content":"fi"}}]}

                data: {"choices":[{"index":0,"delta":{"content":"ne"},"finish_reason":"stop"}]}


                """);
            for (var size = 1; size < 5; size++)
            {
                var step = size;
                var outcome = await Ask.StreamAsync(Ask.Client(new BytesHandler(bytes, contentType) { NextSize = () => step }));
                Assert.Equal(["fi", "ne"], outcome.Chunks.Select(static chunk => chunk.Content));
                Assert.True(outcome.Answer.Complete);
            }
        }
    }

    [Fact]
    public async Task Two_choices_of_a_whole_answer_are_two_chunks_of_a_stream()
    {
        var outcome = await Ask.StreamAsync(Ask.Client(BytesHandler.Json("""{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},{"index":1,"message":{"content":"b"}}]}""")));

        Assert.Equal(["a", "b"], outcome.Chunks.Select(static chunk => chunk.Content));
        Assert.Equal("b", outcome.Answer.Choices[1].Content);
    }

    [Fact]
    public async Task A_web_page_in_answer_to_a_streaming_call_is_a_protocol_error()
    {
        var failure = (await Ask.StreamAsync(Reply.Text("<html>login</html>", 200, "text/html"))).Failed<ChatProtocolException>();

        Assert.Contains("a web page", failure.Message, StringComparison.Ordinal);
        Assert.Equal("<html>login</html>", failure.Body);
    }

    [Fact]
    public async Task Plain_text_in_answer_to_a_streaming_call_is_quoted()
    {
        var failure = (await Ask.StreamAsync(Reply.Text("upstream connect error", 200, "text/plain"))).Failed<ChatIncompleteException>();

        Assert.Contains("The server wrote: upstream connect error", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_shorter_than_its_length_is_incomplete_and_kept(bool streaming)
    {
        var reply = Reply.Json(Good[..50]).Header("Content-Length", "200").Close();
        var failure = (await (streaming ? Ask.StreamAsync(reply) : Ask.WholeAsync(reply))).Failed<ChatIncompleteException>();

        Assert.Contains("broke in the middle of the answer", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Good[..50], failure.Body);
    }

    [Fact]
    public async Task A_body_cut_off_before_its_first_byte_is_a_broken_connection() =>
        Assert.Contains("broke before the answer began", (await Ask.WholeAsync(Reply.Json("").Header("Content-Length", "200").Headers().Reset())).Failed<ChatConnectionException>().Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_broken_chunk_is_incomplete()
    {
        var reply = Reply.Raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

        Assert.Contains("broke in the middle", (await Ask.WholeAsync(reply)).Failed<ChatIncompleteException>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task H2_HTTP_1_0_ends_at_close()
    {
        Assert.Equal("fine", (await Ask.WholeAsync(Reply.Raw("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + Good))).Answer.Content);
        Assert.Equal("a", (await Ask.StreamAsync(Reply.Raw("HTTP/1.0 200 OK\r\nconnection: keep-alive\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}"))).Answer.Content);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_compressed_body_is_read(bool streaming)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Good));
        var reply = Reply.Json("").Header("Content-Encoding", "gzip").Send(packed.ToArray());

        Assert.Equal("fine", (await (streaming ? Ask.StreamAsync(reply) : Ask.WholeAsync(reply))).Answer.Content);
    }

    [Theory]
    [InlineData("GZIP")]
    [InlineData(" x-gzip ")]
    [InlineData("identity, gzip")]
    [InlineData("gzip,")]
    [InlineData("gzip, ,")]
    public async Task How_a_body_is_compressed_may_be_told_oddly(string encoding)
    {
        var handler = new BytesHandler(Packing.Pack("gzip", [Encoding.UTF8.GetBytes(Good)]), "application/json") { ContentEncoding = encoding };

        Assert.Equal("fine", (await Ask.WholeAsync(Ask.Client(handler))).Answer.Content);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_body_that_is_not_compressed_as_it_says_is_broken(string encoding)
    {
        var reply = Reply.Json(Good).Header("Content-Encoding", encoding);

        (await Ask.WholeAsync(reply)).Failed<ChatIncompleteException>();
        (await Ask.StreamAsync(reply)).Failed<ChatIncompleteException>();
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var options = Ask.NoRetries with { Limits = new ChatLimits { MaxBodyBytes = 100_000 } };
        var body = $$$"""{"choices":[{"message":{"content":"{{{new string('x', 200_000)}}}"}}]}""";

        Assert.Contains("longer than", (await Ask.WholeAsync(Ask.Client(BytesHandler.Json(body), options))).Failed<ChatProtocolException>().Message, StringComparison.Ordinal);
        Assert.Equal(200_000, (await Ask.BodyAsync(body)).Answer.Content!.Length);
    }
}
