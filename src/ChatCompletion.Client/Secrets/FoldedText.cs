using System.Buffers;

namespace ChatCompletions;

/// <summary>
/// A text reduced to what is compared, with the place of each character in the original. What stands between the characters of a
/// secret (spaces, line breaks, dashes, quotes, invisible characters, terminal colours) and how they are written (case, full width)
/// does not count.
/// </summary>
internal readonly struct FoldedText : IDisposable
{
    private const int MaxEscape = 24;
    private const int MathLetters = 0x1D400;
    private const int MathDigits = 0x1D7CE;
    private const int MathDigitsEnd = 0x1D7FF;

    private readonly char[] _text;
    private readonly int[] _starts;
    private readonly int _length;

    private FoldedText(char[] text, int[] starts, int length) => (_text, _starts, _length) = (text, starts, length);

    /// <summary>The characters that are compared.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>The letters and digits, in lower case and of normal width.</summary>
    public static FoldedText Letters(string text)
    {
        var (letters, starts, length) = Rent(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\u001B' or '\u241B' or '\u009B') i += EscapeLength(text.AsSpan(i, Math.Min(MaxEscape, text.Length - i)));
            if (i == text.Length) break;
            var (c, width) = Fold(text, i);
            if (c != '\0') (letters[length], starts[length++]) = (c, i);
            i += width - 1;
        }
        return new FoldedText(letters, starts, length);
    }

    /// <summary>
    /// The hexadecimal digits, without <c>0x</c> and <c>\x</c>. Each run of other letters becomes one line feed.
    /// </summary>
    public static FoldedText HexDigits(string text)
    {
        var (digits, starts, length) = Rent(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is 'x' or 'X' && i > 0 && text[i - 1] is '0' or '\\')
            {
                if (text[i - 1] == '0') length--;
            }
            else if (char.IsLetterOrDigit(c))
            {
                var digit = char.IsAsciiHexDigit(c) ? char.ToLowerInvariant(c) : '\n';
                if (digit == '\n' && length > 0 && digits[length - 1] == '\n') continue;
                (digits[length], starts[length++]) = (digit, i);
            }
        }
        return new FoldedText(digits, starts, length);
    }

    /// <summary>The place of some of the characters in the original.</summary>
    public (int Start, int End) Origin(int start, int end) => (_starts[start], _starts[end - 1] + 1);

    /// <summary>Whether a character follows the one before it without a gap.</summary>
    public bool Joins(int place) => place > 0 && place < _length && _starts[place] == _starts[place - 1] + 1;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        ArrayPool<int>.Shared.Return(_starts);
    }

    private static (char[] Text, int[] Starts, int Length) Rent(int length) =>
        (ArrayPool<char>.Shared.Rent(length), ArrayPool<int>.Shared.Rent(length), 0);

    private static (char Folded, int Width) Fold(string text, int place)
    {
        var c = text[place];
        if (char.IsAscii(c)) return (char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '\0', 1);
        if (c is >= '\uFF01' and <= '\uFF5E') return Fold((char)(c - 0xFEE0));
        if (c is >= '\u24B6' and <= '\u24E9') return ((char)('a' + ((c - '\u24B6') % 26)), 1);
        if (c == '\uD835' && place + 1 < text.Length && char.IsLowSurrogate(text[place + 1]))
            return (FoldMath(char.ConvertToUtf32(c, text[place + 1])), 2);
        return (char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '\0', 1);
    }

    private static (char Folded, int Width) Fold(char ascii) => (char.IsAsciiLetterOrDigit(ascii) ? char.ToLowerInvariant(ascii) : '\0', 1);

    /// <summary>Letters and digits in the styles of mathematics, such as bold. The Greek ones are left out.</summary>
    private static char FoldMath(int code) => code switch
    {
        >= MathDigits and <= MathDigitsEnd => (char)('0' + ((code - MathDigits) % 10)),
        >= MathLetters and < MathLetters + (13 * 52) => (char)('a' + ((code - MathLetters) % 26)),
        _ => '\0',
    };

    /// <summary>
    /// How long a terminal's control sequence is, up to its last letter: the escape character alone where nothing of one follows.
    /// </summary>
    private static int EscapeLength(ReadOnlySpan<char> escape)
    {
        var at = escape[0] != '\u009B' && escape is [_, '[', ..] ? 2 : 1;
        var isSequence = at == 2 || escape[0] == '\u009B';
        while (at < escape.Length && (escape[at] is >= ' ' and <= '/' || (isSequence && escape[at] is >= '0' and <= '?'))) at++;
        return at < escape.Length && at > 1 && escape[at] is >= '0' and <= '~' ? at + 1 : 1;
    }
}
