namespace ChatCompletions;

/// <summary><c>required</c> and <c>dependentRequired</c>.</summary>
internal sealed class RequiredRule : SchemaRule
{
    private readonly string? _trigger;
    private readonly IReadOnlyList<string> _names;

    private RequiredRule(string? trigger, IReadOnlyList<string> names) => (_trigger, _names) = (trigger, names);

    /// <summary>Reads both keywords.</summary>
    public static IEnumerable<RequiredRule> Read(KeywordReader reader)
    {
        if (reader.Has("required")) yield return new RequiredRule(null, reader.Names("required", reader["required"]));
        if (!reader.Has("dependentRequired")) yield break;
        if (reader["dependentRequired"] is not JsonDictionary map)
            throw reader.Wrong("'dependentRequired' must be an object of lists of names.");
        foreach (var (trigger, names) in map.Pairs()) yield return new RequiredRule(trigger, reader.Names("dependentRequired", names));
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        if (value is not JsonDictionary map || (_trigger is not null && !map.Contains(_trigger))) return null;
        foreach (var name in _names)
        {
            if (map.Contains(name)) continue;
            var reason = _trigger is null ? "" : $", since it has '{SafeText.Excerpt(_trigger, 100)}'";
            return new($"must have the property '{SafeText.Excerpt(name, 100)}'{reason}");
        }
        return null;
    }
}
