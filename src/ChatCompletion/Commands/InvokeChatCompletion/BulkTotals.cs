namespace ChatCompletions.Commands;

/// <summary>
/// The running totals of a pipeline's items. They are updated on the pipeline thread, except for the tokens, which workers add.
/// </summary>
internal sealed class BulkTotals
{
    private long _tokens;

    /// <summary>The number of finished items, including failed ones.</summary>
    public int Done { get; private set; }

    /// <summary>The number of failed items.</summary>
    public int Failed { get; private set; }

    /// <summary>The tokens of the answers as the servers counted them; estimated for answers that broke off before.</summary>
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
