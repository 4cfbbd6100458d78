namespace ChatCompletions;

/// <summary>
/// The form of schemas that strict mode takes: every property required, no others allowed, and only some of the words of
/// JSON Schema (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
/// </summary>
internal static class StrictForm
{
    private static readonly HashSet<string> Words =
    [
        "$schema", "title", "description", "type", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf", "$ref", "$defs", "definitions",
        "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems",
    ];

    /// <summary>Whether a schema has the form.</summary>
    public static bool IsKept(JsonDictionary root) => !root.Contains("anyOf") && SchemaRules.All(root, "$").All(static one => IsKeptBy(one.Schema));

    private static bool IsKeptBy(JsonDictionary schema)
    {
        if (schema.Keys.Cast<string>().Any(static word => !Words.Contains(word))) return false;
        if (!schema.Contains("properties") && schema["type"] is not "object" && (schema["type"] as JsonList)?.Contains("object") != true) return true;
        var required = (schema["required"] as JsonList ?? []).OfType<string>().ToHashSet();
        return schema["additionalProperties"] is false && (schema["properties"] as JsonDictionary ?? new JsonDictionary()).Keys.Cast<string>().All(required.Contains);
    }
}
