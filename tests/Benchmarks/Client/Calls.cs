namespace ChatCompletions.Benchmarks;

/// <summary>One call whose answer comes whole: small, of 1 MB, and of 10 MB of log probabilities.</summary>
internal static class Calls
{
    public static async Task MeasureAsync(string server, Pairs pairs)
    {
        await MeasureAsync(server, pairs, "small", 300);
        await MeasureAsync(server, pairs, "large", 10);
        await MeasureAsync(server, pairs, "logprobs", 1);
    }

    private static async Task MeasureAsync(string server, Pairs pairs, string answer, int repetitions)
    {
        var address = $"{server}/{answer}";
        using var bare = new BareLoop();
        var ours = Clients.Ours(address);
        var official = Clients.Official(address);
        await pairs.RunAsync(
            ($"call.{answer}.bare", Pairs.Microseconds(repetitions, () => bare.AskAsync(Clients.ChatAddress(address)))),
            ($"call.{answer}.ours", Pairs.Microseconds(repetitions, async () => Expect((await ours.CompleteAsync(Clients.Request())).Complete))),
            ($"call.{answer}.openai", Pairs.Microseconds(repetitions, async () => Expect((await official.CompleteChatAsync(Clients.Question)).Value.Content.Count == 1))));
    }

    private static void Expect(bool isRight)
    {
        if (!isRight) throw new InvalidOperationException("The answer is not what the server sent.");
    }
}
