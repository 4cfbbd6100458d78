namespace ChatCompletions;

/// <summary>
/// The subset of JSON Schema that strict mode supports: every property is required, no others are allowed, and only some keywords can be
/// used (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
/// </summary>
internal static class StrictMode
{
    private static readonly HashSet<string> Keywords =
    [
        "$schema", "title", "description", "type", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf",
        "$ref", "$defs", "definitions", "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
        "minItems", "maxItems",
    ];

    private static readonly HashSet<string> Formats =
        ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

    /// <summary>Whether strict mode supports a schema.</summary>
    /// <param name="schemas">The schema and all schemas inside it; the root comes first.</param>
    public static bool Allows(IReadOnlyList<SchemaNode> schemas)
    {
        var closing = schemas.Select(static schema => schema.Keywords?["additionalProperties"]).Count(static value => value is false);
        // The value false is a schema too. Strict mode allows it only as additionalProperties.
        return schemas[0].Keywords?.Contains("anyOf") == false
            && schemas.Count(static schema => schema.Keywords is null) == closing
            && schemas.All(static schema => schema.Keywords is null || AllowsSchema(schema.Keywords));
    }

    private static bool AllowsSchema(JsonDictionary schema)
    {
        if (schema.Pairs().Any(static pair => !Keywords.Contains(pair.Key))) return false;
        // Only annotations are allowed next to a reference, and some models reject even these.
        if (schema.Contains("$ref") && schema.Count > 1) return false;
        if (schema["format"] is string format && !Formats.Contains(format)) return false;
        if (!schema.Contains("properties") && schema["type"] is not "object" && (schema["type"] as JsonList)?.Contains("object") != true)
            return true;
        var required = (schema["required"] as JsonList ?? []).OfType<string>().ToHashSet();
        var properties = schema["properties"] as JsonDictionary ?? new JsonDictionary();
        return schema["additionalProperties"] is false && properties.Pairs().All(pair => required.Contains(pair.Key));
    }
}
