namespace ChatCompletions.Tests;

/// <summary>Token counts that are not whole numbers: no property can hold them, so they stay among the additional fields.</summary>
public class UsageCountTests
{
    public static TheoryData<string> Details =>
    [
        "prompt_tokens_details.cached_tokens", "prompt_tokens_details.audio_tokens",
        "completion_tokens_details.reasoning_tokens", "completion_tokens_details.audio_tokens",
        "completion_tokens_details.accepted_prediction_tokens", "completion_tokens_details.rejected_prediction_tokens",
    ];

    [Theory]
    [MemberData(nameof(Details))]
    public async Task A_count_that_is_not_a_whole_number_is_kept_between_its_neighbours(string name)
    {
        foreach (var value in (string[])["1.5", "\"7\"", "\"many\"", "true", "false", "-1", "-9223372036854775808", "[1,null]", """{"text":3}""", "9223372036854775808", "-9223372036854775809"])
        {
            var (count, more) = await ReadAsync(name, value);

            Assert.Null(count);
            Assert.Equal($$"""{"before":1,"{{name.Split('.')[1]}}":{{value}},"after":2}""", more?.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Details))]
    public async Task A_whole_number_is_the_count(string name)
    {
        foreach (var value in (long[])[0, 1, 4294967296, long.MaxValue])
        {
            var (count, more) = await ReadAsync(name, JsonText.Write(value));

            Assert.Equal(value, count);
            Assert.Equal("""{"before":1,"after":2}""", more?.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Details))]
    public async Task Null_is_no_count_and_is_not_kept(string name)
    {
        var (count, more) = await ReadAsync(name, "null");

        Assert.Null(count);
        Assert.Equal("""{"before":1,"after":2}""", more?.ToString());
    }

    [Fact]
    public async Task Several_counts_that_are_not_whole_numbers_are_kept_in_order()
    {
        var usage = (await UsageAsync("""
            {"a":1,"prompt_tokens_details":{"audio_tokens":0.5,"x":[],"cached_tokens":"none"},"b":2,
            "completion_tokens_details":{"rejected_prediction_tokens":{},"reasoning_tokens":1e3,"audio_tokens":"","accepted_prediction_tokens":4}}
            """))!;

        Assert.Equal("""{"a":1,"b":2}""", usage.AdditionalProperties!.ToString());
        Assert.Equal("""{"audio_tokens":0.5,"x":[],"cached_tokens":"none"}""", usage.PromptTokensDetails!.AdditionalProperties!.ToString());
        Assert.Equal(4, usage.CompletionTokensDetails!.AcceptedPredictionTokens);
        var kept = usage.CompletionTokensDetails.AdditionalProperties!;
        Assert.Equal(["rejected_prediction_tokens", "reasoning_tokens", "audio_tokens"], kept.Keys.Cast<string>());
        Assert.Equal(
            (ReasoningTokens: 1000.0, AudioTokens: ""),
            (ReasoningTokens: kept["reasoning_tokens"], AudioTokens: kept["audio_tokens"]));
    }

