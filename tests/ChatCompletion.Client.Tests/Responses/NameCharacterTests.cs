namespace ChatCompletions.Tests;

/// <summary>Ids and names that a server sends are safe to show: their control characters are visible. The words of the model are exact.</summary>
public class NameCharacterTests
{
    private const string Raw = "\\u001b[31mx\\u009b\\r\\n\\t\\u202ey\\u0000";
    private const string Shown = "␛[31mx\uFFFD␊␉\uFFFDy␀";

    private const string Fields = $$"""
        "id":"{{Raw}}","object":"{{Raw}}","model":"{{Raw}}","service_tier":"{{Raw}}","system_fingerprint":"{{Raw}}"
        """;

    private const string Call =
        $$$"""{"index":0,"id":"{{{Raw}}}","type":"{{{Raw}}}","function":{"name":"{{{Raw}}}","arguments":"{\"a\":1}"}}""";

    [Fact]
    public async Task Of_a_whole_answer_the_names_are_safe_and_the_text_is_exact()
    {
        var answer = (await Ask.WholeAsync(Reply.Json($$$"""
            {{{{Fields}}},"choices":[{"finish_reason":"{{{Raw}}}","message":{"role":"{{{Raw}}}","content":"\u001b[31m","tool_calls":[{{{Call}}}]}}]}
            """), "k")).Answer;
        Check([answer.Id, answer.Object, answer.Model, answer.ServiceTier, answer.SystemFingerprint, answer.FinishReason, answer.Choices[0].Message.Role]);
        Check(answer.Choices[0].Message.ToolCalls![0]);
        Assert.Equal("\u001b[31m", answer.Content);
    }

    [Fact]
    public async Task Of_each_chunk_the_names_are_safe_and_the_text_is_exact()
    {
        var outcome = await Ask.StreamAsync(Reply.Sse(
            $$$"""{{{{Fields}}},"choices":[{"index":0,"delta":{"role":"{{{Raw}}}","content":"\u001b[31m","tool_calls":[{{{Call}}}]}}]}""",
            $$$"""{{{{Fields}}},"choices":[{"index":0,"finish_reason":"{{{Raw}}}","delta":{}}]}""",
            "[DONE]"), "k");
        Assert.Equal("\u001b[31m", outcome.Text);
        foreach (var chunk in outcome.Chunks) Check([chunk.Id, chunk.Object, chunk.Model, chunk.ServiceTier, chunk.SystemFingerprint]);
        Check([outcome.Chunks[0].Role, outcome.Chunks[^1].FinishReason, outcome.Answer.Id, outcome.Answer.Model, outcome.Answer.FinishReason]);
        Check(outcome.Chunks[0].ToolCalls![0]);
        Check(outcome.Answer.Choices[0].Message.ToolCalls![0]);
    }

    [Fact]
    public async Task Usual_names_stay_as_they_are()
    {
        const string name = "Modell für Prüfung/模型:8b 😀 x";
        var answer = (await Ask.WholeAsync(Reply.Json($$$"""{"id":"{{{name}}}","model":"{{{name}}}","choices":[{"message":{"content":"x"}}]}"""), "k")).Answer;
        Assert.Equal((Id: name, Model: name), (answer.Id, answer.Model));
    }

    private static void Check(ChatToolCall call) => Check([call.Id, call.Type, call.Name]);

    private static void Check(IEnumerable<string?> names) => Assert.All(names, static name => Assert.Equal(Shown, name));
}
