namespace ChatCompletions;

/// <summary>Creates JSON schemas that meet the rules of strict mode.</summary>
internal static class SchemaParts
{
    /// <summary>Creates a schema of one type.</summary>
    public static JsonDictionary Of(string type, string? format = null)
    {
        var schema = new JsonDictionary { ["type"] = type };
        if (format is not null) schema["format"] = format;
        return schema;
    }

    /// <summary>Creates a schema that allows one of several strings.</summary>
    public static JsonDictionary Choice(IEnumerable<string> texts)
    {
        var choices = new JsonList();
        choices.AddRange(texts);
        return new() { ["type"] = "string", ["enum"] = choices };
    }

    /// <summary>Creates the schema of a list.</summary>
    public static JsonDictionary List(JsonDictionary items) => new() { ["type"] = "array", ["items"] = items };

    /// <summary>Creates the schema of an object that requires these properties and allows no others.</summary>
    public static JsonDictionary Object(JsonDictionary properties)
    {
        var required = new JsonList();
        required.AddRange(properties.Keys.Cast<object>());
        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    /// <summary>Changes a schema to allow <c>null</c> too.</summary>
    public static JsonDictionary OrNull(JsonDictionary schema)
    {
        schema["type"] = new JsonList { schema["type"], "null" };
        if (schema["enum"] is JsonList choices) choices.Add(null);
        return schema;
    }
}
