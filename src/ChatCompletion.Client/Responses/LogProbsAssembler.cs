namespace ChatCompletions;

/// <summary>Merges the log probabilities of a choice. A whole message repeats earlier log probabilities.</summary>
internal sealed class LogProbsAssembler
{
    /// <summary>All log probabilities so far.</summary>
    public ChatLogProbs All { get; } = new();

    /// <summary>Adds the log probabilities of an event.</summary>
    /// <param name="more">The log probabilities.</param>
    /// <param name="isWhole">Whether a whole message has them, and not a delta.</param>
    public void Add(ChatLogProbs more, bool isWhole)
    {
        All.Content = Join(All.Content, more.Content, isWhole);
        All.Refusal = Join(All.Refusal, more.Refusal, isWhole);
        All.AdditionalProperties = more.AdditionalProperties ?? All.AdditionalProperties;
    }

    private static ChatList<ChatTokenLogProb>? Join(ChatList<ChatTokenLogProb>? all, ChatList<ChatTokenLogProb>? more, bool isWhole)
    {
        if (more is null) return all;
        all ??= [];
        all.AddRange(isWhole && Repeats(all, more) ? more.Skip(all.Count).ToList() : more);
        return all;
    }

    private static bool Repeats(ChatList<ChatTokenLogProb> all, ChatList<ChatTokenLogProb> more) =>
        more.Count >= all.Count
        && all.Zip(more).All(static pair => (pair.First.Token, pair.First.LogProb) == (pair.Second.Token, pair.Second.LogProb));
}
