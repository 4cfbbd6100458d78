namespace ChatCompletions;

/// <summary>
/// What the requests of one provider pass through where many are under way. While its rate limit is used up nobody passes, and
/// when it says that there are too many at once, half as many pass; then more again, one by one. First come, first served.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="most">How many requests may be under way at most.</param>
internal sealed class RateGate(TimeProvider time, int most)
{
    private readonly object _lock = new();
    private readonly LinkedList<TaskCompletionSource<RatePermit>> _waiting = new();
    private readonly long _made = time.GetTimestamp();
    private ITimer? _opening;
    private TimeSpan _opensAt;
    private double _allowed = most;
    private double _sustained = most;
    private int _underWay;
    private int _epoch;

    /// <summary>How long nobody passes; <see langword="null"/> while the gate is open.</summary>
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

    /// <summary>Waits until a request may be sent. What is returned is disposed when its answer is over.</summary>
    public async ValueTask<RatePermit> EnterAsync(CancellationToken stop)
    {
        LinkedListNode<TaskCompletionSource<RatePermit>> waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && MayPass) return Pass();
            waiter = _waiting.AddLast(new TaskCompletionSource<RatePermit>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var stopping = stop.Register(() => Leave(waiter, stop)).ConfigureAwait(false);
        return await waiter.Value.Task.ConfigureAwait(false);
    }

    /// <summary>The time since the gate was made, which no change of the clock disturbs.</summary>
    private TimeSpan Now => time.GetElapsedTime(_made);

    private bool MayPass => _underWay < (int)_allowed && _opensAt <= Now;

    /// <summary>The server refused for load. Requests that passed before this was known say the same thing once more.</summary>
    /// <param name="permit">Whose request it was.</param>
    /// <param name="wait">How long the server says to wait, if it does.</param>
    public void Refused(RatePermit permit, TimeSpan? wait)
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

    /// <summary>The server answered. Below what was sustained before, each answer lets one more pass; above it, each round of answers.</summary>
    /// <param name="limit">What the server says of its rate limit.</param>
    /// <param name="longest">The longest pause that is worth while.</param>
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

    /// <summary>A request is over.</summary>
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
        var seconds = Math.Max(limit is { RemainingRequests: 0, ResetRequests: { } requests } ? requests : 0, limit is { RemainingTokens: 0, ResetTokens: { } tokens } ? tokens : 0);
        return seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Whether a pause is news.</summary>
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
            // A timer can fire a little early, and who comes in between waits for it as well.
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

    private RatePermit Pass()
    {
        _underWay++;
        return new RatePermit(this, _epoch);
    }

    private void Leave(LinkedListNode<TaskCompletionSource<RatePermit>> waiter, CancellationToken stop)
    {
        lock (_lock)
        {
            if (waiter.List is null) return;
            _waiting.Remove(waiter);
        }
        waiter.Value.TrySetCanceled(stop);
    }
}
