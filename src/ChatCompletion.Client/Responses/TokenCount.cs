using System.Text;

namespace ChatCompletions;

/// <summary>Counts the tokens of answers. Sums never decrease and never overflow.</summary>
internal static class TokenCount
{
    /// <summary>
    /// The bytes of UTF-8 per token in an estimate: fewer than most tokens have, so that the estimate is rather too high.
    /// </summary>
    private const int BytesPerToken = 3;

    /// <summary>Gets the tokens that the server counted for request and answer.</summary>
    /// <returns>
    /// The total, or the sum of its parts if that is more; <see langword="null"/> if a needed count is missing, or if it is 0 although the
    /// answer has content.
    /// </returns>
    public static long? Counted(ChatCompletion answer)
    {
        var usage = answer.Usage;
        var isKnown = usage?.TotalTokens >= 0 || (usage?.PromptTokens >= 0 && usage.CompletionTokens >= 0);
        var count = Known(usage);
        return isKnown && (count > 0 || !answer.Choices.Exists(static choice => HasContent(choice.Message))) ? count : null;
    }

    /// <summary>
    /// Gets the tokens to charge for an answer. If it broke off in its text, before the server counted it, this is an estimate: one token
    /// for each three bytes of all sent and received texts.
    /// </summary>
    public static long Charged(ChatCompletion answer)
    {
        var known = Known(answer.Usage);
        var received = Bytes(answer.Choices.Select(static choice => choice.Message));
        if (answer.Error is null || received == 0 || Counted(answer) is not null) return known;
        // The last message of the history is the first choice.
        var sent = Bytes((answer.History ?? []).SkipLast(1));
        return Math.Max(known, (sent + received + BytesPerToken - 1) / BytesPerToken);
    }

    /// <summary>Adds a count to a sum. A count below 0 adds nothing.</summary>
    public static long Add(long sum, long? count)
    {
        if (count is not > 0) return sum;
        return sum > long.MaxValue - count ? long.MaxValue : sum + count.Value;
    }

    private static long Known(ChatUsage? usage) =>
        Math.Max(Add(0, usage?.TotalTokens), Add(Add(0, usage?.PromptTokens), usage?.CompletionTokens));

    private static bool HasContent(ChatMessage message) =>
        message.Parts is { Count: > 0 }
        || message.Audio is { Count: > 0 }
        || Texts(message).Any(static text => !string.IsNullOrEmpty(text));

    private static long Bytes(IEnumerable<ChatMessage> messages) =>
        messages.SelectMany(Texts).Sum(static text => text is null ? 0L : Encoding.UTF8.GetByteCount(text));

    private static IEnumerable<string?> Texts(ChatMessage message)
    {
        var calls = message.ToolCalls ?? [];
        return [message.Content, message.ReasoningContent, message.Refusal, .. calls.Select(static call => call.Name + call.Arguments)];
    }
}
