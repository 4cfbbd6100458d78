namespace ChatCompletions;

/// <summary>Reads the keywords of one schema, and refuses values that a keyword cannot have.</summary>
/// <param name="schema">The schema.</param>
/// <param name="place">Where it stands, for errors.</param>
/// <param name="pointer">The JSON pointer of that place.</param>
/// <param name="compiler">Makes the schemas within it.</param>
internal sealed class KeywordReader(JsonDictionary schema, string place, string pointer, SchemaCompiler compiler)
{
    private const string Parameter = "As";

    /// <summary>The names of all keywords.</summary>
    public IEnumerable<string> Keywords => schema.Pairs().Select(static pair => pair.Key);

    /// <summary>The value of a keyword; <see langword="null"/> where there is none.</summary>
    public object? this[string keyword] => schema[keyword];

    /// <summary>Whether a keyword is there, even with the value null.</summary>
    public bool Has(string keyword) => schema.Contains(keyword);

    /// <summary>A string.</summary>
    public string? Text(string keyword) => Read(keyword, "a string", static value => value as string);

    /// <summary>A boolean.</summary>
    public bool? Flag(string keyword) => Has(keyword) ? this[keyword] as bool? ?? throw Wrong($"'{keyword}' must be true or false.") : null;

    /// <summary>A number.</summary>
    public BigDecimal? Number(string keyword) => Read(keyword, "a number", BigDecimal.Of);

    /// <summary>A whole number from zero on; the largest long for any that is larger.</summary>
    public long? Count(string keyword)
    {
        if (!Has(keyword)) return null;
        if (BigDecimal.Of(this[keyword]) is not { IsInteger: true } number || !(number.IsZero || number.IsPositive))
            throw Wrong($"'{keyword}' must be a whole number, zero or more.");
        return number.TryToInt64(out var count) ? count : long.MaxValue;
    }

    /// <summary>A list of names of properties.</summary>
    public IReadOnlyList<string> Names(string keyword, object? value) =>
        value is JsonList list && list.TrueForAll(static name => name is string)
            ? [.. list.Cast<string>()]
            : throw Wrong($"'{keyword}' must be a list of the names of properties.");

    /// <summary>A schema.</summary>
    public SchemaNode? Schema(string keyword)
    {
        if (!Has(keyword)) return null;
        return compiler.Make(this[keyword], $"{place}.{keyword}", $"{pointer}/{keyword}")
            ?? throw Wrong($"'{keyword}' must be a schema, true or false.");
    }

    /// <summary>A list of schemas.</summary>
    public IReadOnlyList<SchemaNode>? Schemas(string keyword)
    {
        if (!Has(keyword)) return null;
        if (this[keyword] is not JsonList { Count: > 0 } list) throw NoList();
        return [.. list.Select((item, i) => compiler.Make(item, $"{place}.{keyword}[{i}]", $"{pointer}/{keyword}/{i}") ?? throw NoList())];

        ChatRequestException NoList() => Wrong($"'{keyword}' must be a list of schemas.");
    }

    /// <summary>An object of schemas.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaNode>>? SchemaMap(string keyword)
    {
        if (!Has(keyword)) return null;
        if (this[keyword] is not JsonDictionary map) throw NoMap();
        return [.. map.Pairs().Select(pair => KeyValuePair.Create(pair.Key, Member(pair.Key, pair.Value) ?? throw NoMap()))];

        SchemaNode? Member(string name, object? value) => compiler.Make(
            value, $"{place}.{keyword}{SchemaViolation.StepTo(name)}", $"{pointer}/{keyword}/{SchemaCompiler.Escape(name)}");

        ChatRequestException NoMap() => Wrong(
            $"'{keyword}' must be an object in which each value is a schema, such as {{\"name\":{{\"type\":\"string\"}}}}.");
    }

    /// <summary>A pattern.</summary>
    public SchemaPattern Pattern(string keyword, string pattern)
    {
        try
        {
            return new SchemaPattern(pattern);
        }
        catch (FormatException wrong)
        {
            var fault = SafeText.Excerpt(wrong.Message, 300);
            throw Wrong($"'{keyword}' has a pattern that cannot be used, {SchemaViolation.Shown(pattern)}: {fault}.");
        }
    }

    /// <summary>Has a reference resolved as soon as all schemas are known.</summary>
    public void Refer(ReferenceRule rule) => compiler.Refer(rule, this);

    /// <summary>The error for a keyword that is wrong.</summary>
    public ChatRequestException Wrong(string what) => new(Parameter, $"-As: {place}: {what}");

    private T? Read<T>(string keyword, string kind, Func<object?, T?> convert) where T : class =>
        Has(keyword) ? convert(this[keyword]) ?? throw Wrong($"'{keyword}' must be {kind}.") : null;
}
