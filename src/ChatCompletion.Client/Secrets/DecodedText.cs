using System.Text;

namespace ChatCompletions;

/// <summary>A text with escapes decoded, and the place of each of its characters in the original text.</summary>
internal sealed class DecodedText
{
    /// <summary>Where each character begins and ends in the original; <see langword="null"/> where this is the original.</summary>
    private readonly List<(int Start, int End)>? _origins;

    private DecodedText(string text, List<(int Start, int End)>? origins = null) => (Text, _origins) = (text, origins);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>A text as it is.</summary>
    public static DecodedText Of(string text) => new(text);

    /// <summary>The place of some of the text in the original.</summary>
    public (int Start, int End) Origin(int start, int length) =>
        _origins is null ? (start, start + length) : (_origins[start].Start, _origins[start + length - 1].End);

    /// <summary>Decodes one level of escapes (see <see cref="TextEscape"/>). An escape that is cut off at the end is left out.</summary>
    /// <returns>The decoded text; <see langword="null"/> where there is no escape.</returns>
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
