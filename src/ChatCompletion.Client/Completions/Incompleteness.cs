namespace ChatCompletions;

/// <summary>Why a choice is not a complete answer, as clauses for a message.</summary>
/// <param name="Reason">The reason, without a full stop.</param>
/// <param name="Advice">How to get a complete answer, as a sentence; empty if there is no advice.</param>
internal readonly record struct Incompleteness(string Reason, string Advice = "")
{
    /// <summary>Gets the reason why a choice is incomplete; <see langword="null"/> if it is complete.</summary>
    public static Incompleteness? Of(ChatChoice choice) => choice switch
    {
        { FinishReason: "length" } => new(
            "The answer was cut at the token limit (finish reason length)", "Set a higher limit with -MaxTokens or -MaxCompletionTokens."),
        { FinishReason: "content_filter" } => new("A content filter cut the answer (finish reason content_filter)"),
        { FinishReason: var reason } when !FinishReasons.IsWhole(reason) =>
            new($"The answer ended with the finish reason '{SafeText.Label(reason)}' and is treated as incomplete"),
        { Doubt: { } doubt } => new($"{SafeText.Excerpt(doubt, 500)} The answer is treated as incomplete"),
        _ => null,
    };

    /// <summary>Gets the message.</summary>
    /// <param name="consequence">A clause that continues the reason, such as <c>, so …</c>.</param>
    public string ToMessage(string consequence = "") => $"{Reason}{consequence}. {Advice}".TrimEnd();
}
