namespace ChatCompletions;

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>, which are ignored without <c>contains</c>.</summary>
internal sealed class ContainsRule(SchemaNode schema, long least, long? most) : SchemaRule
{
    /// <summary>Reads the keywords.</summary>
    public static ContainsRule? Read(KeywordReader reader)
    {
        var (least, most) = (reader.Count("minContains"), reader.Count("maxContains"));
        return reader.Schema("contains") is { } schema ? new ContainsRule(schema, least ?? 1, most) : null;
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        if (value is not JsonList list) return null;
        var count = list.Count(item => schema.Check(item, check) is null);
        if (count < least) return new($"must contain at least {least} of the items {SchemaViolation.Preview(schema.Keywords)}", value);
        return count > most ? new($"must contain at most {most} of the items {SchemaViolation.Preview(schema.Keywords)}", value) : null;
    }
}
