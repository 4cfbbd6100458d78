namespace ChatCompletions.Commands;

/// <summary>What is said of an answer that is not what one thinks, so that it is never passed on without a word.</summary>
internal static class AnswerWarnings
{
    /// <summary>The warnings of an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="wanted">How many choices were asked for, as far as the answer does not know it.</param>
    public static IEnumerable<string> Of(ChatCompletion answer, int? wanted)
    {
        foreach (var warning in answer.Choices.Select(Of).OfType<string>().Distinct()) yield return warning;
        if (answer.AskedChoices > 0) wanted = answer.AskedChoices;
        if (answer.Choices.Count < wanted) yield return $"{wanted} answers were asked for (-N), and {answer.Choices.Count} came.";
    }

    private static string? Of(ChatChoice choice) => choice switch
    {
        { FinishReason: "length" } => "The answer was cut at the token limit (finish reason length). Allow more with -MaxTokens or -MaxCompletionTokens.",
        { FinishReason: "content_filter" } => "A content filter cut the answer (finish reason content_filter).",
        { FinishReason: var reason } when !FinishReasons.IsWhole(reason) =>
            $"The answer ended with the finish reason '{SafeText.Label(reason)}' and is taken to be incomplete.",
        { Doubt: { } doubt } => $"{SafeText.Excerpt(doubt, 500)} The answer is taken to be incomplete.",
        { Message.Refusal.Length: > 0 } => $"The model refused: {SafeText.Excerpt(choice.Message.Refusal, 500)}",
        { Content: null or "", Message: { ToolCalls: null, Parts: null, Audio: null } } => "The answer is empty.",
        { Message.ToolCalls: { } calls } when calls.Exists(static call => call.Name is null) =>
            "The answer holds a tool call without a name, which cannot be run.",
        _ => null,
    };
}
