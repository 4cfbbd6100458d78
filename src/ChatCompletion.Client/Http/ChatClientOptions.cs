namespace ChatCompletions;

/// <summary>How a <see cref="ChatClient"/> works.</summary>
public sealed record ChatClientOptions
{
    /// <summary>The options that a provider's settings make.</summary>
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

    /// <summary>How often a failed request is sent again, 0 to 10; 2 unless told.</summary>
    public int NumRetries { get; init; } = 2;

    /// <summary>
    /// Whether a request is also sent again when its answer did not begin in time. Off unless told: the server may still be
    /// working on the first one, and both are paid for.
    /// </summary>
    public bool RetriesTimeouts { get; init; }

    /// <summary>
    /// The longest wait before a retry that a server may ask for: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>; 120 seconds
    /// unless told.
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

    /// <summary>Is told what is done, in words for a log. It can be called on any thread.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Is told what is allowed but is probably not meant. It can be called on any thread.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>
    /// Is called once for each answer that a server sends, whole or broken off, also where it is then asked again or another one is asked.
    /// It can be called on any thread.
    /// </summary>
    internal Action<ChatCompletion>? Received { get; init; }

    /// <summary>What requests pass through where many are under way.</summary>
    internal RateGate? Gate { get; init; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance, from 0 to 1.</summary>
    internal Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>What sends requests, in place of the process's own connection pool.</summary>
    internal HttpMessageInvoker? Http { get; init; }

    private static TimeSpan? Seconds(double? seconds) => seconds is null ? null : TimeSpan.FromSeconds(seconds.Value);
}
