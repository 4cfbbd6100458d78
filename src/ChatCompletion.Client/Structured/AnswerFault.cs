namespace ChatCompletions;

/// <summary>Why an answer holds no value, whatever its text is.</summary>
internal static class AnswerFault
{
    /// <summary>The fault; <see langword="null"/> where the text can be read.</summary>
    public static ChatValueException? Of(ChatChoice choice) => choice switch
    {
        { FinishReason: "length" } => new("The answer was cut at the token limit (finish reason length), so that it is not the whole value. Allow more with -MaxTokens or -MaxCompletionTokens."),
        { FinishReason: "content_filter" } => new("A content filter cut the answer (finish reason content_filter), so that it is not the whole value."),
        { FinishReason: var reason } when !FinishReasons.IsWhole(reason) => new($"The answer ended with the finish reason '{SafeText.Excerpt(reason, 100)}' and is taken to be incomplete, so that it is not the whole value."),
        { Doubt: { } doubt } => new($"{doubt} The answer is taken to be incomplete, so that it is not the whole value."),
        { Message.Refusal.Length: > 0 } => new($"The model refused: {SafeText.Excerpt(choice.Message.Refusal, 300)}"),
        { Message.ToolCalls: { Count: > 0 } calls } when string.IsNullOrWhiteSpace(choice.Content) =>
            new($"The model asked for tool calls in place of an answer: {SafeText.Excerpt(string.Join(", ", calls.Select(static call => call.Name)), 200)}."),
        _ when string.IsNullOrWhiteSpace(choice.Content) => new("The answer is empty."),
        _ => null,
    };
}
