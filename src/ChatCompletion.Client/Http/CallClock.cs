namespace ChatCompletions;

/// <summary>Watches the time limits of one call, and tells afterwards which limit, or whose stop, ended it. Of all limits the one that comes first is set.</summary>
internal sealed class CallClock : IDisposable
{
    private readonly ChatTimeouts _timeouts;
    private readonly CancellationToken _stop;
    private readonly TimeProvider _time;
    private readonly CallStart _start;
    private CancellationTokenSource _source;
    private CancellationTokenRegistration _stopping;
    private ChatErrorKind _kind = ChatErrorKind.TotalTimeout;
    private TimeSpan _limit;

    /// <summary>Starts the clock.</summary>
    /// <param name="timeouts">The limits.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="stop">The user's stop.</param>
    /// <param name="start">The call's start, where others were asked before; now unless given.</param>
    public CallClock(ChatTimeouts timeouts, TimeProvider time, CancellationToken stop, CallStart? start = null)
    {
        _timeouts = timeouts;
        _time = time;
        _stop = stop;
        _start = start ?? new CallStart(time.GetTimestamp(), timeouts.Total);
        _limit = _start.Total;
        (_source, _stopping) = NewSource();
    }

    /// <summary>Fires when the user stops the call or a limit is reached.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>How long the call has taken so far.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_start.Timestamp);

    /// <summary>How much of the whole call's time is left; <see cref="TimeSpan.MaxValue"/> where it has no limit.</summary>
    public TimeSpan Left => _start.Total == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _start.Total - Elapsed;

    /// <summary>The same for a timer.</summary>
    private TimeSpan TimerLeft => Left is var left && left > TimeSpan.Zero ? Limit.ForTimer(left) : TimeSpan.Zero;

    /// <summary>A request is sent: the first byte of its answer is due.</summary>
    public void AwaitFirstByte()
    {
        Renew();
        Begin(ChatErrorKind.FirstByteTimeout, _timeouts.FirstByte);
    }

    /// <summary>A byte came: the next one is due.</summary>
    public void AwaitNextByte() => Begin(ChatErrorKind.IdleTimeout, _timeouts.Idle);

    /// <summary>Nothing is due while nobody asks for the next byte, but the end of the call.</summary>
    public void AwaitNothing()
    {
        if (_kind != ChatErrorKind.TotalTimeout) Begin(ChatErrorKind.TotalTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing is due while waiting before a retry, also where a limit ended the request before.</summary>
    public void AwaitRetry()
    {
        Renew();
        AwaitNothing();
    }

    /// <summary>The limit that ended the call; <see langword="null"/> if the user stopped it.</summary>
    /// <param name="host">The server.</param>
    /// <param name="cause">The cancellation.</param>
    public CallFailure? Explain(string host, Exception cause)
    {
        if (_stop.IsCancellationRequested) return null;
        if (cause.InnerException is TimeoutException)
            return new CallFailure(ChatErrorKind.ConnectTimeout, $"No connection to {host} within {Seconds(_timeouts.Connect)}.", cause);
        if (!_source.IsCancellationRequested) return null;
        return new CallFailure(_kind, _kind switch
        {
            ChatErrorKind.IdleTimeout => $"{host} sent nothing for {Seconds(_limit)} in the middle of the answer.",
            ChatErrorKind.FirstByteTimeout => $"{host} did not begin to answer within {Seconds(_limit)}.",
            _ => $"The call to {host} was not done within {Seconds(_limit)}.",
        }, cause);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _source.Dispose();
    }

    private (CancellationTokenSource Source, CancellationTokenRegistration Stopping) NewSource()
    {
        var source = new CancellationTokenSource(TimerLeft, _time);
        return (source, _stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source));
    }

    /// <summary>What a limit of one request ended stays ended; the next request needs a new start.</summary>
    private void Renew()
    {
        if (!_source.IsCancellationRequested || _stop.IsCancellationRequested || _kind == ChatErrorKind.TotalTimeout) return;
        Dispose();
        (_kind, _limit) = (ChatErrorKind.TotalTimeout, _start.Total);
        (_source, _stopping) = NewSource();
    }

    private void Begin(ChatErrorKind kind, TimeSpan limit)
    {
        var left = TimerLeft;
        limit = Limit.ForTimer(limit);
        var isFirst = Limit.IsShorter(limit, left);
        // Where the limit before is reached already, it is the one that ended the call.
        if (_source.IsCancellationRequested) return;
        (_kind, _limit) = isFirst ? (kind, limit) : (ChatErrorKind.TotalTimeout, _start.Total);
        _source.CancelAfter(isFirst ? limit : left);
    }

    private static string Seconds(TimeSpan time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
