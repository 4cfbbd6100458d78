namespace ChatCompletions;

/// <summary>Completes an answer with details from the request, the response headers and the clock.</summary>
internal static class AnswerDetails
{
    /// <summary>Sets the details of a completion.</summary>
    /// <param name="completion">The completion.</param>
    /// <param name="exchange">The response.</param>
    /// <param name="clock">The clock of the call.</param>
    /// <param name="request">The request.</param>
    public static void Add(ChatCompletion completion, HttpExchange exchange, CallClock clock, SentRequest request)
    {
        completion.AskedModel = request.Model;
        completion.AskedChoices = request.Choices;
        if (request.Messages is { } sent)
            completion.History = completion.Choices is [var first, ..] ? [.. sent, first.Message] : [.. sent];
        completion.Attempts = exchange.Attempts;
        completion.RequestId = exchange.RequestId;
        completion.RateLimit = exchange.RateLimit;
        completion.Cost = exchange.Cost ?? CostOf(completion.Usage);
        completion.Duration = Math.Round(clock.Elapsed.TotalSeconds, 3);
    }

    /// <summary>OpenRouter reports the cost in the usage.</summary>
    private static double? CostOf(ChatUsage? usage) => usage?.AdditionalProperties?["cost"] switch
    {
        double cost => cost,
        long cost => cost,
        decimal cost => (double)cost,
        _ => null,
    };
}
