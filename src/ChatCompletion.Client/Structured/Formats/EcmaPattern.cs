using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>
/// Translates a pattern of JSON Schema (ECMA-262 in Unicode mode) to an equivalent .NET regular expression: <c>\d</c> and <c>\w</c> match
/// ASCII only, <c>$</c> matches only at the very end, and a character is a code point. A construct without an equivalent is an error.
/// </summary>
internal sealed class EcmaPattern
{
    /// <summary>Far longer than any hand-written pattern. The preparation time grows faster than the length.</summary>
    private const int MaxLength = 10_000;

    private const int MaxDepth = 100;

    private static readonly string Word = CodePointSet.Word.ToExpression();
    private static readonly string Boundary = $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))";
    private static readonly string NoBoundary = $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))";

    private readonly EcmaReader _reader;
    private readonly StringBuilder _expression = new();
    private int _depth;

    private EcmaPattern(string pattern) => _reader = new EcmaReader(pattern);

    /// <summary>Translates a pattern. The expression has no capturing groups.</summary>
    /// <exception cref="FormatException">The pattern is invalid, or uses an unsupported construct.</exception>
    public static string Translate(string pattern)
    {
        if (pattern.Length > MaxLength) throw new FormatException($"a pattern may have at most {MaxLength} characters");
        return new EcmaPattern(pattern).Translate();
    }

    private string Translate()
    {
        var canRepeat = false;
        while (!_reader.IsAtEnd)
        {
            if (_reader.TryQuantifier(out var quantifier))
            {
                if (!canRepeat) throw new FormatException($"there is nothing to repeat before the quantifier {quantifier}");
                _expression.Append(quantifier);
                canRepeat = false;
                continue;
            }
            canRepeat = Term();
        }
        return _depth == 0 ? _expression.ToString() : throw new FormatException("a group is not closed");
    }

    /// <summary>Translates one term.</summary>
    /// <returns>Whether a quantifier may follow.</returns>
    private bool Term()
    {
        var point = _reader.Next();
        switch (point)
        {
            case '^': _expression.Append('^'); return false;
            case '$': _expression.Append(@"\z"); return false;
            case '|': _expression.Append('|'); return false;
            case '(': Open(); return false;
            case ')':
                if (--_depth < 0) throw new FormatException("a closing parenthesis has no opening one");
                _expression.Append(')');
                return true;
            case '.': _expression.Append(CodePointSet.Dot.ToExpression()); return true;
            case '[': _expression.Append(Class().ToExpression()); return true;
            case '\\' when _reader.TryTake("b"): _expression.Append(Boundary); return false;
            case '\\' when _reader.TryTake("B"): _expression.Append(NoBoundary); return false;
            case '\\' when _reader.ClassEscape() is { } set: _expression.Append(set.ToExpression()); return true;
            case '\\': Literal(_reader.CharacterEscape()); return true;
            default: Literal(point); return true;
        }
    }

    private void Open()
    {
        if (++_depth > MaxDepth) throw new FormatException($"groups are nested deeper than {MaxDepth} levels");
        if (!_reader.TryTake("?"))
        {
            _expression.Append("(?:");
            return;
        }
        foreach (var kind in (string[])[":", "=", "!", "<=", "<!"])
        {
            if (!_reader.TryTake(kind)) continue;
            _expression.Append("(?").Append(kind);
            return;
        }
        if (!_reader.TryTake("<"))
            throw new FormatException("a group that begins with (? is not valid in ECMA-262; options such as (?i) are not supported");
        _reader.GroupName();
        _expression.Append("(?:");
    }

    /// <summary>Reads a character class after its opening bracket.</summary>
    private CodePointSet Class()
    {
        var (set, isNegated) = (new CodePointSet(), _reader.TryTake("^"));
        while (!_reader.TryTake("]"))
        {
            var (from, fromSet) = ClassAtom();
            if (!_reader.TryRangeHyphen())
            {
                _ = fromSet is null ? set.Add(from) : set.Add(fromSet);
                continue;
            }
            var (to, toSet) = ClassAtom();
            if (fromSet is not null || toSet is not null)
                throw new FormatException("a range in a character class has a class as its start or end");
            if (from > to) throw new FormatException("a range in a character class is in the wrong order");
            set.Add(from, to);
        }
        return isNegated ? set.Complement() : set;
    }

    private (int Point, CodePointSet? Set) ClassAtom()
    {
        var point = _reader.Next();
        if (point != '\\') return (point, null);
        if (_reader.TryTake("b")) return ('\b', null);
        return _reader.ClassEscape() is { } set ? (0, set) : (_reader.CharacterEscape(), null);
    }

    private void Literal(int point)
    {
        if (point > char.MaxValue) _expression.Append("(?:").Append(char.ConvertFromUtf32(point)).Append(')');
        else if (point < ' ' || char.IsSurrogate((char)point)) _expression.Append(CultureInfo.InvariantCulture, $"\\u{point:X4}");
        else _expression.Append(Regex.Escape(((char)point).ToString()));
    }
}
