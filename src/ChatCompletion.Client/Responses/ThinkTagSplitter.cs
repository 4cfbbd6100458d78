namespace ChatCompletions;

/// <summary>
/// Moves the reasoning at the beginning of one choice's text, between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>, out of the
/// text, with the white space around the tags. The text arrives in pieces that can end inside a tag: only characters that can
/// still belong to a tag are buffered.
/// </summary>
internal sealed class ThinkTagSplitter
{
    private const string Open = "<think>";
    private const string Close = "</think>";
    private const int MaxLeadingBlanks = 1024;

    private enum State
    {
        BeforeTag,
        Thinking,
        AfterTag,
        Text,
    }

    private string _buffer = "";
    private State _state;

    /// <summary>Splits the next piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>The text and the reasoning in the piece and the buffer.</returns>
    public (string Text, string Reasoning) Add(string piece)
    {
        if (_state == State.Text) return (piece, "");
        var all = _buffer + piece;
        _buffer = "";
        return _state switch
        {
            State.BeforeTag => Begin(all),
            State.Thinking => Think(all),
            _ => (SkipBlanks(all), ""),
        };
    }

    /// <summary>Returns the buffer. Reasoning can continue: some servers report an end where only the reasoning ended.</summary>
    public (string Text, string Reasoning) End()
    {
        var buffer = _buffer;
        _buffer = "";
        if (_state == State.Thinking) return ("", buffer);
        if (buffer.Length > 0) _state = State.Text;
        return (buffer, "");
    }

    private (string Text, string Reasoning) Begin(string all)
    {
        var rest = all.TrimStart();
        if (rest.StartsWith(Open, StringComparison.Ordinal))
        {
            _state = State.Thinking;
            return Think(rest[Open.Length..]);
        }
        if (Open.StartsWith(rest, StringComparison.Ordinal) && all.Length <= MaxLeadingBlanks)
        {
            _buffer = all;
            return ("", "");
        }
        _state = State.Text;
        return (all, "");
    }

    private (string Text, string Reasoning) Think(string all)
    {
        var end = all.IndexOf(Close, StringComparison.Ordinal);
        if (end >= 0)
        {
            _state = State.AfterTag;
            return (SkipBlanks(all[(end + Close.Length)..]), all[..end]);
        }
        var length = Math.Min(all.Length, Close.Length - 1);
        while (!Close.StartsWith(all[^length..], StringComparison.Ordinal)) length--;
        _buffer = all[^length..];
        return ("", all[..^length]);
    }

    /// <summary>Models write blank lines between the closing tag and the answer.</summary>
    private string SkipBlanks(string text)
    {
        var rest = text.TrimStart();
        if (rest.Length > 0) _state = State.Text;
        return rest;
    }
}
