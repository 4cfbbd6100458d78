using ChatCompletions.Commands;

namespace ChatCompletions.Tests;

/// <summary>Very long lines are broken so that PowerShell wraps them quickly. Nothing is lost, and nothing else changes.</summary>
public class LongLinesTests
{
    private const int Max = LongLines.Max;

    [Theory]
    [InlineData("")]
    [InlineData("a\nb\r\n\nc\n")]
    public void Leaves_short_text_as_it_is(string text) => Assert.Same(text, LongLines.Break(text));

    [Theory]
    [InlineData(Max)]
    [InlineData(Max + 1)]
    [InlineData(2 * Max)]
    [InlineData(2 * Max + 1)]
    [InlineData(10 * Max + 7)]
    public void Breaks_a_line_at_the_limit(int length)
    {
        var lines = LongLines.Break(new string('x', length)).Split('\n');
        Assert.Equal(length, lines.Sum(static line => line.Length));
        Assert.Equal((length + Max - 1) / Max, lines.Length);
        Assert.All(lines, static line => Assert.InRange(line.Length, 1, Max));
    }

    [Fact]
    public void Breaks_behind_a_space_where_there_is_one()
    {
        var text = string.Concat(Enumerable.Repeat("word ", Max));
        var lines = LongLines.Break(text).Split('\n');
        Assert.Equal(text, string.Concat(lines));
        Assert.All(lines, static line => Assert.EndsWith("word ", line));
    }

    [Fact]
    public void Keeps_the_lines_that_are_there()
    {
        var text = $"short\n{new string('y', Max)}\n\n{new string('z', Max + 5)}\nend\n";
        var broken = LongLines.Break(text);
        Assert.Equal($"short\n{new string('y', Max)}\n\n{new string('z', Max)}\nzzzzz\nend\n", broken);
    }

    [Fact]
    public void Divides_no_surrogate_pair()
    {
        foreach (var start in new[] { "", "x" })
        {
            var text = start + string.Concat(Enumerable.Repeat("😀", Max));
            var lines = LongLines.Break(text).Split('\n');
            Assert.Equal(text, string.Concat(lines));
            Assert.All(lines, static line => Assert.False(char.IsHighSurrogate(line[^1]) || char.IsLowSurrogate(line[0])));
        }
    }

    [Fact]
    public void Takes_a_time_that_grows_with_the_length_only()
    {
        var broken = LongLines.Break(new string('x', 50_000_000));
        Assert.Equal(50_000_000 + 50_000_000 / Max, broken.Length);
    }
}
