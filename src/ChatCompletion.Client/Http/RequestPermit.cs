namespace ChatCompletions;

/// <summary>A permit to send a request. It is returned once, also if it is disposed several times.</summary>
internal sealed class RequestPermit(RequestLimiter limiter, int epoch) : IDisposable
{
    private int _isReleased;

    /// <summary>The limiter's epoch when it issued the permit.</summary>
    public int Epoch => epoch;

    /// <summary>Returns the permit.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0) limiter.Release();
    }
}
