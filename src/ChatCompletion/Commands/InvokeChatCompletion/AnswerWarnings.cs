namespace ChatCompletions.Commands;

/// <summary>Warnings about answers that are incomplete, empty or refused, so that these are never passed on silently.</summary>
internal static class AnswerWarnings
{
    /// <summary>Gets the warnings for an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="wanted">How many choices were requested, if the answer does not contain this number.</param>
    public static IEnumerable<string> Of(ChatCompletion answer, int? wanted)
    {
        foreach (var warning in answer.Choices.Select(Of).OfType<string>().Distinct()) yield return warning;
        if (answer.AskedChoices > 0) wanted = answer.AskedChoices;
        if (answer.Choices.Count < wanted) yield return $"-N requested {wanted} answers, but {answer.Choices.Count} arrived.";
    }

    private static string? Of(ChatChoice choice) => choice switch
    {
        _ when Incompleteness.Of(choice) is { } cut => cut.ToMessage(),
        { Message.Refusal.Length: > 0 } => $"The model refused: {SafeText.Excerpt(choice.Message.Refusal, 500)}",
        { Content: null or "", Message: { ToolCalls: null, Parts: null, Audio: null } message }
            when message.AdditionalProperties?["images"] is not JsonList => "The answer is empty.",
        { Message.ToolCalls: { } calls } when calls.Exists(static call => call.Name is null) =>
            "The answer contains a tool call without a name, which cannot be executed.",
        _ => null,
    };
}
