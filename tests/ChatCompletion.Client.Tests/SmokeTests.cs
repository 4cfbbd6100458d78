namespace ChatCompletions.Tests;

public class SmokeTests
{
    [Fact]
    public async Task The_mock_answers()
    {
        var client = new ChatClient(ChatEndpoint.Create(new ChatProvider { Name = "m", Type = "Mock" }));
        var answer = await client.CompleteAsync(new ChatRequest { Messages = [new ChatMessage { Content = "hi" }] }, TestContext.Current.CancellationToken);
        Assert.Contains("hi", answer.Content);
        var chunks = new List<ChatCompletionChunk>();
        await foreach (var c in client.StreamAsync(new ChatRequest { Messages = [new ChatMessage { Content = "hi" }] }, TestContext.Current.CancellationToken)) chunks.Add(c);
        Assert.Equal(answer.Content, string.Concat(chunks.Select(c => c.Content)));
        Assert.Equal(answer.TotalTokens, chunks[^1].Completion!.TotalTokens);
    }

    [Fact]
    public async Task A_server_is_asked()
    {
        using var server = ScriptedServer.Start();
        server.Enqueue(Reply.Sse("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}", "[DONE]"));
        var client = new ChatClient(ChatEndpoint.Create(new ChatProvider { Name = "m", Type = "Custom", ApiBase = server.Url }));
        var chunks = new List<ChatCompletionChunk>();
        await foreach (var c in client.StreamAsync(new ChatRequest { Model = "x", Messages = [new ChatMessage { Content = "hi" }] }, TestContext.Current.CancellationToken)) chunks.Add(c);
        Assert.Equal("a", chunks[^1].Completion!.Content);
        Assert.Equal("""{"model":"x","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""", server.Requests[0].Body);
    }
}
