namespace ChatCompletions;

/// <summary>The start and the time limit of a call, which fallback targets share.</summary>
/// <param name="Timestamp">The timestamp of the clock.</param>
/// <param name="Total">The time limit.</param>
internal readonly record struct CallStart(long Timestamp, TimeSpan Total);
