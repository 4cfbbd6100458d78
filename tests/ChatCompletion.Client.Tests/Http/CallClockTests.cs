namespace ChatCompletions.Tests;

/// <summary>Of several limits one is set at a time; which one ended the call is told all the same.</summary>
public class CallClockTests
{
    private static readonly ChatTimeouts Limits = new() { FirstByte = TimeSpan.FromSeconds(60), Idle = TimeSpan.FromSeconds(20), Total = TimeSpan.FromSeconds(300) };

    [Fact]
    public void A_limit_reached_while_the_next_is_set_keeps_its_name()
    {
        var time = new BusyTime();
        using var clock = new CallClock(Limits, time, CancellationToken.None);
        clock.AwaitFirstByte();

        time.Busy = Limits.FirstByte;
        clock.AwaitNothing();

        Assert.True(clock.Token.IsCancellationRequested);
        Assert.Equal("srv did not begin to answer within 60 s.", clock.Explain("srv", new OperationCanceledException())?.Message);
    }

    [Fact]
    public void Where_no_limit_is_set_the_time_of_the_whole_call_still_runs()
    {
        var time = new BusyTime();
        using var clock = new CallClock(Limits with { Idle = Timeout.InfiniteTimeSpan }, time, CancellationToken.None);
        clock.AwaitNextByte();
        time.Clock.Advance(Limits.Total - TimeSpan.FromSeconds(1));
        Assert.False(clock.Token.IsCancellationRequested);

        time.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("The call to srv was not done within 300 s.", clock.Explain("srv", new OperationCanceledException())?.Message);
    }

    /// <summary>A clock that moves on, once, when it is looked at: the machine was busy with something else.</summary>
    private sealed class BusyTime : TimeProvider
    {
        public ManualTimeProvider Clock { get; } = new();

        public TimeSpan Busy { get; set; }

        public override long TimestampFrequency => Clock.TimestampFrequency;

        public override long GetTimestamp()
        {
            var busy = Busy;
            Busy = TimeSpan.Zero;
            if (busy > TimeSpan.Zero) Clock.Advance(busy);
            return Clock.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Clock.CreateTimer(callback, state, dueTime, period);
    }
}
