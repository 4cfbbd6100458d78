namespace ChatCompletions;

/// <summary>How much of an answer is read before it is taken for a fault, so that a broken server cannot fill the memory.</summary>
public sealed record ChatLimits
{
    /// <summary>The bytes of an answer that is not streamed; 256 MiB unless told.</summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The bytes of one event of a stream; 64 MiB unless told.</summary>
    public int MaxEventBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The bytes of an error's body that are read; 1 MiB unless told.</summary>
    public int MaxErrorBytes { get; init; } = 1024 * 1024;
}
