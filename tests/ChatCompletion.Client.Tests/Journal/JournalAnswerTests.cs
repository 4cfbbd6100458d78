using System.Text;
using System.Text.Json;

namespace ChatCompletions.Tests.Journal;

/// <summary>An answer comes out of a journal just as it went in.</summary>
public class JournalAnswerTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures");

    /// <summary>Names that the reader knows, in any part of an answer, and those of the journal itself.</summary>
    private static readonly string[] KnownNames =
    [
        "id", "object", "created", "model", "choices", "usage", "system_fingerprint", "service_tier", "error", "obfuscation",
        "x_groq", "index", "delta", "message", "finish_reason", "logprobs", "text", "content", "role", "reasoning_content",
        "reasoning", "thinking", "tool_calls", "refusal", "annotations", "audio", "function_call", "reasoning_details", "type",
        "function", "custom", "name", "arguments", "input", "prompt_tokens", "completion_tokens", "total_tokens",
        "prompt_tokens_details", "completion_tokens_details", "cached_tokens", "audio_tokens", "reasoning_tokens",
        "accepted_prediction_tokens", "rejected_prediction_tokens", "token", "bytes", "logprob", "top_logprobs", "tool_call_id",
        "chatJournal", "additional", "doubt", "original_index", "detail", "code", "status",
    ];

    private static readonly string[] KnownValues =
    [
        "null", "1", "-1.0", "\"x\"", "\"error\"", "[]", "{}",
        """[{"text":"a","token":"b"}]""",
        """{"name":"f","usage":{"total_tokens":1},"content":"c"}""",
    ];

    public static TheoryData<string> Names => [.. KnownNames];

    public static TheoryData<string> Captures =>
    [
        .. Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Captures))]
    public async Task Real_answers_stay_as_they_were(string capture)
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Recorded(File.ReadAllBytes(Path.Combine(Folder, capture))));
        var outcome = await Ask.WholeAsync(Ask.Client(server));
        if ((outcome.Completion ?? outcome.Failure?.Completion) is { } answer) SameAnswer.Check(answer, Again(answer));
    }

    [Fact]
    public void Every_property_is_kept()
    {
        var answer = (ChatCompletion)SameAnswer.Filled(typeof(ChatCompletion));
        Assert.NotNull(answer.Choices[0].LogProbs!.Content![0].TopLogProbs);
        SameAnswer.Check(answer, Again(answer));
        Assert.True(Again(answer).FromJournal);
        Assert.False(answer.FromJournal);
    }

    [Theory]
    [InlineData("""{"choices":[{"index":1,"message":{"content":"half \ud83d"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"id":"é\u0000\u001b[31m","choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"odd"}],"more":{"x":1.0,"y":-0.0,"z":1e30,"big":123456789012345678901234567890}}""")]
    [InlineData("""{"choices":[{"message":{"content":"a","tool_calls":[{"index":2,"id":"t","type":"function","function":{"name":"f","arguments":"not json"},"extra":{"a":1.0}}],"reasoning_content":"r"}}],"usage":{}}""")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"http://x"}}]}},{"message":{"content":"b"}}],"usage":{"total_tokens":3,"cost":0.5}}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"}}],"usage":{"total_tokens":3,"x":1.0,"y":"half \ud83d","prompt_tokens_details":{"cached_tokens":"few","z":-0.0}}}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"},"logprobs":{"content":[{"token":"\ud83d","bytes":[240],"logprob":-1.0,"top_logprobs":[{"token":"\ude00","logprob":-9999}],"w":2.0}],"v":[1.0]}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"}}],"more":{"half \ud83d":1,"half \udc00":{"\ud83d":2.0},"large":1e400,"small":-1e400}}""")]
    public async Task Odd_answers_stay_as_they_were(string json)
    {
        var answer = (await Ask.BodyAsync(json)).Answer;
        SameAnswer.Check(answer, Again(answer));
        var again = Again(answer);
        Assert.Same(again, again.Choices[0].Answer);
    }

    [Fact]
    public async Task An_answer_that_is_nested_as_deeply_as_any_can_be_is_kept()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);
        var answer = (await Ask.BodyAsync($$$"""{"choices":[{"message":{"content":"a"}}],"more":{{{deep}}}}""")).Answer;
        SameAnswer.Check(answer, Again(answer));
    }

    [Fact]
    public void The_answer_has_the_form_of_the_wire()
    {
        var answer = (ChatCompletion)SameAnswer.Filled(typeof(ChatCompletion));
        answer.Choices[0].Message.Parts = null;
        answer.Choices[0].Doubt = null;
        answer.Choices[0].Message.ToolCalls![0].Index = null;
        using var line = JsonDocument.Parse(Line(answer));
        Assert.Equal(JournalLine.Version, line.RootElement.GetProperty("chatJournal").GetInt32());
        var form = JsonText.Parse(line.RootElement.GetProperty("answer").GetRawText());
        Assert.Equal(answer.ToJson(), JsonText.Write(form));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_additional_field_with_the_name_of_another_field_stays_one(string name)
    {
        foreach (var value in KnownValues)
            foreach (var isFilled in new[] { true, false })
            {
                var answer = isFilled ? (ChatCompletion)SameAnswer.Filled(typeof(ChatCompletion)) : Bare();
                foreach (var part in Parts(answer))
                    part.AdditionalProperties = (JsonDictionary)JsonText.Parse($$"""{"a":1,"{{name}}":{{value}},"z":2.0}""")!;
                SameAnswer.Check(answer, Again(answer));
            }
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","index":7,"id":"x","type":"y","custom":{"name":"g"},"function":1}}]},"finish_reason":"tool_calls"}]}""")]
    [InlineData("""{"choices":[{"message":{"tool_calls":["bare",{"index":"odd","custom":{"name":"g","input":"plain"}},{"type":"other","arguments":"{}"}]},"finish_reason":"tool_calls"}]}""")]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{\"a\":"}},{"id":"1","function":{"name":"f","arguments":"1}"}}]},"finish_reason":"length"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":"few","prompt_tokens":3,"completion_tokens_details":{"audio_tokens":1.5,"audio_tokens":2}}}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"},"logprobs":{"content":[{"token":"a","bytes":[300],"bytes":[1]}]}}]}""")]
    [InlineData("""{"choices":[{"index":1,"message":{"content":"a"}},{"index":1,"message":{"content":"b"}},{"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"a"},"text":"b"},{"text":"c"},{"message":null,"text":"d"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"thinking","thinking":"t"},{"type":"text","text":"a"},"b",{"type":"x"}],"name":"n","tool_call_id":"c"}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"","function_call":{"name":"f","arguments":"{}"},"reasoning_details":[{"text":"t"}]}}],"x_groq":{"usage":{"total_tokens":2}},"chatJournal":{"additional":{"a":1}}}""")]
    [InlineData("""{"choices":[],"usage":{"total_tokens":3}}""")]
    public async Task Confusing_answers_stay_as_they_were(string json)
    {
        var outcome = await Ask.WholeAsync(Ask.Client(new BytesHandler(Encoding.UTF8.GetBytes(json), "application/json")));
        var answer = (outcome.Completion ?? outcome.Failure!.Completion)!;
        SameAnswer.Check(answer, Again(answer));
    }

    [Fact]
    public async Task A_message_that_contradicts_the_pieces_before_it_stays_beside_them()
    {
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse(
            """{"choices":[{"index":0,"delta":{"content":"one","tool_calls":[{"index":3,"function":{"name":"f","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"message":{"content":[{"type":"text","text":"two"},{"type":"image_url"}]},"finish_reason":"stop"}]}"""));
        var outcome = await Ask.WholeAsync(Ask.Client(server));
        var answer = (outcome.Completion ?? outcome.Failure!.Completion)!;
        Assert.IsType<JsonDictionary>(answer.Choices[0].AdditionalProperties!["message"]);
        Assert.NotNull(answer.Choices[0].Message.Parts);
        SameAnswer.Check(answer, Again(answer));
    }

    [Theory]
    [InlineData("\"choices\":[", "\"choises\":[")]
    [InlineData("\"choices\":[{", "\"choices\":[{\"message\":{}},{")]
    [InlineData("\"message\":{", "\"massage\":{")]
    [InlineData("\"call\":{", "\"coll\":{")]
    [InlineData("\"complete\":", "\"completed\":")]
    [InlineData("\"choices\":1", "\"choices\":2")]
    public void A_line_that_lacks_a_part_of_its_answer_is_damaged(string part, string other)
    {
        var answer = new ChatCompletion { Complete = true };
        answer.Choices.Add(new ChatChoice { FinishReason = "stop" });
        var line = Encoding.UTF8.GetString(Line(answer));
        Assert.Contains(part, line, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JournalEntryReader.Read(Encoding.UTF8.GetBytes(line.Replace(part, other, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("""{"choices":{"message":{"content":"a","more":DEEP}}}""", 60)]
    [InlineData("""{"choices":{"message":{"content":"a"},"more":DEEP,"function":1}}""", 61)]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","index":1,"more":DEEP}}]}}]}""", 57)]
    public async Task An_answer_that_is_deeper_in_its_form_is_kept(string json, int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("[", depth)) + new string(']', depth);
        var answer = (await Ask.BodyAsync(json.Replace("DEEP", deep, StringComparison.Ordinal))).Answer;
        SameAnswer.Check(answer, Again(answer));
    }

    private static ChatCompletion Bare()
    {
        var answer = new ChatCompletion { Usage = new() { PromptTokensDetails = new(), CompletionTokensDetails = new() } };
        answer.Choices.Add(new ChatChoice { LogProbs = new() { Content = [new()], Refusal = [] } });
        answer.Choices.Add(new ChatChoice());
        answer.Choices[0].Message.ToolCalls = [new(), new() { Type = "custom" }];
        return answer;
    }

    private static IEnumerable<IJsonObject> Parts(IJsonObject part) => part.Fields()
        .SelectMany(static field => field.Value switch
        {
            IJsonObject inner => Parts(inner),
            IEnumerable<IJsonObject> items => items.SelectMany(Parts),
            _ => [],
        })
        .Append(part);

    private static ChatCompletion Again(ChatCompletion answer) => JournalEntryReader.Read(Line(answer)).Completion!;

    private static byte[] Line(ChatCompletion answer)
    {
        var request = Ask.Client("http://127.0.0.1:9/v1").Prepare(Ask.Question(), streaming: false);
        var (key, secrets) = JournalKey.Of(request, new SecretDigests("test"));
        var line = JournalLine.Write(new JournalCall(key, 1, request, secrets), DateTimeOffset.UnixEpoch, answer, null, []);
        Assert.Null(line.NotKept);
        Assert.Equal(1, line.Bytes.Span.Count((byte)'\n'));
        Assert.NotNull(JournalHead.Read(line.Bytes.Span[..^1]));
        Assert.DoesNotContain('\u001b', Encoding.UTF8.GetString(line.Bytes.Span));
        return line.Bytes.Span[..^1].ToArray();
    }
}
