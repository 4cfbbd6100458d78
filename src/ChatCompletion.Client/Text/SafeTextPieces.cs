namespace ChatCompletions;

/// <summary>
/// Makes streamed text safe to display, piece by piece. A high surrogate or a carriage return at the end of a piece is held until the
/// next piece arrives; everything else is returned at once. Escape sequences may be split anywhere, because the escape character itself
/// is replaced.
/// </summary>
internal struct SafeTextPieces
{
    private char _held;

    /// <summary>Adds a piece.</summary>
    /// <param name="piece">The next piece of the text.</param>
    /// <returns>The text to display now; may be empty.</returns>
    public string Add(string? piece)
    {
        if (string.IsNullOrEmpty(piece)) return "";
        if (_held != '\0') piece = _held + piece;
        var last = piece[^1];
        _held = last == '\r' || char.IsHighSurrogate(last) ? last : '\0';
        return SafeText.Neutralise(_held == '\0' ? piece : piece[..^1]);
    }

    /// <summary>Ends the text.</summary>
    /// <returns>The held character, made visible; empty if none is held.</returns>
    public string End()
    {
        var left = _held;
        _held = '\0';
        return left switch { '\0' => "", '\r' => SafeText.Neutralise("\r"), _ => "\uFFFD" };
    }
}
