using System.Text;

namespace ChatCompletions;

/// <summary>Joins pieces of text. A single piece is not copied. No piece at all differs from an empty piece.</summary>
internal struct TextAssembler
{
    /// <summary>A text of at least this length that arrives again is a repetition: pieces of a stream are shorter.</summary>
    private const int MinRepeat = 32;

    private string? _single;
    private StringBuilder? _joined;
    private string? _repeated;
    private MessageForm _form;
    private bool _isDoubtful;

    /// <summary>The relation between the texts of several whole messages.</summary>
    private enum MessageForm : byte
    {
        Unknown,
        Pieces,
        Snapshots,
    }

    /// <summary>The length of the text so far.</summary>
    public readonly int Length => _joined?.Length ?? _single?.Length ?? 0;

    /// <summary>Whether a text arrived twice that can be two pieces or one repeated message.</summary>
    public readonly bool IsDoubtful => _isDoubtful || _repeated is not null;

    /// <summary>The text of a whole message that contradicts earlier text.</summary>
    public string? Contradiction { readonly get; private set; }

    /// <summary>Adds a piece.</summary>
    public void Add(string? piece)
    {
        if (piece is null) return;
        if (_joined is not null) _joined.Append(piece);
        else if (string.IsNullOrEmpty(_single)) _single = piece;
        else if (piece.Length > 0) _joined = new StringBuilder(_single, Math.Max(256, _single.Length * 2)).Append(piece);
    }

    /// <summary>
    /// Gets the part of a whole message that is new. After deltas, a message repeats them. If there are only messages, each has a piece
    /// of the text or all of the text so far, which their texts tell.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="afterDeltas">Whether any delta arrived.</param>
    /// <param name="isEnded">Whether the choice had ended before the message.</param>
    public string? NewPart(string? text, bool afterDeltas, bool isEnded)
    {
        var length = Length;
        if (string.IsNullOrEmpty(text) || length == 0) return text;
        var continues = text.Length >= length && text.StartsWith(ToString()!, StringComparison.Ordinal);
        if (afterDeltas || _form == MessageForm.Snapshots)
        {
            if (continues) return text[length..];
            if (!EqualsTrimmed(text)) Contradiction = text;
            return "";
        }
        if (continues && (length >= MinRepeat || (_form == MessageForm.Unknown && _repeated is null && text.Length > length)))
        {
            _form = MessageForm.Snapshots;
            return text[length..];
        }
        NotePiece(text, continues);
        _isDoubtful |= isEnded;
        return text;
    }

    /// <summary>Whether a message repeats the last piece, or the text before that piece.</summary>
    public readonly bool EndsWith(string? message, string? piece)
    {
        if (string.IsNullOrEmpty(message) || string.IsNullOrEmpty(piece)) return false;
        return message == piece || (message.Length == Length - piece.Length && ToString()!.StartsWith(message, StringComparison.Ordinal));
    }

    /// <summary>Whether the text after a message starts with the message, or is the start of it.</summary>
    /// <param name="length">The length of the message.</param>
    public readonly bool HasRepeated(int length)
    {
        if (length == 0 || length == Length) return false;
        var text = ToString().AsSpan();
        var common = Math.Min(length, Length - length);
        return text[..common].SequenceEqual(text.Slice(length, common));
    }

    /// <summary>The text so far; <see langword="null"/> if there was no piece.</summary>
    public override readonly string? ToString() => _joined?.ToString() ?? _single;

    /// <summary>Notes the text of a message that is probably a piece.</summary>
    private void NotePiece(string text, bool continues)
    {
        if (_form == MessageForm.Pieces) _isDoubtful |= continues;
        else if (continues) _repeated ??= text;
        else if (_repeated is null || !text.StartsWith(_repeated, StringComparison.Ordinal))
        {
            _form = MessageForm.Pieces;
            _repeated = null;
        }
    }

    /// <summary>
    /// Compares the texts without outer white space. Texts of very different length are not compared: for many short ones it would be
    /// slow.
    /// </summary>
    private readonly bool EqualsTrimmed(string text) =>
        (text.Length >= Length / 2 || Length < 1024) && text.AsSpan().Trim().SequenceEqual(ToString().AsSpan().Trim());
}
