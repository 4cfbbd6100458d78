namespace ChatCompletions;

/// <summary>The schemas that describe a value which keeps the whole schema: those of its place, and all that these apply to it.</summary>
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
                foreach (var next in rule.Describing(value, check)) waiting.Enqueue(next);
        }
        _schemas = all;
    }

    /// <summary>The names of the properties that the schemas list, in their order.</summary>
    public IEnumerable<string> Names => Rules<PropertiesRule>().SelectMany(static rule => rule.Names).Distinct();

    /// <summary>The format of dates, if one is named.</summary>
    public string? DateFormat => Rules<FormatRule>().Select(static rule => rule.Format).FirstOrDefault(SchemaDates.IsDate);

    /// <summary>Which of the two types of numbers is named; <see langword="null"/> where it is neither, or both.</summary>
    public string? NumberType
    {
        get
        {
            var types = Rules<TypeRule>().Select(static rule => rule.Types).ToList();
            if (types.Exists(static some => some.Contains("integer") && !some.Contains("number"))) return "integer";
            return types.Exists(static some => some.Contains("number") && !some.Contains("integer")) ? "number" : null;
        }
    }

    /// <summary>The schemas of a whole answer.</summary>
    /// <param name="schema">The schema of the answer.</param>
    /// <param name="value">The answer's value.</param>
    public static SchemaForms Of(AnswerSchema schema, object? value) => new(value, [schema.Schemas[0]], new SchemaCheck());

    /// <summary>The schemas of a property.</summary>
    public SchemaForms Property(string name, object? value) =>
        new(value, Rules<PropertiesRule>().SelectMany(rule => rule.Of(name, _check)), _check);

    /// <summary>The schemas of an item.</summary>
    public SchemaForms Item(int index, object? value) =>
        new(value, Rules<ItemsRule>().Select(rule => rule.At(index)).OfType<SchemaNode>(), _check);

    private IEnumerable<T> Rules<T>() => _schemas.SelectMany(static schema => schema.Rules).OfType<T>();
}
