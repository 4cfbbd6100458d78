namespace ChatCompletions;

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>.</summary>
internal sealed class PropertiesRule : SchemaRule
{
    private readonly Dictionary<string, SchemaNode> _named;
    private readonly IReadOnlyList<(SchemaPattern Pattern, SchemaNode Schema)> _patterns;
    private readonly SchemaNode? _rest;

    private PropertiesRule(
        IReadOnlyList<KeyValuePair<string, SchemaNode>> named,
        IReadOnlyList<(SchemaPattern, SchemaNode)> patterns,
        SchemaNode? rest)
    {
        Names = [.. named.Select(static pair => pair.Key)];
        _named = new(named, StringComparer.Ordinal);
        (_patterns, _rest) = (patterns, rest);
    }

    /// <summary>The names of <c>properties</c>, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names of <c>properties</c> that are allowed.</summary>
    public IEnumerable<string> AllowedNames => Names.Where(name => !_named[name].IsNever);

    /// <summary>Reads the keywords.</summary>
    public static PropertiesRule? Read(KeywordReader reader)
    {
        var (named, patterns) = (reader.SchemaMap("properties"), reader.SchemaMap("patternProperties"));
        var rest = reader.Schema("additionalProperties");
        if (named is null && patterns is null && rest is null) return null;
        CheckCase(reader, named ?? []);
        var ready = (patterns ?? []).Select(pair => (reader.Pattern("patternProperties", pair.Key), pair.Value));
        return new PropertiesRule(named ?? [], [.. ready], rest);
    }

    /// <summary>Gets the schemas that apply to a property.</summary>
    public IEnumerable<SchemaNode> Of(string name, SchemaCheck check)
    {
        var isKnown = _named.TryGetValue(name, out var own);
        if (isKnown) yield return own!;
        foreach (var (pattern, schema) in _patterns)
        {
            if (!check.IsMatch(pattern, name)) continue;
            isKnown = true;
            yield return schema;
        }
        if (!isKnown && _rest is not null) yield return _rest;
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        if (value is not JsonDictionary map) return null;
        foreach (var (name, item) in map.Pairs())
        {
            foreach (var schema in Of(name, check))
            {
                if (schema.Check(item, check) is not { } violation) continue;
                return schema.IsNever ? new($"must not have the property '{SafeText.Excerpt(name, 100)}'") : violation.InProperty(name);
            }
        }
        return null;
    }

    private static void CheckCase(KeywordReader reader, IReadOnlyList<KeyValuePair<string, SchemaNode>> named)
    {
        var twice = named.GroupBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(static same => same.Skip(1).Any());
        if (twice is null) return;
        var names = string.Join("' and '", twice.Select(static pair => SafeText.Excerpt(pair.Key, 100)));
        throw reader.Wrong($"the properties '{names}' differ in case only; PowerShell cannot tell them apart.");
    }
}
