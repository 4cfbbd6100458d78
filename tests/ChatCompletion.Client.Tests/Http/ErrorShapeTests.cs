namespace ChatCompletions.Tests;

/// <summary>The shapes in which servers tell of errors.</summary>
public class ErrorShapeTests
{
    [Theory]
    [InlineData("""{"error":{"message":"boom","type":"invalid_request_error","param":"model","code":"model_not_found"}}""", "model_not_found", "invalid_request_error", "model")]
    [InlineData("""{"error":{"message":"boom","type":"BadRequestError","param":null,"code":400}}""", "400", "BadRequestError", null)]
    [InlineData("""{"error":{"code":400,"message":"boom","type":"invalid_request_error"}}""", "400", "invalid_request_error", null)]
    [InlineData("""{"error":{"message":"boom","type":"authentication_error","code":"invalid_api_key"}}""", "invalid_api_key", "authentication_error", null)]
    [InlineData("""{"error":{"code":"DeploymentNotFound","message":"boom"}}""", "DeploymentNotFound", null, null)]
    [InlineData("""{"error":{"message":"boom","type":"None","param":"None","code":"500"}}""", "500", null, null)]
    [InlineData("""{"object":"error","message":"boom","type":"BadRequestError","param":null,"code":400}""", "400", "BadRequestError", null)]
    [InlineData("""{"error":"SyntaxError","message":"boom","status":400}""", null, "SyntaxError", null)]
    [InlineData("""{"code":"bad model","error":"boom"}""", "bad model", null, null)]
    [InlineData("""[{"error":{"code":400,"message":"boom","status":"INVALID_ARGUMENT"}}]""", "400", null, null)]
    [InlineData("""{"detail":"boom"}""", null, null, null)]
    [InlineData("""{"detail":{"msg":"boom","type":"bad_input"}}""", null, null, null)]
    [InlineData("""{"status":"failure","message":"boom"}""", null, null, null)]
    [InlineData("""{"html-message":"boom"}""", null, null, null)]
    [InlineData("""{"error":{"html-message":"boom"}}""", null, null, null)]
    [InlineData("""{"error":{"message":"","code":1},"message":"boom"}""", "1", null, null)]
    [InlineData("""{"message":"boom","error":{"code":7}}""", "7", null, null)]
    [InlineData("""{"error":"boom"}""", null, null, null)]
    [InlineData("""{"error":["boom"]}""", null, null, null)]
    [InlineData("\"boom\"", null, null, null)]
    [InlineData("  boom\n", null, null, null)]
    public async Task F6_H22_Every_shape_of_error_is_understood(string body, string? code, string? type, string? param)
    {
        var failure = (await Ask.WholeAsync(Reply.Json(body, 400).Header("x-request-id", "req-7"))).Failed(ChatErrorKind.BadRequest);

        Assert.Equal("srv answered with status 400: boom", failure.Message);
        Assert.Equal(
            (StatusCode: 400, Code: code, Type: type, Param: param),
            (failure.StatusCode, failure.Code, failure.Type, failure.Param));
        Assert.Equal(
            (RequestId: "req-7", Attempts: 1, Provider: "srv", Model: "m"),
            (failure.RequestId, failure.Attempts, failure.Provider, failure.Model));
        Assert.Equal(body.Trim(), failure.Body);
        Assert.Null(failure.RetryAfter);
        Assert.Null(failure.Completion);
    }

    [Theory]
    [InlineData("""{"detail":[{"loc":["body","messages"],"msg":"field required","type":"value_error.missing"},{"loc":["body","n",0],"msg":"too large"}]}""", "body.messages: field required; body.n.0: too large")]
    [InlineData("""{"detail":["one","two"]}""", "one; two")]
    [InlineData("Error: HTTP Server is running, but this endpoint does not exist.", "Error: HTTP Server is running, but this endpoint does not exist.")]
    public async Task H22_Lists_of_faults_are_told_in_one_line(string body, string message) =>
        Assert.Equal("srv answered with status 422: " + message, (await Ask.WholeAsync(Reply.Text(body, 422, "text/html"))).Failed(ChatErrorKind.BadRequest).Message);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html><body>nginx</body></html>")]
    public async Task F6_Without_a_message_the_status_line_says_what_it_is(string body)
    {
        var failure = (await Ask.StreamAsync(Reply.Text(body, 404, "text/html"))).Failed(ChatErrorKind.NotFound);

        Assert.Matches("^srv answered with status 404: Not Found. The address was http://127.0.0.1:[0-9]+/v1/chat/completions.$", failure.Message);
        Assert.Equal(body, failure.Body);
    }

    [Fact]
    public async Task E6_Azures_blocked_question_is_a_content_filter_error()
    {
        var failure = (await Ask.WholeAsync(Reply.Json("""
            {"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":true}}}}}
            """, 400))).Failed(ChatErrorKind.ContentFiltered);

        Assert.Equal((Code: "content_filter", Type: null, Param: "prompt"), (failure.Code, failure.Type, failure.Param));
        Assert.Contains("ResponsibleAIPolicyViolation", failure.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-request-id")]
    [InlineData("x-litellm-call-id")]
    [InlineData("X-Generation-Id")]
    [InlineData("apim-request-id")]
    [InlineData("request-id")]
    public async Task F22_The_request_id_is_found_under_its_several_names(string name)
    {
        Assert.Equal("id-1", (await Ask.WholeAsync(Reply.Json("{}", 500).Header(name, "id-1"))).Failure!.RequestId);
        Assert.Equal("id-2", (await Ask.WholeAsync(Reply.Json("""{"choices":[{"message":{"content":"a"}}]}""").Header(name, "id-2"))).Answer.RequestId);
    }

    [Fact]
    public async Task A_huge_error_body_is_cut()
    {
        var failure = (await Ask.WholeAsync(Reply.Json($$$"""{"error":{"message":"{{{new string('x', 3_000_000)}}}"}}""", 400))).Failed(ChatErrorKind.BadRequest);

        Assert.InRange(failure.Body!.Length, 8000, 9000);
        Assert.InRange(failure.Message.Length, 1000, 3000);
    }

    [Fact]
    public async Task An_error_body_that_breaks_off_says_what_came()
    {
        var failure = (await Ask.WholeAsync(Reply.Text("half of", 500, "text/plain").Header("Content-Length", "100").Close())).Failed(ChatErrorKind.ServerError);

        Assert.Equal("srv answered with status 500: half of", failure.Message);
    }

    [Fact]
    public async Task Terminal_escapes_of_a_server_are_made_visible()
    {
        var failure = (await Ask.WholeAsync(Reply.Json("""{"error":{"message":"a\u001b]0;x\u0007b\u202ec\u009bd","code":"\u001bc","type":"t\u0000"}}""", 400).Header("x-request-id", "r\u001b[2J"))).Failed(ChatErrorKind.BadRequest);

        Assert.Equal("srv answered with status 400: a␛]0;x␇b\uFFFDc\uFFFDd", failure.Message);
        Assert.Equal((Code: "␛c", Type: "t␀"), (failure.Code, failure.Type));
        foreach (var text in new[] { failure.ToString(), failure.Body!, failure.RequestId ?? "" })
            Assert.DoesNotContain(text.Replace("\r\n", "\n", StringComparison.Ordinal), static character => char.IsControl(character) && character is not ('\n' or '\t'));
    }
}
