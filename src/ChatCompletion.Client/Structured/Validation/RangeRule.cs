namespace ChatCompletions;

/// <summary><c>minimum</c>, <c>maximum</c>, their exclusive variants and <c>multipleOf</c>, compared exactly.</summary>
internal sealed class RangeRule : SchemaRule
{
    private const int MaxDivisorDigits = 1000;

    private readonly string _rule;
    private readonly Func<BigDecimal, bool> _isValid;

    private RangeRule(string rule, Func<BigDecimal, bool> isValid) => (_rule, _isValid) = (rule, isValid);

    /// <summary>Reads <c>minimum</c>.</summary>
    public static RangeRule? ReadMinimum(KeywordReader reader) => Read(reader, "minimum", "at least", static sign => sign >= 0);

    /// <summary>Reads <c>maximum</c>.</summary>
    public static RangeRule? ReadMaximum(KeywordReader reader) => Read(reader, "maximum", "at most", static sign => sign <= 0);

    /// <summary>Reads <c>exclusiveMinimum</c>.</summary>
    public static RangeRule? ReadExclusiveMinimum(KeywordReader reader) =>
        Read(reader, "exclusiveMinimum", "more than", static sign => sign > 0);

    /// <summary>Reads <c>exclusiveMaximum</c>.</summary>
    public static RangeRule? ReadExclusiveMaximum(KeywordReader reader) =>
        Read(reader, "exclusiveMaximum", "less than", static sign => sign < 0);

    /// <summary>Reads <c>multipleOf</c>.</summary>
    public static RangeRule? ReadMultipleOf(KeywordReader reader)
    {
        if (reader.Number("multipleOf") is not { } divisor) return null;
        return divisor is { IsPositive: true, Digits: <= MaxDivisorDigits }
            ? new RangeRule($"must be a multiple of {Preview(divisor)}", number => number.IsMultipleOf(divisor))
            : throw reader.Wrong($"'multipleOf' must be a number above zero with at most {MaxDivisorDigits} digits.");
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) =>
        BigDecimal.Of(value) is { } number && !_isValid(number) ? new(_rule, value) : null;

    private static RangeRule? Read(KeywordReader reader, string keyword, string words, Func<int, bool> isValid) =>
        reader.Number(keyword) is { } limit
            ? new RangeRule($"must be {words} {Preview(limit)}", number => isValid(number.CompareTo(limit)))
            : null;

    private static string Preview(BigDecimal number) => SchemaViolation.Preview(number);
}
