namespace ChatCompletions;

/// <summary><c>$ref</c>.</summary>
/// <param name="reference">The reference as written.</param>
internal sealed class ReferenceRule(string reference) : SchemaRule
{
    /// <summary>The referenced schema. It is set when all schemas are known.</summary>
    public SchemaNode? Target { get; set; }

    /// <summary>The reference as written.</summary>
    public string Reference => reference;

    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SameValueSchemas => [Target!];

    /// <summary>Reads the keyword.</summary>
    public static ReferenceRule? Read(KeywordReader reader)
    {
        if (reader.Text("$ref") is not { } reference) return null;
        var rule = new ReferenceRule(reference);
        reader.AddReference(rule);
        return rule;
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) => Target!.Check(value, check);

    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SchemasFor(object? value, SchemaCheck check) => SameValueSchemas;
}
