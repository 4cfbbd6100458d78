using System.Text;

namespace ChatCompletions.Tests;

/// <summary>The example outputs of the documents that the module follows, value by value.</summary>
public class DocumentedExampleTests
{
    [Fact]
    public async Task The_example_of_a_Helix_agent()
    {
        var answer = (await ReadAsync("helix")).Answer;

        Assert.Equal("ses_01a4t10c132825d3k037tyh7ap", answer.Id);
        Assert.Equal("chat.completion", answer.Object);
        Assert.Equal(new DateTimeOffset(2024, 8, 8, 22, 16, 4, TimeSpan.Zero), answer.Created);
        Assert.Equal("qwen3:8b", answer.Model);
        var choice = Assert.Single(answer.Choices);
        Assert.Equal(0, choice.Index);
        Assert.Equal("stop", choice.FinishReason);
        Assert.Equal("assistant", choice.Message.Role);
        Assert.Equal("The capital of France is Paris.", choice.Message.Content);
        Assert.Null(choice.LogProbs);
        Assert.Null(choice.Message.ToolCalls);
        Assert.Equal(24, answer.Usage!.PromptTokens);
        Assert.Equal(8, answer.Usage.CompletionTokens);
        Assert.Equal(32, answer.Usage.TotalTokens);
        Assert.Null(answer.Usage.PromptTokensDetails);
        Assert.Null(answer.Usage.CompletionTokensDetails);
        Assert.Null(answer.ServiceTier);
        Assert.Null(answer.SystemFingerprint);
        Assert.Null(answer.AdditionalProperties);

        Assert.Equal("The capital of France is Paris.", answer.Content);
        Assert.Equal("The capital of France is Paris.", answer.ToString());
        Assert.Equal("stop", answer.FinishReason);
        Assert.True(answer.Complete);
        Assert.Equal(
            (PromptTokens: 24, CompletionTokens: 8, TotalTokens: 32),
            (answer.PromptTokens, answer.CompletionTokens, answer.TotalTokens));
        Assert.Equal("srv", answer.Provider);
        Assert.Null(answer.Error);
    }

    [Fact]
    public async Task The_example_of_LiteLLM_with_its_log_probabilities()
    {
        var answer = (await ReadAsync("litellm")).Answer;

        Assert.Equal("chatcmpl-CzHVeyzZj09MzGSXlmesrcTztrr66", answer.Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1768721350), answer.Created);
        Assert.Equal("gpt-4o-mini-2024-07-18", answer.Model);
        Assert.Equal("chat.completion", answer.Object);
        Assert.Equal("fp_29330a9688", answer.SystemFingerprint);
        var choice = Assert.Single(answer.Choices);
        Assert.Equal("stop", choice.FinishReason);
        Assert.Equal(0, choice.Index);
        Assert.Equal("The current weather in New York City is cloudy, with a temperature of 12°C.", choice.Message.Content);
        Assert.Equal("assistant", choice.Message.Role);
        Assert.Null(choice.LogProbs!.Refusal);
        var token = Assert.Single(choice.LogProbs.Content!);
        Assert.Equal("The", token.Token);
        Assert.Equal([84], token.Bytes!);
        Assert.Equal(-0.001632451661862433, token.LogProb);
        Assert.Equal(["The", "In", "Currently"], token.TopLogProbs!.Select(static top => top.Token));
        Assert.Equal([84, 73, 67], token.TopLogProbs!.Select(static top => Assert.Single(top.Bytes!)));
        Assert.Equal([-0.001632451661862433, -7.001632213592529, -7.376632213592529], token.TopLogProbs!.Select(static top => top.LogProb!.Value));
        Assert.All(token.TopLogProbs!, static top => Assert.Null(top.TopLogProbs));
        Assert.Null(answer.Usage);
        Assert.Null(answer.TotalTokens);
        Assert.True(answer.Complete);
    }

    [Fact]
    public async Task The_example_of_OpenAI_with_its_doubled_service_tier_its_index_1_and_its_total_of_10()
    {
        var answer = (await ReadAsync("openai")).Answer;

        Assert.Equal("<string>", answer.Id);
        Assert.Equal("<string>", answer.Object);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1901345026), answer.Created);
        Assert.Equal("<string>", answer.Model);
        var choice = Assert.Single(answer.Choices);
        Assert.Equal(1, choice.Index);
        Assert.Equal("<string>", choice.FinishReason);
        Assert.Null(choice.LogProbs);
        Assert.Equal("<string>", choice.Message.Role);
        Assert.Equal("<string>", choice.Message.Content);
        Assert.Null(choice.Message.Refusal);
        Assert.Empty(Assert.IsType<JsonList>(choice.Message.Annotations));
        var usage = answer.Usage!;
        Assert.Equal(
            (PromptTokens: 29, CompletionTokens: 20, TotalTokens: 10),
            (usage.PromptTokens, usage.CompletionTokens, usage.TotalTokens));
        Assert.Equal((CachedTokens: 2, AudioTokens: 2), (usage.PromptTokensDetails!.CachedTokens, usage.PromptTokensDetails.AudioTokens));
        var details = usage.CompletionTokensDetails!;
        Assert.Equal((ReasoningTokens: 2, AudioTokens: 2), (details.ReasoningTokens, details.AudioTokens));
        Assert.Equal(
            (AcceptedPredictionTokens: 2, RejectedPredictionTokens: 1),
            (details.AcceptedPredictionTokens, details.RejectedPredictionTokens));
        Assert.Equal("<string>", answer.ServiceTier);
        Assert.Null(answer.SystemFingerprint);
        Assert.Null(answer.AdditionalProperties);
        Assert.False(answer.Complete); // "<string>" is no known reason
    }

    [Theory]
    [InlineData("helix")]
    [InlineData("litellm")]
    [InlineData("openai")]
    public async Task An_example_answers_a_streaming_call_too(string name)
    {
        var body = File.ReadAllBytes(PathOf(name));
        var outcome = await Ask.StreamAsync(Ask.Client(new BytesHandler(body, "application/json")));

        Assert.Equal(JsonText.Write((await ReadAsync(name)).Answer), JsonText.Write(outcome.Answer));
        Assert.Single(outcome.Chunks);
    }

    private static Task<Outcome> ReadAsync(string name) => Ask.BodyAsync(File.ReadAllText(PathOf(name), Encoding.UTF8));

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "seeds", name + ".json");
}
