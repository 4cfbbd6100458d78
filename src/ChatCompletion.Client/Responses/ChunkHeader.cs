namespace ChatCompletions;

/// <summary>What all pieces of a stream have in common. It is shared between them as long as the server repeats itself.</summary>
internal sealed record ChunkHeader
{
    public string? Provider { get; init; }

    public object? InputObject { get; init; }

    public string? Id { get; init; }

    public string? Object { get; init; }

    public DateTimeOffset? Created { get; init; }

    public string? Model { get; init; }

    public string? ServiceTier { get; init; }

    public string? SystemFingerprint { get; init; }
}
