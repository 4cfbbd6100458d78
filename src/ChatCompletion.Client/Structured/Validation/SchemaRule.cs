namespace ChatCompletions;

/// <summary>One rule of a schema: a keyword, or several that belong together.</summary>
internal abstract class SchemaRule
{
    /// <summary>All schemas that the rule may apply to the same value.</summary>
    public virtual IEnumerable<SchemaNode> SameValueSchemas => [];

    /// <summary>Validates a value. Values of a type that the rule does not cover are valid.</summary>
    /// <returns>The first violation; <see langword="null"/> if the value is valid.</returns>
    public abstract SchemaViolation? Check(object? value, SchemaCheck check);

    /// <summary>Gets the schemas that the rule applies to a valid value itself; of several branches, the first that matches.</summary>
    public virtual IEnumerable<SchemaNode> SchemasFor(object? value, SchemaCheck check) => [];
}
