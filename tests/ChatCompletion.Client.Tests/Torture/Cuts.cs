namespace ChatCompletions.Tests;

/// <summary>Where answers of real servers are cut.</summary>
internal static class Cuts
{
    public const int Small = 8 * 1024;
    private const int Huge = 100 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Captures => [.. CaptureFile.Names];

    /// <summary>The lengths to which an answer is cut: every one of a small answer, those around the ends of events and many by chance of a large one.</summary>
    public static IEnumerable<int> Lengths(byte[] bytes)
    {
        if (bytes.Length <= Small) return Enumerable.Range(0, bytes.Length);
        var random = new Random(20261121);
        var ends = new List<int>();
        for (var at = 0; bytes.AsSpan(at).IndexOf("\n\n"u8) is >= 0 and var found; at += found + 2) ends.Add(at + found + 2);
        // Every cut of a huge answer costs the reading of half of it.
        var isHuge = bytes.Length > Huge;
        var boundaries = isHuge ? random.GetItems(ends.ToArray(), 40) : [.. ends];
        var others = Enumerable.Range(0, isHuge ? 100 : 500).Select(_ => random.Next(bytes.Length)).ToList();
        return boundaries.SelectMany(static end => Enumerable.Range(end - 2, 5)).Concat(others).Where(length => length < bytes.Length).Distinct();
    }

    /// <summary>Runs a test on a thread of its own, so that not even a loop without end can stop the others.</summary>
    public static Task WithinAsync(Func<Task> test) => Task.Run(test).WaitAsync(Patience, TestContext.Current.CancellationToken);
}
