namespace ChatCompletions.Tests;

/// <summary>What a body is, its first bytes say: not its label, and not what was asked for.</summary>
public class BodyStartTests
{
    private const string Whole = """{"id":"i","choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}""";
    private const string Events = """
        data: {"choices":[{"index":0,"delta":{"content":"fi"}}]}

        data: {"choices":[{"index":0,"delta":{"content":"ne"},"finish_reason":"stop"}]}


        """;

    public static TheoryData<bool, string?> Labels()
    {
        var labels = new TheoryData<bool, string?>();
        foreach (var streaming in new[] { false, true })
            foreach (var label in new[] { "application/json", "text/event-stream; charset=utf-8", "text/plain", "text/html", "nonsense", null }) labels.Add(streaming, label);
        return labels;
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task A_whole_answer_is_read_under_any_label(bool streaming, string? label)
    {
        foreach (var before in new[] { "", "\n\n  ", "\uFEFF", "\uFEFF\r\n" })
        {
            var outcome = await AskAsync(streaming, label, before + Whole);
            Assert.Equal(
                (Content: "fine", FinishReason: "stop", Complete: true),
                (outcome.Answer.Content, outcome.Answer.FinishReason, outcome.Answer.Complete));
        }
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task Events_are_read_under_any_label(bool streaming, string? label)
    {
        foreach (var before in new[] { "", "\n\n", "\uFEFF", ": ping\n\n", ":\n", "event: message\n", "id: 7\n", "retry: 3000\n\n", "\r\n\r\n" })
        {
            var outcome = await AskAsync(streaming, label, before + Events);
            Assert.Equal((Content: "fine", Complete: true), (outcome.Answer.Content, outcome.Answer.Complete));
            if (streaming) Assert.Equal(["fi", "ne"], outcome.Chunks.Select(static chunk => chunk.Content));
        }
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task An_error_field_or_event_first_is_an_error(bool streaming, string? label)
    {
        foreach (var text in new[] { "error: {\"code\":503,\"message\":\"boom\"}\n\n", "event: error\ndata: {\"message\":\"boom\",\"code\":503}\n\n" })
            Assert.EndsWith("boom", (await AskAsync(streaming, label, text)).Failed(ChatErrorKind.ServerError).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task A_bare_error_object_is_an_error(bool streaming, string? label)
    {
        foreach (var text in new[] { "{\n  \"error\": {\"message\": \"boom\", \"code\": 401}\n}\n", "[{\"error\":{\"message\":\"boom\",\"code\":401}}]", ": ping\n\n{\"error\":{\"message\":\"boom\",\"code\":401}}\n" })
            Assert.EndsWith("boom", (await AskAsync(streaming, label, text)).Failed(ChatErrorKind.AuthenticationFailed).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task A_line_of_JSON_for_each_piece_is_a_fault_that_keeps_the_text(bool streaming, string? label)
    {
        const string Lines = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"fi\"}}]}\n{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ne\"}}]}\n";
        var failure = (await AskAsync(streaming, label, Lines)).Failed<ChatProtocolException>();

        Assert.Equal(Lines, failure.Body);
        Assert.Equal((Content: "fi", Complete: false), (failure.Completion!.Content, failure.Completion.Complete));
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task Text_that_is_neither_is_quoted(bool streaming, string? label)
    {
        foreach (var text in new[] { "upstream connect error", "internal error", "denied", "null", "17" })
        {
            var failure = (await AskAsync(streaming, label, text)).Failure;
            Assert.Contains(text, Assert.IsType<ChatException>(failure, exactMatch: false).Message, StringComparison.Ordinal);
            Assert.Equal(text, failure.Body);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task First_bytes_may_come_one_at_a_time(bool streaming)
    {
        foreach (var text in new[] { "\uFEFF\n" + Whole, "\uFEFFevent: message\n" + Events, "\uFEFF" + Events, ":\n\n" + Events, "error: x" })
        {
            var outcome = await AskAsync(streaming, "text/plain", text, static reply => reply.InPieces(1));
            if (text.StartsWith("error", StringComparison.Ordinal)) outcome.Failed(ChatErrorKind.ServerError);
            else Assert.Equal("fine", outcome.Answer.Content);
        }
    }

    private static async Task<Outcome> AskAsync(bool streaming, string? label, string body, Func<Reply, Reply>? change = null)
    {
        var reply = Reply.Text(body, 200, label ?? "text/plain");
        if (label is null) reply.WithoutHeader("Content-Type");
        reply = change is null ? reply : change(reply);
        return await (streaming ? Ask.StreamAsync(reply) : Ask.WholeAsync(reply));
    }
}
