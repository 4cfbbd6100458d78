namespace ChatCompletions;

/// <summary>
/// The form of schemas that strict mode takes: every property required, no others allowed, and only some of the keywords of
/// JSON Schema (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
/// </summary>
internal static class StrictForm
{
    private static readonly HashSet<string> Keywords =
    [
        "$schema", "title", "description", "type", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf",
        "$ref", "$defs", "definitions", "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
        "minItems", "maxItems",
    ];

    private static readonly HashSet<string> Formats =
        ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

    /// <summary>Whether a schema has the form.</summary>
    /// <param name="schemas">All schemas within it, itself first.</param>
    public static bool IsKept(IReadOnlyList<SchemaNode> schemas)
    {
        var closing = schemas.Select(static schema => schema.Keywords?["additionalProperties"]).Count(static value => value is false);
        // The value false is a schema as well, which strict mode takes in that one place.
        return schemas[0].Keywords?.Contains("anyOf") == false
            && schemas.Count(static schema => schema.Keywords is null) == closing
            && schemas.All(static schema => schema.Keywords is null || IsKeptBy(schema.Keywords));
    }

    private static bool IsKeptBy(JsonDictionary schema)
    {
        if (schema.Pairs().Any(static pair => !Keywords.Contains(pair.Key))) return false;
        // Only notes may stand beside a reference, and not even these with every model.
        if (schema.Contains("$ref") && schema.Count > 1) return false;
        if (schema["format"] is string format && !Formats.Contains(format)) return false;
        if (!schema.Contains("properties") && schema["type"] is not "object" && (schema["type"] as JsonList)?.Contains("object") != true)
            return true;
        var required = (schema["required"] as JsonList ?? []).OfType<string>().ToHashSet();
        var properties = schema["properties"] as JsonDictionary ?? new JsonDictionary();
        return schema["additionalProperties"] is false && properties.Pairs().All(pair => required.Contains(pair.Key));
    }
}
