using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// A server's limits of requests and tokens per period, and how many remain, from the response headers (<c>x-ratelimit-…</c>). Values
/// that the headers do not contain are <see langword="null"/>.
/// </summary>
public sealed class ChatRateLimit : IJsonWritable
{
    /// <summary>The number of requests allowed per period.</summary>
    public long? LimitRequests { get; set; }

    /// <summary>The number of requests that remain in this period.</summary>
    public long? RemainingRequests { get; set; }

    /// <summary>Seconds until the full number of requests is available again.</summary>
    public double? ResetRequests { get; set; }

    /// <summary>The number of tokens allowed per period.</summary>
    public long? LimitTokens { get; set; }

    /// <summary>The number of tokens that remain in this period.</summary>
    public long? RemainingTokens { get; set; }

    /// <summary>Seconds until the full number of tokens is available again.</summary>
    public double? ResetTokens { get; set; }

    /// <summary>The limits as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteOptional("limit_requests", LimitRequests);
        writer.WriteOptional("remaining_requests", RemainingRequests);
        writer.WriteOptional("reset_requests", ResetRequests);
        writer.WriteOptional("limit_tokens", LimitTokens);
        writer.WriteOptional("remaining_tokens", RemainingTokens);
        writer.WriteOptional("reset_tokens", ResetTokens);
        writer.WriteEndObject();
    }
}
