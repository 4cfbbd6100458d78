namespace ChatCompletions;

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNamesRule(SchemaNode schema) : SchemaRule
{
    /// <summary>Reads the keyword.</summary>
    public static PropertyNamesRule? Read(KeywordReader reader) =>
        reader.Schema("propertyNames") is { } schema ? new PropertyNamesRule(schema) : null;

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        if (value is not JsonDictionary map) return null;
        foreach (var (name, _) in map.Pairs())
            if (schema.Check(name, check) is { } violation)
                return new($"must not have the property '{SafeText.Excerpt(name, 100)}', whose name {violation.Rule}");
        return null;
    }
}
