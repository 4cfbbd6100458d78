namespace ChatCompletions;

/// <summary>
/// The schemas that apply to a valid value: the schema at its location, and the schemas that it includes (<c>$ref</c>, <c>allOf</c>, the
/// matching branch of <c>anyOf</c>, and others).
/// </summary>
internal sealed class SchemaForms
{
    private readonly IReadOnlyList<SchemaNode> _schemas;
    private readonly SchemaCheck _check;

    private SchemaForms(object? value, IEnumerable<SchemaNode> schemas, SchemaCheck check)
    {
        _check = check;
        var all = new List<SchemaNode>();
        var waiting = new Queue<SchemaNode>(schemas);
        var seen = new HashSet<SchemaNode>();
        while (waiting.TryDequeue(out var schema))
        {
            if (!seen.Add(schema)) continue;
            all.Add(schema);
            foreach (var rule in schema.Rules)
                foreach (var next in rule.SchemasFor(value, check)) waiting.Enqueue(next);
        }
        _schemas = all;
    }

    /// <summary>The names of the properties that the schemas list, in order.</summary>
    public IEnumerable<string> Names => Rules<PropertiesRule>().SelectMany(static rule => rule.Names).Distinct();

    /// <summary>The date format of the schemas; <see langword="null"/> if they name none.</summary>
    public string? DateFormat => Rules<FormatRule>().Select(static rule => rule.Format).FirstOrDefault(SchemaDates.IsDate);

    /// <summary>
    /// The numeric type of the schemas: <c>integer</c> or <c>number</c>; <see langword="null"/> if they name neither or both.
    /// </summary>
    public string? NumberType
    {
        get
        {
            var types = Rules<TypeRule>().Select(static rule => rule.Types).ToList();
            if (types.Exists(static some => some.Contains("integer") && !some.Contains("number"))) return "integer";
            return types.Exists(static some => some.Contains("number") && !some.Contains("integer")) ? "number" : null;
        }
    }

    /// <summary>Gets the schemas that apply to the root of an answer.</summary>
    /// <param name="schema">The schema of the answer.</param>
    /// <param name="value">The value of the answer.</param>
    public static SchemaForms Of(AnswerSchema schema, object? value) => new(value, [schema.Schemas[0]], new SchemaCheck());

    /// <summary>Gets the schemas that apply to a property.</summary>
    public SchemaForms Property(string name, object? value) =>
        new(value, Rules<PropertiesRule>().SelectMany(rule => rule.Of(name, _check)), _check);

    /// <summary>Gets the schemas that apply to an item of a list.</summary>
    public SchemaForms Item(int index, object? value) =>
        new(value, Rules<ItemsRule>().Select(rule => rule.At(index)).OfType<SchemaNode>(), _check);

    private IEnumerable<T> Rules<T>() => _schemas.SelectMany(static schema => schema.Rules).OfType<T>();
}
