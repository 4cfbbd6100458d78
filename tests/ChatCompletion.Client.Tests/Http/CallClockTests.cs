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

    [Fact]
    public void Infinite_limits_never_end_a_call()
    {
        var time = new ManualTimeProvider();
        var never = Timeout.InfiniteTimeSpan;
        using var clock = new CallClock(new ChatTimeouts { Connect = never, FirstByte = never, Idle = never, Total = never }, time, CancellationToken.None);
        foreach (var stage in new Action[] { clock.AwaitFirstByte, clock.AwaitNextByte, clock.AwaitNothing, clock.AwaitRetry })
        {
            stage();
            time.Advance(TimeSpan.FromDays(40));
            Assert.False(clock.Token.IsCancellationRequested);
        }
        Assert.True(clock.Left > TimeSpan.FromDays(10_000));
        Assert.Null(clock.Explain("srv", new OperationCanceledException()));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(1000)]
    [InlineData(10_675_199)]
    public void Limits_that_no_timer_can_hold_are_as_good_as_infinite(int days)
    {
        var limit = TimeSpan.FromDays(days);
        using var clock = new CallClock(new ChatTimeouts { FirstByte = limit, Idle = limit, Total = limit }, TimeProvider.System, CancellationToken.None);
        clock.AwaitFirstByte();
        clock.AwaitNextByte();
        clock.AwaitNothing();
        clock.AwaitRetry();
        Assert.False(clock.Token.IsCancellationRequested);
    }

    [Fact]
    public void An_infinite_total_leaves_the_other_limits_as_they_are()
    {
        var time = new ManualTimeProvider();
        using var clock = new CallClock(Limits with { Total = Timeout.InfiniteTimeSpan }, time, CancellationToken.None);
        clock.AwaitFirstByte();
        time.Advance(Limits.FirstByte);
        Assert.Equal("srv did not begin to answer within 60 s.", clock.Explain("srv", new OperationCanceledException())?.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(-10_000_000)]
    [InlineData(long.MinValue)]
    public void A_limit_that_is_no_time_is_refused(long ticks)
    {
        var limit = TimeSpan.FromTicks(ticks);
        foreach (var set in new Func<object>[]
        {
            () => new ChatTimeouts { Connect = limit }, () => new ChatTimeouts { FirstByte = limit }, () => new ChatTimeouts { Idle = limit }, () => new ChatTimeouts { Total = limit },
        })
            Assert.Contains("InfiniteTimeSpan", Assert.Throws<ArgumentOutOfRangeException>(set).Message, StringComparison.Ordinal);
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
