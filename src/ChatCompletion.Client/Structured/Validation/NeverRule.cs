namespace ChatCompletions;

/// <summary>The schema <c>false</c>, which no value keeps.</summary>
internal sealed class NeverRule : SchemaRule
{
    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) => new("must not be there", value);
}
