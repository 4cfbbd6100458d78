using System.Globalization;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// A set of Unicode code points, for character classes. .NET matches UTF-16 code units, and ECMA-262 matches code points, so a set
/// becomes an expression that matches a surrogate pair as one character. Lone surrogates are in no set.
/// </summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;
    private const int FirstAstral = 0x10000;

    private readonly List<(int From, int To)> _ranges = [];

    /// <summary>The digits 0 to 9.</summary>
    public static CodePointSet Digits { get; } = new CodePointSet().Add('0', '9');

    /// <summary>ASCII letters, digits and the underscore.</summary>
    public static CodePointSet Word { get; } = new CodePointSet().Add('0', '9').Add('A', 'Z').Add('_').Add('a', 'z');

    /// <summary>White space and line terminators as ECMA-262 defines them.</summary>
    public static CodePointSet Space { get; } = new CodePointSet()
        .Add('\t', '\r').Add(' ').Add(0xA0).Add(0x1680).Add(0x2000, 0x200A)
        .Add(0x2028, 0x2029).Add(0x202F).Add(0x205F).Add(0x3000).Add(0xFEFF);

    /// <summary>Every code point except line terminators.</summary>
    public static CodePointSet Dot { get; } = new CodePointSet().Add('\n').Add('\r').Add(0x2028, 0x2029).Complement();

    /// <summary>Gets the code points of general categories.</summary>
    public static CodePointSet Of(IReadOnlyCollection<UnicodeCategory> categories)
    {
        var set = new CodePointSet();
        for (var point = 0; point <= Last; point++)
            if (categories.Contains(CharUnicodeInfo.GetUnicodeCategory(point))) set.Add(point);
        return set;
    }

    /// <summary>Adds one code point.</summary>
    public CodePointSet Add(int point) => Add(point, point);

    /// <summary>Adds a range of code points.</summary>
    public CodePointSet Add(int from, int to)
    {
        if (_ranges.Count > 0 && _ranges[^1].To == from - 1) _ranges[^1] = (_ranges[^1].From, to);
        else _ranges.Add((from, to));
        return this;
    }

    /// <summary>Adds all code points of another set.</summary>
    public CodePointSet Add(CodePointSet other)
    {
        _ranges.AddRange(other._ranges);
        return this;
    }

    /// <summary>Gets all code points that are not in this set.</summary>
    public CodePointSet Complement()
    {
        var (rest, next) = (new CodePointSet(), 0);
        foreach (var (from, to) in _ranges.Order())
        {
            if (from > next) rest.Add(next, from - 1);
            next = Math.Max(next, to + 1);
        }
        return next <= Last ? rest.Add(next, Last) : rest;
    }

    /// <summary>Gets a .NET regular expression that matches one code point of the set.</summary>
    public string ToExpression()
    {
        var units = new StringBuilder();
        var pairs = new StringBuilder();
        foreach (var (from, to) in Complement().Complement()._ranges)
        {
            AddUnits(units, from, Math.Min(to, 0xD7FF));
            AddUnits(units, Math.Max(from, 0xE000), Math.Min(to, FirstAstral - 1));
            AddPairs(pairs, Math.Max(from, FirstAstral), to);
        }
        // An expression that never matches.
        if (units.Length + pairs.Length == 0) return @"[^\s\S]";
        var single = units.Length > 0 ? $"[{units}]" : "";
        return pairs.Length == 0 ? single : $"(?:{single}{(units.Length > 0 ? pairs : pairs.ToString(1, pairs.Length - 1))})";
    }

    private static void AddUnits(StringBuilder units, int from, int to)
    {
        if (from <= to) units.Append(Range(from, to));
    }

    /// <summary>
    /// Adds the surrogate pairs of a range. The first and the last high surrogate can have a partial range of low surrogates; those in
    /// between have all.
    /// </summary>
    private static void AddPairs(StringBuilder pairs, int from, int to)
    {
        if (from > to) return;
        var (firstHigh, firstLow, lastHigh, lastLow) = (High(from), Low(from), High(to), Low(to));
        if (firstHigh < lastHigh && firstLow > 0xDC00)
        {
            AddPair(pairs, firstHigh, firstHigh, firstLow, 0xDFFF);
            (firstHigh, firstLow) = (firstHigh + 1, 0xDC00);
        }
        if (firstHigh < lastHigh && lastLow < 0xDFFF)
        {
            AddPair(pairs, firstHigh, lastHigh - 1, 0xDC00, 0xDFFF);
            (firstHigh, firstLow) = (lastHigh, 0xDC00);
        }
        AddPair(pairs, firstHigh, lastHigh, firstLow, lastLow);
    }

    private static void AddPair(StringBuilder pairs, int fromHigh, int toHigh, int fromLow, int toLow) =>
        pairs.Append(CultureInfo.InvariantCulture, $"|[{Range(fromHigh, toHigh)}][{Range(fromLow, toLow)}]");

    private static string Range(int from, int to) => string.Create(CultureInfo.InvariantCulture, $"\\u{from:X4}-\\u{to:X4}");

    private static int High(int point) => 0xD800 + ((point - FirstAstral) >> 10);

    private static int Low(int point) => 0xDC00 + ((point - FirstAstral) & 0x3FF);
}
