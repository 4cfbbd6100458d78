namespace ChatCompletions;

/// <summary>The supported keywords: rules, which are validated, and annotations, which are not. All others are rejected.</summary>
internal static class SchemaKeywords
{
    /// <summary>The annotations of JSON Schema and OpenAPI. Names that start with x- are annotations too.</summary>
    private static readonly HashSet<string> Notes =
    [
        "$schema", "$comment", "$anchor", "$defs", "definitions", "title", "description", "default", "examples", "deprecated",
        "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "contentSchema", "example", "externalDocs", "xml",
        "discriminator", "propertyOrdering", "markdownDescription",
    ];

    private static readonly HashSet<string> Rules =
    [
        "type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format",
        "minItems", "maxItems", "uniqueItems", "prefixItems", "items", "contains", "minContains", "maxContains",
        "minProperties", "maxProperties", "required", "dependentRequired", "dependentSchemas",
        "properties", "patternProperties", "additionalProperties", "propertyNames",
    ];

    private static readonly Dictionary<string, string> Hints = new()
    {
        ["additionalItems"] = "Use 'prefixItems' with 'items', as in draft 2020-12.",
        ["dependencies"] = "Use 'dependentRequired' or 'dependentSchemas', as in draft 2020-12.",
        ["nullable"] = "Use a list of types, such as [\"string\",\"null\"].",
        ["id"] = "Its name is '$id'.",
        ["unevaluatedProperties"] = "Use 'additionalProperties' beside all 'properties'.",
        ["unevaluatedItems"] = "Use 'items' beside 'prefixItems'.",
        ["$dynamicRef"] = "Use '$ref'.",
        ["$recursiveRef"] = "Use '$ref'.",
        ["$id"] = "Only the root can have one.",
    };

    /// <summary>Whether a schema has only annotations next to its <c>$ref</c>, so that all drafts interpret it the same way.</summary>
    public static bool IsPlainReference(JsonDictionary schema) =>
        schema.Pairs().All(static pair => pair.Key == "$ref" || !Rules.Contains(pair.Key));

    /// <summary>Rejects keywords that cannot be validated.</summary>
    /// <exception cref="ChatRequestException">There is an unsupported keyword.</exception>
    public static void Check(KeywordReader reader, bool isRoot)
    {
        foreach (var name in reader.Keywords)
        {
            if (Rules.Contains(name) || Notes.Contains(name) || (isRoot && name == "$id")) continue;
            if (name.StartsWith("x-", StringComparison.Ordinal)) continue;
            throw reader.Wrong($"the keyword '{SafeText.Excerpt(name, 100)}' is not supported, so answers cannot be validated against it. "
                + (Hints.GetValueOrDefault(name) ?? "Correct or remove it. The name of an annotation begins with x-."));
        }
    }

    /// <summary>
    /// Reads all rules of a schema, in the order of validation: fast rules, and those with the most useful errors, come first.
    /// </summary>
    public static IReadOnlyList<SchemaRule> Read(KeywordReader reader) => [.. All(reader).OfType<SchemaRule>()];

    private static IEnumerable<SchemaRule?> All(KeywordReader reader) =>
    [
        TypeRule.Read(reader), ChoiceRule.ReadEnum(reader), ChoiceRule.ReadConst(reader), ReferenceRule.Read(reader),
        BranchRule.ReadAnyOf(reader), BranchRule.ReadOneOf(reader), AllOfRule.Read(reader), NotRule.Read(reader),
        ConditionRule.Read(reader),
        .. RequiredRule.Read(reader), PropertiesRule.Read(reader), PropertyNamesRule.Read(reader), DependentSchemasRule.Read(reader),
        ItemsRule.Read(reader), ContainsRule.Read(reader), FormatRule.Read(reader), .. SizeRule.Read(reader), PatternRule.Read(reader),
        RangeRule.ReadMinimum(reader), RangeRule.ReadExclusiveMinimum(reader),
        RangeRule.ReadMaximum(reader), RangeRule.ReadExclusiveMaximum(reader),
        RangeRule.ReadMultipleOf(reader), UniqueItemsRule.Read(reader),
    ];
}
