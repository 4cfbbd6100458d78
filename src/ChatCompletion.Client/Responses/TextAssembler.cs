using System.Text;

namespace ChatCompletions;

/// <summary>Joins pieces of text; a text that comes in one piece is not copied. No piece at all is not the same as an empty one.</summary>
internal struct TextAssembler
{
    private string? _single;
    private StringBuilder? _joined;

    /// <summary>Adds a piece.</summary>
    public void Add(string? piece)
    {
        if (piece is null) return;
        if (_joined is not null) _joined.Append(piece);
        else if (string.IsNullOrEmpty(_single)) _single = piece;
        else if (piece.Length > 0) _joined = new StringBuilder(_single, Math.Max(256, _single.Length * 2)).Append(piece);
    }

    /// <summary>What a text adds that may say once more all that has come so far, as a whole message does after its pieces; else all of it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="trims">Whether white space around it makes no difference.</param>
    public readonly string? New(string? text, bool trims)
    {
        var length = _joined?.Length ?? _single?.Length ?? 0;
        // What is much shorter repeats nothing, and to compare each short piece with all that came would take too long.
        if (string.IsNullOrEmpty(text) || length == 0 || text.Length < length / 2) return text;
        var soFar = ToString()!;
        if (text.StartsWith(soFar, StringComparison.Ordinal)) return text[length..];
        return trims && text.AsSpan().Trim().SequenceEqual(soFar.AsSpan().Trim()) ? "" : text;
    }

    /// <summary>The text so far; <see langword="null"/> where no piece came.</summary>
    public override readonly string? ToString() => _joined?.ToString() ?? _single;
}
