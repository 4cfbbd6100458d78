namespace ChatCompletions.Tests.Architecture;

/// <summary>Holds the line length of the .editorconfig, which no compiler checks.</summary>
public class LineLengthTests
{
    private const int Max = 140;

    [Fact]
    public void No_line_of_the_sources_is_longer_than_the_limit()
    {
        var sources = BuildMetadata.Of("Sources");
        var tooLong = Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(sources, file).Replace('\\', '/').Split('/') is not [_, "bin" or "obj", ..])
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (line.Length, Place: $"{Path.GetRelativePath(sources, file)}:{i + 1}")))
            .Where(static line => line.Length > Max)
            .Select(static line => line.Place)
            .ToList();

        Assert.True(tooLong.Count == 0, $"Lines of more than {Max} characters:\n{string.Join('\n', tooLong)}");
    }
}
