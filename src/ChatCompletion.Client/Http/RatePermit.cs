namespace ChatCompletions;

/// <summary>That a request may be under way; given back once.</summary>
internal sealed class RatePermit(RateGate gate, int epoch) : IDisposable
{
    private int _isGivenBack;

    /// <summary>What was known of the server when the request passed.</summary>
    public int Epoch => epoch;

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGivenBack, 1) == 0) gate.Leave();
    }
}
