using System.Text;

namespace ChatCompletions;

/// <summary>How many tokens answers took. No answer lowers a sum, and no sum goes beyond the largest number.</summary>
internal static class TokenCount
{
    /// <summary>How many bytes of UTF-8 an estimate takes for a token: fewer than most have, so that it is rather too high.</summary>
    private const int BytesPerToken = 3;

    /// <summary>The tokens that a server counted for an answer, in question and answer together.</summary>
    /// <returns>
    /// The total, or the sum of its parts where that is more; <see langword="null"/> where the server leaves out what is needed, or counts
    /// nothing for an answer that has a text or another content.
    /// </returns>
    public static long? Counted(ChatCompletion answer)
    {
        var usage = answer.Usage;
        var isKnown = usage?.TotalTokens >= 0 || (usage?.PromptTokens >= 0 && usage.CompletionTokens >= 0);
        var count = Known(usage);
        return isKnown && (count > 0 || !answer.Choices.Exists(static choice => HasContent(choice.Message))) ? count : null;
    }

    /// <summary>
    /// The tokens to charge for an answer. One that broke off in its text, before the server counted it, is estimated: all texts that were
    /// sent and received, at a token for each three bytes.
    /// </summary>
    public static long Charged(ChatCompletion answer)
    {
        var known = Known(answer.Usage);
        var received = Bytes(answer.Choices.Select(static choice => choice.Message));
        if (answer.Error is null || received == 0 || Counted(answer) is not null) return known;
        // The conversation ends with the first choice.
        var sent = Bytes((answer.History ?? []).SkipLast(1));
        return Math.Max(known, (sent + received + BytesPerToken - 1) / BytesPerToken);
    }

    /// <summary>Adds to a sum. What is below 0 adds nothing.</summary>
    public static long Add(long sum, long? count)
    {
        if (count is not > 0) return sum;
        return sum > long.MaxValue - count ? long.MaxValue : sum + count.Value;
    }

    private static long Known(ChatUsage? usage) =>
        Math.Max(Add(0, usage?.TotalTokens), Add(Add(0, usage?.PromptTokens), usage?.CompletionTokens));

    private static bool HasContent(ChatMessage message) =>
        message.Parts is { Count: > 0 } || message.Audio is { Count: > 0 } || Texts(message).Any(static text => !string.IsNullOrEmpty(text));

    private static long Bytes(IEnumerable<ChatMessage> messages) =>
        messages.SelectMany(Texts).Sum(static text => text is null ? 0L : Encoding.UTF8.GetByteCount(text));

    private static IEnumerable<string?> Texts(ChatMessage message)
    {
        var calls = message.ToolCalls ?? [];
        return [message.Content, message.ReasoningContent, message.Refusal, .. calls.Select(static call => call.Name + call.Arguments)];
    }
}
