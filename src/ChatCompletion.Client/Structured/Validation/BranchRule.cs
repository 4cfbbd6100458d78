namespace ChatCompletions;

/// <summary><c>anyOf</c> and <c>oneOf</c>.</summary>
internal sealed class BranchRule : SchemaRule
{
    private readonly IReadOnlyList<SchemaNode> _branches;
    private readonly string _keyword;

    private BranchRule(IReadOnlyList<SchemaNode> branches, string keyword) => (_branches, _keyword) = (branches, keyword);

    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SameValueSchemas => _branches;

    private bool IsExclusive => _keyword == "oneOf";

    /// <summary>Reads <c>anyOf</c>.</summary>
    public static BranchRule? ReadAnyOf(KeywordReader reader) => Read(reader, "anyOf");

    /// <summary>Reads <c>oneOf</c>.</summary>
    public static BranchRule? ReadOneOf(KeywordReader reader) => Read(reader, "oneOf");

    /// <inheritdoc/>
    public override SchemaViolation? Check(object? value, SchemaCheck check)
    {
        var matching = 0;
        SchemaViolation? deepest = null;
        foreach (var branch in _branches)
        {
            if (branch.Check(value, check) is { } violation)
            {
                if (deepest is null || violation.Depth > deepest.Depth) deepest = violation;
                continue;
            }
            if (!IsExclusive) return null;
            if (++matching > 1) return new($"must match exactly one of {_branches.Count} schemas (oneOf), but matches several", value);
        }
        if (matching == 1) return null;
        // The branch that fails at the deepest level is probably the intended one.
        return deepest is { Depth: > 0 } ? deepest : new($"must match one of {_branches.Count} schemas ({_keyword})", value);
    }

    /// <inheritdoc/>
    public override IEnumerable<SchemaNode> SchemasFor(object? value, SchemaCheck check) =>
        _branches.Where(branch => branch.Check(value, check) is null).Take(1);

    private static BranchRule? Read(KeywordReader reader, string keyword) =>
        reader.Schemas(keyword) is { } branches ? new BranchRule(branches, keyword) : null;
}
