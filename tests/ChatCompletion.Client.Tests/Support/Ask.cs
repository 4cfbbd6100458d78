using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Asks a scripted server, or a handler in memory, and gathers what comes of it.</summary>
internal static class Ask
{
    public static readonly ChatClientOptions NoRetries = new() { NumRetries = 0 };

    public static ChatRequest Question() => new() { Model = "m", Messages = [new ChatMessage { Content = "hi" }] };

    public static ChatClient Client(string apiBase, ChatClientOptions? options = null, string? key = null) => new(
        ChatEndpoint.Create(
            new ChatProvider { Name = "srv", Type = "Custom", ApiBase = apiBase, ApiKeyVariable = key is null ? null : "KEY" },
            environment: name => name == "KEY" ? key : null),
        options ?? NoRetries);

    public static ChatClient Client(ScriptedServer server, ChatClientOptions? options = null, string? key = null) =>
        Client(server.BaseUrl, options, key);

    public static ChatClient Client(HttpMessageHandler handler, ChatClientOptions? options = null, string? key = null) =>
        Client("http://127.0.0.1:9/v1", (options ?? NoRetries) with { Http = new HttpMessageInvoker(handler) }, key);

    public static async Task<Outcome> WholeAsync(ChatClient client, ChatRequest? request = null)
    {
        try
        {
            return new([], await client.CompleteAsync(request ?? Question(), TestContext.Current.CancellationToken), null);
        }
        catch (ChatException failure)
        {
            return new([], null, failure);
        }
    }

    public static async Task<Outcome> StreamAsync(ChatClient client, ChatRequest? request = null)
    {
        var chunks = new List<ChatCompletionChunk>();
        try
        {
            await foreach (var chunk in client.StreamAsync(request ?? Question(), TestContext.Current.CancellationToken)) chunks.Add(chunk);
        }
        catch (ChatException failure)
        {
            Assert.All(chunks, static chunk => Assert.Null(chunk.Completion));
            CheckText(chunks, failure.Completion);
            if (failure.Completion is { } partial) Assert.Equal(
                (Complete: false, Error: failure.Message),
                (partial.Complete, partial.Error));
            return new(chunks, null, failure);
        }
        Assert.All(chunks.SkipLast(1), static chunk => Assert.Null(chunk.Completion));
        Assert.NotNull(chunks[^1].Completion);
        CheckText(chunks, chunks[^1].Completion);
        return new(chunks, chunks[^1].Completion, null);
    }

    /// <summary>Asks a server of its own, which gives this reply, for a whole answer.</summary>
    public static async Task<Outcome> WholeAsync(Reply reply, string? key = null, ChatClientOptions? options = null)
    {
        using var server = ScriptedServer.Start().Enqueue(reply);
        return await WholeAsync(Client(server, options, key));
    }

    /// <summary>Asks a server of its own, which gives this reply, for a stream.</summary>
    public static async Task<Outcome> StreamAsync(Reply reply, string? key = null, ChatClientOptions? options = null)
    {
        using var server = ScriptedServer.Start().Enqueue(reply);
        return await StreamAsync(Client(server, options, key));
    }

    /// <summary>Streams these events, without a network.</summary>
    public static Task<Outcome> EventsAsync(params string[] events) =>
        StreamAsync(Client(new BytesHandler(Encoding.UTF8.GetBytes(string.Concat(events.Select(static data => $"data: {data}\n\n"))))));

    /// <summary>Streams events with these choices, each given without its braces, then <c>[DONE]</c>.</summary>
    public static Task<Outcome> ChoicesAsync(params string[] choices) =>
        EventsAsync([.. choices.Select(static choice => $$"""{"choices":[{{{choice}}}]}"""), "[DONE]"]);

    /// <summary>Streams these deltas of choice 0, then its end.</summary>
    public static Task<Outcome> DeltasAsync(params string[] deltas) => EventsAsync([
        .. deltas.Select(static delta => $$"""{"choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}"""),
        """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        "[DONE]"]);

    /// <summary>Streams these bytes, without a network.</summary>
    public static Task<Outcome> BytesAsync(byte[] stream) => StreamAsync(Client(new BytesHandler(stream)));

    /// <summary>Answers with this JSON body, without a network.</summary>
    public static Task<Outcome> BodyAsync(string json) => WholeAsync(Client(BytesHandler.Json(json)));

    /// <summary>Answers with this message as the only choice.</summary>
    public static Task<Outcome> MessageAsync(string message) =>
        BodyAsync($$"""{"choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""");

    /// <summary>The text of the chunks is the text of the completion, choice by choice.</summary>
    private static void CheckText(List<ChatCompletionChunk> chunks, ChatCompletion? completion)
    {
        foreach (var choice in completion?.Choices ?? [])
        {
            var own = chunks.Where(chunk => chunk.Index == choice.Index).ToList();
            Assert.Equal(choice.Content ?? "", string.Concat(own.Select(static chunk => chunk.Content)));
            Assert.Equal(choice.Message.ReasoningContent ?? "", string.Concat(own.Select(static chunk => chunk.ReasoningContent)));
            Assert.Equal(choice.FinishReason, own.LastOrDefault(static chunk => chunk.FinishReason is not null)?.FinishReason);
        }
    }
}
