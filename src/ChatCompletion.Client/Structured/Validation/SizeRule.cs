namespace ChatCompletions;

/// <summary>
/// <c>minLength</c>, <c>minItems</c>, <c>minProperties</c> and their maximums. The length of a string is counted in code points.
/// </summary>
internal sealed class SizeRule : SchemaRule
{
    private readonly string _rule;
    private readonly Func<object?, bool> _isValid;

    private SizeRule(string rule, Func<object?, bool> isValid) => (_rule, _isValid) = (rule, isValid);

    /// <summary>Reads the keywords.</summary>
    public static IEnumerable<SizeRule> Read(KeywordReader reader)
    {
        foreach (var (kind, unit) in ((string, string)[])[("Length", "character"), ("Items", "item"), ("Properties", "property")])
        {
            if (reader.Count($"min{kind}") is { } least)
                yield return new SizeRule($"must have at least {Quantity(least, unit)}", value => !(Size(value, kind) < least));
            if (reader.Count($"max{kind}") is { } most)
                yield return new SizeRule($"must have at most {Quantity(most, unit)}", value => !(Size(value, kind) > most));
        }
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check) => _isValid(value) ? null : new(_rule, value);

    private static long? Size(object? value, string kind) => (value, kind) switch
    {
        (string text, "Length") => CodePoints(text),
        (JsonList list, "Items") => list.Count,
        (JsonDictionary map, "Properties") => map.Count,
        _ => null,
    };

    private static long CodePoints(string text)
    {
        var count = text.Length;
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDBFF'); i >= 0 && i < text.Length - 1; i++)
            if (char.IsSurrogatePair(text[i], text[i + 1])) count--;
        return count;
    }

    private static string Quantity(long count, string unit) => (count, unit) switch
    {
        (1, _) => $"1 {unit}",
        (_, "property") => $"{count} properties",
        _ => $"{count} {unit}s",
    };
}
