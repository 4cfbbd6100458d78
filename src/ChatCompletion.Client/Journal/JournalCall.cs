namespace ChatCompletions;

/// <summary>A call as a journal knows it.</summary>
/// <param name="Key">What makes it the same call.</param>
/// <param name="Occurrence">Which one it is of the same calls in a run, from 1.</param>
/// <param name="Request">What is sent.</param>
/// <param name="Secrets">The values in the body whose names say that they are secrets.</param>
internal sealed record JournalCall(JournalKey Key, int Occurrence, SentRequest Request, IReadOnlyList<string> Secrets);
