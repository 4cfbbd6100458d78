using System.Collections;

namespace ChatCompletions;

/// <summary>Makes a value that fits a JSON schema, the smallest that does.</summary>
internal sealed class MockSchema
{
    /// <summary>How deep values go where the schema would let them end.</summary>
    private const int EnoughDepth = 6;

    private const int MaxDepth = 20;

    private readonly JsonDictionary? _root;

    private MockSchema(JsonDictionary? root) => _root = root;

    /// <summary>An instance for a <c>response_format</c> of type json_schema, as JSON text.</summary>
    public static string Instance(IDictionary format)
    {
        var schema = (format["json_schema"] as IDictionary)?["schema"] ?? format["schema"];
        return JsonText.Write(new MockSchema(schema as JsonDictionary).Value(schema as IDictionary, 0));
    }

    private object? Value(IDictionary? schema, int depth)
    {
        if (schema is null || depth > MaxDepth) return null;
        if (schema["$ref"] is string reference && _root is not null) return Value(SchemaReference.Find(_root, reference), depth + 1);
        if (schema["enum"] is IList { Count: > 0 } choices) return choices[0];
        if (schema.Contains("const")) return schema["const"];
        if (schema["anyOf"] is IList { Count: > 0 } branches) return Value(branches[depth < EnoughDepth ? 0 : branches.Count - 1] as IDictionary, depth + 1);
        var types = schema["type"] as IList ?? new[] { schema["type"] };
        return (depth >= EnoughDepth && types.Contains("null") ? "null" : types.Count > 0 ? types[0] : null) switch
        {
            "object" => Object(schema, depth),
            "array" => depth < EnoughDepth ? new JsonList { Value(schema["items"] as IDictionary, depth + 1) } : new JsonList(),
            "string" => schema["format"] switch { SchemaDates.Date => "2026-01-01", SchemaDates.DateTime => "2026-01-01T00:00:00Z", "uuid" => Guid.Empty.ToString(), _ => "text" },
            "integer" => schema["minimum"] as long? ?? (schema["maximum"] is long and < 1 ? schema["maximum"] : 1L),
            "number" => schema["minimum"] ?? (schema["maximum"] is long and < 2 or double and < 1.5 ? schema["maximum"] : 1.5),
            "boolean" => true,
            _ => null,
        };
    }

    private JsonDictionary Object(IDictionary schema, int depth)
    {
        var value = new JsonDictionary();
        foreach (DictionaryEntry property in schema["properties"] as IDictionary ?? new JsonDictionary())
            value[property.Key] = Value(property.Value as IDictionary, depth + 1);
        return value;
    }
}
