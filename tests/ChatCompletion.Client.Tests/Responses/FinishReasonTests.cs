namespace ChatCompletions.Tests;

/// <summary>For which reasons an answer is whole. A reason that is not known is taken for a cut.</summary>
public sealed class FinishReasonTests
{
    private const string Message = """{"content":"a","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}""";

    [Theory]
    [InlineData("stop", true)]
    [InlineData("STOP", true)]
    [InlineData("tool_calls", true)]
    [InlineData("function_call", true)]
    [InlineData("end_turn", true)]
    [InlineData("length", false)]
    [InlineData("content_filter", false)]
    [InlineData("error", false)]
    [InlineData("model_length", false)]
    [InlineData("MAX_TOKENS", false)]
    [InlineData("SAFETY", false)]
    [InlineData("insufficient_system_resource", false)]
    [InlineData("abort", false)]
    public async Task An_answer_is_complete_only_for_a_reason_that_means_so(string reason, bool complete)
    {
        using var server = ScriptedServer.Start();
        server.Enqueue(Reply.Json($$"""{"choices":[{"index":0,"message":{{Message}},"finish_reason":"{{reason}}"}]}"""));
        server.Enqueue(Reply.Sse($$"""{"choices":[{"index":0,"delta":{{Message}},"finish_reason":"{{reason}}"}]}""", "[DONE]"));
        var client = new ChatClient(ChatEndpoint.Create(new ChatProvider { Name = "srv", Type = "Custom", ApiBase = server.BaseUrl }));
        var request = new ChatRequest { Model = "m", Messages = [new ChatMessage { Content = "q" }] };

        Assert.Equal(complete, (await client.CompleteAsync(request, TestContext.Current.CancellationToken)).Complete);
        ChatCompletion? streamed = null;
        await foreach (var chunk in client.StreamAsync(request, TestContext.Current.CancellationToken)) streamed = chunk.Completion ?? streamed;
        Assert.Equal((Complete: complete, Content: "a"), (streamed!.Complete, streamed.Content));
    }

    [Fact]
    public async Task A_whole_message_after_its_pieces_is_not_added_to_them()
    {
        using var server = ScriptedServer.Start();
        server.Enqueue(Reply.Sse(
            """{"choices":[{"index":0,"delta":{"content":"A"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"B"}}]}""",
            """{"choices":[{"index":0,"message":{"content":"AB"},"finish_reason":"stop"}]}""", "[DONE]"));
        var client = new ChatClient(ChatEndpoint.Create(new ChatProvider { Name = "srv", Type = "Custom", ApiBase = server.BaseUrl }));
        ChatCompletion? whole = null;
        var request = new ChatRequest { Model = "m", Messages = [new ChatMessage { Content = "q" }] };
        await foreach (var chunk in client.StreamAsync(request, TestContext.Current.CancellationToken)) whole = chunk.Completion ?? whole;
        Assert.Equal("AB", whole!.Content);
    }

    [Fact]
    public async Task A_malformed_answer_is_not_asked_for_again()
    {
        using var server = ScriptedServer.Start();
        server.Default = Reply.Raw("HTTP/1.1 two hundred\r\n\r\n");
        var client = new ChatClient(ChatEndpoint.Create(new ChatProvider { Name = "srv", Type = "Custom", ApiBase = server.BaseUrl }));
        var request = new ChatRequest { Model = "m", Messages = [new ChatMessage { Content = "q" }] };

        var failure = await Assert.ThrowsAnyAsync<ChatException>(() => client.CompleteAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(ChatErrorKind.ProtocolError, failure.Kind);
        Assert.Single(server.Requests);
    }
}
