using System.Globalization;
using System.Net.Http.Headers;

namespace ChatCompletions;

/// <summary>
/// Decides whether a failed request is sent again, and after which wait. It applies to failures before the answer began. No server is known
/// to support an idempotency key, so a request that failed late can be paid for twice.
/// </summary>
internal sealed class RetryPolicy(int maxRetries, bool retriesTimeouts, TimeSpan maxDelay, Func<double> random, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(8);

    /// <summary>About thirty years in milliseconds, so that any number fits a TimeSpan.</summary>
    private const double LongestAsked = 1e12;

    /// <summary>The longest wait that a server may ask for. After a longer one the error is returned.</summary>
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(120);

    /// <summary>The wait before a failed request is sent again.</summary>
    /// <param name="failure">The failure; it happened before the answer began.</param>
    /// <param name="attempts">The number of requests that were sent and count against the maximum of retries.</param>
    /// <param name="freeRetries">The number of requests that do not count, but make the wait longer.</param>
    /// <param name="headers">The headers of the response, if one arrived.</param>
    /// <returns>The wait; <see langword="null"/> if the request is not sent again.</returns>
    public TimeSpan? DelayAfter(CallFailure failure, int attempts, int freeRetries, HttpResponseHeaders? headers)
    {
        if (attempts > maxRetries) return null;
        var backOff = BackOff(attempts + freeRetries);
        return failure switch
        {
            { Kind: ChatErrorKind.QuotaExceeded } => null,
            { Api: { } api } => AfterAnswer(backOff, headers!, isTransient: api.MeantStatus is 408 or 409 or 429 or (>= 500 and not 501)),
            // The server failed, whatever its status says.
            { IsCutShort: true } => AfterAnswer(backOff, headers!, isTransient: true),
            { Kind: ChatErrorKind.ConnectionFailed or ChatErrorKind.ConnectTimeout } => backOff,
            { Kind: ChatErrorKind.FirstByteTimeout or ChatErrorKind.IdleTimeout } when retriesTimeouts => backOff,
            _ => null,
        };
    }

    private TimeSpan? AfterAnswer(TimeSpan backOff, HttpResponseHeaders headers, bool isTransient)
    {
        var wanted = HeaderReader.First(headers, "x-should-retry") switch
        {
            "true" => true,
            "false" => false,
            _ => isTransient,
        };
        if (!wanted) return null;
        var asked = RetryAfter(headers);
        if (asked is { } wait && Limit.IsShorter(Limit.Shorter(maxDelay, Limit.LongestTimer), wait)) return null;
        return asked ?? backOff;
    }

    /// <summary>Reads the wait that the server asks for: <c>retry-after-ms</c>, else <c>Retry-After</c> in seconds or as a date.</summary>
    public TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        if (Number(HeaderReader.First(headers, "retry-after-ms")) is { } milliseconds) return Wait(milliseconds);
        var text = HeaderReader.First(headers, "Retry-After");
        if (Number(text) is { } seconds) return Wait(seconds * 1000);
        return Date(text) is { } date ? Wait((date - time.GetUtcNow()).TotalMilliseconds) : null;
    }

    /// <summary>Half a second, doubled with each request up to 8 s, less a random part of up to a quarter (jitter).</summary>
    private TimeSpan BackOff(int requests)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(requests - 1, 10));
        return (delay < LongestDelay ? delay : LongestDelay) * (1 - 0.25 * random());
    }

    private static TimeSpan? Wait(double milliseconds) =>
        milliseconds > 0 && double.IsFinite(milliseconds) ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestAsked)) : null;

    /// <summary>Parses a date in one of the three forms of HTTP, or in another form that .NET knows.</summary>
    private static DateTimeOffset? Date(string? text) =>
        (RetryConditionHeaderValue.TryParse(text, out var value) ? value.Date : null)
        ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null);

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
