using System.Collections;

namespace ChatCompletions;

/// <summary>Makes a value that fits a JSON schema, the smallest that does.</summary>
internal static class MockSchema
{
    private const int MaxDepth = 20;

    /// <summary>An instance for a <c>response_format</c> of type json_schema, as JSON text.</summary>
    public static string Instance(IDictionary format)
    {
        var schema = (format["json_schema"] as IDictionary)?["schema"] ?? format["schema"];
        return JsonText.Write(Value(schema as IDictionary, 0));
    }

    private static object? Value(IDictionary? schema, int depth)
    {
        if (schema is null || depth > MaxDepth) return null;
        if (schema["enum"] is IList { Count: > 0 } choices) return choices[0];
        if (schema.Contains("const")) return schema["const"];
        var type = schema["type"] as string ?? (schema["type"] as IList)?.OfType<string>().FirstOrDefault();
        return type switch
        {
            "object" => Object(schema, depth),
            "array" => new JsonList { Value(schema["items"] as IDictionary, depth + 1) },
            "string" => "text",
            "integer" => schema["minimum"] as long? ?? 1L,
            "number" => schema["minimum"] ?? 1.5,
            "boolean" => true,
            _ => null,
        };
    }

    private static JsonDictionary Object(IDictionary schema, int depth)
    {
        var value = new JsonDictionary();
        foreach (DictionaryEntry property in schema["properties"] as IDictionary ?? new JsonDictionary())
            value[property.Key] = Value(property.Value as IDictionary, depth + 1);
        return value;
    }
}
