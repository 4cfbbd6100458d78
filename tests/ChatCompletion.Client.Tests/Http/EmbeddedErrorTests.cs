using System.Net.Sockets;

namespace ChatCompletions.Tests.Http;

/// <summary>What an error without a status of its own stands for: one inside an answer of status 200, and one of the connection.</summary>
public class EmbeddedErrorTests
{
    [Theory]
    [InlineData("invalid_request_error", 400)]
    [InlineData("BadRequestError", 400)]
    [InlineData("bad_request_error", 400)]
    [InlineData("exceed_context_size_error", 400)]
    [InlineData("context_length_exceeded", 400)]
    [InlineData("content_filter", 400)]
    [InlineData("content_policy_violation", 400)]
    [InlineData("unsupported_parameter", 400)]
    [InlineData("unsupported_value", 400)]
    [InlineData("invalid_api_key", 401)]
    [InlineData("authentication_error", 401)]
    [InlineData("AuthenticationError", 401)]
    [InlineData("auth_error", 401)]
    [InlineData("permission_error", 403)]
    [InlineData("PermissionDeniedError", 403)]
    [InlineData("model_not_found", 404)]
    [InlineData("not_found_error", 404)]
    [InlineData("NotFoundError", 404)]
    [InlineData("timeout", 408)]
    [InlineData("timeout_error", 408)]
    [InlineData("request_timeout", 408)]
    [InlineData("UnprocessableEntityError", 422)]
    [InlineData("rate_limit_exceeded", 429)]
    [InlineData("rate_limit_error", 429)]
    [InlineData("RateLimitError", 429)]
    [InlineData("slow_down", 429)]
    [InlineData("server_error", 500)]
    [InlineData("not_supported_error", 501)]
    [InlineData("NotImplementedError", 501)]
    [InlineData("server_is_overloaded", 503)]
    [InlineData("overloaded_error", 503)]
    [InlineData("service_unavailable_error", 503)]
    [InlineData("unavailable_error", 503)]
    public async Task Its_code_or_its_type_stands_for_a_status(string word, int status)
    {
        foreach (var error in (string[])[$$"""{"message":"x","code":"{{word}}"}""", $$"""{"message":"x","type":"{{word}}"}""", $$"""{"message":"x","code":"unknown","type":"{{word}}"}"""])
        {
            var failure = (await Ask.BodyAsync($$"""{"error":{{error}}}""")).Failed<ChatApiException>();

            Assert.Equal((StatusCode: 200, MeantStatus: status), (failure.StatusCode, failure.Failure.Api!.MeantStatus));
        }
    }

    [Theory]
    [InlineData("""{"message":"x","code":503,"type":"not_found_error"}""", 503)]
    [InlineData("""{"message":"x","code":"429","type":"not_found_error"}""", 429)]
    [InlineData("""{"message":"x","code":"model_not_found","type":"rate_limit_error"}""", 404)]
    [InlineData("""{"message":"x"}""", 500)]
    public async Task A_number_goes_before_the_code_and_the_code_before_the_type(string error, int status) =>
        Assert.Equal(status, (await Ask.BodyAsync($$"""{"error":{{error}}}""")).Failed<ChatApiException>().Failure.Api!.MeantStatus);

    [Theory]
    [InlineData("""{"detail":[{"loc":["body","n"],"message":"too large"}]}""", "body.n: too large")]
    [InlineData("""{"detail":[{"message":"one"},{"msg":"two","message":"other"}]}""", "one; two")]
    [InlineData("""{"detail":{"loc":"body","message":"too large"}}""", "too large")]
    [InlineData("""{"detail":[{"loc":["body"]},"text",5,null]}""", """{"loc":["body"]}; text; 5;""")]
    public async Task The_faults_of_a_validator_are_told_with_their_place(string body, string words) =>
        Assert.EndsWith($"422: {words}", (await FailAsync(body, 422)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Of_several_texts_the_first_that_says_something_is_the_message()
    {
        string[] names = ["message", "html-message", "detail", "msg", "error", "status"];
        for (var first = 0; first < names.Length; first++)
        {
            // The last one comes first, so that the order in the JSON cannot be what decides.
            var fields = names.Skip(first).Reverse().Select(static name => $"\"{name}\":\"{name} text\"");
            var blanks = names.Take(first).Select(static name => $"\"{name}\":\" \"");
            foreach (var all in (IEnumerable<string>[])[fields, fields.Concat(blanks)])
            {
                var failure = await FailAsync($$$"""{"error":{{{{string.Join(',', all)}}}}}""", 400);
                Assert.EndsWith($"400: {names[first]} text", failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("""{"error":{"message":"x"},"code":"outer"}""", "outer", "x")]
    [InlineData("""{"error":{"message":"x","code":"inner"},"code":"outer"}""", "inner", "x")]
    [InlineData("""{"error":{"code":null,"detail":"x"},"code":7,"message":"y"}""", "7", "y")]
    [InlineData("""{"error":{"message":"x"}}""", null, "x")]
    public async Task What_stands_around_the_error_counts_where_the_error_leaves_it_out(string body, string? code, string message)
    {
        var failure = await FailAsync(body, 400);

        Assert.Equal(code, failure.Code);
        Assert.EndsWith($"400: {message}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "The name cannot be resolved")]
    [InlineData(HttpRequestError.SecureConnectionError, "TLS failed")]
    [InlineData(HttpRequestError.ProxyTunnelError, "The proxy refused")]
    [InlineData(HttpRequestError.ConnectionError, "No connection")]
    [InlineData(HttpRequestError.ResponseEnded, "The connection broke before the answer began")]
    [InlineData(HttpRequestError.Unknown, "The connection broke before the answer began")]
    public async Task A_connection_that_fails_says_how(HttpRequestError error, string words)
    {
        var cause = new HttpRequestException(error, "outer", new SocketException((int)SocketError.HostNotFound));
        var failure = (await Ask.WholeAsync(Ask.Client(new BrokenHandler(cause)))).Failed<ChatConnectionException>();

        Assert.Equal($"http://127.0.0.1:9: {words} ({cause.InnerException!.Message.TrimEnd('.')}).", failure.Message);
        Assert.Same(cause, failure.InnerException);
    }

    [Theory]
    [InlineData(HttpRequestError.InvalidResponse)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded)]
    public async Task An_answer_that_is_malformed_is_not_asked_for_again(HttpRequestError error)
    {
        var handler = new BrokenHandler(new HttpRequestException(error, "bad header"));
        var failure = (await Ask.WholeAsync(Ask.Client(handler, new ChatClientOptions { NumRetries = 2 }))).Failed<ChatProtocolException>();

        Assert.Equal("http://127.0.0.1:9: The answer is malformed (bad header).", failure.Message);
        Assert.Equal(1, handler.Requests);
    }

    private static async Task<ChatApiException> FailAsync(string body, int status) =>
        (await Ask.WholeAsync(Ask.Client(BytesHandler.Json(body, status)))).Failed<ChatApiException>();

    private sealed class BrokenHandler(Exception cause) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            throw cause;
        }
    }
}
