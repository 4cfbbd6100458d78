namespace ChatCompletions;

/// <summary>The rules that a schema itself must keep, checked before anything is sent: a misspelt one would be found by no answer.</summary>
internal static class SchemaRules
{
    private const string Parameter = "As";

    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>Checks a schema.</summary>
    /// <exception cref="ChatRequestException">It is wrong.</exception>
    public static void Check(JsonDictionary root)
    {
        if (root["type"] is not "object")
        {
            var hint = root["type"] is "json_schema" ? " A whole response_format goes to -ResponseFormat." : " A list can be a property of it.";
            throw Wrong($"the root of a schema must have the type 'object'{(root.Contains("type") ? $"; it has {Shown(root["type"])}" : "")}.{hint}");
        }
        foreach (var (schema, path) in All(root, "$")) CheckOne(root, schema, path);
    }

    /// <summary>Every schema within a schema, itself included, with the place where it stands.</summary>
    public static IEnumerable<(JsonDictionary Schema, string Path)> All(JsonDictionary schema, string path)
    {
        yield return (schema, path);
        foreach (var (inner, place) in Inner(schema, path))
            foreach (var one in All(inner, place)) yield return one;
    }

    private static IEnumerable<(JsonDictionary Schema, string Path)> Inner(JsonDictionary schema, string path)
    {
        foreach (var word in (string[])["properties", "$defs", "definitions"])
            foreach (var (name, value) in (schema[word] as JsonDictionary ?? new JsonDictionary()).Pairs())
                if (value is JsonDictionary inner) yield return (inner, $"{path}.{word}.{name}");
        foreach (var word in (string[])["items", "additionalProperties"])
            if (schema[word] is JsonDictionary inner) yield return (inner, $"{path}.{word}");
        foreach (var inner in (schema["anyOf"] as JsonList ?? []).OfType<JsonDictionary>()) yield return (inner, $"{path}.anyOf");
    }

    private static void CheckOne(JsonDictionary root, JsonDictionary schema, string path)
    {
        foreach (var type in schema["type"] as JsonList ?? [schema["type"]])
            if (type is not null && !Types.Contains(type)) throw Wrong($"{path}: {Shown(type)} is no type of a JSON schema. There are {string.Join(", ", Types)}.");
        CheckMap(schema, "properties", path);
        if (schema["required"] is { } required && (required is not JsonList names || names.Exists(static name => name is not string)))
            throw Wrong($"{path}: 'required' must be a list of the names of properties.");
        if (schema.Contains("additionalProperties") && schema["additionalProperties"] is not (bool or JsonDictionary))
            throw Wrong($"{path}: 'additionalProperties' must be true, false or a schema.");
        if (schema["items"] is not (null or JsonDictionary or bool)) throw Wrong($"{path}: 'items' must be a schema.");
        if (schema["enum"] is { } choices && choices is not JsonList { Count: > 0 }) throw Wrong($"{path}: 'enum' must be a list of values.");
        if (schema["anyOf"] is { } branches && (branches is not JsonList { Count: > 0 } list || list.Exists(static branch => branch is not JsonDictionary)))
            throw Wrong($"{path}: 'anyOf' must be a list of schemas.");
        CheckReference(root, schema, path);
    }

    private static void CheckMap(JsonDictionary schema, string word, string path)
    {
        if (schema[word] is not { } value) return;
        if (value is not JsonDictionary map || map.Pairs().Any(static pair => pair.Value is not JsonDictionary))
            throw Wrong($"{path}: '{word}' must be an object in which each value is a schema, such as {{\"name\":{{\"type\":\"string\"}}}}.");
        var twice = map.Pairs().GroupBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static same => same.Skip(1).Any());
        if (twice is null) return;
        var names = string.Join("' and '", twice.Select(static pair => SafeText.Excerpt(pair.Key, 100)));
        throw Wrong($"{path}: the properties '{names}' differ in case only; PowerShell cannot tell them apart.");
    }

    private static void CheckReference(JsonDictionary root, JsonDictionary schema, string path)
    {
        if (!schema.Contains("$ref")) return;
        if (schema["$ref"] is not string reference || SchemaReference.Find(root, reference) is null)
            throw Wrong($"{path}: $ref {Shown(schema["$ref"])} means nothing in the schema. It must lead to a part of it, such as #/$defs/Person.");
        if (LeadsTo(root, schema, schema, [])) throw Wrong($"{path}: $ref {Shown(reference)} leads back to itself without any value between.");
    }

    /// <summary>Whether a schema says of the same value what it is said of itself, over <c>$ref</c> and <c>anyOf</c>.</summary>
    private static bool LeadsTo(JsonDictionary root, JsonDictionary from, JsonDictionary target, HashSet<JsonDictionary> seen)
    {
        var next = (from["anyOf"] as JsonList ?? []).OfType<JsonDictionary>();
        if (from["$ref"] is string reference && SchemaReference.Find(root, reference) is { } referred) next = next.Append(referred);
        return next.Any(schema => ReferenceEquals(schema, target) || (seen.Add(schema) && LeadsTo(root, schema, target, seen)));
    }

    private static ChatRequestException Wrong(string what) => new(Parameter, $"-As: {what}");

    private static string Shown(object? value) => SafeText.Excerpt(JsonText.Write(value), 100);
}
