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
    [InlineData(@"^(?<_year$1>\d{4})$", "2026", true)]
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
    public void A_category_has_its_characters_and_its_long_name()
    {
        var samples = """
            Lu:A:Uppercase_Letter Ll:a:Lowercase_Letter Lt:\u01C5:Titlecase_Letter Lm:\u02B0:Modifier_Letter Lo:\u05D0:Other_Letter
            Mn:\u0301:Nonspacing_Mark Mc:\u0903:Spacing_Mark Me:\u20DD:Enclosing_Mark Nd:5:Decimal_Number Nl:\u2167:Letter_Number
            No:\u00B2:Other_Number Zs:\u0020:Space_Separator Zl:\u2028:Line_Separator Zp:\u2029:Paragraph_Separator
            Pc:_:Connector_Punctuation Pd:-:Dash_Punctuation Ps:(:Open_Punctuation Pe:):Close_Punctuation Pi:\u00AB:Initial_Punctuation
            Pf:\u00BB:Final_Punctuation Po:!:Other_Punctuation Sm:+:Math_Symbol Sc:$:Currency_Symbol Sk:^:Modifier_Symbol
            So:\u00A9:Other_Symbol Cc:\u0001:Control Cf:\u00AD:Format Co:\uE000:Private_Use Cn:\u0378:Unassigned
            """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(':')).ToList();
        foreach (var category in samples)
            foreach (var sample in samples)
                foreach (var name in new[] { category[0], category[2], "gc=" + category[2] })
                    Assert.Equal(category == sample, new SchemaPattern($@"^\p{{{name}}}$").IsMatch((string)JsonText.Parse($"\"{sample[1]}\"")!));
    }

    [Theory]
    [InlineData("Letter", "L")]
    [InlineData("Cased_Letter", "LC")]
    [InlineData("Mark", "M")]
    [InlineData("Combining_Mark", "M")]
    [InlineData("Number", "N")]
    [InlineData("digit", "Nd")]
    [InlineData("Separator", "Z")]
    [InlineData("Punctuation", "P")]
    [InlineData("punct", "P")]
    [InlineData("Symbol", "S")]
    [InlineData("Other", "C")]
    [InlineData("cntrl", "Cc")]
    public void A_long_name_means_the_short_one(string name, string category) =>
        Assert.Same(UnicodeCategories.Find(category)!, UnicodeCategories.Find(name));

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
