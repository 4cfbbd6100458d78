namespace ChatCompletions;

/// <summary>
/// Adaptive concurrency limiter shared by a provider's requests. While the rate limit is used up it issues no permits. After a response 429
/// it halves the number of concurrent requests, then raises it again step by step. Waiters are served in order.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="most">The maximum number of concurrent requests.</param>
internal sealed class RequestLimiter(TimeProvider time, int most)
{
    private readonly object _lock = new();
    private readonly LinkedList<TaskCompletionSource<RequestPermit>> _waiting = new();
    private readonly long _made = time.GetTimestamp();
    private ITimer? _opening;
    private TimeSpan _opensAt;
    private double _allowed = most;
    private double _sustained = most;
    private int _underWay;
    private int _epoch;

    /// <summary>The time until permits are issued again; <see langword="null"/> if they are issued now.</summary>
    public TimeSpan? Closed
    {
        get
        {
            lock (_lock)
            {
                var left = _opensAt - Now;
                return left > TimeSpan.Zero ? left : null;
            }
        }
    }

    /// <summary>Waits for a permit to send a request. Dispose the permit when the response is read.</summary>
    public async ValueTask<RequestPermit> EnterAsync(CancellationToken stop)
    {
        LinkedListNode<TaskCompletionSource<RequestPermit>> waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && MayPass) return Pass();
            waiter = _waiting.AddLast(new TaskCompletionSource<RequestPermit>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var stopping = stop.Register(() => Leave(waiter, stop)).ConfigureAwait(false);
        return await waiter.Value.Task.ConfigureAwait(false);
    }

    /// <summary>The time since the limiter was created. Changes of the system clock do not affect it.</summary>
    private TimeSpan Now => time.GetElapsedTime(_made);

    private bool MayPass => _underWay < (int)_allowed && _opensAt <= Now;

    /// <summary>Takes a rate-limited response. Requests sent before it was known are refused for the same reason and count once.</summary>
    /// <param name="permit">The permit of the request.</param>
    /// <param name="wait">The wait that the server asks for, if it does.</param>
    public void Refused(RequestPermit permit, TimeSpan? wait)
    {
        lock (_lock)
        {
            if (permit.Epoch == _epoch)
            {
                _epoch++;
                _sustained = _allowed = Math.Max(1, Math.Min(_allowed, _underWay) / 2);
            }
            if (wait is { } pause) Close(pause);
        }
    }

    /// <summary>
    /// Takes a success. Below the last sustained limit each success adds one permit; above it each round of successes does.
    /// </summary>
    /// <param name="limit">The rate limit in the headers.</param>
    /// <param name="longest">The longest pause to observe.</param>
    public void Answered(ChatRateLimit? limit, TimeSpan longest)
    {
        lock (_lock)
        {
            if (UsedUp(limit) is { } reset)
            {
                if (Closes(reset)) _allowed = Math.Max(1, _allowed / 2);
                Close(Limit.Shorter(longest, reset));
                return;
            }
            _allowed = Math.Min(most, _allowed + (_allowed < _sustained ? 1 : 1 / _allowed));
            if (_allowed > _sustained) _sustained = _allowed;
            LetPass();
        }
    }

    /// <summary>Takes a permit back.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            _underWay--;
            LetPass();
        }
    }

    private static TimeSpan? UsedUp(ChatRateLimit? limit)
    {
        var seconds = Math.Max(
            limit is { RemainingRequests: 0, ResetRequests: { } requests } ? requests : 0,
            limit is { RemainingTokens: 0, ResetTokens: { } tokens } ? tokens : 0);
        return seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Whether a pause begins now.</summary>
    private bool Closes(TimeSpan pause) => _opensAt <= Now && pause > TimeSpan.Zero;

    private void Close(TimeSpan pause)
    {
        var until = Now + pause;
        if (until <= _opensAt) return;
        _opensAt = until;
        _opening ??= time.CreateTimer(_ => Open(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _opening.Change(Limit.Shorter(pause, Limit.LongestTimer), Timeout.InfiniteTimeSpan);
    }

    private void Open()
    {
        lock (_lock)
        {
            LetPass();
            // A timer can fire a little early.
            if (_opensAt - Now is { } left && left > TimeSpan.Zero)
                _opening!.Change(Limit.Shorter(left + TimeSpan.FromMilliseconds(1), Limit.LongestTimer), Timeout.InfiniteTimeSpan);
        }
    }

    private void LetPass()
    {
        while (_waiting.First is { } first && MayPass)
        {
            _waiting.RemoveFirst();
            first.Value.SetResult(Pass());
        }
    }

    private RequestPermit Pass()
    {
        _underWay++;
        return new RequestPermit(this, _epoch);
    }

    private void Leave(LinkedListNode<TaskCompletionSource<RequestPermit>> waiter, CancellationToken stop)
    {
        lock (_lock)
        {
            if (waiter.List is null) return;
            _waiting.Remove(waiter);
        }
        waiter.Value.TrySetCanceled(stop);
    }
}
