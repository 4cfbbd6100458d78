namespace ChatCompletions;

/// <summary>
/// Takes the thoughts out of one choice's text, where they stand in front of it between <c>&lt;think&gt;</c> and
/// <c>&lt;/think&gt;</c>. The text comes in pieces, which can end inside a tag; nothing but what can still become a tag is held back.
/// </summary>
internal sealed class ThinkTagSplitter
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    private string _held = "";
    private bool _isThinking;
    private bool _isDone;

    /// <summary>Divides a piece.</summary>
    /// <param name="piece">What came.</param>
    /// <returns>What of it, and of what was held back, is text and what is thought.</returns>
    public (string Text, string Thought) Add(string piece)
    {
        if (_isDone) return (piece, "");
        var all = _held + piece;
        _held = "";
        if (_isThinking) return Think("", all);

        var rest = all.TrimStart();
        var blank = all[..^rest.Length];
        if (rest.StartsWith(Open, StringComparison.Ordinal))
        {
            _isThinking = true;
            return Think(blank, rest[Open.Length..]);
        }
        if (Open.StartsWith(rest, StringComparison.Ordinal))
        {
            _held = rest;
            return (blank, "");
        }
        _isDone = true;
        return (all, "");
    }

    /// <summary>Gives what was held back: no more comes.</summary>
    public (string Text, string Thought) End()
    {
        var held = _held;
        _held = "";
        _isDone = true;
        return _isThinking ? ("", held) : (held, "");
    }

    private (string Text, string Thought) Think(string before, string all)
    {
        var end = all.IndexOf(Close, StringComparison.Ordinal);
        if (end >= 0)
        {
            _isThinking = false;
            _isDone = true;
            return (before + all[(end + Close.Length)..], all[..end]);
        }
        var length = Math.Min(all.Length, Close.Length - 1);
        while (!Close.StartsWith(all[^length..], StringComparison.Ordinal)) length--;
        _held = all[^length..];
        return (before, all[..^length]);
    }
}
