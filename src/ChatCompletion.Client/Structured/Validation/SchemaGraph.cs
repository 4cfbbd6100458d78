namespace ChatCompletions;

/// <summary>
/// Makes sure that checking a value ends: schemas that are applied to the same value, one by another, must not lead back to
/// themselves nor be a long chain. A schema may hold itself where a property or an item lies between, as a tree does.
/// </summary>
internal static class SchemaGraph
{
    private const int MaxChain = 100;

    /// <summary>Checks all schemas of one. Each is visited once.</summary>
    /// <exception cref="ChatRequestException">One leads back to itself, or a chain is too long.</exception>
    public static void Check(IEnumerable<SchemaNode> schemas)
    {
        var lengths = new Dictionary<SchemaNode, int>();
        foreach (var schema in schemas) Measure(schema, 1, lengths);
    }

    /// <summary>The length of the longest chain that begins with a schema.</summary>
    private static int Measure(SchemaNode schema, int depth, Dictionary<SchemaNode, int> lengths)
    {
        if (lengths.TryGetValue(schema, out var known))
        {
            if (known == 0) throw Wrong(schema, "leads back to itself without any value between");
        }
        else
        {
            // So far only the way to it is known.
            lengths[schema] = 0;
            if (depth <= MaxChain) known = 1 + schema.SameValue.Select(next => Measure(next, depth + 1, lengths)).DefaultIfEmpty().Max();
            lengths[schema] = known;
        }
        if (known > 0 && known + depth - 1 <= MaxChain) return known;
        throw Wrong(schema, $"is part of more than {MaxChain} schemas that lead to each other for the same value");
    }

    private static ChatRequestException Wrong(SchemaNode schema, string what)
    {
        var reference = schema.Keywords?["$ref"] is string text ? $"$ref {SchemaViolation.Shown(text)}" : "this schema";
        return new ChatRequestException("As", $"-As: {schema.Place}: {reference} {what}.");
    }
}
