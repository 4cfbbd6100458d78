using System.ClientModel;
using OpenAI;

namespace ChatCompletions.Benchmarks;

/// <summary>The clients that are compared, each asking one path of the server.</summary>
internal static class Clients
{
    public const string Model = "gpt-4o-mini";

    public const string Question = "Why is the sky blue?";

    /// <summary>Ours.</summary>
    public static ChatClient Ours(string address) =>
        new(ChatEndpoint.Create(new ChatProvider { Name = "bench", Type = "Custom", ApiBase = $"{address}/v1" }), new ChatClientOptions());

    /// <summary>A request of one short question.</summary>
    public static ChatRequest Request() => new() { Model = Model, Messages = [new ChatMessage { Content = Question }] };

    /// <summary>The official one.</summary>
    public static OpenAI.Chat.ChatClient Official(string address) =>
        new(Model, new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri($"{address}/v1") });

    /// <summary>Where a client sends its questions.</summary>
    public static string ChatAddress(string address) => $"{address}/v1/chat/completions";
}
