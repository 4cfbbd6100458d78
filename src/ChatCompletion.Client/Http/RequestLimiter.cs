namespace ChatCompletions;

/// <summary>
/// Adaptive concurrency limiter shared by a provider's requests. While the rate limit is used up it issues no permits. After a response 429
/// it halves the number of concurrent requests, then raises it again step by step. Waiters are served in order.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxRequests">The maximum number of concurrent requests.</param>
internal sealed class RequestLimiter(TimeProvider time, int maxRequests)
{
    private readonly object _lock = new();
    private readonly LinkedList<TaskCompletionSource<RequestPermit>> _waiting = new();
    private readonly long _created = time.GetTimestamp();
    private ITimer? _resumeTimer;
    private TimeSpan _resumesAt;
    private double _allowed = maxRequests;
    private double _sustained = maxRequests;
    private int _running;
    private int _epoch;

    /// <summary>The time until permits are issued again; <see langword="null"/> if they are issued now.</summary>
    public TimeSpan? Pause
    {
        get
        {
            lock (_lock)
            {
                var left = _resumesAt - Now;
                return left > TimeSpan.Zero ? left : null;
            }
        }
    }

    /// <summary>Waits for a permit to send a request. Dispose the permit when the response is read.</summary>
    public async ValueTask<RequestPermit> AcquireAsync(CancellationToken stop)
    {
        LinkedListNode<TaskCompletionSource<RequestPermit>> waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && CanIssue) return Issue();
            waiter = _waiting.AddLast(new TaskCompletionSource<RequestPermit>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var stopping = stop.Register(() => CancelWait(waiter, stop)).ConfigureAwait(false);
        return await waiter.Value.Task.ConfigureAwait(false);
    }

    /// <summary>The time since the limiter was created. Changes of the system clock do not affect it.</summary>
    private TimeSpan Now => time.GetElapsedTime(_created);

    private bool CanIssue => _running < (int)_allowed && _resumesAt <= Now;

    /// <summary>Handles a response 429. The responses to requests that were sent before the first one count once.</summary>
    /// <param name="permit">The permit of the request.</param>
    /// <param name="wait">The wait that the server requests; <see langword="null"/> if it names none.</param>
    public void OnRateLimited(RequestPermit permit, TimeSpan? wait)
    {
        lock (_lock)
        {
            if (permit.Epoch == _epoch)
            {
                _epoch++;
                _sustained = _allowed = Math.Max(1, Math.Min(_allowed, _running) / 2);
            }
            if (wait is { } pause) PauseFor(pause);
        }
    }

    /// <summary>
    /// Handles a success. Below the last sustained limit each success adds one permit; above it each round of successes does.
    /// </summary>
    /// <param name="limit">The rate limit in the headers.</param>
    /// <param name="longest">The maximum pause.</param>
    public void OnSuccess(ChatRateLimit? limit, TimeSpan longest)
    {
        lock (_lock)
        {
            if (UsedUp(limit) is { } reset)
            {
                if (StartsPause(reset)) _allowed = Math.Max(1, _allowed / 2);
                PauseFor(Limit.Shorter(longest, reset));
                return;
            }
            _allowed = Math.Min(maxRequests, _allowed + (_allowed < _sustained ? 1 : 1 / _allowed));
            if (_allowed > _sustained) _sustained = _allowed;
            IssuePermits();
        }
    }

    /// <summary>Takes back a permit.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            _running--;
            IssuePermits();
        }
    }

    private static TimeSpan? UsedUp(ChatRateLimit? limit)
    {
        var seconds = Math.Max(
            limit is { RemainingRequests: 0, ResetRequests: { } requests } ? requests : 0,
            limit is { RemainingTokens: 0, ResetTokens: { } tokens } ? tokens : 0);
        return seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Whether a pause would begin now.</summary>
    private bool StartsPause(TimeSpan pause) => _resumesAt <= Now && pause > TimeSpan.Zero;

    private void PauseFor(TimeSpan pause)
    {
        var until = Now + pause;
        if (until <= _resumesAt) return;
        _resumesAt = until;
        _resumeTimer ??= time.CreateTimer(_ => EndPause(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _resumeTimer.Change(Limit.Shorter(pause, Limit.LongestTimer), Timeout.InfiniteTimeSpan);
    }

    private void EndPause()
    {
        lock (_lock)
        {
            IssuePermits();
            // A timer can fire a little early.
            if (_resumesAt - Now is { } left && left > TimeSpan.Zero)
                _resumeTimer!.Change(Limit.Shorter(left + TimeSpan.FromMilliseconds(1), Limit.LongestTimer), Timeout.InfiniteTimeSpan);
        }
    }

    private void IssuePermits()
    {
        while (_waiting.First is { } first && CanIssue)
        {
            _waiting.RemoveFirst();
            first.Value.SetResult(Issue());
        }
    }

    private RequestPermit Issue()
    {
        _running++;
        return new RequestPermit(this, _epoch);
    }

    private void CancelWait(LinkedListNode<TaskCompletionSource<RequestPermit>> waiter, CancellationToken stop)
    {
        lock (_lock)
        {
            if (waiter.List is null) return;
            _waiting.Remove(waiter);
        }
        waiter.Value.TrySetCanceled(stop);
    }
}
