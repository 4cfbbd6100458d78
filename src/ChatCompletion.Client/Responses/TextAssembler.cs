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

    /// <summary>The text so far; <see langword="null"/> where no piece came.</summary>
    public override readonly string? ToString() => _joined?.ToString() ?? _single;
}
