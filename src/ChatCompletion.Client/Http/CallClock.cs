namespace ChatCompletions;

/// <summary>The time limits of one call. It cancels at the earliest limit, and explains which limit, or the user, ended the call.</summary>
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
    /// <param name="time">The clock.</param>
    /// <param name="stop">The user's cancellation.</param>
    /// <param name="start">The start of the call, if earlier targets belong to it. Default: now.</param>
    public CallClock(ChatTimeouts timeouts, TimeProvider time, CancellationToken stop, CallStart? start = null)
    {
        _timeouts = timeouts;
        _time = time;
        _stop = stop;
        _start = start ?? new CallStart(time.GetTimestamp(), timeouts.Total);
        _limit = _start.Total;
        (_source, _stopping) = NewSource();
    }

    /// <summary>Cancelled when the user stops the call or a limit is reached.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The time since the start of the call.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_start.Timestamp);

    /// <summary>The rest of the whole call's time; <see cref="TimeSpan.MaxValue"/> if it has no limit.</summary>
    public TimeSpan Left => _start.Total == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _start.Total - Elapsed;

    /// <summary><see cref="Left"/> in the range of a timer.</summary>
    private TimeSpan TimerLeft => Left is var left && left > TimeSpan.Zero ? Limit.ForTimer(left) : TimeSpan.Zero;

    /// <summary>Starts the limit for the first byte of a response.</summary>
    public void AwaitFirstByte()
    {
        Renew();
        Begin(ChatErrorKind.FirstByteTimeout, _timeouts.FirstByte);
    }

    /// <summary>Starts the limit for the next byte.</summary>
    public void AwaitNextByte() => Begin(ChatErrorKind.IdleTimeout, _timeouts.Idle);

    /// <summary>Leaves only the limit of the whole call, while no byte is awaited.</summary>
    public void AwaitNothing()
    {
        if (_kind != ChatErrorKind.TotalTimeout) Begin(ChatErrorKind.TotalTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Leaves only the limit of the whole call, before a retry. A limit of the last request no longer counts.</summary>
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

    /// <summary>Replaces the token that the limit of the last request cancelled.</summary>
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
        // A limit that was reached before is the one that ended the call.
        if (_source.IsCancellationRequested) return;
        (_kind, _limit) = isFirst ? (kind, limit) : (ChatErrorKind.TotalTimeout, _start.Total);
        _source.CancelAfter(isFirst ? limit : left);
    }

    private static string Seconds(TimeSpan time) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
