namespace ChatCompletions;

/// <summary>
/// Parses the short form of a schema: field names with types, such as <c>severity:int</c>. A name without a type is a string, and
/// <c>low|medium|high</c> is one of these words. A <c>[]</c> after the type makes it a list; a <c>?</c> at the end also allows
/// <c>null</c>.
/// </summary>
internal static class FieldList
{
    private const string Parameter = "As";

    private static readonly Dictionary<string, (string Type, string? Format)> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["string"] = ("string", null),
        ["int"] = ("integer", null),
        ["integer"] = ("integer", null),
        ["long"] = ("integer", null),
        ["number"] = ("number", null),
        ["double"] = ("number", null),
        ["decimal"] = ("number", null),
        ["bool"] = ("boolean", null),
        ["boolean"] = ("boolean", null),
        ["date"] = ("string", SchemaDates.Date),
        ["datetime"] = ("string", SchemaDates.DateTime),
    };

    /// <summary>Creates the schema of an object with these fields.</summary>
    /// <exception cref="ChatRequestException">A field is invalid.</exception>
    public static JsonDictionary ToSchema(IEnumerable<string> fields)
    {
        var properties = new JsonDictionary();
        foreach (var field in fields)
        {
            var (name, type) = Split(field);
            if (properties.Keys.Cast<string>().Contains(name, StringComparer.OrdinalIgnoreCase))
                throw Wrong($"contains the field '{SafeText.Label(name)}' twice");
            properties[name] = Schema(field, type);
        }
        return properties.Count > 0 ? SchemaParts.Object(properties) : throw Wrong("is empty");
    }

    private static (string Name, string Type) Split(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var (name, type) = colon < 0 ? (field.Trim(), "string") : (field[..colon].Trim(), field[(colon + 1)..].Trim());
        if (name.Length == 0 || name.Any(static c => !char.IsLetterOrDigit(c) && c is not ('_' or '-' or ' ')))
            throw Wrong(
                $"contains '{SafeText.Excerpt(field, 100)}', which is not a field: a name has only letters, digits, spaces, _ and -");
        if (colon < 0 && Types.ContainsKey(name)) throw Wrong($"contains '{name}', a type without a name; write name:{name}");
        return (name, type);
    }

    private static JsonDictionary Schema(string field, string type)
    {
        var isOptional = type.EndsWith('?');
        if (isOptional) type = type[..^1];
        var isList = type.EndsWith("[]", StringComparison.Ordinal);
        if (isList) type = type[..^2];
        var schema = type.Contains('|', StringComparison.Ordinal) ? Words(field, type)
            : Types.TryGetValue(type.Trim(), out var known) ? SchemaParts.Of(known.Type, known.Format)
            : throw Wrong($"contains '{SafeText.Excerpt(field, 100)}', whose type is not one of string, int, number, bool, date, datetime, "
                + "or words such as low|high");
        if (isList) schema = SchemaParts.List(schema);
        return isOptional ? SchemaParts.OrNull(schema) : schema;
    }

    private static JsonDictionary Words(string field, string type)
    {
        var words = type.Split('|', StringSplitOptions.TrimEntries);
        if (words.Contains("") || words.Distinct().Count() < words.Length)
            throw Wrong($"contains '{SafeText.Excerpt(field, 100)}', which has an empty or repeated word");
        return SchemaParts.Choice(words);
    }

    private static ChatRequestException Wrong(string what) => new(Parameter, $"-As {what}.");
}
