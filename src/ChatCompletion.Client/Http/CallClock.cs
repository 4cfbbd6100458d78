namespace ChatCompletions;

/// <summary>Watches the time limits of one call, and tells afterwards which limit, or whose stop, ended it.</summary>
internal sealed class CallClock : IDisposable
{
    private readonly ChatTimeouts _timeouts;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _total;
    private readonly TimeProvider _time;
    private readonly CallStart _start;
    private CancellationTokenSource _stage;
    private CancellationTokenSource _linked;
    private ChatErrorKind _kind;
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
        _total = new CancellationTokenSource(Left > TimeSpan.Zero ? Left : TimeSpan.Zero, time);
        (_stage, _linked) = NewStage();
    }

    /// <summary>Fires when the user stops the call or a limit is reached.</summary>
    public CancellationToken Token => _linked.Token;

    /// <summary>How long the call has taken so far.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_start.Timestamp);

    /// <summary>How much of the whole call's time is left.</summary>
    public TimeSpan Left => _start.Total - Elapsed;

    /// <summary>A request is sent: the first byte of its answer is due.</summary>
    public void AwaitFirstByte()
    {
        Renew();
        Begin(ChatErrorKind.FirstByteTimeout, _timeouts.FirstByte);
    }

    /// <summary>A byte came: the next one is due.</summary>
    public void AwaitNextByte() => Begin(ChatErrorKind.IdleTimeout, _timeouts.Idle);

    /// <summary>Nothing is due while nobody asks for the next byte.</summary>
    public void AwaitNothing() => _stage.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Nothing is due while waiting before a retry, also where a limit ended the request before.</summary>
    public void AwaitRetry()
    {
        Renew();
        AwaitNothing();
    }

    /// <summary>What ended the call: a limit's exception, or <see langword="null"/> when the user stopped it.</summary>
    /// <param name="host">Who was asked.</param>
    /// <param name="cause">The cancellation as it was thrown.</param>
    public ChatTimeoutException? Explain(string host, Exception cause)
    {
        if (_stop.IsCancellationRequested) return null;
        if (cause.InnerException is TimeoutException)
            return new ChatTimeoutException(ChatErrorKind.ConnectTimeout, $"No connection to {host} within {Seconds(_timeouts.Connect)}.", cause);
        if (_stage.IsCancellationRequested)
            return new ChatTimeoutException(_kind, _kind == ChatErrorKind.IdleTimeout
                ? $"{host} sent nothing for {Seconds(_limit)} in the middle of the answer."
                : $"{host} did not begin to answer within {Seconds(_limit)}.", cause);
        return _total.IsCancellationRequested
            ? new ChatTimeoutException(ChatErrorKind.TotalTimeout, $"The call to {host} was not done within {Seconds(_start.Total)}.", cause)
            : null;
    }

    public void Dispose()
    {
        DisposeStage();
        _total.Dispose();
    }

    private (CancellationTokenSource Stage, CancellationTokenSource Linked) NewStage()
    {
        var stage = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        return (stage, CancellationTokenSource.CreateLinkedTokenSource(_stop, _total.Token, stage.Token));
    }

    /// <summary>A stage whose limit was reached stays cancelled; the next request needs a new one.</summary>
    private void Renew()
    {
        if (!_stage.IsCancellationRequested) return;
        DisposeStage();
        (_stage, _linked) = NewStage();
    }

    private void DisposeStage()
    {
        _linked.Dispose();
        _stage.Dispose();
    }

    private void Begin(ChatErrorKind kind, TimeSpan limit)
    {
        _kind = kind;
        _limit = limit;
        _stage.CancelAfter(limit);
    }

    private static string Seconds(TimeSpan time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
