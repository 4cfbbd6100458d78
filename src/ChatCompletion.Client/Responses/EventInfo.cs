namespace ChatCompletions;

/// <summary>What is known of the event that a piece of an answer came in.</summary>
/// <param name="Number">Its place in the stream.</param>
/// <param name="Id">The id of its answer.</param>
/// <param name="IsDamaged">Whether its bytes are not UTF-8.</param>
internal readonly record struct EventInfo(int Number, string? Id = null, bool IsDamaged = false);
