namespace ChatCompletions;

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternRule(SchemaPattern pattern) : SchemaRule
{
    /// <summary>Reads the keyword.</summary>
    public static PatternRule? Read(KeywordReader reader) =>
        reader.Text("pattern") is { } text ? new PatternRule(reader.Pattern("pattern", text)) : null;

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) =>
        value is string text && !check.IsMatch(pattern, text)
            ? new($"must match the pattern {SafeText.Excerpt(pattern.Text, 100)}", value)
            : null;
}
