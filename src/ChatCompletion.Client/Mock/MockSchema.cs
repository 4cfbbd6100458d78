using System.Collections;

namespace ChatCompletions;

/// <summary>
/// Generates a small value that matches a JSON schema. Rules that would need a search may be violated: patterns, negations, conditions,
/// and unique items.
/// </summary>
internal sealed class MockSchema
{
    /// <summary>The depth at which values end as soon as the schema allows it.</summary>
    private const int EnoughDepth = 6;

    private const int MaxDepth = 20;

    /// <summary>The maximum number of generated items or characters; a schema could require any number.</summary>
    private const int MaxSize = 10_000;

    private readonly JsonDictionary? _root;

    private MockSchema(JsonDictionary? root) => _root = root;

    /// <summary>Generates a value for a <c>response_format</c> of type json_schema, as JSON text.</summary>
    public static string Instance(IDictionary format)
    {
        var schema = (format["json_schema"] as IDictionary)?["schema"] ?? format["schema"];
        return JsonText.Write(new MockSchema(schema as JsonDictionary).Value(schema as JsonDictionary, 0));
    }

    private object? Value(JsonDictionary? schema, int depth)
    {
        if (schema is null || depth > MaxDepth) return null;
        schema = Merged(schema, depth);
        if (schema["enum"] is IList { Count: > 0 } choices) return choices[0];
        if (schema.Contains("const")) return schema["const"];
        var types = schema["type"] as IList ?? new[] { schema["type"] ?? (schema.Contains("properties") ? "object" : null) };
        return (depth >= EnoughDepth && types.Contains("null") ? "null" : types.Count > 0 ? types[0] : null) switch
        {
            "object" => Object(schema, depth),
            "array" => Items(schema, depth),
            "string" => Text(schema),
            "integer" => MockNumber.Of(schema, 1, isInteger: true),
            "number" => MockNumber.Of(schema, 1.5m, isInteger: false),
            "boolean" => true,
            _ => null,
        };
    }

    /// <summary>
    /// Merges a schema with the schemas that apply to the same value: those of <c>$ref</c> and <c>allOf</c>, and one branch of
    /// <c>anyOf</c> and <c>oneOf</c>.
    /// </summary>
    private JsonDictionary Merged(JsonDictionary schema, int depth)
    {
        var parts = new List<JsonDictionary?>();
        if (schema["$ref"] is string reference && _root is not null) parts.Add(SchemaReference.Find(_root, reference));
        foreach (var word in (string[])["anyOf", "oneOf"])
        {
            if (schema[word] is not IList { Count: > 0 } branches) continue;
            parts.Add(branches[depth < EnoughDepth ? 0 : branches.Count - 1] as JsonDictionary);
        }
        parts.AddRange((schema["allOf"] as JsonList ?? []).OfType<JsonDictionary>());
        if (parts.Count == 0 || depth > MaxDepth) return schema;
        var merged = new JsonDictionary();
        foreach (var part in parts.OfType<JsonDictionary>().Select(part => Merged(part, depth + 1)).Append(schema))
            foreach (var (word, value) in part.Pairs())
            {
                var isUnion = word == "properties" && merged[word] is JsonDictionary && value is JsonDictionary;
                merged[word] = isUnion ? Union((JsonDictionary)merged[word]!, (JsonDictionary)value!) : value;
            }
        return merged;
    }

    private static JsonDictionary Union(JsonDictionary one, JsonDictionary other)
    {
        var union = new JsonDictionary();
        foreach (var (name, value) in one.Pairs().Concat(other.Pairs())) union[name] = value;
        return union;
    }

    private JsonDictionary Object(JsonDictionary schema, int depth)
    {
        var value = new JsonDictionary();
        foreach (var (name, property) in (schema["properties"] as JsonDictionary ?? new JsonDictionary()).Pairs())
            if (property is not false) value[name] = Value(property as JsonDictionary, depth + 1);
        return value;
    }

    private JsonList Items(JsonDictionary schema, int depth)
    {
        var first = schema["prefixItems"] as JsonList ?? [];
        var least = Math.Max(Count(schema, "minItems") ?? 0, depth < EnoughDepth && schema["items"] is not false ? 1 : 0);
        var items = new JsonList();
        while (items.Count < Math.Min(Math.Max(least, first.Count), Count(schema, "maxItems") ?? MaxSize))
            items.Add(Value((items.Count < first.Count ? first[items.Count] : schema["items"]) as JsonDictionary, depth + 1));
        return items;
    }

    private static string Text(JsonDictionary schema)
    {
        var text = schema["format"] switch
        {
            SchemaDates.Date => "2026-01-01",
            SchemaDates.DateTime => "2026-01-01T00:00:00Z",
            "uuid" => Guid.Empty.ToString(),
            string format => SchemaFormats.Example(format) ?? "text",
            _ => "text",
        };
        text = text.PadRight(Count(schema, "minLength") ?? 0, '.');
        return text[..Math.Min(text.Length, Count(schema, "maxLength") ?? MaxSize)];
    }

    private static int? Count(JsonDictionary schema, string word) => schema[word] is long count ? (int)Math.Clamp(count, 0, MaxSize) : null;
}
