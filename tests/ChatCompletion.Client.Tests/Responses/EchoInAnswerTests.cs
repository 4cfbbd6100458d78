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
        Assert.Equal(($"use {Key}", "stop ***", "***"), (outcome.Answer.Content, outcome.Answer.FinishReason, outcome.Answer.Choices[0].Message.Role));
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
        Assert.Equal(($"use {Key}", $"use {Key}"), (outcome.Answer.Content, outcome.Text));
        foreach (var chunk in outcome.Chunks)
        {
            Assert.Equal(("c-***", "***", "m ***", "***", "***"), (chunk.Id, chunk.Object, chunk.Model, chunk.ServiceTier, chunk.SystemFingerprint));
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
        Assert.Equal((Key, Key + "?", Key + "!"), (answer.Content, answer.ReasoningContent, answer.Refusal));
        Assert.Equal($$"""{"a":"{{Key}}"}""", answer.ToolCalls![0].Arguments);
        Assert.Contains(Key, JsonText.Write(answer.AdditionalProperties), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("ollama")]
    [InlineData("2026")]
    [InlineData("a")]
    public async Task A_key_that_is_a_plain_word_masks_no_field(string key)
    {
        var outcome = await Ask.WholeAsync(Reply.Json($$$"""{"id":"{{{key}}}","model":"{{{key}}}","by":"{{{key}}}","choices":[{"message":{"content":"{{{key}}}"}}]}""").Header("x-request-id", "r-" + key), key);
        Assert.Equal((key, key, key, "r-" + key, key), (outcome.Answer.Id, outcome.Answer.Model, outcome.Answer.AdditionalProperties!["by"], outcome.Answer.RequestId, outcome.Answer.Content));
    }

    private static void Check(ChatCompletion answer)
    {
        Assert.Equal(("c-***", "***", "m ***", "***", "***"), (answer.Id, answer.Object, answer.Model, answer.ServiceTier, answer.SystemFingerprint));
        foreach (var shown in new object?[]
        {
            answer.AdditionalProperties, answer.Usage, answer.RequestId, answer.Choices[0].AdditionalProperties, answer.Choices[0].LogProbs,
            answer.Choices[0].Message.AdditionalProperties, answer.Choices[0].Message.Annotations,
        })
            Leaks.None(JsonText.Write(shown), Key);
    }

    private static Reply With(string json) => Reply.Json(Put(json)).Header("x-request-id", Key);

    private static string Put(string json) => json.Replace("KEY", Key, StringComparison.Ordinal);
}
