namespace ChatCompletions;

/// <summary>A call, as the journal identifies it.</summary>
/// <param name="Key">The key, which is the same for equal calls.</param>
/// <param name="Occurrence">The number of the call among those of the run with the same key, from 1.</param>
/// <param name="Request">The request.</param>
/// <param name="Secrets">The values in the body with names like those of secrets.</param>
internal sealed record JournalCall(JournalKey Key, int Occurrence, SentRequest Request, IReadOnlyList<string> Secrets);
