namespace ChatCompletions.Tests;

/// <summary>Tool calls and log probabilities: the numbered rules and cases.</summary>
public class ToolChecklist
{
    private const string End = """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""";

    [Theory(DisplayName = "F8 Fragments become calls by index, else by id, else the last call goes on")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}] [{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}] [{"index":0,"function":{"arguments":":1}"}}]""", """a f({"x":1}), b g({})""")]
    [InlineData("""[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"[1"}}] [{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"]"}}]""", "a f([1])")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":"[1"}}] [{"index":0,"id":"","function":{"name":"","arguments":"]"}}]""", "a f([1])")]
    [InlineData("""[{"id":"a","function":{"name":"f","arguments":"[1"}}] [{"function":{"arguments":",2"}}] [{"id":"b","function":{"name":"g","arguments":"3"}}] [{"id":"a","function":{"arguments":"]"}}]""", "a f([1,2]), b g(3)")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}] [{"index":0,"id":"b","function":{"name":"g","arguments":"2"}}]""", "a f(1), b g(2)")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f","arguments":{"x":[1,2]}}}]""", """a f({"x":[1,2]})""")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"f"}}]""", "a f({})")]
    public async Task F08(string fragments, string calls)
    {
        var deltas = fragments.Split(' ').Select(static list => Calls(list[1..^1]));
        var outcome = await Ask.StreamAsync(Reply.Sse([.. deltas, End]));

        Assert.Equal(calls, string.Join(", ", outcome.Message.ToolCalls!.Select(static call => $"{call.Id} {call}")));
    }

    [Fact(DisplayName = "F8 Fragments of a stream that breaks off are kept and can be told from whole calls")]
    public async Task F08_Cut()
    {
        foreach (var end in new[] { """{"index":0,"function":{"arguments":":1"}}""", """{"index":1,"id":"b","function":{"name":"g"}}""" })
        {
            var (_, partial) = (await Ask.StreamAsync(Reply.Sse(Calls("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}"""), Calls(end)).Close())).BrokeOff();
            Assert.Equal((Complete: false, FinishReason: null), (partial.Complete, partial.FinishReason));
            var calls = partial.Choices[0].Message.ToolCalls!;
            Assert.Equal(end.Contains("\"b\"", StringComparison.Ordinal) ? "f({\"x\") g()" : "f({\"x\":1)", string.Join(' ', calls));
        }
    }

    [Theory(DisplayName = "H18 Content beside calls is empty or null, an empty list of calls is none, and strings in it are kept")]
    [InlineData("""{"content":"","tool_calls":[{"id":"c","function":{"name":"f","arguments":"1"}}]}""", "f(1)")]
    [InlineData("""{"content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"1"}}]}""", "f(1)")]
    [InlineData("""{"content":"a","tool_calls":[]}""", null)]
    [InlineData("""{"content":null,"tool_calls":["]]]]"]}""", "(]]]])")]
    public async Task H18(string message, string? call)
    {
        var answer = (await Ask.WholeAsync(Reply.Json($$"""{"choices":[{"message":{{message}},"finish_reason":"stop"}]}"""))).Message;
        Assert.Equal(call, answer.ToolCalls is null ? null : $"{Assert.Single(answer.ToolCalls)}");
        var stream = (await Ask.StreamAsync(Reply.Sse($$"""{"choices":[{"index":0,"delta":{{message}},"finish_reason":"stop"}]}"""))).Message;
        Assert.Equal(
            (ToolCall: call, Content: answer.Content),
            (ToolCall: stream.ToolCalls is null ? null : $"{Assert.Single(stream.ToolCalls)}", stream.Content));
    }

    [Fact(DisplayName = "H19 The first fragment may carry arguments, and arguments cut at the token limit stay as they are")]
    public async Task H19()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(Calls("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"city\": \""}}"""), End.Replace("tool_calls", "length", StringComparison.Ordinal)));

        Assert.Equal(
            (Arguments: "{\"city\": \"", FinishReason: "length", Complete: false),
            (Assert.Single(outcome.Message.ToolCalls!).Arguments, outcome.Answer.FinishReason, outcome.Answer.Complete));
    }

    [Fact(DisplayName = "H20 Plain text comes although a call was asked for, or two calls although one was")]
    public async Task H20()
    {
        var request = Ask.Question() with { Tools = RequestProbe.List("""[{"type":"function","function":{"name":"f"}}]"""), ToolChoice = "required", ParallelToolCalls = false };
        using var server = ScriptedServer.Start()
            .Enqueue(Reply.Json("""{"choices":[{"message":{"content":"I will not call."},"finish_reason":"stop"}]}"""))
            .Enqueue(Reply.Sse(Calls("""{"index":0,"id":"a","function":{"name":"f","arguments":"1"}},{"index":1,"id":"b","function":{"name":"f","arguments":"2"}}"""), End));

        Assert.Equal("I will not call.", (await Ask.WholeAsync(Ask.Client(server), request)).Answer.Content);
        Assert.Equal("f(1) f(2)", string.Join(' ', (await Ask.StreamAsync(Ask.Client(server), request)).Message.ToolCalls!));
    }

    [Fact(DisplayName = "H21 A token of half a character keeps its true bytes")]
    public async Task H21()
    {
        const string LogProbs = """{"content":[{"token":"世","logprob":-0.5,"bytes":[228,184,150],"top_logprobs":[{"token":"世","logprob":-0.5,"bytes":[228,184,150]},{"token":"\ufffd","logprob":-3,"bytes":[228,184]}]}]}""";
        foreach (var outcome in new[]
        {
            await Ask.WholeAsync(Reply.Json($$$"""{"choices":[{"message":{"content":"世"},"logprobs":{{{LogProbs}}}}]}""")),
            await Ask.StreamAsync(Reply.Sse($$$"""{"choices":[{"delta":{"content":"世"},"logprobs":{{{LogProbs}}},"finish_reason":"stop"}]}""")),
        })
        {
            var token = Assert.Single(outcome.Answer.Choices[0].LogProbs!.Content!);
            Assert.Equal((Token: "世", LogProb: -0.5), (token.Token, token.LogProb));
            Assert.Equal([228, 184, 150], token.Bytes!);
            Assert.Equal((Token: "\uFFFD", Count: 2), (token.TopLogProbs![1].Token, token.TopLogProbs[1].Bytes!.Count));
        }
    }

    private static string Calls(string fragments) => $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{{{fragments}}}]}}]}""";
}
