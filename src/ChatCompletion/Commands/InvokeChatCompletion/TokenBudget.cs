using System.Globalization;

namespace ChatCompletions.Commands;

/// <summary>Keeps a pipeline from starting requests once its tokens are used up.</summary>
/// <param name="limit">The most tokens; <see langword="null"/> for no limit.</param>
/// <param name="totals">What was used.</param>
internal sealed class TokenBudget(long? limit, BulkTotals totals)
{
    /// <summary>Refuses a request that may not be started any more.</summary>
    /// <exception cref="ChatRequestException">The tokens are used up.</exception>
    public void Check()
    {
        if (totals.Tokens >= limit)
            throw new ChatRequestException(ChatErrorKind.BudgetReached, "MaxTotalTokens", string.Create(
                CultureInfo.InvariantCulture,
                $"Not asked: {totals.Tokens} tokens are used, and -MaxTotalTokens allows {limit}. ")
                + "With -JournalPath the same command goes on from here, with a budget of its own.");
    }

    /// <summary>Why the pipeline cannot go on after an answer: without its count of tokens the next ones could cost anything.</summary>
    /// <returns>The failure; <see langword="null"/> where there is none.</returns>
    public ChatRequestException? MissingUsage(ChatCompletion answer)
    {
        if (limit is null || answer.FromJournal || TokenCount.Counted(answer) is not null) return null;
        return new ChatRequestException(
            ChatErrorKind.UsageMissing,
            "MaxTotalTokens",
            $"{answer.Provider} does not say how many tokens its answer took, so -MaxTotalTokens cannot be kept. Nothing more is asked. "
            + "Leave -MaxTotalTokens out for this provider.");
    }
}
