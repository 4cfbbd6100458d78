namespace ChatCompletions;

/// <summary>How a <see cref="ChatClient"/> works.</summary>
public sealed record ChatClientOptions
{
    /// <summary>Gets the options for a provider's settings.</summary>
    /// <param name="provider">The provider.</param>
    /// <returns>Options to change further.</returns>
    /// <exception cref="ChatRequestException">A setting is out of its range.</exception>
    public static ChatClientOptions For(ChatProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ProviderRules.CheckLimits(provider);
        var limits = new ChatTimeouts();
        var maxBytes = provider.MaxResponseMiB * 1024 * 1024;
        return new ChatClientOptions
        {
            NumRetries = provider.NumRetries ?? provider.Preset.NumRetries,
            RetriesTimeouts = provider.NumRetries is not null,
            MaxRetryDelay = Seconds(provider.MaxRetryDelaySec) ?? RetryPolicy.DefaultMaxDelay,
            Limits = maxBytes is { } bytes ? new ChatLimits { MaxBodyBytes = bytes, MaxEventBytes = bytes } : new ChatLimits(),
            Timeouts = new ChatTimeouts
            {
                Connect = Seconds(provider.ConnectTimeoutSec) ?? limits.Connect,
                FirstByte = Seconds(provider.FirstByteTimeoutSec) ?? limits.FirstByte,
                Idle = Seconds(provider.IdleTimeoutSec) ?? limits.Idle,
                Total = Seconds(provider.TimeoutSec) ?? limits.Total,
            },
        };
    }

    /// <summary>How many times a failed request is sent again, 0 to 10. Default: 2.</summary>
    public int NumRetries { get; init; } = 2;

    /// <summary>
    /// Whether a request is also sent again if its answer did not begin in time. The server may still work on the first request, and both
    /// are paid for. Default: no.
    /// </summary>
    public bool RetriesTimeouts { get; init; }

    /// <summary>
    /// The longest wait before a retry that a server may ask for: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: 120
    /// seconds.
    /// </summary>
    public TimeSpan MaxRetryDelay
    {
        get;
        init => field = value == TimeSpan.Zero ? value : Limit.Checked(value, nameof(MaxRetryDelay));
    } = RetryPolicy.DefaultMaxDelay;

    /// <summary>The time limits.</summary>
    public ChatTimeouts Timeouts { get; init; } = new();

    /// <summary>The size limits.</summary>
    public ChatLimits Limits { get; init; } = new();

    /// <summary>Receives log messages. It can be called on any thread.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Receives warnings about requests that are allowed but probably not meant. It can be called on any thread.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>
    /// Called once for each answer, whole or broken off, also if the request is then sent again or to a fallback. It can be called on any
    /// thread.
    /// </summary>
    internal Action<ChatCompletion>? Received { get; init; }

    /// <summary>The limiter that concurrent requests share.</summary>
    internal RequestLimiter? Limiter { get; init; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Random numbers from 0 to 1.</summary>
    internal Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Sends the requests, in place of the connection pools of the process.</summary>
    internal HttpMessageInvoker? Http { get; init; }

    private static TimeSpan? Seconds(double? seconds) => seconds is null ? null : TimeSpan.FromSeconds(seconds.Value);
}
