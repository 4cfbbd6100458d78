namespace ChatCompletions;

/// <summary><c>uniqueItems</c>.</summary>
internal sealed class UniqueItemsRule : SchemaRule
{
    /// <summary>Reads the keyword.</summary>
    public static UniqueItemsRule? Read(KeywordReader reader) => reader.Flag("uniqueItems") == true ? new UniqueItemsRule() : null;

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        if (value is not JsonList list) return null;
        var seen = new HashSet<object?>(JsonEquality.Comparer);
        for (var i = 0; i < list.Count; i++)
            if (!seen.Add(list[i])) return new SchemaViolation("must not occur twice in the list", list[i]).InItem(i);
        return null;
    }
}
