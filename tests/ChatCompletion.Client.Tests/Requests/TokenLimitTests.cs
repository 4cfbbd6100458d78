namespace ChatCompletions.Tests;

/// <summary>The two fields that limit the answer exclude each other; one given with the request displaces the provider's default.</summary>
public class TokenLimitTests
{
    private const string Start = """{"model":"m","messages":[{"role":"user","content":"Hi"}]""";
    private const string Old = """{"max_tokens":1}""";
    private const string New = """{"max_completion_tokens":2}""";

    [Theory]
    [InlineData(Old, null, null, null, ""","max_tokens":1}""")]
    [InlineData(New, null, null, null, ""","max_completion_tokens":2}""")]
    [InlineData(Old, 5, null, null, ""","max_tokens":5}""")]
    [InlineData(Old, null, 6, null, ""","max_completion_tokens":6}""")]
    [InlineData(New, 5, null, null, ""","max_tokens":5}""")]
    [InlineData(New, null, 6, null, ""","max_completion_tokens":6}""")]
    [InlineData(Old, null, null, """{"max_tokens":7}""", ""","max_tokens":7}""")]
    [InlineData(Old, null, null, """{"max_completion_tokens":8}""", ""","max_completion_tokens":8}""")]
    [InlineData(New, null, null, """{"max_tokens":7}""", ""","max_tokens":7}""")]
    [InlineData(Old, 5, null, """{"max_tokens":7}""", ""","max_tokens":7}""")]
    [InlineData(New, 5, null, """{"max_tokens":7}""", ""","max_tokens":7}""")]
    [InlineData(Old, null, null, """{"max_tokens":null}""", "}")]
    [InlineData(Old, null, null, """{"max_completion_tokens":null}""", ""","max_tokens":1}""")]
    [InlineData(Old, 5, null, """{"max_tokens":null,"max_completion_tokens":8}""", ""","max_completion_tokens":8}""")]
    [InlineData(null, 5, null, """{"max_tokens":null,"max_completion_tokens":8}""", ""","max_completion_tokens":8}""")]
    public async Task The_limit_given_with_the_request_counts(string? defaults, int? tokens, int? completionTokens, string? additional, string expected)
    {
        using var probe = Probe(defaults);
        Assert.Equal(Start + expected, await probe.BodyOf(Request(tokens, completionTokens, additional)));
    }

    [Theory]
    [InlineData(null, 5, 6, null)]
    [InlineData(Old, 5, 6, null)]
    [InlineData(New, 5, 6, null)]
    [InlineData(null, 5, null, New)]
    [InlineData(null, null, 6, Old)]
    [InlineData(null, null, null, """{"max_tokens":1,"max_completion_tokens":2}""")]
    [InlineData("""{"max_tokens":1,"max_completion_tokens":2}""", null, null, null)]
    public async Task Two_limits_of_one_layer_or_of_the_request_conflict(string? defaults, int? tokens, int? completionTokens, string? additional)
    {
        using var probe = Probe(defaults);
        await probe.Refuses(Request(tokens, completionTokens, additional), "MaxTokens", "-MaxTokens and -MaxCompletionTokens cannot be used together");
    }

    private static RequestProbe Probe(string? defaults) => new() { Defaults = defaults is null ? null : RequestProbe.Map(defaults) };

    private static ChatRequest Request(int? tokens, int? completionTokens, string? additional)
    {
        var request = RequestProbe.Request();
        request.MaxTokens = tokens;
        request.MaxCompletionTokens = completionTokens;
        request.AdditionalParameters = additional is null ? null : RequestProbe.Map(additional);
        return request;
    }
}
