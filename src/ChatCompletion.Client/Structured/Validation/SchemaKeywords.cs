namespace ChatCompletions;

/// <summary>What the keywords of a schema mean here: rules, notes that hold no answer to anything, and what is refused.</summary>
internal static class SchemaKeywords
{
    /// <summary>What JSON Schema and OpenAPI let a schema say about itself. Names that begin with x- are notes as well.</summary>
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
        ["additionalItems"] = "Use 'prefixItems' with 'items', as draft 2020-12 has them.",
        ["dependencies"] = "Use 'dependentRequired' or 'dependentSchemas', as draft 2020-12 has them.",
        ["nullable"] = "Use a list of types, such as [\"string\",\"null\"].",
        ["id"] = "Its name is '$id'.",
        ["unevaluatedProperties"] = "Use 'additionalProperties' beside all 'properties'.",
        ["unevaluatedItems"] = "Use 'items' beside 'prefixItems'.",
        ["$dynamicRef"] = "Use '$ref'.",
        ["$recursiveRef"] = "Use '$ref'.",
        ["$id"] = "Only the root can have one.",
    };

    /// <summary>Whether a schema is made of annotations apart from <c>$ref</c>, so that all drafts read it the same.</summary>
    public static bool IsPlainReference(JsonDictionary schema) =>
        schema.Pairs().All(static pair => pair.Key == "$ref" || !Rules.Contains(pair.Key));

    /// <summary>Refuses keywords that no answer could be held to.</summary>
    /// <exception cref="ChatRequestException">There is one.</exception>
    public static void Check(KeywordReader reader, bool isRoot)
    {
        foreach (var name in reader.Keywords)
        {
            if (Rules.Contains(name) || Notes.Contains(name) || (isRoot && name == "$id")) continue;
            if (name.StartsWith("x-", StringComparison.Ordinal)) continue;
            throw reader.Wrong($"the keyword '{SafeText.Excerpt(name, 100)}' is not supported, so that no answer could be held to it. "
                + (Hints.GetValueOrDefault(name) ?? "Correct or remove it; the name of a mere note begins with x-."));
        }
    }

    /// <summary>All rules of a schema, in the order in which they are checked: cheap and telling ones first.</summary>
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
