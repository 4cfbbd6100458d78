namespace ChatCompletions;

/// <summary><c>dependentSchemas</c>.</summary>
internal sealed class DependentSchemasRule(IReadOnlyList<KeyValuePair<string, SchemaNode>> schemas) : SchemaRule
{
    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SameValueSchemas => schemas.Select(static pair => pair.Value);

    /// <summary>Reads the keyword.</summary>
    public static DependentSchemasRule? Read(KeywordReader reader) =>
        reader.SchemaMap("dependentSchemas") is { } schemas ? new DependentSchemasRule(schemas) : null;

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        foreach (var schema in SchemasFor(value, check))
            if (schema.Check(value, check) is { } violation) return violation;
        return null;
    }

    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SchemasFor(object? value, SchemaCheck check) =>
        value is JsonDictionary map ? schemas.Where(pair => map.Contains(pair.Key)).Select(static pair => pair.Value) : [];
}
