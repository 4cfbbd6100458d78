namespace ChatCompletions.Tests;

/// <summary>When a stream asks for its usage, and what happens with servers that do not know the field.</summary>
public class StreamOptionsTests
{
    private const string Start = """{"model":"m","messages":[{"role":"user","content":"Hi"}]""";
    private const string Unknown = """{"error":{"message":"Unrecognized request argument supplied: stream_options","type":"invalid_request_error"}}""";

    [Fact]
    public async Task A_stream_asks_for_its_usage()
    {
        using var probe = new RequestProbe();
        Assert.Equal(Start + ""","stream":true,"stream_options":{"include_usage":true}}""", Assert.Single(await probe.StreamBodiesOf(RequestProbe.Request())));
    }

    [Fact]
    public async Task An_additional_parameter_of_null_suppresses_that()
    {
        using var probe = new RequestProbe();
        Assert.Equal(Start + ""","stream":true}""", Assert.Single(await probe.StreamBodiesOf(RequestProbe.With("""{"stream_options":null}"""))));
    }

    [Fact]
    public async Task An_additional_parameter_of_null_also_removes_the_providers_own_options()
    {
        using var probe = new RequestProbe { Defaults = RequestProbe.Map("""{"stream_options":{"include_usage":true}}""") };
        Assert.Equal(Start + ""","stream":true}""", Assert.Single(await probe.StreamBodiesOf(RequestProbe.With("""{"stream_options":null}"""))));
    }

    [Fact]
    public async Task Options_that_were_given_are_sent_once_and_as_they_are()
    {
        const string options = """{"include_usage":false,"include_obfuscation":false}""";
        using var probe = new RequestProbe();
        Assert.Equal($$"""{{Start}},"stream_options":{{options}},"stream":true}""", Assert.Single(await probe.StreamBodiesOf(RequestProbe.With($$"""{"stream_options":{{options}}}"""))));
        using var byDefault = new RequestProbe { Defaults = RequestProbe.Map($$"""{"stream_options":{{options}}}""") };
        Assert.Equal($$"""{{Start}},"stream_options":{{options}},"stream":true}""", Assert.Single(await byDefault.StreamBodiesOf(RequestProbe.Request())));
    }

    [Fact]
    public async Task Options_without_a_stream_are_refused()
    {
        using var probe = new RequestProbe();
        await probe.Refuses(RequestProbe.With("""{"stream_options":{"include_usage":true}}"""), "AdditionalParameters", "-Stream");
    }

    [Fact]
    public async Task Default_options_are_left_out_where_the_answer_is_not_streamed()
    {
        using var probe = new RequestProbe { Defaults = RequestProbe.Map("""{"stream_options":{"include_usage":true},"user":"u"}""") };
        Assert.Equal(Start + ""","user":"u"}""", await probe.BodyOf(RequestProbe.Request()));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task A_server_that_refuses_the_field_is_asked_once_more_without(int status)
    {
        using var probe = new RequestProbe();
        var bodies = await probe.StreamBodiesOf(RequestProbe.Request(), Reply.Json(Unknown, status));
        Assert.Equal([Start + ""","stream":true,"stream_options":{"include_usage":true}}""", Start + ""","stream":true}"""], bodies);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"Unknown model."}}""")]
    [InlineData(404, Unknown)]
    [InlineData(500, Unknown)]
    public async Task Another_error_is_an_error(int status, string body)
    {
        using var probe = new RequestProbe();
        var error = await Assert.ThrowsAsync<ChatApiException>(() => probe.StreamBodiesOf(RequestProbe.Request(), Reply.Json(body, status)));
        Assert.Equal(status, error.StatusCode);
        Assert.Single(probe.Server.Requests);
    }

    [Fact]
    public async Task A_server_that_refuses_the_field_again_is_not_asked_for_ever()
    {
        using var probe = new RequestProbe();
        await Assert.ThrowsAsync<ChatApiException>(() => probe.StreamBodiesOf(RequestProbe.Request(), Reply.Json(Unknown, 400), Reply.Json(Unknown, 400)));
        Assert.Equal(2, probe.Server.Requests.Count);
    }

    [Fact]
    public async Task Options_that_the_user_gave_are_not_taken_back()
    {
        using var probe = new RequestProbe();
        await Assert.ThrowsAsync<ChatApiException>(() => probe.StreamBodiesOf(RequestProbe.With("""{"stream_options":{"include_usage":true}}"""), Reply.Json(Unknown, 400)));
        Assert.Single(probe.Server.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    public async Task The_second_request_without_the_field_is_traced(int status)
    {
        var trace = new List<string>();
        using var server = ScriptedServer.Start().Enqueue(Reply.Json(status == 200 ? Unknown.Replace("\"type\"", "\"code\":400,\"type\"", StringComparison.Ordinal) : Unknown, status));
        server.Default = Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}""", "[DONE]");
        var outcome = await Ask.StreamAsync(Ask.Client(server, Ask.NoRetries with { Trace = trace.Add }));

        Assert.Equal((Content: "ok", Attempts: 2), (outcome.Answer.Content, outcome.Answer.Attempts));
        Assert.Equal(3, trace.Count);
        Assert.StartsWith("POST ", trace[0], StringComparison.Ordinal);
        Assert.Contains("does not know stream_options", trace[1], StringComparison.Ordinal);
        Assert.Contains("without usage", trace[1], StringComparison.Ordinal);
        Assert.StartsWith("POST ", trace[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_accepted_at_once_is_traced_once()
    {
        var trace = new List<string>();
        using var server = ScriptedServer.Start();
        server.Default = Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}""", "[DONE]");
        Assert.Equal(1, (await Ask.StreamAsync(Ask.Client(server, Ask.NoRetries with { Trace = trace.Add }))).Answer.Attempts);

        Assert.StartsWith("POST ", Assert.Single(trace), StringComparison.Ordinal);
    }
}
