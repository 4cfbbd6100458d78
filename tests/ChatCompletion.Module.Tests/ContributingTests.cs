using System.Text.RegularExpressions;

namespace ChatCompletions.Tests;

/// <summary>CONTRIBUTING.md names files; they exist.</summary>
public sealed partial class ContributingTests
{
    private static readonly string Root = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(BuildMetadata.Of("Sources")))!;

    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "CONTRIBUTING.md"));

    [Fact]
    public void Every_file_that_it_names_exists()
    {
        var paths = Paths().Matches(Page).Select(static match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(paths.Count > 30, "The page names hardly any file, or the pattern no longer finds them.");
        Assert.All(paths, static path => Assert.True(Path.Exists(Path.Combine(Root, path)), path));
    }

    [Theory]
    [InlineData("request field")]
    [InlineData("provider")]
    [InlineData("cmdlet")]
    [InlineData("error kind")]
    [InlineData("column to the answer")]
    public void It_says_how_to_add(string what)
    {
        var section = Page.Split("\n## ").SingleOrDefault(text => Regex.IsMatch(text, $"^How to add an? {what}\n"));

        Assert.NotNull(section);
        Assert.Contains("\n1. ", section, StringComparison.Ordinal);
        Assert.Contains("\nTests: ", section, StringComparison.Ordinal);
    }

    [Fact]
    public void The_readme_links_to_it() =>
        Assert.Contains("(CONTRIBUTING.md)", File.ReadAllText(Path.Combine(Root, "README.md")), StringComparison.Ordinal);

    [GeneratedRegex("`((?:src|tests|docs)/[^`<>* ]+|[A-Z]\\w+\\.(?:md|psd1))`")]
    private static partial Regex Paths();
}
