using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// How many requests and tokens a server allows in a period, and how many are left, as the headers of an answer tell
/// (<c>x-ratelimit-…</c>). What they do not tell is <see langword="null"/>.
/// </summary>
public sealed class ChatRateLimit : IJsonWritable
{
    /// <summary>The requests allowed in a period.</summary>
    public long? LimitRequests { get; set; }

    /// <summary>The requests that are left.</summary>
    public long? RemainingRequests { get; set; }

    /// <summary>Seconds until all requests are allowed again.</summary>
    public double? ResetRequests { get; set; }

    /// <summary>The tokens allowed in a period.</summary>
    public long? LimitTokens { get; set; }

    /// <summary>The tokens that are left.</summary>
    public long? RemainingTokens { get; set; }

    /// <summary>Seconds until all tokens are allowed again.</summary>
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
