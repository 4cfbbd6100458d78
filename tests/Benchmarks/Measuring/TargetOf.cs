namespace ChatCompletions.Benchmarks;

/// <summary>What a target is about.</summary>
internal enum TargetOf
{
    /// <summary>The figure.</summary>
    Value,

    /// <summary>The figure divided by the one it is compared with, pair by pair.</summary>
    Ratio,

    /// <summary>The figure less the one it is compared with, pair by pair.</summary>
    Difference,
}
