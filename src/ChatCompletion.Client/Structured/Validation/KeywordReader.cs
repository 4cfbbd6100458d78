namespace ChatCompletions;

/// <summary>Reads the keywords of one schema, and rejects invalid values.</summary>
/// <param name="schema">The schema.</param>
/// <param name="location">The location of the schema, for error messages.</param>
/// <param name="pointer">The JSON pointer to that location.</param>
/// <param name="compiler">Compiles the schemas inside it.</param>
internal sealed class KeywordReader(JsonDictionary schema, string location, string pointer, SchemaCompiler compiler)
{
    private const string Parameter = "As";

    /// <summary>The names of all keywords.</summary>
    public IEnumerable<string> Keywords => schema.Pairs().Select(static pair => pair.Key);

    /// <summary>Gets the value of a keyword; <see langword="null"/> if it does not exist.</summary>
    public object? this[string keyword] => schema[keyword];

    /// <summary>Whether a keyword exists, even with the value null.</summary>
    public bool Has(string keyword) => schema.Contains(keyword);

    /// <summary>Reads a string.</summary>
    public string? Text(string keyword) => Read(keyword, "a string", static value => value as string);

    /// <summary>Reads a boolean.</summary>
    public bool? Flag(string keyword) => Has(keyword) ? this[keyword] as bool? ?? throw Wrong($"'{keyword}' must be true or false.") : null;

    /// <summary>Reads a number.</summary>
    public BigDecimal? Number(string keyword) => Read(keyword, "a number", BigDecimal.Of);

    /// <summary>Reads a non-negative whole number; larger numbers become the maximum of long.</summary>
    public long? Count(string keyword)
    {
        if (!Has(keyword)) return null;
        if (BigDecimal.Of(this[keyword]) is not { IsInteger: true } number || !(number.IsZero || number.IsPositive))
            throw Wrong($"'{keyword}' must be a whole number, zero or more.");
        return number.TryToInt64(out var count) ? count : long.MaxValue;
    }

    /// <summary>Reads a list of property names.</summary>
    public IReadOnlyList<string> Names(string keyword, object? value) =>
        value is JsonList list && list.TrueForAll(static name => name is string)
            ? [.. list.Cast<string>()]
            : throw Wrong($"'{keyword}' must be a list of property names.");

    /// <summary>Reads a schema.</summary>
    public SchemaNode? Schema(string keyword)
    {
        if (!Has(keyword)) return null;
        return compiler.Make(this[keyword], $"{location}.{keyword}", $"{pointer}/{keyword}")
            ?? throw Wrong($"'{keyword}' must be a schema, true or false.");
    }

    /// <summary>Reads a list of schemas.</summary>
    public IReadOnlyList<SchemaNode>? Schemas(string keyword)
    {
        if (!Has(keyword)) return null;
        if (this[keyword] is not JsonList { Count: > 0 } list) throw NoList();
        return [.. list.Select((item, i) =>
            compiler.Make(item, $"{location}.{keyword}[{i}]", $"{pointer}/{keyword}/{i}") ?? throw NoList())];

        ChatRequestException NoList() => Wrong($"'{keyword}' must be a list of schemas.");
    }

    /// <summary>Reads an object whose values are schemas.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaNode>>? SchemaMap(string keyword)
    {
        if (!Has(keyword)) return null;
        if (this[keyword] is not JsonDictionary map) throw NoMap();
        return [.. map.Pairs().Select(pair => KeyValuePair.Create(pair.Key, Member(pair.Key, pair.Value) ?? throw NoMap()))];

        SchemaNode? Member(string name, object? value) => compiler.Make(
            value, $"{location}.{keyword}{SchemaViolation.PathSegment(name)}", $"{pointer}/{keyword}/{SchemaCompiler.Escape(name)}");

        ChatRequestException NoMap() => Wrong(
            $"'{keyword}' must be an object in which each value is a schema, such as {{\"name\":{{\"type\":\"string\"}}}}.");
    }

    /// <summary>Compiles a pattern.</summary>
    public SchemaPattern Pattern(string keyword, string pattern)
    {
        try
        {
            return new SchemaPattern(pattern);
        }
        catch (FormatException wrong)
        {
            var fault = SafeText.Excerpt(wrong.Message, 300);
            throw Wrong($"'{keyword}' has a pattern that cannot be used, {SchemaViolation.Preview(pattern)}: {fault}.");
        }
    }

    /// <summary>Registers a reference, which is resolved when all schemas are known.</summary>
    public void AddReference(ReferenceRule rule) => compiler.AddReference(rule, this);

    /// <summary>Creates the error for an invalid keyword.</summary>
    public ChatRequestException Wrong(string what) => new(Parameter, $"-As: {location}: {what}");

    private T? Read<T>(string keyword, string kind, Func<object?, T?> convert) where T : class =>
        Has(keyword) ? convert(this[keyword]) ?? throw Wrong($"'{keyword}' must be {kind}.") : null;
}
