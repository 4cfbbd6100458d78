namespace ChatCompletions.Tests;

/// <summary>Reports every It of the Pester files as a test of its own.</summary>
public sealed class PesterTests
{
    public static IEnumerable<TheoryDataRow<ItBlock>> Blocks() =>
        ItBlock.FindAll(PesterRun.TestFolder).Select(static block => new TheoryDataRow<ItBlock>(block));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void It(ItBlock block)
    {
        var run = Ready();
        var results = run.Results.Where(result => result.File == block.File && result.Line == block.Line).ToList();
        Assert.True(results.Count > 0, $"{block} has no result. {run.Problem}");
        var failed = results.Where(static result => result.Result is not ("Passed" or "Skipped")).ToList();
        var messages = failed.Select(static result => $"{result.Name}: {result.Result}\n{result.Message}");
        Assert.True(failed.Count == 0, string.Join("\n\n", messages));
        if (results.TrueForAll(static result => result.Result == "Skipped"))
            Assert.Skip(results[0].Message is { Length: > 0 } reason ? reason : "Pester skipped it, as what it needs is not installed.");
    }

    [Fact]
    public void Every_It_is_known_and_nothing_fails_outside_of_one()
    {
        var known = ItBlock.FindAll(PesterRun.TestFolder).Select(static block => (block.File, block.Line)).ToHashSet();
        var strangers = Ready().Results.Where(result => !known.Contains((result.File, result.Line)))
            .Select(static result => $"{result.File}:{result.Line} {result.Name} {result.Message}").ToList();
        Assert.True(strangers.Count == 0, string.Join("\n", strangers));
    }

    private static PesterRun Ready()
    {
        var run = PesterRun.Instance;
        if (run.SkipReason is not null) Assert.Skip(run.SkipReason);
        return run;
    }
}
