namespace ChatCompletions;

/// <summary>Makes schemas in strict form.</summary>
internal static class SchemaParts
{
    /// <summary>A schema of one type.</summary>
    public static JsonDictionary Of(string type, string? format = null)
    {
        var schema = new JsonDictionary { ["type"] = type };
        if (format is not null) schema["format"] = format;
        return schema;
    }

    /// <summary>One of several texts.</summary>
    public static JsonDictionary Choice(IEnumerable<string> texts)
    {
        var choices = new JsonList();
        choices.AddRange(texts);
        return new() { ["type"] = "string", ["enum"] = choices };
    }

    /// <summary>A list.</summary>
    public static JsonDictionary List(JsonDictionary items) => new() { ["type"] = "array", ["items"] = items };

    /// <summary>An object with these properties, all of them, and no others.</summary>
    public static JsonDictionary Object(JsonDictionary properties)
    {
        var required = new JsonList();
        required.AddRange(properties.Keys.Cast<object>());
        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    /// <summary>The same, or <c>null</c>.</summary>
    public static JsonDictionary OrNull(JsonDictionary schema)
    {
        schema["type"] = new JsonList { schema["type"], "null" };
        if (schema["enum"] is JsonList choices) choices.Add(null);
        return schema;
    }
}
