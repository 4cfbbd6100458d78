namespace ChatCompletions;

/// <summary>The totals of a journal.</summary>
public sealed class ChatJournalSummary
{
    private decimal _cost;
    private bool _knowsCost;

    /// <summary>The journal.</summary>
    public string? Path { get; init; }

    /// <summary>How many calls were finished, with an answer or without. A call that failed and was made again counts twice.</summary>
    public int Calls { get; private set; }

    /// <summary>How many of them were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>How many of them failed, or have an answer that is not kept. A run with the same journal asks them again.</summary>
    public int Failed { get; private set; }

    /// <summary>How many of the answers are not whole.</summary>
    public int Incomplete { get; private set; }

    /// <summary>The tokens of all questions, as far as the servers told.</summary>
    public long PromptTokens { get; private set; }

    /// <summary>The tokens of all answers, as far as the servers told.</summary>
    public long CompletionTokens { get; private set; }

    /// <summary>The tokens in all, as far as the servers told.</summary>
    public long TotalTokens { get; private set; }

    /// <summary>What all answers cost, as far as the servers told; <see langword="null"/> where none did.</summary>
    public double? Cost => _knowsCost ? (double)_cost : null;

    /// <summary>When the first call was finished.</summary>
    public DateTimeOffset? FirstTime { get; private set; }

    /// <summary>When the last call was finished.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Counts a call.</summary>
    internal void Add(ChatJournalEntry entry)
    {
        Calls++;
        if (entry.Error is not null) Failed++;
        else Answered++;
        if (entry is { Error: null, Complete: false }) Incomplete++;
        PromptTokens = TokenCount.Add(PromptTokens, entry.PromptTokens);
        CompletionTokens = TokenCount.Add(CompletionTokens, entry.CompletionTokens);
        TotalTokens = TokenCount.Add(TotalTokens, entry.TotalTokens);
        if (entry.Cost is { } cost and >= 0 and < 1e20)
        {
            _knowsCost = true;
            _cost += (decimal)cost;
        }
        if (FirstTime is null || entry.Time < FirstTime) FirstTime = entry.Time;
        if (LastTime is null || entry.Time > LastTime) LastTime = entry.Time;
    }
}
