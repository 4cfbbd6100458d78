namespace ChatCompletions.Tests;

/// <summary>A good answer that echoes the key beside its text: the text stays exact, and everything else is masked.</summary>
public class EchoInAnswerTests
{
    private const string Key = "sk-Zq8+7/x=_9TheKey~0123456789";

    private const string Fields =
        """
        "id":"c-KEY","object":"KEY","model":"m KEY","service_tier":"KEY","system_fingerprint":"KEY","debug":{"headers":["Bearer KEY"],"KEY":1,"raw":"{\"a\":\"KEY\"}"}
        """;

    private const string Usage = """{"total_tokens":3,"by":"KEY","prompt_tokens_details":{"by":"KEY"},"completion_tokens_details":{"by":"KEY"}}""";

    [Fact]
    public async Task Of_a_whole_answer_only_the_text_holds_it()
    {
        var outcome = await Ask.WholeAsync(With($$$"""
            {{{{Fields}}},"usage":{{{Usage}}},"choices":[{"index":0,"finish_reason":"stop KEY","extra":"KEY","logprobs":{"content":[],"more":"KEY"},
            "message":{"role":"KEY","content":"use KEY","refusal":null,"echo":"KEY","annotations":[{"url":"https://x/?k=KEY"}]}}]}
            """), Key);
        Check(outcome.Answer);
        Assert.Equal(
            (Content: $"use {Key}", FinishReason: "stop ***", Role: "***"),
            (outcome.Answer.Content, outcome.Answer.FinishReason, outcome.Answer.Choices[0].Message.Role));
    }

