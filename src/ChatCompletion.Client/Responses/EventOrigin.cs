namespace ChatCompletions;

/// <summary>The event that contains a piece of an answer.</summary>
/// <param name="Number">The position in the stream, from 0.</param>
/// <param name="Id">The id of its answer.</param>
/// <param name="IsDamaged">Whether its bytes are not valid UTF-8.</param>
internal readonly record struct EventOrigin(int Number, string? Id = null, bool IsDamaged = false);
