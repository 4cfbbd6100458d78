namespace ChatCompletions;

/// <summary><c>format</c>.</summary>
internal sealed class FormatRule : SchemaRule
{
    private readonly string _rule;

    private FormatRule(string format)
    {
        Format = format;
        _rule = SchemaFormats.Example(format) is { } example
            ? $"must be a {format} such as {example}"
            : $"must be in the range of {format}";
    }

    /// <summary>The name of the format.</summary>
    public string Format { get; }

    /// <summary>Reads the keyword.</summary>
    public static FormatRule? Read(KeywordReader reader)
    {
        if (reader.Text("format") is not { } format) return null;
        return SchemaFormats.IsKnown(format) ? new FormatRule(format) : throw reader.Wrong(
            $"the format {SchemaViolation.Preview(format)} is not supported, so answers cannot be validated against it. "
            + $"Remove it, explain it in the description, or use one of {string.Join(", ", SchemaFormats.Names)}.");
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) =>
        SchemaFormats.IsValid(Format, value) ? null : new(_rule, value);
}
