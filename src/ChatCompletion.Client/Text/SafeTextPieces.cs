namespace ChatCompletions;

/// <summary>
/// Makes text safe to show that comes in pieces. What two pieces can share, a surrogate pair or the line break CR LF, waits for its other
/// half; everything else goes on at once. The start of an escape sequence is replaced by itself, so a sequence may be cut anywhere.
/// </summary>
internal struct SafeTextPieces
{
    private char _held;

    /// <summary>Adds a piece.</summary>
    /// <param name="piece">The next piece of the text.</param>
    /// <returns>What can be shown now; it may be empty.</returns>
    public string Add(string? piece)
    {
        if (string.IsNullOrEmpty(piece)) return "";
        if (_held != '\0') piece = _held + piece;
        var last = piece[^1];
        _held = last == '\r' || char.IsHighSurrogate(last) ? last : '\0';
        return SafeText.Neutralise(_held == '\0' ? piece : piece[..^1]);
    }

    /// <summary>Ends the text.</summary>
    /// <returns>What waited for another half, made visible.</returns>
    public string End()
    {
        var left = _held;
        _held = '\0';
        return left switch { '\0' => "", '\r' => SafeText.Neutralise("\r"), _ => "\uFFFD" };
    }
}
