namespace ChatCompletions.Commands;

/// <summary>
/// What the items of a pipeline have come to so far. Counted on the pipeline thread, except for the tokens, which workers know first.
/// </summary>
internal sealed class BulkTotals
{
    private long _tokens;

    /// <summary>How many items are done, failed ones among them.</summary>
    public int Done { get; private set; }

    /// <summary>How many items failed.</summary>
    public int Failed { get; private set; }

    /// <summary>How many tokens the answers took, as the servers counted them; estimated for answers that broke off before.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>Adds the tokens of an answer. May be called on any thread.</summary>
    public void AddTokens(ChatCompletion answer)
    {
        var charged = TokenCount.Charged(answer);
        var before = Tokens;
        while (true)
        {
            var seen = Interlocked.CompareExchange(ref _tokens, TokenCount.Add(before, charged), before);
            if (seen == before) return;
            before = seen;
        }
    }

    /// <summary>Counts an item.</summary>
    public void Count(bool isFailed)
    {
        Done++;
        if (isFailed) Failed++;
    }
}
