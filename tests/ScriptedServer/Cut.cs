namespace ScriptedServers;

/// <summary>How body pieces are cut before they are sent.</summary>
/// <param name="MaxSize">The size of a piece in bytes, or the largest size where a seed is given.</param>
/// <param name="Seed">Makes the sizes random, the same ones for the same seed.</param>
/// <param name="EveryMs">The pause between two pieces in milliseconds.</param>
internal sealed record Cut(int MaxSize, int? Seed, int EveryMs);
