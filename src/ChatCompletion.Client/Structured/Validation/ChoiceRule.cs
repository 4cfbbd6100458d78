namespace ChatCompletions;

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class ChoiceRule : SchemaRule
{
    private const int MaxShown = 300;

    private readonly HashSet<object?> _values;
    private readonly string _rule;

    private ChoiceRule(IEnumerable<object?> values, string rule) => (_values, _rule) = (values.ToHashSet(JsonEquality.Comparer), rule);

    /// <summary>Reads <c>enum</c>.</summary>
    public static ChoiceRule? ReadEnum(KeywordReader reader)
    {
        if (!reader.Has("enum")) return null;
        return reader["enum"] is JsonList { Count: > 0 } values
            ? new ChoiceRule(values, $"must be one of {SafeText.Excerpt(string.Join(", ", values.Select(JsonText.Write)), MaxShown)}")
            : throw reader.Wrong("'enum' must be a list of values.");
    }

    /// <summary>Reads <c>const</c>.</summary>
    public static ChoiceRule? ReadConst(KeywordReader reader) =>
        reader.Has("const") ? new ChoiceRule([reader["const"]], $"must be {SchemaViolation.Preview(reader["const"])}") : null;

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) => _values.Contains(value) ? null : new(_rule, value);
}
