namespace ChatCompletions;

/// <summary>
/// How long each stage of a call may take. Each limit is more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit; anything
/// else is an <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public sealed record ChatTimeouts
{
    /// <summary>To connect, TLS included; 15 seconds unless told.</summary>
    public TimeSpan Connect { get; init => field = Limit.Checked(value, nameof(Connect)); } = TimeSpan.FromSeconds(15);

    /// <summary>From sending the request to the first byte of the answer; 600 seconds unless told.</summary>
    public TimeSpan FirstByte { get; init => field = Limit.Checked(value, nameof(FirstByte)); } = TimeSpan.FromSeconds(600);

    /// <summary>Between two bytes of the answer; 120 seconds unless told. Comments that a server sends to keep the connection count as life.</summary>
    public TimeSpan Idle { get; init => field = Limit.Checked(value, nameof(Idle)); } = TimeSpan.FromSeconds(120);

    /// <summary>The whole call, retries and waits included; 3600 seconds unless told.</summary>
    public TimeSpan Total { get; init => field = Limit.Checked(value, nameof(Total)); } = TimeSpan.FromSeconds(3600);
}
