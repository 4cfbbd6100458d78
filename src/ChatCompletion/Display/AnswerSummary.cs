using System.Globalization;

namespace ChatCompletions.Commands;

/// <summary>The summary line of an answer: provider and model, finish reason, tokens and time.</summary>
internal static class AnswerSummary
{
    private const int MaxError = 200;

    /// <summary>Creates the line, as text that is safe for a terminal.</summary>
    public static string Of(ChatCompletion answer)
    {
        var model = Join("/", [SafeText.Label(answer.Provider), SafeText.Label(answer.Model)]);
        var parts = new List<string?> { model, SafeText.Label(Finish(answer)) };
        if (!answer.Complete) parts.Add(answer.Error is { } error ? $"incomplete: {SafeText.Label(error, MaxError)}" : "incomplete");
        parts.Add(Tokens(answer));
        if (answer.Duration is { } seconds) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"));
        if (answer.FallbackFrom is { } former) parts.Add($"in place of {SafeText.Label(former)}");
        if (answer.Attempts > 1) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{answer.Attempts} attempts"));
        return Join(" · ", parts);
    }

    /// <summary>The finish reason, or all of them if the choices ended for different reasons.</summary>
    private static string Finish(ChatCompletion answer) =>
        Join(", ", answer.Choices.Select(static choice => choice.FinishReason).Distinct());

    private static string? Tokens(ChatCompletion answer) => (answer.PromptTokens, answer.CompletionTokens) switch
    {
        (null, null) => answer.TotalTokens is { } total ? $"{Number(total)} tokens" : null,
        var (prompt, completion) => $"{Number(prompt)} + {Number(completion)} tokens",
    };

    private static string Number(long? tokens) => tokens?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static string Join(string separator, IEnumerable<string?> parts) =>
        string.Join(separator, parts.Where(static part => !string.IsNullOrEmpty(part)));
}
