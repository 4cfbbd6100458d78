namespace ChatCompletions;

/// <summary><c>prefixItems</c> and <c>items</c>.</summary>
internal sealed class ItemsRule(IReadOnlyList<SchemaNode> first, SchemaNode? rest) : SchemaRule
{
    /// <summary>Reads the keywords.</summary>
    public static ItemsRule? Read(KeywordReader reader)
    {
        if (reader["items"] is JsonList)
            throw reader.Wrong("'items' must be a schema. A list of schemas is 'prefixItems' since draft 2020-12.");
        var (first, rest) = (reader.Schemas("prefixItems"), reader.Schema("items"));
        return first is null && rest is null ? null : new ItemsRule(first ?? [], rest);
    }

    /// <summary>Gets the schema of an item; <see langword="null"/> if there is none.</summary>
    public SchemaNode? At(int index) => index < first.Count ? first[index] : rest;

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        if (value is not JsonList list) return null;
        for (var i = 0; i < list.Count; i++)
        {
            if (At(i) is not { } schema || schema.Check(list[i], check) is not { } violation) continue;
            return schema.IsNever ? new($"must not have an item [{i}]", value) : violation.InItem(i);
        }
        return null;
    }
}
