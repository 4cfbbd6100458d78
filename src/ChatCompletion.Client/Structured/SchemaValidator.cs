using System.Globalization;
using System.Numerics;

namespace ChatCompletions;

/// <summary>
/// Holds a value to a JSON schema: type, enum, const, properties, required, additionalProperties, items, anyOf, $ref, minimum,
/// maximum, and the formats of dates. Other rules are the server's. To be used for one answer.
/// </summary>
internal sealed class SchemaValidator(JsonDictionary root)
{
    // Forms that hold each other have the same value checked again and again, twice as often with each level of an answer.
    private readonly Dictionary<(object Value, JsonDictionary Schema), SchemaViolation?> _known = [];

    /// <summary>The first rule that a value breaks.</summary>
    /// <param name="value">A plain value.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="path">Where the value stands.</param>
    public SchemaViolation? Check(object? value, JsonDictionary schema, string path)
    {
        schema = SchemaReference.Resolve(root, schema);
        if (value is not (JsonDictionary or JsonList)) return CheckRules(value, schema, path);
        return _known.TryGetValue((value, schema), out var known) ? known : _known[(value, schema)] = CheckRules(value, schema, path);
    }

    private SchemaViolation? CheckRules(object? value, JsonDictionary schema, string path) =>
        CheckType(value, schema, path)
            ?? CheckChoice(value, schema, path)
            ?? CheckAnyOf(value, schema, path)
            ?? value switch
            {
                JsonDictionary map => CheckObject(map, schema, path),
                JsonList list => CheckList(list, schema, path),
                string text => CheckDate(text, schema, path),
                null or bool => null,
                _ => CheckRange(value, schema, path),
            };

    private static SchemaViolation? CheckType(object? value, JsonDictionary schema, string path)
    {
        string[] types = schema["type"] switch { string single => [single], JsonList list => [.. list.OfType<string>()], _ => [] };
        if (types.Length == 0 || Array.Exists(types, type => Is(value, type))) return null;
        return new(path, $"must be {string.Join(" or ", types.Select(Named))}; it is {Shown(value)}");
    }

    private static bool Is(object? value, string type) => type switch
    {
        "object" => value is JsonDictionary,
        "array" => value is JsonList,
        "string" => value is string,
        "boolean" => value is bool,
        "null" => value is null,
        "number" => value is long or BigInteger || (value is double real && double.IsFinite(real)),
        "integer" => value is long or BigInteger || (value is double real && double.IsFinite(real) && Math.Floor(real) == real),
        _ => false,
    };

    private static SchemaViolation? CheckChoice(object? value, JsonDictionary schema, string path)
    {
        if (schema["enum"] is JsonList choices && !choices.Exists(choice => JsonEquality.Same(choice, value)))
            return new(path, $"must be one of {SafeText.Excerpt(string.Join(", ", choices.Select(JsonText.Write)), 300)}; it is {Shown(value)}");
        if (schema.TryGet("const", out var only) && !JsonEquality.Same(only, value))
            return new(path, $"must be {Shown(only)}; it is {Shown(value)}");
        return null;
    }

    private SchemaViolation? CheckAnyOf(object? value, JsonDictionary schema, string path)
    {
        if (schema["anyOf"] is not JsonList branches) return null;
        var broken = new List<SchemaViolation>();
        foreach (var branch in branches.OfType<JsonDictionary>())
        {
            if (Check(value, branch, path) is not { } violation) return null;
            broken.Add(violation);
        }
        // Where the value came further in one form than in the others, that is the one that was meant.
        var deepest = broken.MaxBy(static violation => violation.Path.Length);
        return deepest is not null && deepest.Path != path ? deepest : new(path, $"must fit one of {branches.Count} forms (anyOf); it is {Shown(value)}");
    }

    private SchemaViolation? CheckObject(JsonDictionary map, JsonDictionary schema, string path)
    {
        foreach (var name in (schema["required"] as JsonList ?? []).OfType<string>())
            if (!map.Contains(name)) return new(path, $"must have the property '{SafeText.Excerpt(name, 100)}'");
        var properties = schema["properties"] as JsonDictionary;
        foreach (var (name, value) in map.Pairs())
        {
            var own = properties?[name];
            if (own is null && schema["additionalProperties"] is false) return new(path, $"must not have the property '{SafeText.Excerpt(name, 100)}'");
            if ((own ?? schema["additionalProperties"]) is JsonDictionary rules && Check(value, rules, PathOf(path, name)) is { } violation) return violation;
        }
        return null;
    }

    private SchemaViolation? CheckList(JsonList list, JsonDictionary schema, string path)
    {
        if (schema["items"] is not JsonDictionary rules) return null;
        for (var i = 0; i < list.Count; i++)
            if (Check(list[i], rules, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")) is { } violation) return violation;
        return null;
    }

    private static SchemaViolation? CheckDate(string text, JsonDictionary schema, string path) =>
        !SchemaDates.IsDate(schema["format"]) || SchemaDates.TryRead(text, schema["format"], out _)
            ? null
            : new(path, $"must be a {schema["format"]} such as {(schema["format"] is SchemaDates.Date ? "2026-01-31" : "2026-01-31T12:00:00Z")}; it is {Shown(text)}");

    private static SchemaViolation? CheckRange(object value, JsonDictionary schema, string path)
    {
        if (Number(schema["minimum"]) is { } least && Number(value) < least) return new(path, $"must be at least {Shown(schema["minimum"])}; it is {Shown(value)}");
        if (Number(schema["maximum"]) is { } most && Number(value) > most) return new(path, $"must be at most {Shown(schema["maximum"])}; it is {Shown(value)}");
        return null;
    }

    private static double? Number(object? value) => value switch { long whole => whole, double real => real, BigInteger huge => (double)huge, _ => null };

    private static string PathOf(string path, string name) => name.Length > 0 && name.All(static c => char.IsLetterOrDigit(c) || c == '_')
        ? $"{path}.{name}"
        : $"{path}['{SafeText.Excerpt(name, 100)}']";

    private static string Named(string type) => type switch { "null" => "null", "object" or "array" or "integer" => $"an {type}", _ => $"a {type}" };

    private static string Shown(object? value) => SafeText.Excerpt(JsonText.Write(value), 100);
}
