namespace ChatCompletions;

/// <summary>What all pieces of a stream have in common. It is shared between them as long as the server repeats itself.</summary>
internal sealed record ChunkHeader
{
    /// <summary>Which stream it is: servers need not make ids unique.</summary>
    public object Stream { get; init; } = new();

    /// <summary>How many choices were asked for, where that is known.</summary>
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
