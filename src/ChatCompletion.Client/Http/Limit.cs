namespace ChatCompletions;

/// <summary>Rules for time limits.</summary>
internal static class Limit
{
    /// <summary>The longest time of a timer, 49 days. A longer limit is no limit.</summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>The limit for a timer: infinite if it is longer than any timer.</summary>
    public static TimeSpan ForTimer(TimeSpan limit) => limit > LongestTimer ? Timeout.InfiniteTimeSpan : limit;

    /// <summary>Whether one limit ends before another; an infinite limit never does.</summary>
    public static bool IsShorter(TimeSpan one, TimeSpan other) =>
        one != Timeout.InfiniteTimeSpan && (other == Timeout.InfiniteTimeSpan || one < other);

    /// <summary>The shorter of two limits.</summary>
    public static TimeSpan Shorter(TimeSpan one, TimeSpan other) => IsShorter(one, other) ? one : other;

    /// <summary>Returns the limit if it is greater than zero or infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is neither.</exception>
    public static TimeSpan Checked(TimeSpan limit, string name) => limit > TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan
        ? limit
        : throw new ArgumentOutOfRangeException(name, limit, $"{name} must be more than zero, or Timeout.InfiniteTimeSpan for no limit.");
}
