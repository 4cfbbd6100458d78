using OpenAI.Chat;

namespace ChatCompletions.Benchmarks;

/// <summary>Large requests: 1,000 messages, and an image of 20 MB, which must not be held more often than needed.</summary>
internal static class Requests
{
    private const int ImageBytes = 20_000_000;

    public static async Task MeasureAsync(string server, Pairs pairs)
    {
        var address = $"{server}/small";
        var ours = Clients.Ours(address);
        var official = Clients.Official(address);
        var text = string.Concat(Enumerable.Repeat("The sky is blue because air scatters blue light. ", 4));
        var many = new ChatRequest { Model = Clients.Model, Messages = [.. Enumerable.Range(0, 1000).Select(i => new ChatMessage { Content = text, Role = i % 2 == 0 ? "user" : "assistant" })] };
        OpenAI.Chat.ChatMessage[] officialMany = [.. Enumerable.Range(0, 1000).Select(OpenAI.Chat.ChatMessage (i) => i % 2 == 0 ? new UserChatMessage(text) : new AssistantChatMessage(text))];
        await pairs.RunAsync(
            ("messages.ours", Pairs.Microseconds(20, () => ours.CompleteAsync(many))),
            ("messages.openai", Pairs.Microseconds(20, () => official.CompleteChatAsync(officialMany))));

        var bytes = new byte[ImageBytes];
        new Random(1).NextBytes(bytes);
        var image = Image(Convert.ToBase64String(bytes));
        OpenAI.Chat.ChatMessage[] officialImage = [new UserChatMessage(ChatMessageContentPart.CreateTextPart(Clients.Question), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(bytes), "image/png"))];
        await pairs.RunAsync(
            ("image.ours", PerBodyByte(() => ours.CompleteAsync(image))),
            ("image.openai", PerBodyByte(() => official.CompleteChatAsync(officialImage))));
        await pairs.RunAsync(
            ("image.time.ours", Pairs.Microseconds(1, () => ours.CompleteAsync(image))),
            ("image.time.openai", Pairs.Microseconds(1, () => official.CompleteChatAsync(officialImage))));
    }

    private static ChatRequest Image(string base64) => new()
    {
        Model = Clients.Model,
        Messages =
        [
            new ChatMessage
            {
                Parts =
                [
                    new JsonDictionary { ["type"] = "text", ["text"] = Clients.Question },
                    new JsonDictionary { ["type"] = "image_url", ["image_url"] = new JsonDictionary { ["url"] = $"data:image/png;base64,{base64}" } },
                ],
            },
        ],
    };

    /// <summary>What is allocated to send the request, in multiples of its bytes on the wire.</summary>
    private static Func<Task<double>> PerBodyByte(Func<Task> send) => async () =>
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await send();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (ImageBytes * 4.0 / 3);
    };
}
