namespace ChatCompletions;

/// <summary>
/// Ensures that validation ends: schemas that apply to the same value must not form a cycle or a long chain. A schema may contain itself
/// below a property or an item, as in a tree.
/// </summary>
internal static class SchemaGraph
{
    private const int MaxChain = 100;

    /// <summary>Checks the references of all schemas. Each schema is visited once.</summary>
    /// <exception cref="ChatRequestException">There is a cycle, or a chain is too long.</exception>
    public static void Check(IEnumerable<SchemaNode> schemas)
    {
        var lengths = new Dictionary<SchemaNode, int>();
        foreach (var schema in schemas) Measure(schema, 1, lengths);
    }

    /// <summary>The length of the longest chain that starts with a schema.</summary>
    private static int Measure(SchemaNode schema, int depth, Dictionary<SchemaNode, int> lengths)
    {
        if (lengths.TryGetValue(schema, out var known))
        {
            if (known == 0) throw Wrong(schema, "refers back to itself for the same value");
        }
        else
        {
            // 0 marks a schema that is being measured.
            lengths[schema] = 0;
            if (depth <= MaxChain)
                known = 1 + schema.SameValueSchemas.Select(next => Measure(next, depth + 1, lengths)).DefaultIfEmpty().Max();
            lengths[schema] = known;
        }
        if (known > 0 && known + depth - 1 <= MaxChain) return known;
        throw Wrong(schema, $"is part of a chain of more than {MaxChain} schemas for the same value");
    }

    private static ChatRequestException Wrong(SchemaNode schema, string what)
    {
        var reference = schema.Keywords?["$ref"] is string text ? $"$ref {SchemaViolation.Preview(text)}" : "this schema";
        return new ChatRequestException("As", $"-As: {schema.Location}: {reference} {what}.");
    }
}
