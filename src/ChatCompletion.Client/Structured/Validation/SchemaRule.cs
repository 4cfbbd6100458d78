namespace ChatCompletions;

/// <summary>One rule of a schema: a keyword, or several that belong together.</summary>
internal abstract class SchemaRule
{
    /// <summary>The schemas that the rule applies to the value itself.</summary>
    public virtual IEnumerable<SchemaNode> SameValue => [];

    /// <summary>Checks a value. Values of a kind that the rule says nothing of keep it.</summary>
    /// <returns>The first violation; <see langword="null"/> where there is none.</returns>
    public abstract SchemaViolation? Check(object? value, SchemaCheck check);

    /// <summary>The schemas that describe a value which keeps the rule: of several branches, the first that it fits.</summary>
    public virtual IEnumerable<SchemaNode> Describing(object? value, SchemaCheck check) => [];
}
