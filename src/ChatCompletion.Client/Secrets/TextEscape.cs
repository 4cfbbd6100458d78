using System.Buffers;
using System.Globalization;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// Decodes one escape sequence of JSON (<c>\"</c>, <c>\n</c>, <c>\u0041</c>), programming languages (<c>\x41</c>, <c>\101</c>,
/// <c>\u{41}</c>, <c>\U00000041</c>), URLs (<c>%41</c>, <c>%C3%A4</c>), mail (<c>=3D</c>), or HTML (<c>&amp;#65;</c>, <c>&amp;#x41;</c>,
/// <c>&amp;amp;</c>).
/// </summary>
internal static class TextEscape
{
    /// <summary>The maximum length of an escape.</summary>
    public const int MaxLength = 10;

    private const string Letters = "abefnrtv0";
    private const string LetterValues = "\a\b\u001b\f\n\r\t\v\0";

    private static readonly (string Entity, char Value)[] Entities =
    [
        ("&amp;", '&'), ("&quot;", '"'), ("&apos;", '\''), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u00A0'), ("&shy;", '\u00AD'),
        ("&zwnj;", '\u200C'), ("&zwj;", '\u200D'), ("&Tab;", '\t'), ("&NewLine;", '\n'),
    ];

    /// <summary>The characters that start an escape.</summary>
    public static SearchValues<char> Starts { get; } = SearchValues.Create("\\%&=");

    /// <summary>Decodes the escape at the start of a text.</summary>
    /// <returns>The character, and the length of the escape; 0 if there is none.</returns>
    public static (char Decoded, int Length) Decode(ReadOnlySpan<char> text) => text switch
    {
        ['\\', '"' or '\\' or '/' or '\'', ..] => (text[1], 2),
        ['\\', 'u', '{', ..] => Delimited(text, 3, '}', isHex: true),
        ['\\', 'u', ..] => Hex(text, 2, 4),
        ['\\', 'U', '0', '0', '0', '0', ..] => Hex(text, 6, 4),
        ['\\', 'x', ..] => Hex(text, 2, 2),
        ['\\', >= '0' and <= '3', >= '0' and <= '7', >= '0' and <= '7', ..] =>
            ((char)(((text[1] - '0') << 6) | ((text[2] - '0') << 3) | (text[3] - '0')), 4),
        ['\\', var letter, ..] when Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var place => (LetterValues[place], 2),
        ['%', ..] => Percent(text),
        ['=', var high, var low, ..] when !char.IsAsciiLetterLower(high) && !char.IsAsciiLetterLower(low) => Hex(text, 1, 2),
        ['&', '#', 'x' or 'X', ..] => Delimited(text, 3, ';', isHex: true),
        ['&', '#', ..] => Delimited(text, 2, ';', isHex: false),
        ['&', ..] => Named(text),
        _ => default,
    };

    /// <summary>Whether the text can be the start of a truncated escape.</summary>
    public static bool IsCut(ReadOnlySpan<char> text) => text switch
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

    private static (char Decoded, int Length) Hex(ReadOnlySpan<char> text, int start, int length) =>
        text.Length >= start + length && TryParse(text.Slice(start, length), isHex: true, out var code) ? (code, start + length) : default;

    private static (char Decoded, int Length) Delimited(ReadOnlySpan<char> text, int start, char end, bool isHex)
    {
        var length = text[start..].IndexOf(end);
        return length > 0 && TryParse(text.Slice(start, length), isHex, out var code) ? (code, start + length + 1) : default;
    }

    /// <summary>Decodes one percent-encoded byte, or the UTF-8 bytes of one character.</summary>
    private static (char Decoded, int Length) Percent(ReadOnlySpan<char> text)
    {
        var first = Hex(text, 1, 2);
        if (first.Decoded < '\u0080') return first;
        Span<byte> bytes = stackalloc byte[3];
        var count = 0;
        while (count < bytes.Length && text[(3 * count)..] is ['%', ..] rest && Hex(rest, 1, 2) is { Length: > 0 } next)
            bytes[count++] = (byte)next.Decoded;
        return Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) == OperationStatus.Done && rune.IsBmp
            ? ((char)rune.Value, 3 * used)
            : first;
    }

    private static (char Decoded, int Length) Named(ReadOnlySpan<char> text)
    {
        foreach (var (entity, value) in Entities)
            if (text.StartsWith(entity, StringComparison.Ordinal)) return (value, entity.Length);
        return default;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, bool isHex, out char code)
    {
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var isNumber = ushort.TryParse(digits, style, CultureInfo.InvariantCulture, out var number);
        code = (char)number;
        return isNumber;
    }
}
