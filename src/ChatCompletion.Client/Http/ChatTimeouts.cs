namespace ChatCompletions;

/// <summary>
/// The time limits of a call. Each is greater than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit; any other value throws an
/// <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public sealed record ChatTimeouts
{
    /// <summary>The time to connect, including TLS. Default: 15 seconds.</summary>
    public TimeSpan Connect { get; init => field = Limit.Checked(value, nameof(Connect)); } = TimeSpan.FromSeconds(15);

    /// <summary>The time from sending the request to the first byte of the answer. Default: 600 seconds.</summary>
    public TimeSpan FirstByte { get; init => field = Limit.Checked(value, nameof(FirstByte)); } = TimeSpan.FromSeconds(600);

    /// <summary>The time between two bytes of the answer, keep-alive comments included. Default: 120 seconds.</summary>
    public TimeSpan Idle { get; init => field = Limit.Checked(value, nameof(Idle)); } = TimeSpan.FromSeconds(120);

    /// <summary>The time of the whole call, including retries and waits. Default: 3600 seconds.</summary>
    public TimeSpan Total { get; init => field = Limit.Checked(value, nameof(Total)); } = TimeSpan.FromSeconds(3600);
}
