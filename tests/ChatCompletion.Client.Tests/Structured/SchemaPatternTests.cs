using System.Diagnostics;

namespace ChatCompletions.Tests;

/// <summary>Patterns mean what ECMA-262 says in Unicode mode.</summary>
public sealed class SchemaPatternTests
{
    [Theory]
    [InlineData("^a$", "a\n", false)]
    [InlineData(@"^\d+$", "12", true)]
    [InlineData(@"^\d+$", "١٢", false)]
    [InlineData(@"^\D$", "١", true)]
    [InlineData(@"^\w+$", "a_9", true)]
    [InlineData(@"^\w+$", "é", false)]
    [InlineData(@"^[\w-]+$", "a-é", false)]
    [InlineData(@"^[\W]$", "é", true)]
    [InlineData(@"^\s$", "\uFEFF", true)]
    [InlineData(@"^\s$", "\u00A0", true)]
    [InlineData(@"^\s$", "\u0085", false)]
    [InlineData(@"^\S$", "\u2003", false)]
    [InlineData("^.$", "\r", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "\u0085", true)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^.{2}$", "😀", false)]
    [InlineData("^😀+$", "😀😀", true)]
    [InlineData("^[😀-😂]$", "😁", true)]
    [InlineData("^[😀-😂]$", "😃", false)]
    [InlineData("^[^a]$", "😁", true)]
    [InlineData("^[^a]{2}$", "😁", false)]
    [InlineData(@"^[\s\S]$", "😁", true)]
    [InlineData(@"^\u{1F600}$", "😀", true)]
    [InlineData(@"^\uD83D\uDE00$", "😀", true)]
    [InlineData(@"^\u0041\x42\t\cJ\0$", "AB\t\n\0", true)]
    [InlineData(@"^\n\v\f\r$", "\n\v\f\r", true)]
    [InlineData(@"^\p{L}+$", "é𠀀", true)]
    [InlineData(@"^\p{Letter}+$", "1", false)]
    [InlineData(@"^\P{L}$", "😀", true)]
    [InlineData(@"^[\p{Lu}\p{Nd}]+$", "É٣", true)]
    [InlineData(@"^\p{gc=Uppercase_Letter}$", "𝐀", true)]
    [InlineData(@"\bfoo\b", "a foo.", true)]
    [InlineData(@"\bé", "é", false)]
    [InlineData(@"^a\Bb$", "ab", true)]
    [InlineData(@"^(?=.*\d)(?!x).+$", "a1", true)]
    [InlineData(@"^(?<year>\d{4})-(?:\d\d)$", "2026-01", true)]
    [InlineData(@"(?<!a)b|(?<=c)d", "cd", true)]
    [InlineData(@"^a+?b{1,2}?$", "aabb", true)]
    [InlineData("^a{,3}$", "a{,3}", true)]
    [InlineData(@"^[$^|()?*+{}.]+$", "$^|()?*+{}.", true)]
    [InlineData(@"^[a\-z\]]+$", "-]", true)]
    [InlineData(@"^[\b]$", "\b", true)]
    [InlineData("^[]$", "", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData(@"^#x y\/$", "#x y/", true)]
    [InlineData("b", "abc", true)]
    [InlineData("", "anything", true)]
    public void A_text_matches(string pattern, string text, bool matches) => Assert.Equal(matches, new SchemaPattern(pattern).IsMatch(text));

    [Theory]
    [InlineData("(a", "not closed")]
    [InlineData("a)", "no opening one")]
    [InlineData("*a", "nothing to repeat before")]
    [InlineData("a**", "nothing to repeat before")]
    [InlineData("[b-a]", "in the wrong order")]
    [InlineData(@"[\d-z]", "a class as its start or end")]
    [InlineData("a{2,1}", "in the wrong order")]
    [InlineData("a{99999999999}", "too large")]
    [InlineData(@"\", "ends unexpectedly")]
    [InlineData("[a", "ends unexpectedly")]
    [InlineData(@"a\Z", "not an escape")]
    [InlineData(@"\Aa", "not an escape")]
    [InlineData(@"\07", "not an escape")]
    [InlineData(@"(a)\1", "back-references")]
    [InlineData(@"(?<a>a)\k<a>", "back-references")]
    [InlineData("(?<a-b>a)", "invalid name")]
    [InlineData("(?<>a)", "invalid name")]
    [InlineData("(?<a", "invalid name")]
    [InlineData("(?i)a", "not valid in ECMA-262")]
    [InlineData("(?>a)", "not valid in ECMA-262")]
    [InlineData("(?P<a>a)", "not valid in ECMA-262")]
    [InlineData(@"\p{Script=Latin}", "general category")]
    [InlineData(@"\u{110000}", "invalid value")]
    [InlineData(@"\u12", "hexadecimal")]
    public void A_wrong_or_unknown_pattern_is_refused(string pattern, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => new SchemaPattern(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_has_bounds()
    {
        Assert.Throws<FormatException>(() => new SchemaPattern(new string('a', 10_001)));
        Assert.Throws<FormatException>(() => new SchemaPattern(new string('(', 101) + new string(')', 101)));
        Assert.True(new SchemaPattern(new string('(', 100) + new string(')', 100)).IsMatch(""));
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("(.*)*x$")]
    [InlineData("^([a-z]+)*[0-9]$")]
    public void A_pattern_that_would_backtrack_takes_linear_time(string pattern)
    {
        var clock = Stopwatch.StartNew();
        Assert.False(new SchemaPattern(pattern).IsMatch(new string('a', 20_000) + "!"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }
}
