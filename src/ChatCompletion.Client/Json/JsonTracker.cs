namespace ChatCompletions;

/// <summary>
/// Tracks JSON text that arrives in pieces, to detect when one complete value has arrived. It only counts quotes and brackets; it does
/// not validate the JSON.
/// </summary>
internal struct JsonTracker
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private bool _isScalar;
    private bool _isClosed;
    private bool _isBroken;
    private char _last;

    /// <summary>Whether only white space has arrived so far.</summary>
    public readonly bool IsEmpty => _last == '\0';

    /// <summary>Whether one complete value has arrived. More digits may still follow a number.</summary>
    public readonly bool IsWhole => IsClosed || (_isScalar && !_isBroken);

    /// <summary>Whether one complete value has arrived that no further text can extend.</summary>
    public readonly bool IsClosed => _isClosed && !_isBroken;

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<char> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_isInString)
            {
                piece = piece[SkipString(piece)..];
                continue;
            }
            Add(piece[0]);
            piece = piece[1..];
        }
    }

    /// <summary>Whether a piece starts a new value rather than continuing the current one.</summary>
    public readonly bool IsFollowedByAnother(ReadOnlySpan<char> piece)
    {
        piece = piece.TrimStart(" \t\r\n");
        if (piece.IsEmpty || IsEmpty || _isInString) return false;
        if (IsWhole) return piece[0] is '{' or '[' or '"' or '-' or 't' or 'f' or 'n' or (>= '0' and <= '9');
        return piece[0] == '{' && _last is not (':' or ',' or '[');
    }

    /// <summary>Skips the part of the piece that belongs to the open string.</summary>
    private int SkipString(ReadOnlySpan<char> piece)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            return 1;
        }
        var end = piece.IndexOfAny('"', '\\');
        if (end < 0) return piece.Length;
        _isEscaped = piece[end] == '\\';
        _isInString = _isEscaped;
        _isClosed |= !_isInString && _depth == 0;
        return end + 1;
    }

    private void Add(char c)
    {
        if (c is ' ' or '\t' or '\r' or '\n') return;
        // A second value after the first one.
        _isBroken |= _isClosed || (_isScalar && c is ('{' or '[' or '"'));
        _last = c;
        switch (c)
        {
            case '"': _isInString = true; break;
            case '{' or '[': _depth++; break;
            case '}' or ']':
                _depth--;
                _isClosed |= _depth == 0;
                _isBroken |= _depth < 0;
                break;
            default: _isScalar |= _depth == 0; break;
        }
    }
}
