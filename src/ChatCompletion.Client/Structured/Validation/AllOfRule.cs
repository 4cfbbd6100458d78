namespace ChatCompletions;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfRule(IReadOnlyList<SchemaNode> schemas) : SchemaRule
{
    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SameValueSchemas => schemas;

    /// <summary>Reads the keyword.</summary>
    public static AllOfRule? Read(KeywordReader reader) => reader.Schemas("allOf") is { } schemas ? new AllOfRule(schemas) : null;

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        foreach (var schema in schemas)
            if (schema.Check(value, check) is { } violation) return violation;
        return null;
    }

    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SchemasFor(object? value, SchemaCheck check) => schemas;
}
