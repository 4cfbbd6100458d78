namespace ChatCompletions;

/// <summary>The fields that all chunks of a stream share. Chunks use the same object as long as the values do not change.</summary>
internal sealed record ChunkHeader
{
    /// <summary>Identifies the stream. Ids of answers are not unique with every server.</summary>
    public object Stream { get; init; } = new();

    /// <summary>The number of requested choices; 0 if unknown.</summary>
    public int AskedChoices { get; init; }

    public string? Provider { get; init; }

    public object? InputObject { get; init; }

    public string? Id { get; init; }

    public string? Object { get; init; }

    public DateTimeOffset? Created { get; init; }

    public string? Model { get; init; }

    public string? ServiceTier { get; init; }

    public string? SystemFingerprint { get; init; }
}
