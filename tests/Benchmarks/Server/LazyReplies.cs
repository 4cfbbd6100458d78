namespace ChatCompletions.Benchmarks;

/// <summary>The answer that is made only for who asks for it.</summary>
internal static class LazyReplies
{
    public static readonly byte[] LogProbs = Replies.LogProbs();
}
