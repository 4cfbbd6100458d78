namespace ChatCompletions.Tests;

/// <summary>What events and whole answers hold, and what of it counts: the numbered rules and cases.</summary>
public class ChunkChecklist
{
    private const string End = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    [Theory(DisplayName = "F1 Every field of an answer may be absent, null or empty")]
    [InlineData("""{"choices":[{"message":{"content":"a"}}]}""")]
    [InlineData("""{"id":null,"object":null,"created":null,"model":null,"usage":null,"choices":[{"index":null,"finish_reason":null,"logprobs":null,"message":{"role":null,"content":"a","tool_calls":null,"refusal":null,"annotations":null,"audio":null}}]}""")]
    [InlineData("""{"id":"","object":"","created":0,"model":"","usage":{},"choices":[{"finish_reason":"","message":{"role":"","content":"a","tool_calls":[]}}]}""")]
    public async Task F01(string body)
    {
        var answer = (await Ask.WholeAsync(Reply.Json(body))).Answer;
        Assert.Equal(
            (Content: "a", Complete: true, Id: null, Model: null, FinishReason: null, TotalTokens: null),
            (answer.Content, answer.Complete, answer.Id, answer.Model, answer.FinishReason, answer.TotalTokens));

        var delta = body.Replace("\"message\"", "\"delta\"", StringComparison.Ordinal);
        var stream = (await Ask.StreamAsync(Reply.Sse("{}", """{"choices":null}""", """{"choices":[{}]}""", """{"choices":[{"delta":null}]}""", delta, End))).Answer;
        Assert.Equal(
            (Content: "a", Complete: true, Id: null, TotalTokens: null),
            (stream.Content, stream.Complete, stream.Id, stream.TotalTokens));
    }

    [Fact(DisplayName = "F7 Content is text, null or a list of parts; thinking parts are reasoning")]
    public async Task F07()
    {
        const string Parts = """[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"a"},{"type":"text","text":"b"}]""";
        var whole = (await Ask.WholeAsync(Message($$"""{"content":{{Parts}}}"""))).Message;
        Assert.Equal((Content: "ab", ReasoningContent: "hm"), (whole.Content, whole.ReasoningContent));
        var stream = (await Ask.StreamAsync(Deltas($$"""{"content":{{Parts}}}""", """{"content":"c"}""", """{"content":null}"""))).Message;
        Assert.Equal((Content: "abc", ReasoningContent: "hm"), (stream.Content, stream.ReasoningContent));
        Assert.Null((await Ask.WholeAsync(Message("""{"content":null}"""))).Answer.Content);
    }

    [Theory(DisplayName = "F9 Reasoning is found under each of its names")]
    [InlineData("""{"content":"a","reasoning_content":"hm"}""")]
    [InlineData("""{"content":"a","reasoning":"hm"}""")]
    [InlineData("""{"content":"a","thinking":"hm"}""")]
    [InlineData("""{"content":"a","reasoning_details":[{"type":"reasoning.text","text":"h"},{"text":"m"}]}""")]
    [InlineData("""{"content":"<think>hm</think>a"}""")]
    public async Task F09(string message)
    {
        foreach (var reply in new[] { Message(message), Deltas(message) })
        {
            using var server = ScriptedServer.Start().Enqueue(reply).Enqueue(reply);
            var provider = new ChatProvider { Name = "srv", Type = "Custom", ApiBase = server.BaseUrl, ThinkTags = true };
            var client = new ChatClient(ChatEndpoint.Create(provider, environment: static _ => null), Ask.NoRetries);
            foreach (var outcome in new[] { await Ask.WholeAsync(client), await Ask.StreamAsync(client) })
                Assert.Equal((Content: "a", ReasoningContent: "hm"), (outcome.Message.Content, outcome.Message.ReasoningContent));
        }
    }

    [Fact(DisplayName = "F10 Finish reasons are an open set, and tool calls count more than the reason stop")]
    public async Task F10()
    {
        var unknown = (await Ask.WholeAsync(Reply.Json("""{"choices":[{"message":{"content":"a"},"finish_reason":"weary"}]}"""))).Answer;
        Assert.Equal((FinishReason: "weary", Complete: false), (unknown.FinishReason, unknown.Complete));
        var calls = (await Ask.StreamAsync(Deltas("""{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":""}}]}"""))).Answer;
        Assert.Equal(
            (FinishReason: "stop", Complete: true, ToolCall: "f({})"),
            (calls.FinishReason, calls.Complete, ToolCall: Assert.Single(calls.Choices[0].Message.ToolCalls!).ToString()));
    }