    [Fact]
    public async Task Of_a_stream_only_the_text_holds_it()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(
            Put($$$"""{{{{Fields}}},"choices":[{"index":0,"extra":"KEY","delta":{"role":"assistant","content":"use ","echo":"KEY"}}]}"""),
            Put($$$"""{{{{Fields}}},"choices":[{"index":0,"delta":{"content":"KEY"}}]}"""),
            Put($$$"""{{{{Fields}}},"usage":{{{Usage}}},"choices":[{"index":0,"finish_reason":"stop","delta":{}}]}"""),
            "[DONE]").Header("x-request-id", Key), Key);
        Check(outcome.Answer);
        Assert.Equal((Content: $"use {Key}", Text: $"use {Key}"), (outcome.Answer.Content, outcome.Text));
        foreach (var chunk in outcome.Chunks)
        {
            Assert.Equal(
                (Id: "c-***", Object: "***", Model: "m ***", ServiceTier: "***", SystemFingerprint: "***"),
                (chunk.Id, chunk.Object, chunk.Model, chunk.ServiceTier, chunk.SystemFingerprint));
            Leaks.None(chunk.AdditionalProperties?.ToString() ?? "", Key);
        }
    }

    [Fact]
    public async Task Of_an_answer_that_breaks_off_only_the_text_holds_it()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(
            Put($$$"""{{{{Fields}}},"choices":[{"index":0,"extra":"KEY","delta":{"role":"assistant","content":"use KEY","echo":"KEY"}}]}"""),
            Put("""{"error":{"message":"no KEY"}}""")), Key);
        Check(outcome.Failure!.Completion!);
        Assert.Equal($"use {Key}", outcome.Failure.Completion!.Content);
        Assert.Equal("srv reported an error: no ***", outcome.Failure.Completion.Error);
    }

    [Fact]
    public async Task What_the_model_said_stays_exact_in_every_field()
    {
        const string message = """
            {"role":"assistant","content":"KEY","reasoning_content":"KEY?","refusal":"KEY!","reasoning_details":[{"text":"KEY","signature":"KEY"}],
            "tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\":\"KEY\"}"}}]}
            """;
        var answer = (await Ask.WholeAsync(With($$$"""{"choices":[{"index":0,"finish_reason":"tool_calls","message":{{{message}}}}]}"""), Key)).Answer.Choices[0].Message;
        Assert.Equal(
            (Content: Key, ReasoningContent: Key + "?", Refusal: Key + "!"),
            (answer.Content, answer.ReasoningContent, answer.Refusal));
        Assert.Equal($$"""{"a":"{{Key}}"}""", answer.ToolCalls![0].Arguments);
        Assert.Contains(Key, JsonText.Write(answer.AdditionalProperties), StringComparison.Ordinal);
    }

    private const string Calls =
        """
        "tool_calls":[{"index":0,"id":"KEY","type":"KEY","by":"KEY","function":{"name":"f_KEY","arguments":"{\"a\":\"KEY\"}"}},
        {"index":1,"id":"call_KEY_2","type":"function","function":{"name":"g","arguments":"{\"a\":"}}]
        """;

    [Fact]
    public async Task Of_a_tool_call_only_the_arguments_hold_it()
    {
        var outcome = await Ask.WholeAsync(With($$$"""{"choices":[{"index":0,"finish_reason":"tool_calls","message":{{{{Calls}}}}}]}"""), Key);
        CheckCalls(outcome.Answer.Choices[0].Message.ToolCalls!);
    }

    [Fact]
    public async Task Of_the_tool_calls_of_a_stream_only_the_arguments_hold_it()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(
            Put($$$"""{"choices":[{"index":0,"delta":{{{{Calls.ReplaceLineEndings("")}}}}}]}"""),
            Put("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_KEY_2","function":{"arguments":"1}"}}]}}]}"""),
            """{"choices":[{"index":0,"finish_reason":"tool_calls","delta":{}}]}""",
            "[DONE]"), Key);
        Assert.Equal((Complete: true, Count: 2), (outcome.Answer.Complete, outcome.Answer.Choices[0].Message.ToolCalls!.Count));
        CheckCalls(outcome.Answer.Choices[0].Message.ToolCalls!);
        CheckCalls(outcome.Chunks[0].ToolCalls!);
        Assert.Equal("call_***_2", outcome.Chunks[1].ToolCalls![0].Id);
    }

    [Fact]
    public async Task A_tool_call_that_is_at_fault_is_named_without_it()
    {
        var outcome = await Ask.WholeAsync(With(
            """{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"tool_calls":[{"id":"a","function":{"name":"KEY","arguments":"{"}}]}}]}"""), Key);
        Assert.Contains("'***'", outcome.Answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_beside_the_words_of_the_model_are_masked()
    {
        const string message = """
            {"role":"assistant","content":"x","audio":{"id":"a_KEY","data":"QUJD","transcript":"KEY"},"function_call":{"name":"KEY","arguments":"KEY"},
            "reasoning_details":[{"id":"KEY","text":"KEY"},"KEY"],"thinking_blocks":[{"type":"thinking","thinking":"KEY","signature":"KEY","by":["x",{"k":"KEY"}]}]}
            """;
        var logProbs = """{"content":[{"token":"KEY","logprob":-1,"by":"KEY","top_logprobs":[{"token":"KEY","logprob":-1,"by":"KEY"}]}]}""";
        var choice = (await Ask.WholeAsync(With($$"""{"choices":[{"index":0,"logprobs":{{logProbs}},"message":{{message}}}]}"""), Key)).Answer.Choices[0];
        Assert.Equal(Put("""{"id":"a_***","data":"QUJD","transcript":"KEY"}"""), JsonText.Write(choice.Message.Audio));
        Assert.Equal(
            Put("""
                {"function_call":{"name":"***","arguments":"KEY"},"reasoning_details":[{"id":"***","text":"KEY"},"KEY"],"thinking_blocks":[{"type":"thinking","thinking":"KEY","signature":"KEY","by":["x",{"k":"***"}]}]}
                """),
            JsonText.Write(choice.Message.AdditionalProperties));
        Assert.Equal(
            Put("""{"content":[{"token":"KEY","bytes":null,"logprob":-1,"top_logprobs":[{"token":"KEY","bytes":null,"logprob":-1,"by":"***"}],"by":"***"}]}"""),
            JsonText.Write(choice.LogProbs).Replace("\"bytes\":null,", "").Replace("\"token\":\"" + Key + "\",", "\"token\":\"" + Key + "\",\"bytes\":null,"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("ollama")]
    [InlineData("2026")]
    [InlineData("a")]
    public async Task A_key_that_is_a_plain_word_masks_no_field(string key)
    {
        var outcome = await Ask.WholeAsync(Reply.Json($$$"""{"id":"{{{key}}}","model":"{{{key}}}","by":"{{{key}}}","choices":[{"message":{"content":"{{{key}}}"}}]}""").Header("x-request-id", "r-" + key), key);
        Assert.Equal(
            (Id: key, Model: key, By: key, RequestId: "r-" + key, Content: key),
            (outcome.Answer.Id, outcome.Answer.Model, By: outcome.Answer.AdditionalProperties!["by"],
             outcome.Answer.RequestId, outcome.Answer.Content));
    }

    private static void Check(ChatCompletion answer)
    {
        Assert.Equal(
            (Id: "c-***", Object: "***", Model: "m ***", ServiceTier: "***", SystemFingerprint: "***"),
            (answer.Id, answer.Object, answer.Model, answer.ServiceTier, answer.SystemFingerprint));
        foreach (var shown in new object?[]
        {
            answer.AdditionalProperties, answer.Usage, answer.RequestId, answer.Choices[0].AdditionalProperties, answer.Choices[0].LogProbs,
            answer.Choices[0].Message.AdditionalProperties, answer.Choices[0].Message.Annotations,
        })
            Leaks.None(JsonText.Write(shown), Key);
    }

    private static void CheckCalls(ChatList<ChatToolCall> calls)
    {
        Assert.Equal(
            (FirstId: "***", Type: "***", Name: "f_***", SecondId: "call_***_2"),
            (FirstId: calls[0].Id, calls[0].Type, calls[0].Name, SecondId: calls[1].Id));
        Assert.Equal("***", calls[0].AdditionalProperties!["by"]);
        Assert.Equal($$"""{"a":"{{Key}}"}""", calls[0].Arguments);
    }

    private static Reply With(string json) => Reply.Json(Put(json)).Header("x-request-id", Key);

    private static string Put(string json) => json.Replace("KEY", Key, StringComparison.Ordinal);
}
