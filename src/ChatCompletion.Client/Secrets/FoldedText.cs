using System.Buffers;

namespace ChatCompletions;

/// <summary>
/// Text reduced to the characters that are compared, with the position of each in the original. Separators between the characters of a
/// secret (spaces, line breaks, dashes, quotes, invisible characters, terminal colors) are dropped, and case and width are normalized.
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

    /// <summary>The characters to compare.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>Keeps letters and digits, in lower case and normal width.</summary>
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

    /// <summary>Keeps hexadecimal digits, without <c>0x</c> and <c>\x</c>. Each run of other letters becomes one line feed.</summary>
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

    /// <summary>Gets the range in the original of a part of the folded text.</summary>
    public (int Start, int End) Origin(int start, int end) => (_starts[start], _starts[end - 1] + 1);

    /// <summary>Whether a character directly follows the previous one in the original.</summary>
    public bool Joins(int place) => place > 0 && place < _length && _starts[place] == _starts[place - 1] + 1;

    /// <summary>Returns the buffers to the pool.</summary>
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

    /// <summary>Folds mathematical letters and digits, such as bold ones. Greek letters are dropped.</summary>
    private static char FoldMath(int code) => code switch
    {
        >= MathDigits and <= MathDigitsEnd => (char)('0' + ((code - MathDigits) % 10)),
        >= MathLetters and < MathLetters + (13 * 52) => (char)('a' + ((code - MathLetters) % 26)),
        _ => '\0',
    };

    /// <summary>
    /// Gets the length of a terminal control sequence, including its final letter; 1 if nothing but the escape character belongs to it.
    /// </summary>
    private static int EscapeLength(ReadOnlySpan<char> escape)
    {
        var at = escape[0] != '\u009B' && escape is [_, '[', ..] ? 2 : 1;
        var isSequence = at == 2 || escape[0] == '\u009B';
        while (at < escape.Length && (escape[at] is >= ' ' and <= '/' || (isSequence && escape[at] is >= '0' and <= '?'))) at++;
        return at < escape.Length && at > 1 && escape[at] is >= '0' and <= '~' ? at + 1 : 1;
    }
}
