using System.Globalization;

namespace ChatCompletions.Commands;

/// <summary>Prevents a pipeline from starting requests once its tokens are used up.</summary>
/// <param name="limit">The maximum number of tokens; <see langword="null"/> for no limit.</param>
/// <param name="totals">The tokens used so far.</param>
internal sealed class TokenBudget(long? limit, BulkTotals totals)
{
    /// <summary>
    /// Why the run must end: an answer has no token count, so further requests could cost any amount. <see langword="null"/> if it may
    /// continue.
    /// </summary>
    public ChatRequestException? Failure { get; private set; }

    /// <summary>Throws if no further request may be started.</summary>
    /// <exception cref="ChatRequestException">The tokens are used up or cannot be counted.</exception>
    public void Check()
    {
        if (totals.Tokens >= limit)
            throw new ChatRequestException(ChatErrorKind.BudgetReached, "MaxTotalTokens", string.Create(
                CultureInfo.InvariantCulture,
                $"Not sent: {totals.Tokens} tokens are used, and -MaxTotalTokens allows {limit}. ")
                + "With -JournalPath, the same command resumes here, with a new budget.");
        if (Failure is not null) throw Failure;
    }

    /// <summary>Checks that an answer has a token count; if not, sets <see cref="Failure"/>.</summary>
    public void CheckUsage(ChatCompletion answer)
    {
        if (limit is null || answer.FromJournal || TokenCount.Counted(answer) is not null) return;
        Failure ??= new ChatRequestException(
            ChatErrorKind.UsageMissing,
            "MaxTotalTokens",
            $"{answer.Provider} does not report the tokens of its answer, so -MaxTotalTokens cannot be enforced. "
            + "No further request is sent. Omit -MaxTotalTokens for this provider.");
    }
}
