namespace ChatCompletions.Tests;

/// <summary>What an answer's headers tell of the server's limits and of the cost.</summary>
public class RateLimitTests
{
    private const string Whole = """{"choices":[{"index":0,"message":{"content":"fine"},"finish_reason":"stop"}]}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Limits_come_with_the_answer(bool streaming)
    {
        var limit = (await AskAsync(streaming, ("x-ratelimit-limit-requests", "5000"), ("x-ratelimit-remaining-requests", "4999"), ("x-ratelimit-reset-requests", "12ms"),
            ("x-ratelimit-limit-tokens", "160000"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "6m0s"))).RateLimit!;

        Assert.Equal(
            (LimitRequests: 5000, RemainingRequests: 4999, ResetRequests: 0.012),
            (limit.LimitRequests, limit.RemainingRequests, limit.ResetRequests));
        Assert.Equal(
            (LimitTokens: 160000, RemainingTokens: 0, ResetTokens: 360),
            (limit.LimitTokens, limit.RemainingTokens, limit.ResetTokens));
        Assert.Equal("""{"limit_requests":5000,"remaining_requests":4999,"reset_requests":0.012,"limit_tokens":160000,"remaining_tokens":0,"reset_tokens":360}""", limit.ToString());
    }

    [Theory]
    [InlineData("1s", 1.0)]
    [InlineData("6m0s", 360.0)]
    [InlineData("12ms", 0.012)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("2m59.56s", 179.56)]
    [InlineData("500us", 0.0005)]
    [InlineData("7ns", 7e-9)]
    [InlineData("24h0m0s", 86400.0)]
    [InlineData("59", 59.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("0s", 0.0)]
    [InlineData("-1", null)]
    [InlineData("-5s", null)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("5x", null)]
    [InlineData("5s later", null)]
    [InlineData("s", null)]
    [InlineData("1.2.3s", null)]
    [InlineData("1732190000", null)]
    [InlineData("99999999999999999999999h", null)]
    [InlineData("NaN", null)]
    public async Task A_reset_is_told_in_seconds(string header, double? seconds) =>
        Assert.Equal(seconds, (await AskAsync(false, ("x-ratelimit-limit-tokens", "9"), ("x-ratelimit-reset-tokens", header))).RateLimit!.ResetTokens);

    [Theory]
    [InlineData("-1", "-1", "0")]
    [InlineData("0", "0", "0")]
    [InlineData("", "", "")]
    [InlineData("none", "many", "never")]
    public async Task Stand_ins_say_nothing(string limit, string remaining, string reset) =>
        Assert.Null((await AskAsync(false, ("x-ratelimit-limit-requests", limit), ("x-ratelimit-remaining-requests", remaining), ("x-ratelimit-reset-requests", reset))).RateLimit);

    [Fact]
    public async Task Nothing_left_is_told_also_without_a_limit()
    {
        var limit = (await AskAsync(false, ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "30"))).RateLimit!;

        Assert.Equal(
            (LimitRequests: null, RemainingRequests: 0, ResetRequests: 30, LimitTokens: null),
            (limit.LimitRequests, limit.RemainingRequests, limit.ResetRequests, limit.LimitTokens));
    }

    [Fact]
    public async Task Without_headers_there_is_none() => Assert.Null((await AskAsync(true)).RateLimit);

    [Fact]
    public async Task A_proxy_hands_on_the_limits_behind_it_where_it_has_none_of_its_own()
    {
        var limit = (await AskAsync(false, ("x-ratelimit-limit-requests", "10"), ("llm_provider-x-ratelimit-limit-requests", "5000"), ("llm_provider-x-ratelimit-remaining-requests", "1"),
            ("x-ratelimit-limit-tokens", "-1"), ("llm_provider-x-ratelimit-limit-tokens", "700"), ("llm_provider-x-ratelimit-reset-tokens", "1s"))).RateLimit!;

        Assert.Equal(
            (LimitRequests: 10, RemainingRequests: null, LimitTokens: 700, ResetTokens: 1),
            (limit.LimitRequests, limit.RemainingRequests, limit.LimitTokens, limit.ResetTokens));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(200)]
    public async Task An_error_carries_the_limits(int status)
    {
        var reply = Reply.Json("""{"error":{"message":"slow down","code":429}}""", status).Header("x-ratelimit-remaining-tokens", "0").Header("x-ratelimit-reset-tokens", "6m0s");

        Assert.Equal(
            (RemainingTokens: 0, ResetTokens: 360),
            ((await Ask.WholeAsync(reply)).Failure!.RateLimit!.RemainingTokens,
             (await Ask.StreamAsync(reply)).Failure!.RateLimit!.ResetTokens));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_carries_limits_and_cost()
    {
        var reply = Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"Hel"}}]}""").Header("x-ratelimit-remaining-tokens", "5").Header("x-litellm-response-cost", "0.25").Close();
        var (failure, partial) = (await Ask.StreamAsync(reply)).BrokeOff();

        Assert.Equal(
            (FailureRemainingTokens: 5, PartialRemainingTokens: 5, Cost: 0.25),
            (FailureRemainingTokens: failure.RateLimit!.RemainingTokens,
             PartialRemainingTokens: partial.RateLimit!.RemainingTokens, partial.Cost));
    }

    private static async Task<ChatCompletion> AskAsync(bool streaming, params (string Name, string Value)[] headers)
    {
        var reply = Reply.Json(Whole);
        foreach (var (name, value) in headers) reply.Header(name, value);
        return (await (streaming ? Ask.StreamAsync(reply) : Ask.WholeAsync(reply))).Answer;
    }
}
