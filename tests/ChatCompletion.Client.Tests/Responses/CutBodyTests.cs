using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Of a body that breaks off, all that can be read is kept, and never more than the server wrote.</summary>
public class CutBodyTests
{
    private const string Plain = """{"id":"i-1","created":1700000000,"model":"m1","choices":[{"index":0,"message":{"role":"assistant","content":"Hello, world"},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":345,"total_tokens":357}}""";
    private const string Escapes = """ { "choices" : [ { "message" : { "content" : "a\"b\\c\n\u00e4\ud83d\ude00ä😀€\/z\ud83dx" , "reasoning_content" : "h\u006dm" } , "finish_reason" : "stop" } ] } """;
    private const string Calls = """{"choices":[{"index":1,"message":{"content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":\"b\\n\"}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"[1]"}}]},"finish_reason":"tool_calls"}]}""";
    private const string Parts = """{"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm m"}]},{"type":"text","text":"one"},{"type":"text","text":" two"}],"refusal":"no no"},"logprobs":{"content":[{"token":"one","bytes":[111,110],"logprob":-0.25}]}},{"index":1,"message":{"content":"second"},"finish_reason":"length"}]}""";

    public static TheoryData<string> Bodies => [Plain, Escapes, Calls, Parts, Recorded("llama-server", "07-n2"), Recorded("llama-server", "08-logprobs"), Recorded("koboldcpp", "09-tools-required")];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_cut_at_any_byte_keeps_a_prefix_of_what_was_sent(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var all = (await Ask.BodyAsync(body)).Answer;
        var longest = 0;
        for (var length = 0; length < bytes.TrimEnd((byte)' ').Length; length++)
        {
            foreach (var streaming in new[] { false, true })
            {
                var client = Ask.Client(new BytesHandler(bytes[..length], "application/json"));
                var failure = (await (streaming ? Ask.StreamAsync(client) : Ask.WholeAsync(client))).Failure;

                Assert.True(failure is ChatIncompleteException or ChatProtocolException { Completion: null }, $"{length}: {failure}");
                if (failure.Completion is not { } partial) continue;
                Assert.Equal((Complete: false, Error: failure.Message), (partial.Complete, partial.Error));
                CheckPrefix(all, partial);
                longest = Math.Max(longest, (partial.Content ?? "").Length);
            }
        }
        Assert.Equal((all.Content ?? "").Length, longest);
    }

