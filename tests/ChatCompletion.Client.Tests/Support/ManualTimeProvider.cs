namespace ChatCompletions.Tests;

/// <summary>A clock that moves only when told to. Tests wait until the timer they are about to run out is really set.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly object _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Waits of this length and shorter are over at once, the clock moved on by their length. Time limits are not waits.</summary>
    public TimeSpan SkipWaitsUpTo { get; init; } = TimeSpan.Zero;

    /// <summary>The waits asked for so far: timers that were made with their length. Those of time limits are set later, or longer.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock) return [.. _waits];
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        var isWait = dueTime != Timeout.InfiniteTimeSpan && dueTime <= SkipWaitsUpTo;
        lock (_lock)
        {
            _timers.Add(timer);
            if (isWait) _waits.Add(dueTime);
        }
        timer.Change(dueTime, period);
        if (isWait) ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }

    /// <summary>Moves the clock; timers that are due fire, in their order.</summary>
    public void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (true)
        {
            ManualTimer? next;
            lock (_lock)
            {
                next = _timers.Where(timer => timer.Due <= end).MinBy(static timer => timer.Due);
                if (next is null)
                {
                    _now = end;
                    return;
                }
                _now = next.Due!.Value > _now ? next.Due.Value : _now;
                next.Due = null;
            }
            next.Fire();
        }
    }

    /// <summary>Waits until a timer is set that runs out after just this time from now.</summary>
    public void WaitForTimer(TimeSpan time)
    {
        var patience = DateTime.UtcNow + Patience;
        lock (_lock)
        {
            while (!_timers.Exists(timer => timer.Due == _now + time))
            {
                var set = string.Join(", ", _timers.Where(static timer => timer.Due is not null).Select(timer => timer.Due - _now));
                Assert.True(Monitor.Wait(_lock, Patience) && DateTime.UtcNow < patience, $"No timer of {time} was set; those of {set} were.");
            }
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, Action fire) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                Monitor.PulseAll(clock._lock);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                Due = null;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
