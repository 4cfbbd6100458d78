using System.Globalization;
using System.Net.Http.Headers;

namespace ChatCompletions;

/// <summary>
/// Reads rate limit headers. A LiteLLM proxy forwards those of the server behind it with a prefix; they apply if the proxy has none of its
/// own.
/// </summary>
internal static class RateLimitReader
{
    private const string Own = "x-ratelimit-";
    private const string Forwarded = "llm_provider-x-ratelimit-";

    /// <summary>The longest period, a year, in seconds; a greater number is a date.</summary>
    private const double LongestReset = 366 * 24 * 3600;

    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 1e-3), ("us", 1e-6), ("\u00B5s", 1e-6), ("ns", 1e-9), ("h", 3600), ("m", 60), ("s", 1)];

    /// <summary>Reads the limits; <see langword="null"/> if no header has any.</summary>
    public static ChatRateLimit? Read(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.Any(static header => IsRateLimit(header.Key))) return null;
        var requests = Read(headers, Own, "requests") ?? Read(headers, Forwarded, "requests");
        var tokens = Read(headers, Own, "tokens") ?? Read(headers, Forwarded, "tokens");
        if (requests is null && tokens is null) return null;
        return new ChatRateLimit
        {
            LimitRequests = requests?.Limit,
            RemainingRequests = requests?.Remaining,
            ResetRequests = requests?.Reset,
            LimitTokens = tokens?.Limit,
            RemainingTokens = tokens?.Remaining,
            ResetTokens = tokens?.Reset,
        };
    }

    /// <summary>Parses seconds: a number, or a duration such as 6m0s, 12ms or 1h2m3.5s.</summary>
    public static double? Seconds(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain)) return InRange(plain);
        var total = 0.0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = rest.IndexOfAnyExcept("0123456789.");
            if (length <= 0) return null;
            if (!double.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            rest = rest[length..];
            var seconds = 0.0;
            foreach (var unit in Units)
            {
                if (!rest.StartsWith(unit.Unit, StringComparison.Ordinal)) continue;
                seconds = unit.Seconds;
                rest = rest[unit.Unit.Length..];
                break;
            }
            if (seconds == 0) return null;
            total += number * seconds;
        }
        return text.Length == 0 ? null : InRange(Math.Round(total, 9));
    }

    private static bool IsRateLimit(string name) =>
        name.StartsWith(Own, StringComparison.OrdinalIgnoreCase) || name.StartsWith(Forwarded, StringComparison.OrdinalIgnoreCase);

    /// <summary>If the limit is a placeholder such as 0 or -1, zeros beside it are placeholders too.</summary>
    private static (long? Limit, long? Remaining, double? Reset)? Read(HttpResponseHeaders headers, string prefix, string kind)
    {
        var raw = HeaderReader.First(headers, $"{prefix}limit-{kind}");
        var limit = Count(raw) is > 0 and { } count ? count : (long?)null;
        var remaining = Count(HeaderReader.First(headers, $"{prefix}remaining-{kind}"));
        var reset = HeaderReader.First(headers, $"{prefix}reset-{kind}") is { } text ? Seconds(text) : null;
        if (raw is not null && limit is null)
        {
            if (remaining == 0) remaining = null;
            if (reset == 0) reset = null;
        }
        return limit is null && remaining is null && reset is null ? null : (limit, remaining, reset);
    }

    private static long? Count(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static double? InRange(double seconds) => seconds <= LongestReset ? seconds : null;
}
