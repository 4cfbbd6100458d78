namespace ChatCompletions.Tests;

/// <summary>Which kind of failure a status and a code stand for, and what is advised.</summary>
public class ErrorKindTests
{
    [Theory]
    [InlineData(400, ChatErrorKind.BadRequest)]
    [InlineData(401, ChatErrorKind.AuthenticationFailed)]
    [InlineData(402, ChatErrorKind.QuotaExceeded)]
    [InlineData(403, ChatErrorKind.PermissionDenied)]
    [InlineData(404, ChatErrorKind.NotFound)]
    [InlineData(405, ChatErrorKind.BadRequest)]
    [InlineData(408, ChatErrorKind.RequestTimeout)]
    [InlineData(409, ChatErrorKind.BadRequest)]
    [InlineData(413, ChatErrorKind.BadRequest)]
    [InlineData(422, ChatErrorKind.BadRequest)]
    [InlineData(429, ChatErrorKind.RateLimited)]
    [InlineData(500, ChatErrorKind.ServerError)]
    [InlineData(501, ChatErrorKind.ServerError)]
    [InlineData(503, ChatErrorKind.ServerError)]
    [InlineData(529, ChatErrorKind.ServerError)]
    public async Task H25_The_status_tells_the_kind(int status, ChatErrorKind kind)
    {
        foreach (var body in new[] { "", "no JSON", """{"error":{"message":"x","type":null,"code":null}}""" })
            Assert.Equal(status, (await Ask.WholeAsync(Ask.Client(BytesHandler.Json(body, status)))).Failed(kind).StatusCode);
    }

    [Theory]
    [InlineData(429, """{"error":{"message":"x","type":"insufficient_quota","code":"insufficient_quota"}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData(429, """{"error":{"message":"x","type":"insufficient_quota","code":null}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData(429, """{"error":{"message":"x","code":"credit_balance_exhausted"}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData(429, """{"error":{"message":"x","code":"organization_spend_limit_exceeded"}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData(429, """{"error":{"message":"x","code":"project_spend_limit_exceeded"}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData(429, """{"error":{"message":"x","code":"organization_usage_limit_exceeded"}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData(400, """{"error":{"message":"x","type":"budget_exceeded","code":"400"}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData(429, """{"error":{"message":"x","type":"rate_limit_error","code":"slow_down"}}""", ChatErrorKind.RateLimited)]
    [InlineData(429, """{"error":{"message":"x","type":"tokens","code":"rate_limit_exceeded"}}""", ChatErrorKind.RateLimited)]
    [InlineData(400, """{"error":{"message":"x","code":"content_policy_violation"}}""", ChatErrorKind.ContentFiltered)]
    [InlineData(404, """{"error":{"message":"x","type":"invalid_request_error","code":"model_not_found"}}""", ChatErrorKind.NotFound)]
    [InlineData(401, """{"error":{"code":"401","message":"x"}}""", ChatErrorKind.AuthenticationFailed)]
    public async Task A6_E_Codes_say_more_than_the_status(int status, string body, ChatErrorKind kind) =>
        (await Ask.WholeAsync(Ask.Client(BytesHandler.Json(body, status)))).Failed(kind);

    [Theory]
    [InlineData("""{"error":{"message":"x","type":"rate_limit_error"}}""", ChatErrorKind.RateLimited)]
    [InlineData("""{"error":{"message":"x","code":"rate_limit_exceeded"}}""", ChatErrorKind.RateLimited)]
    [InlineData("""{"error":{"message":"x","type":"authentication_error"}}""", ChatErrorKind.AuthenticationFailed)]
    [InlineData("""{"error":{"message":"x","code":"invalid_api_key","type":"invalid_request_error"}}""", ChatErrorKind.AuthenticationFailed)]
    [InlineData("""{"error":{"message":"x","type":"permission_error"}}""", ChatErrorKind.PermissionDenied)]
    [InlineData("""{"error":{"message":"x","type":"not_found_error"}}""", ChatErrorKind.NotFound)]
    [InlineData("""{"error":{"message":"x","code":"model_not_found"}}""", ChatErrorKind.NotFound)]
    [InlineData("""{"error":{"message":"x","type":"invalid_request_error"}}""", ChatErrorKind.BadRequest)]
    [InlineData("""{"error":{"message":"x","type":"server_error"}}""", ChatErrorKind.ServerError)]
    [InlineData("""{"error":{"message":"x","code":402}}""", ChatErrorKind.QuotaExceeded)]
    [InlineData("""{"error":{"message":"x","code":"503"}}""", ChatErrorKind.ServerError)]
    [InlineData("""{"error":{"message":"x","code":7}}""", ChatErrorKind.ServerError)]
    public async Task F5_Inside_an_answer_the_code_and_type_tell_the_kind(string body, ChatErrorKind kind) =>
        Assert.Equal(200, (await Ask.EventsAsync(body)).Failed(kind).StatusCode);

    [Theory]
    [InlineData(400, """{"error":{"message":"x","code":"unsupported_parameter","param":"max_tokens"}}""", "-MaxCompletionTokens")]
    [InlineData(400, """{"error":{"message":"x","code":"context_length_exceeded"}}""", "too long")]
    [InlineData(401, "", "key")]
    [InlineData(404, "", "Get-ChatModel")]
    [InlineData(429, "", "Wait")]
    [InlineData(429, """{"error":{"message":"x","code":"insufficient_quota"}}""", "credit")]
    [InlineData(500, "", "later")]
    public async Task What_to_do_is_said(int status, string body, string part) =>
        Assert.Contains(part, (await Ask.WholeAsync(Ask.Client(BytesHandler.Json(body, status)))).Failure!.Advice, StringComparison.Ordinal);

    [Fact]
    public async Task Every_failure_of_a_call_says_what_to_do()
    {
        ChatErrorKind[] local = [.. Enum.GetValues<ChatErrorKind>().TakeWhile(static kind => kind != ChatErrorKind.BadRequest)];
        var silent = Enum.GetValues<ChatErrorKind>().Except(local).Where(static kind => Advice.For(kind) is null);
        Assert.Equal([ChatErrorKind.BadRequest, ChatErrorKind.RedirectRefused], silent);

        Assert.Contains("proxy", (await Ask.StreamAsync(Reply.Sse("""{"choices":[{"delta":{"content":"a"}}]}""").Close())).Failure!.Advice, StringComparison.Ordinal);
        Assert.Contains("Body", (await Ask.StreamAsync(Reply.Sse("nonsense"))).Failure!.Advice, StringComparison.Ordinal);
    }
}
