using System.Numerics;

namespace ChatCompletions;

/// <summary><c>type</c>.</summary>
internal sealed class TypeRule : SchemaRule
{
    private static readonly string[] Names = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private readonly string _rule;

    private TypeRule(IReadOnlyList<string> types)
    {
        Types = types;
        _rule = $"must be {string.Join(" or ", types.Select(Named))}";
    }

    /// <summary>The allowed types.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Reads the keyword.</summary>
    public static TypeRule? Read(KeywordReader reader)
    {
        if (!reader.Has("type")) return null;
        var types = reader["type"] as JsonList ?? [reader["type"]];
        foreach (var type in types)
            if (!Names.Contains(type))
                throw reader.Wrong(
                    $"{SchemaViolation.Preview(type)} is not a type of JSON Schema. The types are {string.Join(", ", Names)}.");
        return types.Count > 0 ? new TypeRule([.. types.Cast<string>()]) : throw reader.Wrong("'type' must not be an empty list.");
    }

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        foreach (var type in Types)
            if (Is(value, type)) return null;
        return new(_rule, value);
    }

    private static bool Is(object? value, string type) => type switch
    {
        "object" => value is JsonDictionary,
        "array" => value is JsonList,
        "string" => value is string,
        "boolean" => value is bool,
        "null" => value is null,
        "number" => value is long or double or BigInteger or BigDecimal,
        _ => value is long or BigInteger || (value is double or BigDecimal && BigDecimal.Of(value) is { IsInteger: true }),
    };

    private static string Named(string type) => type switch
    {
        "null" => "null",
        "object" or "array" or "integer" => $"an {type}",
        _ => $"a {type}",
    };
}
