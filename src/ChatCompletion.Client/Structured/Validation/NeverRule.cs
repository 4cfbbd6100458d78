namespace ChatCompletions;

/// <summary>The schema <c>false</c>: no value is valid.</summary>
internal sealed class NeverRule : SchemaRule
{
    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) => new("is not allowed", value);
}
