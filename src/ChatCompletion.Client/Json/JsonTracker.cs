namespace ChatCompletions;

/// <summary>
/// Follows a JSON text that arrives in pieces, and tells whether one whole value has come. Only quotes and brackets count here:
/// whether the text is valid JSON is another question.
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

    /// <summary>Whether nothing but white space has come.</summary>
    public readonly bool IsEmpty => _last == '\0';

    /// <summary>Whether one value has come. Of a number it cannot be told whether more digits follow.</summary>
    public readonly bool IsWhole => IsClosed || (_isScalar && !_isBroken);

    /// <summary>Whether one value has come that more text cannot be a part of.</summary>
    public readonly bool IsClosed => _isClosed && !_isBroken;

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<char> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_isInString)
            {
                piece = piece[PassString(piece)..];
                continue;
            }
            Add(piece[0]);
            piece = piece[1..];
        }
    }

    /// <summary>Whether a piece begins a value that cannot belong to the one so far.</summary>
    public readonly bool IsFollowedByAnother(ReadOnlySpan<char> piece)
    {
        piece = piece.TrimStart(" \t\r\n");
        if (piece.IsEmpty || IsEmpty || _isInString) return false;
        if (IsWhole) return piece[0] is '{' or '[' or '"' or '-' or 't' or 'f' or 'n' or (>= '0' and <= '9');
        return piece[0] == '{' && _last is not (':' or ',' or '[');
    }

    /// <summary>Passes over what belongs to the open string.</summary>
    private int PassString(ReadOnlySpan<char> piece)
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
