namespace ChatCompletions;

/// <summary>The totals of a journal.</summary>
public sealed class ChatJournalSummary
{
    private decimal _cost;
    private bool _knowsCost;

    /// <summary>The path of the journal.</summary>
    public string? Path { get; init; }

    /// <summary>The number of finished calls, with or without an answer. A call that failed and was sent again counts twice.</summary>
    public int Calls { get; private set; }

    /// <summary>The number of calls with an answer.</summary>
    public int Answered { get; private set; }

    /// <summary>The number of calls that failed, or whose answer is not kept. A run with the same journal sends them again.</summary>
    public int Failed { get; private set; }

    /// <summary>The number of incomplete answers.</summary>
    public int Incomplete { get; private set; }

    /// <summary>The prompt tokens of all calls, as far as servers reported them.</summary>
    public long PromptTokens { get; private set; }

    /// <summary>The tokens of all answers, as far as servers reported them.</summary>
    public long CompletionTokens { get; private set; }

    /// <summary>The total number of tokens, as far as servers reported them.</summary>
    public long TotalTokens { get; private set; }

    /// <summary>The cost of all answers, as far as servers reported it; <see langword="null"/> if none did.</summary>
    public double? Cost => _knowsCost ? (double)_cost : null;

    /// <summary>The time when the first call finished.</summary>
    public DateTimeOffset? FirstTime { get; private set; }

    /// <summary>The time when the last call finished.</summary>
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
