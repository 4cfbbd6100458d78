using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>Reads the tokens of an ECMA-262 pattern: code points, quantifiers and escapes.</summary>
internal sealed partial class EcmaReader(string pattern)
{
    private int _at;

    /// <summary>Whether the whole pattern has been read.</summary>
    public bool IsAtEnd => _at == pattern.Length;

    /// <summary>Reads the next code point.</summary>
    /// <exception cref="FormatException">The pattern has ended.</exception>
    public int Next()
    {
        if (IsAtEnd) throw new FormatException("it ends unexpectedly");
        var point = char.IsSurrogatePair(pattern, _at) ? char.ConvertToUtf32(pattern, _at) : pattern[_at];
        _at += point > char.MaxValue ? 2 : 1;
        return point;
    }

    /// <summary>Skips a text if it comes next.</summary>
    public bool TryTake(string text)
    {
        if (string.CompareOrdinal(pattern, _at, text, 0, text.Length) != 0) return false;
        _at += text.Length;
        return true;
    }

    /// <summary>Skips the hyphen of a range in a class. A hyphen at the end of the class is a character.</summary>
    public bool TryRangeHyphen()
    {
        if (_at + 1 >= pattern.Length || pattern[_at] != '-' || pattern[_at + 1] == ']') return false;
        _at++;
        return true;
    }

    /// <summary>Skips the name of a group and its closing bracket.</summary>
    public void GroupName()
    {
        var end = pattern.IndexOf('>', _at);
        if (end <= _at || !pattern.AsSpan(_at, end - _at).ToString().All(static c => char.IsLetterOrDigit(c) || c is '_' or '$'))
            throw new FormatException("a group has an invalid name");
        _at = end + 1;
    }

    /// <summary>Reads a quantifier if one comes next. A brace that does not start a quantifier is a character.</summary>
    public bool TryQuantifier(out string quantifier)
    {
        var match = Quantifier().Match(pattern, _at);
        quantifier = match.Value;
        if (!match.Success) return false;
        var (least, most) = (Count(match.Groups[1]), Count(match.Groups[2]));
        if (least > most) throw new FormatException($"the bounds of the quantifier {quantifier} are in the wrong order");
        _at += match.Length;
        return true;
    }

    /// <summary>Reads a class escape such as <c>\d</c> after its backslash; <see langword="null"/> if another escape comes next.</summary>
    public CodePointSet? ClassEscape()
    {
        var kind = IsAtEnd ? '\0' : pattern[_at];
        var set = char.ToLowerInvariant(kind) switch
        {
            'd' => CodePointSet.Digits,
            'w' => CodePointSet.Word,
            's' => CodePointSet.Space,
            'p' => Property(),
            _ => null,
        };
        if (set is null) return null;
        if (char.ToLowerInvariant(kind) != 'p') _at++;
        return char.IsUpper(kind) ? set.Complement() : set;
    }

    /// <summary>Reads any other escape after its backslash.</summary>
    /// <exception cref="FormatException">ECMA-262 does not define the escape, or .NET has no equivalent.</exception>
    public int CharacterEscape()
    {
        var kind = Next();
        switch (kind)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case '0' when IsAtEnd || !char.IsAsciiDigit(pattern[_at]): return 0;
            case 'c' when !IsAtEnd && char.IsAsciiLetter(pattern[_at]): return pattern[_at++] % 32;
            case 'x': return Hex(2);
            case 'u' when TryTake("{"):
                var end = pattern.IndexOf('}', _at);
                var point = end > _at && end - _at <= 8 ? Hex(end - _at) : -1;
                if (point is < 0 or > 0x10FFFF || !TryTake("}")) throw new FormatException(@"\u{…} has an invalid value");
                return point;
            case 'u': return Utf16();
            case >= '1' and <= '9' or 'k': throw new FormatException($"back-references such as \\{(char)kind} are not supported");
            case < 128 when char.IsAsciiLetterOrDigit((char)kind):
                throw new FormatException($"\\{(char)kind} is not an escape of ECMA-262");
            default: return kind;
        }
    }

    private int Utf16()
    {
        var high = Hex(4);
        if (!char.IsHighSurrogate((char)high)) return high;
        var start = _at;
        if (TryTake(@"\u") && Hex(4) is var low && char.IsLowSurrogate((char)low)) return char.ConvertToUtf32((char)high, (char)low);
        _at = start;
        return high;
    }

    private int Hex(int length)
    {
        var digits = pattern.AsSpan(_at, Math.Min(length, pattern.Length - _at));
        if (digits.Length < length || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw new FormatException("an escape has too few hexadecimal digits");
        _at += length;
        return value;
    }

    /// <summary>Reads a property escape, <c>p{…}</c>.</summary>
    private CodePointSet Property()
    {
        var end = pattern.IndexOf('}', _at);
        var name = end > _at + 2 && pattern[_at + 1] == '{' ? pattern[(_at + 2)..end] : "";
        var set = UnicodeCategories.Find(name) ?? throw new FormatException(
            $"\\p{{{SafeText.Excerpt(name, 50)}}} is not a general category such as \\p{{L}}; only these are supported");
        _at = end + 1;
        return set;
    }

    private static int? Count(Group digits) => !digits.Success || digits.Length == 0 ? null
        : int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw new FormatException($"the quantifier {{{SafeText.Excerpt(digits.Value, 30)}…}} is too large");

    [GeneratedRegex(@"\G(?:[*+?]|\{([0-9]+)(?:,([0-9]*))?\})\??")]
    private static partial Regex Quantifier();
}
