namespace ChatCompletions.Tests.Http;

public class RequestLimiterTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_pass_as_may_be_under_way_and_the_others_in_their_order()
    {
        var limiter = new RequestLimiter(_time, 2);
        var first = await limiter.AcquireAsync(Stop);
        await limiter.AcquireAsync(Stop);
        var third = limiter.AcquireAsync(Stop).AsTask();
        var fourth = limiter.AcquireAsync(Stop).AsTask();
        Assert.False(third.IsCompleted);
        first.Dispose();
        first.Dispose();
        var permit = await third;
        Assert.False(fourth.IsCompleted);
        permit.Dispose();
        await fourth;
    }

    [Fact]
    public async Task A_refusal_halves_what_may_be_under_way_once_for_all_that_passed_before()
    {
        var limiter = new RequestLimiter(_time, 16);
        var permits = await PassAsync(limiter, 16);
        foreach (var permit in permits) limiter.OnRateLimited(permit, null);
        foreach (var permit in permits) permit.Dispose();
        await PassAsync(limiter, 8);
        Assert.False(limiter.AcquireAsync(Stop).IsCompleted);
    }

    [Fact]
    public async Task A_later_refusal_halves_again_down_to_one()
    {
        var limiter = new RequestLimiter(_time, 4);
        for (var i = 0; i < 5; i++)
        {
            var permit = await limiter.AcquireAsync(Stop);
            limiter.OnRateLimited(permit, null);
            permit.Dispose();
        }
        await limiter.AcquireAsync(Stop);
        Assert.False(limiter.AcquireAsync(Stop).IsCompleted);
    }

    [Fact]
    public async Task After_a_refusal_each_round_of_answers_lets_one_more_pass()
    {
        var limiter = new RequestLimiter(_time, 16);
        var permits = await PassAsync(limiter, 16);
        limiter.OnRateLimited(permits[0], null);
        foreach (var permit in permits) permit.Dispose();
        for (var i = 0; i < 9; i++) limiter.OnSuccess(null, Longest);
        await PassAsync(limiter, 9);
        Assert.False(limiter.AcquireAsync(Stop).IsCompleted);
        for (var i = 0; i < 500; i++) limiter.OnSuccess(null, Longest);
        await PassAsync(limiter, 6);
        Assert.False(limiter.AcquireAsync(Stop).IsCompleted);
    }

    [Fact]
    public async Task While_the_server_says_to_wait_nobody_passes()
    {
        var limiter = new RequestLimiter(_time, 2);
        var permit = await limiter.AcquireAsync(Stop);
        limiter.OnRateLimited(permit, TimeSpan.FromSeconds(10));
        permit.Dispose();
        Assert.Equal(TimeSpan.FromSeconds(10), limiter.Pause);
        var waiting = limiter.AcquireAsync(Stop).AsTask();
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        (await waiting).Dispose();
        Assert.Null(limiter.Pause);
    }

    [Fact]
    public async Task A_longer_wait_takes_the_place_of_a_shorter_one_and_not_the_other_way_round()
    {
        var limiter = new RequestLimiter(_time, 4);
        var permits = await PassAsync(limiter, 2);
        limiter.OnRateLimited(permits[0], TimeSpan.FromSeconds(10));
        limiter.OnRateLimited(permits[1], TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(10), limiter.Pause);
        limiter.OnRateLimited(permits[1], TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(20), limiter.Pause);
        foreach (var permit in permits) permit.Dispose();
        var waiting = limiter.AcquireAsync(Stop).AsTask();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(6));
        await waiting;
    }

    [Theory]
    [InlineData(0L, 3.0, null, null, 3.0)]
    [InlineData(null, null, 0L, 4.0, 4.0)]
    [InlineData(0L, 3.0, 0L, 4.0, 4.0)]
    [InlineData(0L, 1000.0, null, null, 120.0)]
    [InlineData(1L, 3.0, 5L, 4.0, null)]
    [InlineData(0L, null, 0L, 0.0, null)]
    public async Task A_used_up_budget_closes_the_gate_until_it_is_filled(long? requests, double? resetRequests, long? tokens, double? resetTokens, double? closed)
    {
        var limiter = new RequestLimiter(_time, 8);
        await PassAsync(limiter, 1);
        limiter.OnSuccess(new ChatRateLimit { RemainingRequests = requests, ResetRequests = resetRequests, RemainingTokens = tokens, ResetTokens = resetTokens }, Longest);
        Assert.Equal(closed, limiter.Pause?.TotalSeconds);
    }

    [Fact]
    public async Task After_a_used_up_budget_each_answer_lets_one_more_pass()
    {
        var limiter = new RequestLimiter(_time, 8);
        limiter.OnSuccess(new ChatRateLimit { RemainingRequests = 0, ResetRequests = 1 }, Longest);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        var permits = await PassAsync(limiter, 4);
        Assert.False(limiter.AcquireAsync(Stop).IsCompleted);
        foreach (var permit in permits) permit.Dispose();
        for (var i = 0; i < 4; i++) limiter.OnSuccess(null, Longest);
        await PassAsync(limiter, 7);
        Assert.False(limiter.AcquireAsync(Stop).IsCompleted);
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_the_line()
    {
        var limiter = new RequestLimiter(_time, 1);
        var permit = await limiter.AcquireAsync(Stop);
        using var stop = new CancellationTokenSource();
        var gone = limiter.AcquireAsync(stop.Token).AsTask();
        var next = limiter.AcquireAsync(Stop).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        permit.Dispose();
        await next;
    }

    [Fact]
    public async Task Opens_also_where_its_timer_fires_early_while_nobody_waits()
    {
        var time = new LateTime(_time);
        var limiter = new RequestLimiter(time, 2);
        var permit = await limiter.AcquireAsync(Stop);
        limiter.OnRateLimited(permit, TimeSpan.FromSeconds(10));
        permit.Dispose();
        time.Late = TimeSpan.FromMilliseconds(10);
        _time.Advance(TimeSpan.FromSeconds(10));
        var waiting = limiter.AcquireAsync(Stop).AsTask();
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    /// <summary>A clock that runs behind its own timers, as a coarse one can.</summary>
    private sealed class LateTime(ManualTimeProvider timers) : TimeProvider
    {
        public TimeSpan Late { get; set; }

        public override long TimestampFrequency => timers.TimestampFrequency;

        public override long GetTimestamp() => timers.GetTimestamp() - Late.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => timers.CreateTimer(callback, state, dueTime, period);
    }

    private static async Task<List<RequestPermit>> PassAsync(RequestLimiter limiter, int count)
    {
        var permits = new List<RequestPermit>();
        for (var i = 0; i < count; i++)
        {
            var entering = limiter.AcquireAsync(Stop);
            Assert.True(entering.IsCompleted, $"number {i + 1} of {count} does not pass");
            permits.Add(await entering);
        }
        return permits;
    }
}