    [Fact(DisplayName = "F11 The last usage that says anything counts, also beside choices and in x_groq; absent is null and not 0")]
    public async Task F11()
    {
        string Used(int total, string choices) => $$$"""{"choices":{{{choices}}},"usage":{"total_tokens":{{{total}}}}}""";
        var beside = """[{"index":0,"delta":{"content":"a"}}]""";
        Assert.Equal(3, (await Ask.StreamAsync(Reply.Sse(Used(1, beside), Used(2, beside), End, Used(3, "[]")))).Answer.TotalTokens);
        Assert.Equal(2, (await Ask.StreamAsync(Reply.Sse(Used(2, beside), End, """{"choices":[],"usage":null}"""))).Answer.TotalTokens);
        Assert.Equal(7, (await Ask.StreamAsync(Reply.Sse("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"total_tokens":7}}}"""))).Answer.TotalTokens);
        Assert.Null((await Ask.StreamAsync(Deltas("""{"content":"a"}"""))).Answer.TotalTokens);
    }

    [Fact(DisplayName = "F12 Events with empty choices or choices without a delta are read for what else they hold")]
    public async Task F12()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(
            """{"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":[{"prompt_index":0}]}""",
            """{"choices":[{"index":0,"delta":{"content":"a"}}]}""", End,
            """{"choices":[{"index":0,"content_filter_results":{"hate":{"filtered":false}},"content_filter_offsets":{"end_offset":9}}]}""",
            """{"choices":[{"index":1,"content_filter_offsets":{"end_offset":9}}]}""",
            """{"choices":[],"usage":{"total_tokens":3}}""", "[DONE]"));

        Assert.Single(outcome.Answer.Choices);
        Assert.Equal(
            (Content: "a", Complete: true, TotalTokens: 3),
            (outcome.Answer.Content, outcome.Answer.Complete, outcome.Answer.TotalTokens));
        Assert.NotNull(outcome.Answer.AdditionalProperties!["prompt_filter_results"]);
        Assert.NotNull(outcome.Answer.Choices[0].AdditionalProperties!["content_filter_results"]);
        Assert.EndsWith("boom", (await Ask.StreamAsync(Reply.Sse("""{"choices":[],"error":{"message":"boom"}}"""))).Failed(ChatErrorKind.ServerError).Message, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "H9 The first delta has content null, or empty, or all in one")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}""", "")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""", "")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":"all"},"finish_reason":"stop"}]}""", "all")]
    public async Task H09(string first, string text)
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(first, End));
        Assert.Equal((Text: text, Role: "assistant", Complete: true), (outcome.Text, outcome.Message.Role, outcome.Answer.Complete));
    }

    [Fact(DisplayName = "H10 The role is null in later deltas, or said in every one")]
    public async Task H10()
    {
        foreach (var role in new[] { "null", "\"assistant\"" })
        {
            var outcome = await Ask.StreamAsync(Deltas("""{"role":"assistant","content":"a"}""", $$"""{"role":{{role}},"content":"b"}"""));
            Assert.Equal((Content: "ab", Role: "assistant"), (outcome.Message.Content, outcome.Message.Role));
        }
    }

    [Fact(DisplayName = "H11 The word null as a finish_reason in mid-stream is none")]
    public async Task H11()
    {
        const string Middle = """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"null"}]}""";
        Assert.Equal(
            (Content: "a", FinishReason: "stop"),
            ((await Ask.StreamAsync(Reply.Sse(Middle, End))).Answer.Content,
             (await Ask.StreamAsync(Reply.Sse(Middle, End))).Answer.FinishReason));
        Assert.Null((await Ask.StreamAsync(Reply.Sse(Middle))).BrokeOff().Partial.FinishReason);
    }

    [Fact(DisplayName = "H12 A new id on every event, or one id for all answers, is no key")]
    public async Task H12()
    {
        string Piece(string id, string text) => $$$"""{"id":"{{{id}}}","choices":[{"index":0,"delta":{"content":"{{{text}}}"}}]}""";
        var outcome = await Ask.StreamAsync(Reply.Sse(Piece("1", "a"), Piece("2", "b"), Piece("1", "c"), End));
        Assert.Equal("abc", Assert.Single(outcome.Answer.Choices).Content);
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(Piece("1", "a"), End)).Enqueue(Reply.Sse(Piece("1", "b"), End));
        Assert.Equal("a", (await Ask.StreamAsync(Ask.Client(server))).Answer.Content);
        Assert.Equal("b", (await Ask.StreamAsync(Ask.Client(server))).Answer.Content);
    }

    [Fact(DisplayName = "H13 Usage comes with no choices, with the finish_reason, or never")]
    public async Task H13()
    {
        const string Usage = ""","usage":{"total_tokens":5}}""";
        Assert.Equal(5, (await Ask.StreamAsync(Reply.Sse(End, """{"choices":[]""" + Usage))).Answer.TotalTokens);
        Assert.Equal(5, (await Ask.StreamAsync(Reply.Sse(End[..^1] + Usage))).Answer.TotalTokens);
        Assert.Null((await Ask.StreamAsync(Reply.Sse(End))).Answer.Usage);
    }

    [Fact(DisplayName = "H14 Two choices interleave, and the second may come first")]
    public async Task H14()
    {
        string Piece(int index, string text, string finish) => $$$"""{"choices":[{"index":{{{index}}},"delta":{"content":"{{{text}}}"},"finish_reason":{{{finish}}}}]}""";
        var outcome = await Ask.StreamAsync(Reply.Sse(Piece(1, "x", "null"), Piece(0, "a", "null"), Piece(1, "y", "\"length\""), Piece(0, "b", "\"stop\"")));
        Assert.Equal(
            [(Index: 0, Content: "ab", FinishReason: "stop"), (Index: 1, Content: "xy", FinishReason: "length")],
            outcome.Answer.Choices.Select(static choice => (choice.Index, choice.Content, choice.FinishReason)));
    }

    [Fact(DisplayName = "H15 Index, created and usage are missing, and fields nobody knows are there and kept")]
    public async Task H15()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse("""{"choices":[{"delta":{"content":"a"},"native_finish_reason":"STOP","finish_reason":"stop"}],"timings":{"ms":1.5},"provider":"x"}"""));
        Assert.Equal(
            (Index: 0, Created: null, Usage: null),
            (outcome.Answer.Choices[0].Index, outcome.Answer.Created, outcome.Answer.Usage));
        Assert.Equal(
            (Provider: "x", NativeFinishReason: "STOP"),
            (Provider: outcome.Answer.AdditionalProperties!["provider"],
             NativeFinishReason: outcome.Answer.Choices[0].AdditionalProperties!["native_finish_reason"]));
        Assert.Equal("""{"ms":1.5}""", $"{outcome.Answer.AdditionalProperties["timings"]}");
    }

    [Fact(DisplayName = "H16 Several deltas of a role alone come first, and empty ones in mid-stream")]
    public async Task H16()
    {
        const string Role = """{"role":"assistant"}""";
        var outcome = await Ask.StreamAsync(Deltas(Role, Role, Role, """{"content":"a"}""", "{}", """{"content":"b"}"""));
        Assert.Equal((Text: "ab", Content: "ab", Complete: true), (outcome.Text, outcome.Answer.Content, outcome.Answer.Complete));
        Assert.Equal(["", "", "", "a", "", "b", ""], outcome.Chunks.Select(static chunk => chunk.Content));
    }

    [Fact(DisplayName = "H17 Reasoning comes before any role, said twice counts once, and cut inside it leaves no content")]
    public async Task H17()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse("""{"choices":[{"delta":{"reasoning":"hm","reasoning_content":"hm"}}]}""", """{"choices":[{"delta":{"content":""},"finish_reason":"length"}]}"""));
        Assert.Equal(
            (ReasoningContent: "hm", Content: "", FinishReason: "length", Complete: false),
            (outcome.Message.ReasoningContent, outcome.Message.Content, outcome.Answer.FinishReason, outcome.Answer.Complete));
    }

    private static Reply Message(string message) => Reply.Json($$"""{"choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""");

    private static Reply Deltas(params string[] deltas) => Reply.Sse([.. deltas.Select(static delta => $$"""{"choices":[{"index":0,"delta":{{delta}}}]}"""), End, "[DONE]"]);
}