    [Fact]
    public async Task A_cut_inside_the_text_keeps_the_text_up_to_there()
    {
        var cut = Plain.IndexOf("world", StringComparison.Ordinal) + 2;
        var (failure, partial) = (await Ask.WholeAsync(Reply.Raw("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + Plain[..cut]))).BrokeOff();

        Assert.Equal("srv: The answer's JSON is cut off.", failure.Message);
        Assert.Equal(
            (Content: "Hello, wo", FinishReason: null, Id: "i-1", Model: "m1"),
            (partial.Content, partial.FinishReason, partial.Id, partial.Model));
        Assert.Equal(Plain[..cut], failure.Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_shorter_than_its_length_keeps_its_text(bool streaming)
    {
        foreach (var end in new Func<Reply, Reply>[] { static reply => reply.Close(), static reply => reply.WaitFor("read").Reset() })
        {
            var cut = Plain.IndexOf("world", StringComparison.Ordinal);
            using var server = ScriptedServer.Start().Enqueue(end(Reply.Json(Plain[..cut]).Header("Content-Length", "999")));
            var call = streaming ? Ask.StreamAsync(Ask.Client(server)) : Ask.WholeAsync(Ask.Client(server));
            server.Release("read");
            var outcome = await call;

            // A reset can overtake the bytes before it; then nothing of the answer came.
            if (outcome.Failure is ChatConnectionException) continue;
            var (failure, partial) = outcome.BrokeOff();
            Assert.Contains("broke in the middle of the answer", failure.Message, StringComparison.Ordinal);
            Assert.Equal((Content: "Hello, ", Complete: false), (partial.Content, partial.Complete));
            Assert.Equal(streaming ? "Hello, " : "", outcome.Text);
        }
    }

    [Fact]
    public async Task Cut_arguments_are_kept_and_can_be_told_from_whole_ones()
    {
        var cut = Calls.IndexOf("n\\\"}", StringComparison.Ordinal);
        var (_, partial) = (await Ask.WholeAsync(Reply.Json(Calls[..cut]).Header("Content-Length", "999").Close())).BrokeOff();

        var call = Assert.Single(partial.Choices[0].Message.ToolCalls!);
        Assert.Equal((Id: "c1", Name: "f", Arguments: "{\"a\":\"b\\"), (call.Id, call.Name, call.Arguments));
        Assert.Equal((Complete: false, FinishReason: null), (partial.Complete, partial.FinishReason));
    }

    [Fact]
    public async Task A_whole_document_before_rubbish_is_kept()
    {
        var failure = (await Ask.WholeAsync(Reply.Json(Plain + "<!-- proxy -->"))).Failed<ChatProtocolException>();

        Assert.Equal((Content: "Hello, world", Complete: false), (failure.Completion!.Content, failure.Completion.Complete));
    }

    [Fact]
    public async Task An_error_in_a_cut_body_is_told_as_far_as_it_goes()
    {
        var failure = (await Ask.WholeAsync(Reply.Raw("HTTP/1.0 200 OK\r\n\r\n{\"error\":{\"code\":401,\"message\":\"The key is unkn"))).Failed(ChatErrorKind.AuthenticationFailed);

        Assert.EndsWith("The key is unkn", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_whose_JSON_is_broken_is_quoted_whole(bool streaming)
    {
        const string Broken = """{"error":{"message":"no "quotes" escaped"}}""";
        var failure = (await (streaming ? Ask.StreamAsync(Reply.Sse(Broken)) : Ask.WholeAsync(Reply.Json(Broken)))).Failed<ChatProtocolException>();

        Assert.Equal(Broken, failure.Body);
        Assert.Contains(Broken, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Framing.UntilClose)]
    [InlineData(Framing.Chunked)]
    public async Task An_event_cut_in_its_text_keeps_the_text_up_to_there(Framing framing)
    {
        var reply = Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"Hel"}}]}""").Send("""data: {"choices":[{"index":0,"delta":{"content":"lo, wo""").Framed(framing).Close();
        var outcome = await Ask.StreamAsync(reply);

        Assert.Equal("Hello, wo", outcome.Text);
        Assert.Equal((Content: "Hello, wo", Complete: false), (outcome.Failure!.Completion!.Content, outcome.Failure.Completion.Complete));
        Assert.Equal(ChatErrorKind.IncompleteAnswer, outcome.Failure.Kind);
    }

    [Fact]
    public async Task Stray_lines_before_a_break_are_kept()
    {
        foreach (var text in new[] { "Internal Server Error\n", "da" })
        {
            var failure = (await Ask.StreamAsync(Reply.Sse().Send(text).Close())).Failed<ChatIncompleteException>();
            Assert.Contains("broke in the middle", failure.Message, StringComparison.Ordinal);
            Assert.Equal(text.Trim(), failure.Body);
        }
    }

    private static string Recorded(string server, string name)
    {
        var capture = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures", server, name + ".txt")).ReplaceLineEndings("\n");
        return capture[(capture.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Trim();
    }

    private static void CheckPrefix(ChatCompletion all, ChatCompletion partial)
    {
        Assert.InRange(partial.Choices.Count, 0, all.Choices.Count);
        foreach (var (whole, part) in all.Choices.Zip(partial.Choices))
        {
            Assert.StartsWith(part.Content ?? "", whole.Content ?? "", StringComparison.Ordinal);
            Assert.StartsWith(part.Message.ReasoningContent ?? "", whole.Message.ReasoningContent ?? "", StringComparison.Ordinal);
            Assert.StartsWith(part.Message.Refusal ?? "", whole.Message.Refusal ?? "", StringComparison.Ordinal);
            Assert.True(part.FinishReason is null || part.FinishReason == whole.FinishReason);
            foreach (var (wholeCall, call) in (whole.Message.ToolCalls ?? []).Zip(part.Message.ToolCalls ?? []))
            {
                Assert.StartsWith(call.Arguments ?? "", wholeCall.Arguments ?? "", StringComparison.Ordinal);
                Assert.Contains(call.Name, new[] { null, wholeCall.Name });
            }
        }
        Assert.Contains(partial.Id, new[] { null, all.Id });
        Assert.Contains(partial.Model, new[] { null, all.Model });
        Assert.Contains(partial.TotalTokens, new[] { null, all.TotalTokens });
        Assert.Contains(partial.CompletionTokens, new[] { null, all.CompletionTokens });
    }
}
