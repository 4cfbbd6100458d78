namespace ChatCompletions.Tests;

/// <summary>Where servers put the token counts of a stream.</summary>
public class UsageTests
{
    private const string Hello = """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}],"usage":null}""";
    private const string Stop = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    [Theory]
    [InlineData(Hello, Stop, """{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", "[DONE]")]
    [InlineData(Hello, Stop, """{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""")]
    [InlineData(Hello, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", "[DONE]")]
    [InlineData(Hello, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", """{"choices":[],"usage":null}""", "[DONE]")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""", """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""")]
    [InlineData(Hello, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"r","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}}""", "[DONE]")]
    [InlineData(Hello, """{"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}},"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}""", "[DONE]")]
    [InlineData(Hello, Stop, """{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", "[DONE]")]
    public async Task F11_H13_Usage_is_found_wherever_it_stands(params string[] events)
    {
        var outcome = await Ask.EventsAsync(events);

        Assert.Equal(
            (PromptTokens: 1, CompletionTokens: 2, TotalTokens: 3),
            (outcome.Answer.PromptTokens, outcome.Answer.CompletionTokens, outcome.Answer.TotalTokens));
        Assert.Equal("a", outcome.Answer.Content);
        Assert.Equal("stop", outcome.Answer.FinishReason);
    }

    [Fact]
    public async Task F11_Without_usage_the_counts_are_null_and_not_0()
    {
        var answer = (await Ask.EventsAsync(Hello, Stop, "[DONE]")).Answer;

        Assert.Null(answer.Usage);
        Assert.Null(answer.PromptTokens);
        Assert.Null(answer.CompletionTokens);
        Assert.Null(answer.TotalTokens);
    }

    [Fact]
    public async Task F11_What_usage_leaves_out_is_null_and_the_total_is_never_computed()
    {
        var usage = (await Ask.BodyAsync("""{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":5,"total_tokens":99,"prompt_tokens_details":null}}""")).Answer.Usage!;

        Assert.Equal(
            (PromptTokens: 5, CompletionTokens: null, TotalTokens: 99),
            (usage.PromptTokens, usage.CompletionTokens, usage.TotalTokens));
        Assert.Null(usage.PromptTokensDetails);
    }

    [Fact]
    public async Task Numbers_written_as_text_or_with_a_point_are_numbers()
    {
        var usage = (await Ask.BodyAsync("""{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":"5","completion_tokens":6.0,"total_tokens":true}}""")).Answer.Usage!;

        Assert.Equal(
            (PromptTokens: 5, CompletionTokens: 6, TotalTokens: null),
            (usage.PromptTokens, usage.CompletionTokens, usage.TotalTokens));
    }

    [Fact]
    public async Task Details_and_costs_of_every_kind_are_kept()
    {
        var usage = (await Ask.BodyAsync("""
            {"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":5,"cost":0.00125,"is_byok":false,"cost_details":{"upstream":null},
            "prompt_tokens_details":{"cached_tokens":1,"audio_tokens":2,"text_tokens":3,"cache_write_tokens":4},
            "completion_tokens_details":{"reasoning_tokens":5,"accepted_prediction_tokens":6,"rejected_prediction_tokens":7,"audio_tokens":8,"image_tokens":9}}}
            """)).Answer.Usage!;

        Assert.Equal(0.00125, usage.AdditionalProperties!["cost"]);
        Assert.Equal(false, usage.AdditionalProperties["is_byok"]);
        Assert.Equal("""{"upstream":null}""", usage.AdditionalProperties["cost_details"]!.ToString());
        Assert.Equal((CachedTokens: 1, AudioTokens: 2), (usage.PromptTokensDetails!.CachedTokens, usage.PromptTokensDetails.AudioTokens));
        Assert.Equal("""{"text_tokens":3,"cache_write_tokens":4}""", usage.PromptTokensDetails.AdditionalProperties!.ToString());
        var details = usage.CompletionTokensDetails!;
        Assert.Equal(
            (ReasoningTokens: 5, AcceptedPredictionTokens: 6, RejectedPredictionTokens: 7, AudioTokens: 8),
            (details.ReasoningTokens, details.AcceptedPredictionTokens, details.RejectedPredictionTokens, details.AudioTokens));
        Assert.Equal(9L, details.AdditionalProperties!["image_tokens"]);
    }

    [Fact]
    public async Task Usage_of_Groq_is_read_and_its_envelope_kept()
    {
        var outcome = await Ask.EventsAsync(Hello, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"total_tokens":3,"queue_time":0.5}}}""");

        Assert.Equal(3, outcome.Answer.TotalTokens);
        Assert.Equal(0.5, outcome.Answer.Usage!.AdditionalProperties!["queue_time"]);
        Assert.Equal("req_1", Assert.IsType<JsonDictionary>(outcome.Answer.AdditionalProperties!["x_groq"])["id"]);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_keeps_the_usage_it_had()
    {
        var (_, partial) = (await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"total_tokens":2}}""")).BrokeOff();

        Assert.Equal(2, partial.TotalTokens);
    }
}
