namespace ChatCompletions;

/// <summary>The rules for time limits: what one may be, and what a timer can hold.</summary>
internal static class Limit
{
    /// <summary>The longest time of a timer, 49 days. No call takes longer, so that a longer limit is none.</summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>A limit as a timer takes it: infinite where it is longer than any timer.</summary>
    public static TimeSpan ForTimer(TimeSpan limit) => limit > LongestTimer ? Timeout.InfiniteTimeSpan : limit;

    /// <summary>Whether one limit ends before another; an infinite one never does.</summary>
    public static bool IsShorter(TimeSpan one, TimeSpan other) =>
        one != Timeout.InfiniteTimeSpan && (other == Timeout.InfiniteTimeSpan || one < other);

    /// <summary>The shorter of two limits.</summary>
    public static TimeSpan Shorter(TimeSpan one, TimeSpan other) => IsShorter(one, other) ? one : other;

    /// <summary>A limit that is more than zero, or infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is neither.</exception>
    public static TimeSpan Checked(TimeSpan limit, string name) => limit > TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan
        ? limit
        : throw new ArgumentOutOfRangeException(name, limit, $"{name} must be more than zero, or Timeout.InfiniteTimeSpan for no limit.");
}
