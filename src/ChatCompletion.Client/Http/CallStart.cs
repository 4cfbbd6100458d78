namespace ChatCompletions;

/// <summary>When a call began, and how long it may take in all, whoever of several answers it.</summary>
/// <param name="Timestamp">The clock's timestamp.</param>
/// <param name="Total">The most time.</param>
internal readonly record struct CallStart(long Timestamp, TimeSpan Total);
