using System.Text;

namespace ChatCompletions.Tests.Errors;

public class SafeTextTests
{
    /// <summary>Every character that can steer a terminal or turn the direction of the text around it.</summary>
    public static TheoryData<int> UnsafeCharacters =>
        [.. Enumerable.Range(0, 0x20).Except([9, 10]), .. Enumerable.Range(0x7F, 0x21), 0x061C, 0x200E, 0x200F, .. Enumerable.Range(0x202A, 5), .. Enumerable.Range(0x2066, 4)];

    [Theory]
    [MemberData(nameof(UnsafeCharacters))]
    public void Shows_no_control_or_direction_character(int code)
    {
        var text = $"a{(char)code}b";
        Assert.DoesNotContain((char)code, SafeText.Neutralise(text));
        Assert.DoesNotContain((char)code, SafeText.Excerpt(text, 100));
        Assert.DoesNotContain((char)code, SafeText.Label(text));
        Assert.StartsWith("a", SafeText.Neutralise(text));
        Assert.EndsWith("b", SafeText.Neutralise(text));
    }

    [Fact]
    public void Shows_all_other_characters_as_they_are()
    {
        var text = "tab\tline\nend äöü שלום سلام 世界 😊 👩‍👩‍👧 e\u0301 \ufeff";
        Assert.Same(text, SafeText.Neutralise(text));
    }

    [Fact]
    public void Leaves_out_marks_that_only_hint_at_a_direction()
    {
        Assert.Equal("שלום (a)", SafeText.Neutralise("שלום\u200f (a\u200e)\u061c"));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("gpt-4o", "gpt-4o")]
    [InlineData("a\r\nb\nc\rd\te", "a b c d e")]
    [InlineData("a\u0085b\u2028c\u2029d\fe", "a b c d e")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("12345678901", "1234567890…")]
    [InlineData("123456789😊", "123456789…")]
    [InlineData("\u001b[31mred", "␛[31mred")]
    public void A_label_is_one_short_line(string? text, string shown) => Assert.Equal(shown, SafeText.Label(text, 10));

    [Fact]
    public void A_label_of_a_long_text_is_made_without_reading_the_text()
    {
        var text = new string('m', 50_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(101, SafeText.Label(text).Length);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000);
    }

    [Fact]
    public void An_excerpt_does_not_end_in_half_a_character() => Assert.Equal("123456789… (13 characters)", SafeText.Excerpt("123456789😊ab", 10));

    [Fact]
    public void An_error_message_has_a_readable_length_and_no_control_characters()
    {
        var failure = new ChatException(ChatErrorKind.InvalidRequest, "\u001b]0;" + new string('x', 1_000_000));
        Assert.InRange(failure.Message.Length, 1000, 20_000);
        Assert.EndsWith("(1000004 characters)", failure.Message);
        Assert.Equal(SafeText.Neutralise(failure.Message), failure.Message);
        Assert.InRange(failure.ToString().Length, 1000, 25_000);
    }

    [Fact]
    public void An_error_message_of_several_lines_stays_as_it_is() => Assert.Equal("a\nb: ü", new ChatRequestException("N", "a\nb: ü").Message);
}
