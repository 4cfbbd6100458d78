namespace ChatCompletions;

/// <summary><c>if</c> with <c>then</c> and <c>else</c>, which are ignored without <c>if</c>.</summary>
internal sealed class ConditionRule(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : SchemaRule
{
    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SameValueSchemas => new[] { condition, then, otherwise }.OfType<SchemaNode>();

    /// <summary>Reads the keywords.</summary>
    public static ConditionRule? Read(KeywordReader reader)
    {
        var (then, otherwise) = (reader.Schema("then"), reader.Schema("else"));
        return reader.Schema("if") is { } condition ? new ConditionRule(condition, then, otherwise) : null;
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) => Chosen(value, check)?.Check(value, check);

    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SchemasFor(object? value, SchemaCheck check)
    {
        if (condition.Check(value, check) is null) yield return condition;
        if (Chosen(value, check) is { } chosen) yield return chosen;
    }

    private SchemaNode? Chosen(object? value, SchemaCheck check) => condition.Check(value, check) is null ? then : otherwise;
}
