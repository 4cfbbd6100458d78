using System.Globalization;
using System.Text;

namespace ChatCompletions;

/// <summary>A text with escapes decoded, and the place of each of its characters in the original text.</summary>
internal sealed class DecodedText
{
    private const int MaxEscape = 10;

    private static readonly (string Entity, char Value)[] Entities =
        [("&amp;", '&'), ("&quot;", '"'), ("&apos;", '\''), ("&lt;", '<'), ("&gt;", '>')];

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

    /// <summary>
    /// Decodes one level of escapes: of JSON (<c>\"</c>, <c>\u0041</c>), of programming languages (<c>\x41</c>), of URLs (<c>%41</c>)
    /// and of HTML (<c>&amp;#65;</c>, <c>&amp;#x41;</c>, <c>&amp;amp;</c>). An escape that is cut off at the end is left out.
    /// </summary>
    /// <returns>The decoded text; <see langword="null"/> where there is no escape.</returns>
    public DecodedText? Unescape()
    {
        var next = Text.AsSpan().IndexOfAny('\\', '%', '&');
        if (next < 0) return null;
        var text = new StringBuilder(Text.Length);
        var origins = new List<(int Start, int End)>(Text.Length);
        var hasEscapes = false;
        for (var i = 0; i < Text.Length;)
        {
            var escape = Text.AsSpan(i, Math.Min(MaxEscape, Text.Length - i));
            if (TryDecode(escape, out var decoded, out var length)) hasEscapes = true;
            else if (escape.Length < MaxEscape && IsCutEscape(escape))
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

    /// <summary>
    /// The hexadecimal digits in lower case, without the separators of a list of numbers: spaces, punctuation, <c>0x</c> and <c>\x</c>.
    /// Each run of other letters becomes one line feed.
    /// </summary>
    public DecodedText HexDigits()
    {
        var text = new StringBuilder(Text.Length);
        var origins = new List<(int Start, int End)>(Text.Length);
        for (var i = 0; i < Text.Length; i++)
        {
            var c = Text[i];
            if (c is 'x' or 'X' && i > 0 && Text[i - 1] is '0' or '\\')
            {
                if (Text[i - 1] == '\\') continue;
                text.Length--;
                origins.RemoveAt(origins.Count - 1);
            }
            else if (char.IsLetterOrDigit(c))
            {
                var digit = char.IsAsciiHexDigit(c) ? char.ToLowerInvariant(c) : '\n';
                if (digit == '\n' && text.Length > 0 && text[^1] == '\n') continue;
                text.Append(digit);
                origins.Add(Origin(i, 1));
            }
        }
        return new DecodedText(text.ToString(), origins);
    }

    private static bool TryDecode(ReadOnlySpan<char> escape, out char decoded, out int length)
    {
        (decoded, length) = escape switch
        {
            ['\\', '"' or '\\' or '/' or '\'', ..] => (escape[1], 2),
            ['\\', 'u', _, _, _, _, ..] => (Hex(escape[2..6]), 6),
            ['\\', 'x', _, _, ..] => (Hex(escape[2..4]), 4),
            ['%', _, _, ..] => (Hex(escape[1..3]), 3),
            ['&', '#', ..] => Numeric(escape),
            ['&', ..] => Named(escape),
            _ => ('\0', 0),
        };
        return decoded != '\0';
    }

    /// <summary>Whether the text ends within an escape.</summary>
    private static bool IsCutEscape(ReadOnlySpan<char> escape) => escape switch
    {
        ['\\'] or ['%'] or ['&'] => true,
        ['\\', 'u', .. var digits] => digits.Length < 4 && AreHex(digits),
        ['\\', 'x', .. var digits] => digits.Length < 2 && AreHex(digits),
        ['%', .. var digits] => digits.Length < 2 && AreHex(digits),
        ['&', '#', 'x' or 'X', .. var digits] => AreHex(digits),
        ['&', '#', .. var digits] => AreHex(digits),
        _ => false,
    };

    private static bool AreHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
            if (!char.IsAsciiHexDigit(digit)) return false;
        return true;
    }

    private static char Hex(ReadOnlySpan<char> digits) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : '\0';

    private static (char Decoded, int Length) Numeric(ReadOnlySpan<char> escape)
    {
        var end = escape.IndexOf(';');
        if (end < 3) return default;
        var isHex = escape[2] is 'x' or 'X';
        var digits = escape[(isHex ? 3 : 2)..end];
        if (isHex) return (Hex(digits), end + 1);
        return (ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? (char)code : '\0', end + 1);
    }

    private static (char Decoded, int Length) Named(ReadOnlySpan<char> escape)
    {
        foreach (var (entity, value) in Entities)
            if (escape.StartsWith(entity, StringComparison.Ordinal)) return (value, entity.Length);
        return default;
    }
}