    [Theory]
    [InlineData("9223372036854775807", 9223372036854775807)]
    [InlineData("\"4294967296\"", 4294967296)]
    [InlineData("-3", null)]
    [InlineData("\"-3\"", null)]
    [InlineData("-0", 0L)]
    [InlineData("6.5", null)]
    [InlineData("\"6.5\"", null)]
    [InlineData("0.1", null)]
    [InlineData("1e-1", null)]
    [InlineData("12.0", 12L)]
    [InlineData("\"12\"", 12L)]
    [InlineData("\"1,200\"", null)]
    [InlineData("9007199254740993.0", 9007199254740993L)]
    [InlineData("\"9007199254740993\"", 9007199254740993L)]
    [InlineData("9223372036854775808", null)]
    [InlineData("\"9223372036854775808\"", null)]
    [InlineData("\" 5 \"", 5L)]
    [InlineData("1e3", 1000L)]
    [InlineData("1e400", null)]
    [InlineData("9.3e18", null)]
    [InlineData("\"many\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("false", null)]
    [InlineData("[1]", null)]
    [InlineData("""{"n":1}""", null)]
    [InlineData("null", null)]
    public async Task The_main_counts_take_numbers_in_any_form(string value, long? expected)
    {
        foreach (var name in (string[])["prompt_tokens", "completion_tokens", "total_tokens"])
        {
            var usage = (await UsageAsync($$"""{"before":1,"{{name}}":{{value}},"after":2}"""))!;

            Assert.Equal(expected, name switch
            {
                "prompt_tokens" => usage.PromptTokens,
                "completion_tokens" => usage.CompletionTokens,
                _ => usage.TotalTokens,
            });
            var isKept = expected is null && value is not "null";
            Assert.Equal(isKept ? $$"""{"before":1,"{{name}}":{{JsonText.Write(JsonText.Parse(value))}},"after":2}""" : """{"before":1,"after":2}""", usage.AdditionalProperties!.ToString());
        }
    }

    [Theory]
    [InlineData("\"none\"")]
    [InlineData("5")]
    [InlineData("[1,2]")]
    [InlineData("null")]
    public async Task Usage_and_details_of_another_kind_are_none(string value)
    {
        Assert.Null(await UsageAsync(value));
        var usage = (await UsageAsync($$"""{"prompt_tokens_details":{{value}},"completion_tokens_details":{{value}},"total_tokens":3}"""))!;

        Assert.Equal(
            (PromptTokensDetails: null, CompletionTokensDetails: null, TotalTokens: 3),
            (usage.PromptTokensDetails, usage.CompletionTokensDetails, usage.TotalTokens));
    }

    [Fact]
    public async Task Usage_of_another_kind_does_not_replace_usage_that_came_before()
    {
        var outcome = await Ask.EventsAsync(
            """{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"total_tokens":3}}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":"none"}""",
            """{"choices":[],"usage":[]}""",
            "[DONE]");

        Assert.Equal(3, outcome.Answer.TotalTokens);
    }

    [Theory]
    [InlineData("""{"usage":{"total_tokens":3}}""", 3L)]
    [InlineData("""{"id":"r","more":{"usage":1},"list":[{"usage":2}],"usage":{"total_tokens":3}}""", 3L)]
    [InlineData("""{"usage":null}""", null)]
    [InlineData("""{"more":{"usage":{"total_tokens":3}}}""", null)]
    [InlineData("[]", null)]
    [InlineData("\"usage\"", null)]
    [InlineData("null", null)]
    public async Task The_usage_in_Groqs_envelope_is_its_own_field_only(string envelope, long? total)
    {
        var answer = (await Ask.BodyAsync($$$"""{"x_groq":{{{envelope}}},"choices":[{"message":{"content":"a"}}]}""")).Answer;

        Assert.Equal(total, answer.TotalTokens);
        Assert.Equal(envelope, JsonText.Write(answer.AdditionalProperties!["x_groq"]));
    }

    [Fact]
    public async Task Usage_beside_Groqs_envelope_goes_first()
    {
        Assert.Equal(5, (await Ask.BodyAsync("""{"usage":{"total_tokens":5},"x_groq":{"usage":{"total_tokens":3}},"choices":[{"message":{"content":"a"}}]}""")).Answer.TotalTokens);
        Assert.Equal(5, (await Ask.BodyAsync("""{"x_groq":{"usage":{"total_tokens":3}},"usage":{"total_tokens":5},"choices":[{"message":{"content":"a"}}]}""")).Answer.TotalTokens);
    }

    private static async Task<(long? Count, JsonDictionary? More)> ReadAsync(string name, string value)
    {
        var (group, field) = (name.Split('.')[0], name.Split('.')[1]);
        var usage = (await UsageAsync($$$"""{"{{{group}}}":{"before":1,"{{{field}}}":{{{value}}},"after":2},"total_tokens":3}"""))!;
        Assert.Equal(3, usage.TotalTokens);
        var (prompt, completion) = (usage.PromptTokensDetails, usage.CompletionTokensDetails);
        var count = (prompt, field) switch
        {
            (not null, "cached_tokens") => prompt.CachedTokens,
            (not null, _) => prompt.AudioTokens,
            (null, "reasoning_tokens") => completion!.ReasoningTokens,
            (null, "audio_tokens") => completion!.AudioTokens,
            (null, "accepted_prediction_tokens") => completion!.AcceptedPredictionTokens,
            _ => completion!.RejectedPredictionTokens,
        };
        return (count, prompt is not null ? prompt.AdditionalProperties : completion!.AdditionalProperties);
    }

    private static async Task<ChatUsage?> UsageAsync(string usage) =>
        (await Ask.BodyAsync($$$"""{"choices":[{"message":{"content":"a"}}],"usage":{{{usage}}}}""")).Answer.Usage;
}
