namespace ChatCompletions;

/// <summary>Checks whether an answer can contain a value, before its text is parsed.</summary>
internal static class AnswerFault
{
    /// <summary>Gets the error of an answer that cannot contain a value; <see langword="null"/> if its text can be parsed.</summary>
    public static ChatValueException? Of(ChatChoice choice) => choice switch
    {
        _ when Incompleteness.Of(choice) is { } cut => new(cut.ToMessage(", so it is not a complete value")),
        { Message.Refusal.Length: > 0 } => new($"The model refused: {SafeText.Excerpt(choice.Message.Refusal, 300)}"),
        { Message.ToolCalls: { Count: > 0 } calls } when string.IsNullOrWhiteSpace(choice.Content) => new(
            $"The model requested tool calls instead of an answer: "
                + $"{SafeText.Excerpt(string.Join(", ", calls.Select(static call => call.Name)), 200)}."),
        _ when string.IsNullOrWhiteSpace(choice.Content) => new("The answer is empty."),
        _ => null,
    };
}
