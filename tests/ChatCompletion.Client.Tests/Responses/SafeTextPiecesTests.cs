namespace ChatCompletions.Tests;

/// <summary>Text that comes in pieces is shown as if it had come in one, and none of it is held back longer than it must be.</summary>
public class SafeTextPiecesTests
{
    private const string Text = "a\u001b[31m🙂\tb\r\nc\rd\u009b2J\u202ee\ud83d f\ude42\r";

    [Fact]
    public void However_it_is_cut_the_text_is_the_same()
    {
        var whole = Show(Text);
        Assert.Equal("a␛[31m🙂\tb\nc␍d\uFFFD2J\uFFFDe\ud83d f\ude42␍", whole);
        for (var first = 0; first <= Text.Length; first++)
            for (var second = first; second <= Text.Length; second++)
                Assert.Equal(whole, Show(Text[..first], Text[first..second], Text[second..]));
        Assert.Equal(whole, Show([.. Text.Select(static c => c.ToString())]));
    }

    [Fact]
    public void Only_what_may_have_another_half_waits()
    {
        var pieces = new SafeTextPieces();
        Assert.Equal("Par", pieces.Add("Par"));
        Assert.Equal("is", pieces.Add("is\ud83d"));
        Assert.Equal("🙂.", pieces.Add("\ude42.\r"));
        Assert.Equal("", pieces.Add(""));
        Assert.Equal("", pieces.Add(null));
        Assert.Equal("\n", pieces.Add("\n"));
        Assert.Equal("", pieces.End());
    }

    [Fact]
    public void Safe_text_is_not_copied()
    {
        var piece = new string('x', 3);
        Assert.Same(piece, new SafeTextPieces().Add(piece));
    }

    [Fact]
    public void Half_a_pair_at_the_end_is_shown_as_such()
    {
        Assert.Equal("a\uFFFD", Show("a\ud83d"));
        Assert.Equal("a␍", Show("a", "\r"));
    }

    private static string Show(params string[] pieces)
    {
        var text = new SafeTextPieces();
        return string.Concat(pieces.Select(piece => text.Add(piece)).ToArray()) + text.End();
    }
}
