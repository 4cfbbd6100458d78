using System.Text;

namespace ChatCompletions;

/// <summary>Text with decoded escapes, and the position of each of its characters in the original text.</summary>
internal sealed class DecodedText
{
    /// <summary>The range of each character in the original; <see langword="null"/> if this is the original.</summary>
    private readonly List<(int Start, int End)>? _origins;

    private DecodedText(string text, List<(int Start, int End)>? origins = null) => (Text, _origins) = (text, origins);

    /// <summary>The decoded text.</summary>
    public string Text { get; }

    /// <summary>Wraps text without decoding it.</summary>
    public static DecodedText Of(string text) => new(text);

    /// <summary>Gets the range in the original of a part of the decoded text.</summary>
    public (int Start, int End) Origin(int start, int length) =>
        _origins is null ? (start, start + length) : (_origins[start].Start, _origins[start + length - 1].End);

    /// <summary>Decodes one level of escapes (see <see cref="TextEscape"/>). A truncated escape at the end is dropped.</summary>
    /// <returns>The decoded text; <see langword="null"/> if there are no escapes.</returns>
    public DecodedText? Unescape()
    {
        if (!Text.AsSpan().ContainsAny(TextEscape.Starts)) return null;
        var text = new StringBuilder(Text.Length);
        var origins = new List<(int Start, int End)>(Text.Length);
        var hasEscapes = false;
        for (var i = 0; i < Text.Length;)
        {
            var escape = Text.AsSpan(i, Math.Min(TextEscape.MaxLength, Text.Length - i));
            var (decoded, length) = TextEscape.Decode(escape);
            if (length > 0) hasEscapes = true;
            else if (escape.Length < TextEscape.MaxLength && TextEscape.IsCut(escape))
            {
                hasEscapes = true;
                break;
            }
            else (decoded, length) = (escape[0], 1);
            text.Append(decoded);
            origins.Add(Origin(i, length));
            i += length;
        }
        return hasEscapes ? new DecodedText(text.ToString(), origins) : null;
    }
}
