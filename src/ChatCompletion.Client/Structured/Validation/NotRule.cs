namespace ChatCompletions;

/// <summary><c>not</c>.</summary>
internal sealed class NotRule(SchemaNode schema) : SchemaRule
{
    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SameValueSchemas => [schema];

    /// <summary>Reads the keyword.</summary>
    public static NotRule? Read(KeywordReader reader) => reader.Schema("not") is { } schema ? new NotRule(schema) : null;

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) =>
        schema.Check(value, check) is null
            ? new($"must not match the schema {SchemaViolation.Preview(schema.Keywords)} (not)", value)
            : null;
}
