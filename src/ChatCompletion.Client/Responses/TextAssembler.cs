using System.Text;

namespace ChatCompletions;

/// <summary>Joins pieces of text; a text that comes in one piece is not copied. No piece at all is not the same as an empty one.</summary>
internal struct TextAssembler
{
    /// <summary>No piece of a stream is as long as this, so a text of this length that comes again is the same text.</summary>
    private const int MinRepeat = 32;

    private string? _single;
    private StringBuilder? _joined;
    private string? _repeated;
    private MessageForm _form;
    private bool _isDoubtful;

    /// <summary>What the texts of several whole messages are.</summary>
    private enum MessageForm : byte
    {
        Unknown,
        Pieces,
        Snapshots,
    }

    /// <summary>How long the text so far is.</summary>
    public readonly int Length => _joined?.Length ?? _single?.Length ?? 0;

    /// <summary>Whether a text came twice that can be two pieces or one repeated message.</summary>
    public readonly bool IsDoubtful => _isDoubtful || _repeated is not null;

    /// <summary>The text of a whole message that differs from what came before it.</summary>
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
    /// What the text of a whole message adds to what came. After deltas a message repeats them. Where there are only messages, each
    /// holds a piece of the text or all of the text so far: their texts tell which.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="afterDeltas">Whether any delta came.</param>
    /// <param name="isEnded">Whether the choice had ended before the message.</param>
    public string? Rest(string? text, bool afterDeltas, bool isEnded)
    {
        var length = Length;
        if (string.IsNullOrEmpty(text) || length == 0) return text;
        var continues = text.Length >= length && text.StartsWith(ToString()!, StringComparison.Ordinal);
        if (afterDeltas || _form == MessageForm.Snapshots)
        {
            if (continues) return text[length..];
            if (!IsSameButForSpace(text)) Contradiction = text;
            return "";
        }
        if (continues && (length >= MinRepeat || (_form == MessageForm.Unknown && _repeated is null && text.Length > length)))
        {
            _form = MessageForm.Snapshots;
            return text[length..];
        }
        TakePiece(text, continues);
        _isDoubtful |= isEnded;
        return text;
    }

    /// <summary>Whether a message repeats the piece that was added last, or the text before that piece.</summary>
    public readonly bool EndsWith(string? message, string? piece)
    {
        if (string.IsNullOrEmpty(message) || string.IsNullOrEmpty(piece)) return false;
        return message == piece || (message.Length == Length - piece.Length && ToString()!.StartsWith(message, StringComparison.Ordinal));
    }

    /// <summary>Whether the text after a message begins with the message, or is the beginning of it.</summary>
    /// <param name="length">The length of the message.</param>
    public readonly bool HasRepeated(int length)
    {
        if (length == 0 || length == Length) return false;
        var text = ToString().AsSpan();
        var common = Math.Min(length, Length - length);
        return text[..common].SequenceEqual(text.Slice(length, common));
    }

    /// <summary>The text so far; <see langword="null"/> where no piece came.</summary>
    public override readonly string? ToString() => _joined?.ToString() ?? _single;

    /// <summary>Takes the text of a message that is probably a piece.</summary>
    private void TakePiece(string text, bool continues)
    {
        if (_form == MessageForm.Pieces) _isDoubtful |= continues;
        else if (continues) _repeated ??= text;
        else if (_repeated is null || !text.StartsWith(_repeated, StringComparison.Ordinal))
        {
            _form = MessageForm.Pieces;
            _repeated = null;
        }
    }

    /// <summary>Texts of very different length are not compared: with many short ones that would take too long.</summary>
    private readonly bool IsSameButForSpace(string text) =>
        (text.Length >= Length / 2 || Length < 1024) && text.AsSpan().Trim().SequenceEqual(ToString().AsSpan().Trim());
}
