using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Thoughts between tags in front of the text are reasoning, for a provider that is set so.</summary>
public class ThinkTagTests
{
    [Theory]
    [InlineData("<think>why</think>because", "because", "why")]
    [InlineData("<think>\nwhy\n</think>\n\nbecause\n", "because\n", "\nwhy\n")]
    [InlineData("<think>why</think>\r\n \t\r\n  because", "because", "why")]
    [InlineData("<think>why</think>\n\n", "", "why")]
    [InlineData("<think></think>\n\nbecause", "because", null)]
    [InlineData(" \n<think>why</think>because", "because", "why")]
    [InlineData(" \n<thi", " \n<thi", null)]
    [InlineData("\n\nbecause", "\n\nbecause", null)]
    [InlineData("<think></think>because", "because", null)]
    [InlineData("<think>a < b </thin </think>x</think>", "x</think>", "a < b </thin ")]
    [InlineData("<think>why", "", "why")]
    [InlineData("<think>why</thi", "", "why</thi")]
    [InlineData("<think>why</think><think>more</think>", "<think>more</think>", "why")]
    [InlineData("because <think>why</think>", "because <think>why</think>", null)]
    [InlineData("<thinking>why</thinking>", "<thinking>why</thinking>", null)]
    [InlineData("<Think>why</Think>", "<Think>why</Think>", null)]
    [InlineData("<thi", "<thi", null)]
    [InlineData("<", "<", null)]
    [InlineData("  ", "  ", null)]
    [InlineData("", "", null)]
    [InlineData("plain", "plain", null)]
    public async Task A_leading_tag_is_taken_out_however_the_text_is_cut(string text, string content, string? reasoning)
    {
        var whole = (await AskAsync(streaming: false, Reply.Json($$$"""{"choices":[{"index":0,"message":{"content":{{{JsonText.Write(text)}}}},"finish_reason":"stop"}]}"""))).Message;
        Assert.Equal((Content: content, ReasoningContent: reasoning), (whole.Content, whole.ReasoningContent));

        foreach (var size in new[] { 1, 2, 3, 5, 100 })
        {
            var pieces = Enumerable.Range(0, Math.Max(1, (text.Length + size - 1) / size)).Select(number => text.Substring(number * size, Math.Min(size, text.Length - (number * size))));
            var reply = Reply.Sse([.. pieces.Select(static piece => Delta(piece)), """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""]);
            var outcome = await AskAsync(streaming: true, reply);

            Assert.Equal((Content: content, ReasoningContent: reasoning), (outcome.Message.Content, outcome.Message.ReasoningContent));
            Assert.Equal(
                (Text: content, Chunks: reasoning ?? ""),
                (outcome.Text, Chunks: string.Concat(outcome.Chunks.Select(static chunk => chunk.ReasoningContent))));
        }
    }

    [Theory]
    [InlineData("<think>why</th", "", "why</th")]
    [InlineData("<thi", "<thi", null)]
    public async Task What_was_held_back_of_a_stream_that_breaks_off_is_kept(string text, string content, string? reasoning)
    {
        var outcome = await AskAsync(streaming: true, Reply.Sse(Delta(text)).Close());
        var partial = outcome.BrokeOff().Partial;

        Assert.Equal((Content: content, ReasoningContent: reasoning), (partial.Content, partial.ReasoningContent));
        Assert.Equal(content, outcome.Text);
    }

    [Fact]
    public async Task Nothing_waits_that_cannot_be_a_tag()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Delta("<think>one <"), Delta(" two</think>three <")).WaitFor("go").Event("""{"choices":[{"index":0,"delta":{"content":"four"},"finish_reason":"stop"}]}"""));
        await using var chunks = Client(server, true).StreamAsync(Ask.Question(), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await chunks.MoveNextAsync());
        Assert.Equal((Content: "", ReasoningContent: "one "), (chunks.Current.Content, chunks.Current.ReasoningContent));
        Assert.True(await chunks.MoveNextAsync());
        Assert.Equal((Content: "three <", ReasoningContent: "< two"), (chunks.Current.Content, chunks.Current.ReasoningContent));
        server.Release("go");
        Assert.True(await chunks.MoveNextAsync());
        Assert.Equal(
            (Content: "three <four", ReasoningContent: "one < two"),
            (chunks.Current.Completion!.Content, chunks.Current.Completion.ReasoningContent));
    }

    [Theory]
    [InlineData("<thi", "nk>why</think>because", "<think>why</think>because", null)]
    [InlineData("<think>why</think>be", "cause <think>x</think>", "because <think>x</think>", "why")]
    [InlineData("be", "<think>x</think>", "be<think>x</think>", null)]
    [InlineData("", "<think>x</think>", "", "x")]
    public async Task Text_after_the_finish_reason_is_text_as_it_stands(string before, string after, string content, string? reasoning)
    {
        var finish = $$$"""{"choices":[{"index":0,"delta":{"content":{{{JsonText.Write(before)}}}},"finish_reason":"stop"}]}""";
        var outcome = await AskAsync(streaming: true, Reply.Sse(finish, Delta(after), "[DONE]"));

        Assert.Equal((Content: content, ReasoningContent: reasoning), (outcome.Message.Content, outcome.Message.ReasoningContent));
        Assert.Equal(content, outcome.Text);
    }

    [Fact]
    public async Task A_finish_reason_alone_releases_the_text_that_was_held_back()
    {
        var outcome = await AskAsync(streaming: true, Reply.Sse(
            Delta("<thin"), """{"choices":[{"index":0,"finish_reason":"stop"}]}""", """{"choices":[{"index":0,"delta":{"content":"k>"}}]}""", "[DONE]"));

        Assert.Equal(
            (Text: "<think>", Content: "<think>", ReasoningContent: null),
            (outcome.Text, outcome.Message.Content, outcome.Message.ReasoningContent));
    }

    [Fact]
    public async Task An_entry_without_message_and_finish_reason_releases_nothing()
    {
        var outcome = await AskAsync(streaming: true, Reply.Sse(
            Delta("<thin"), """{"choices":[{"index":0,"content_filter_results":{}}]}""", Delta("k>why</think>because"), """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""));

        Assert.Equal((Content: "because", ReasoningContent: "why"), (outcome.Message.Content, outcome.Message.ReasoningContent));
    }

    [Fact]
    public async Task Each_choice_has_its_own_thoughts()
    {
        var outcome = await AskAsync(streaming: true, Reply.Sse(
            Delta("<thi"), """{"choices":[{"index":1,"delta":{"content":"b"}}]}""", Delta("nk>why</think>a"),
            """{"choices":[{"index":1,"delta":{"content":"<think>"},"finish_reason":"stop"}]}""", """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""));

        Assert.Equal(
            [(Content: "a", ReasoningContent: "why"), (Content: "b<think>", ReasoningContent: null)],
            outcome.Answer.Choices.Select(static choice => (choice.Content, choice.Message.ReasoningContent)));
    }

    [Fact]
    public async Task A_choice_too_many_that_may_begin_with_a_tag_takes_nothing_of_what_came()
    {
        const string TooMany = """{"choices":[{"index":1,"delta":{"content":"<th"}}]}""";
        var handler = new BytesHandler(Encoding.UTF8.GetBytes($"data: {Delta("<thi")}\n\ndata: {TooMany}\n\n"));
        var failure = (await Ask.StreamAsync(Client("http://127.0.0.1:9/v1", true, Ask.NoRetries with { Limits = new ChatLimits { MaxItems = 1 }, Http = new HttpMessageInvoker(handler) }))).Failed<ChatProtocolException>();

        Assert.Equal(
            (Content: "<thi", Provider: "srv", Model: "m", Attempts: 1),
            (failure.Completion?.Content, failure.Provider, failure.Model, failure.Attempts));
    }

    [Fact]
    public async Task Thoughts_in_both_places_are_joined()
    {
        var outcome = await AskAsync(streaming: false, Reply.Json("""{"choices":[{"message":{"content":"<think>two</think>x","reasoning_content":"one "}}]}"""));

        Assert.Equal((Content: "x", ReasoningContent: "one two"), (outcome.Message.Content, outcome.Message.ReasoningContent));
    }

    [Fact]
    public async Task Unless_the_provider_is_set_so_the_text_stays_as_it_is()
    {
        var reply = Reply.Json("""{"choices":[{"message":{"content":"<think>why</think>because"}}]}""");

        Assert.Equal("<think>why</think>because", (await Ask.WholeAsync(reply)).Answer.Content);
        Assert.Equal("<think>why</think>because", (await Ask.StreamAsync(reply)).Text);
    }

    private static string Delta(string content) => $$$"""{"choices":[{"index":0,"delta":{"content":{{{JsonText.Write(content)}}}}}]}""";

    private static ChatClient Client(ScriptedServer server, bool thinkTags) => Client(server.BaseUrl, thinkTags, Ask.NoRetries);

    private static ChatClient Client(string apiBase, bool thinkTags, ChatClientOptions options) => new(
        ChatEndpoint.Create(new ChatProvider { Name = "srv", Type = "Custom", ApiBase = apiBase, ThinkTags = thinkTags }, environment: static _ => null), options);

    private static async Task<Outcome> AskAsync(bool streaming, Reply reply)
    {
        using var server = ScriptedServer.Start().Enqueue(reply);
        var client = Client(server, true);
        return await (streaming ? Ask.StreamAsync(client) : Ask.WholeAsync(client));
    }
}
