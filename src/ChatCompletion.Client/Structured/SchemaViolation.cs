namespace ChatCompletions;

/// <summary>A rule of a schema that a value breaks.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.items[2].name</c>.</param>
/// <param name="Rule">What the value must be, and what it is.</param>
internal sealed record SchemaViolation(string Path, string Rule);
