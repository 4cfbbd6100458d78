namespace ChatCompletions.Commands;

/// <summary>What the items of a pipeline have come to so far. Counted on the pipeline thread, except for the tokens, which are known first to workers.</summary>
internal sealed class BulkTotals
{
    private long _tokens;

    /// <summary>How many items are done, failed ones among them.</summary>
    public int Done { get; private set; }

    /// <summary>How many items failed.</summary>
    public int Failed { get; private set; }

    /// <summary>How many tokens the answers took, as the servers counted them.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>Adds the tokens of an answer.</summary>
    public void AddTokens(ChatCompletion? answer) => Interlocked.Add(ref _tokens, answer?.TotalTokens ?? 0);

    /// <summary>Counts an item.</summary>
    public void Count(bool isFailed)
    {
        Done++;
        if (isFailed) Failed++;
    }
}
