using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Errors that servers put into answers of status 200.</summary>
public class ErrorInAnswerTests
{
    private const string Hello = """{"choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}""";

    [Theory]
    [InlineData("""{"error":{"message":"boom","type":"server_error","param":null,"code":null}}""", ChatErrorKind.ServerError, null, "server_error")]
    [InlineData("""{"error":"boom"}""", ChatErrorKind.ServerError, null, null)]
    [InlineData("""{"error":["boom"]}""", ChatErrorKind.ServerError, null, null)]
    [InlineData("""{"error":{"message":"boom","code":429,"metadata":{"provider":"x"}},"choices":[]}""", ChatErrorKind.RateLimited, "429", null)]
    [InlineData("""{"error":{"message":"boom","type":"BadRequestError","param":null,"code":400}}""", ChatErrorKind.BadRequest, "400", "BadRequestError")]
    [InlineData("""{"error":{"message":"boom","code":"insufficient_quota"}}""", ChatErrorKind.QuotaExceeded, "insufficient_quota", null)]
    [InlineData("""{"error":{"message":"boom","code":"content_filter"}}""", ChatErrorKind.ContentFiltered, "content_filter", null)]
    [InlineData("""{"error":{"message":"boom","code":"401","type":"auth_error"}}""", ChatErrorKind.AuthenticationFailed, "401", "auth_error")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":""},"message":{"content":""},"finish_reason":"error","error":{"message":"boom","code":502}}]}""", ChatErrorKind.ServerError, "502", null)]
    [InlineData("""[{"error":{"code":503,"message":"boom","status":"UNAVAILABLE"}}]""", ChatErrorKind.ServerError, "503", null)]
    [InlineData("""{"message":"boom","error":{"message":"boom","type":"invalid_request_error"}}""", ChatErrorKind.BadRequest, null, "invalid_request_error")]
    public async Task F5_H23_An_error_at_status_200_is_an_error(string body, ChatErrorKind kind, string? code, string? type)
    {
        var outcomes = new[]
        {
            await Ask.BodyAsync(body),
            await Ask.StreamAsync(Ask.Client(BytesHandler.Json(body))),
            await Ask.EventsAsync(body),
            await Ask.EventsAsync(body, "[DONE]"),
        };
        Assert.All(outcomes, outcome =>
        {
            var failure = outcome.Failed(kind);
            Assert.Equal((StatusCode: 200, Code: code, Type: type), (failure.StatusCode, failure.Code, failure.Type));
            Assert.Contains("srv reported an error: boom", failure.Message, StringComparison.Ordinal);
            Assert.Contains("boom", failure.Body, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("0")]
    public async Task F5_An_error_field_that_says_nothing_is_none(string error)
    {
        var stream = await Ask.EventsAsync($$"""{"error":{{error}},"choices":[{"index":0,"error":{{error}},"delta":{"content":"a"},"finish_reason":"stop"}]}""");
        var whole = await Ask.BodyAsync($$$"""{"choices":[{"index":0,"error":{{{error}}},"message":{"content":"a"}}],"error":{{{error}}}}""");

        Assert.Equal((Content: "a", Complete: true), (stream.Answer.Content, stream.Answer.Complete));
        Assert.Equal((Content: "a", Complete: true), (whole.Answer.Content, whole.Answer.Complete));
    }

    [Theory]
    [InlineData("""{"error":{"message":"boom","type":"server_error"}}""")]
    [InlineData("""{"error":{"message":"boom","code":500},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}""")]
    public async Task F5_H23_An_error_in_mid_stream_comes_after_the_chunks_and_keeps_the_text(string error)
    {
        var outcome = await Ask.EventsAsync(Hello, """{"choices":[{"index":0,"delta":{"content":"lo"}}]}""", error, "[DONE]");

        var failure = outcome.Failed(ChatErrorKind.ServerError);
        Assert.Equal("Hello", outcome.Text);
        Assert.Equal("Hello", failure.Completion!.Content);
        Assert.Contains("boom", failure.Completion.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F5_An_error_that_comes_with_text_loses_no_text()
    {
        var outcome = await Ask.EventsAsync(Hello, """{"error":"boom","choices":[{"index":0,"delta":{"content":"lo"}}]}""");

        Assert.Equal("Hello", outcome.Text);
        Assert.Equal("Hello", outcome.Failed(ChatErrorKind.ServerError).Completion!.Content);
    }

    [Fact]
    public async Task F5_An_error_inside_a_choice_of_a_whole_answer_keeps_the_text()
    {
        var outcome = await Ask.BodyAsync("""{"id":"gen-1","choices":[{"index":0,"message":{"content":"Hel"},"finish_reason":"error","error":{"code":502,"message":"boom"}}],"usage":{"total_tokens":3}}""");

        var failure = outcome.Failed(ChatErrorKind.ServerError);
        var partial = Assert.IsType<ChatCompletion>(failure.Completion);
        Assert.Equal(
            (Content: "Hel", Complete: false, FinishReason: "error", TotalTokens: 3),
            (partial.Content, partial.Complete, partial.FinishReason, partial.TotalTokens));
        Assert.Equal(failure.Message, partial.Error);
    }

    [Fact]
    public async Task F5_An_error_after_the_last_chunk_is_still_an_error()
    {
        var outcome = await Ask.EventsAsync(Hello, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", """{"error":"boom"}""");

        var failure = outcome.Failed(ChatErrorKind.ServerError);
        Assert.Equal("stop", outcome.Chunks[^1].FinishReason);
        Assert.False(failure.Completion!.Complete);
    }

    [Theory]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"boom\",\"type\":\"rate_limit_error\"}}\n\n")]
    [InlineData("event: error\ndata: {\"message\":\"boom\",\"type\":\"rate_limit_error\"}\n\n")]
    [InlineData("error: {\"code\":429,\"message\":\"boom\",\"type\":\"rate_limit_error\"}\n\n")]
    [InlineData("error: {\"error\":{\"message\":\"boom\",\"type\":\"rate_limit_error\"}}")]
    public async Task F3_An_error_event_or_field_is_an_error(string text)
    {
        var outcome = await Ask.BytesAsync(Encoding.UTF8.GetBytes($"data: {Hello}\n\n{text}"));

        var failure = outcome.Failed(ChatErrorKind.RateLimited);
        Assert.Equal("rate_limit_error", failure.Type);
        Assert.EndsWith("boom", failure.Message, StringComparison.Ordinal);
        Assert.Equal("Hel", failure.Completion!.Content);
    }

    [Fact]
    public async Task F3_An_error_event_of_plain_text_is_an_error()
    {
        var outcome = await Ask.BytesAsync("event: error\ndata: upstream is gone\n\n"u8.ToArray());

        Assert.Contains("upstream is gone", outcome.Failed(ChatErrorKind.ServerError).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F5_An_error_as_bare_JSON_inside_a_stream_is_found()
    {
        var outcome = await Ask.BytesAsync(Encoding.UTF8.GetBytes($$"""
            data: {{Hello}}

            {
              "error": {
                "message": "boom",
                "code": "model_not_found"
              }
            }
            """));

        var failure = outcome.Failed(ChatErrorKind.NotFound);
        Assert.Equal("model_not_found", failure.Code);
        Assert.Equal("Hel", failure.Completion!.Content);
    }

    [Fact]
    public async Task An_error_without_a_message_shows_its_JSON() =>
        Assert.Contains("""{"reason":7}""", (await Ask.BodyAsync("""{"error":{"reason":7}}""")).Failed(ChatErrorKind.ServerError).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_failure_names_the_provider_the_model_and_the_request()
    {
        var failure = (await Ask.StreamAsync(Reply.Sse("""{"error":"boom"}""").Header("x-request-id", "req-1"))).Failed(ChatErrorKind.ServerError);

        Assert.Equal(
            (Provider: "srv", Model: "m", RequestId: "req-1", Attempts: 1),
            (failure.Provider, failure.Model, failure.RequestId, failure.Attempts));
    }
}
