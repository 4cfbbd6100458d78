namespace ChatCompletions;

/// <summary>What is known of an answer beside its body: what was asked, what the headers tell, how long it took.</summary>
internal static class AnswerDetails
{
    /// <summary>Adds it to a completion.</summary>
    /// <param name="completion">The completion.</param>
    /// <param name="exchange">Where it came from.</param>
    /// <param name="clock">The call's time.</param>
    /// <param name="body">What was asked.</param>
    public static void Add(ChatCompletion completion, HttpExchange exchange, CallClock clock, RequestBody body)
    {
        completion.AskedModel = body.Model;
        completion.AskedChoices = body.Choices;
        if (body["messages"] is IEnumerable<ChatMessage> sent) completion.History = completion.Choices is [var first, ..] ? [.. sent, first.Message] : [.. sent];
        completion.Attempts = exchange.Attempts;
        completion.RequestId = exchange.RequestId;
        completion.RateLimit = exchange.RateLimit;
        completion.Cost = exchange.Cost ?? CostOf(completion.Usage);
        completion.Duration = Math.Round(clock.Elapsed.TotalSeconds, 3);
    }

    /// <summary>OpenRouter tells the cost beside the tokens.</summary>
    private static double? CostOf(ChatUsage? usage) => usage?.AdditionalProperties?["cost"] switch
    {
        double cost => cost,
        long cost => cost,
        decimal cost => (double)cost,
        _ => null,
    };
}
