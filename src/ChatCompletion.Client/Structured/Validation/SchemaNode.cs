using System.Runtime.CompilerServices;

namespace ChatCompletions;

/// <summary>A compiled schema, or a schema inside it.</summary>
internal sealed class SchemaNode
{
    /// <summary>Creates a node without rules.</summary>
    /// <param name="location">The location in the root schema.</param>
    /// <param name="keywords">The keywords; <see langword="null"/> for a boolean schema.</param>
    public SchemaNode(string location, JsonDictionary? keywords = null) => (Location, Keywords) = (location, keywords);

    /// <summary>The location in the root schema, such as <c>$.properties.name</c>.</summary>
    public string Location { get; }

    /// <summary>The keywords as written; <see langword="null"/> for a boolean schema.</summary>
    public JsonDictionary? Keywords { get; }

    /// <summary>The rules, in the order of validation.</summary>
    public IReadOnlyList<SchemaRule> Rules { get; set; } = [];

    /// <summary>Whether a <c>$ref</c> refers to this schema, so that the same value may be validated more than once.</summary>
    public bool IsShared { get; set; }

    /// <summary>Whether this is the schema <c>false</c>.</summary>
    public bool IsNever => Rules is [NeverRule];

    /// <summary>The schemas that apply to the same value.</summary>
    public IEnumerable<SchemaNode> SameValueSchemas => Rules.SelectMany(static rule => rule.SameValueSchemas);

    /// <summary>Validates a value.</summary>
    /// <returns>The first violation; <see langword="null"/> if the value is valid.</returns>
    /// <exception cref="InsufficientExecutionStackException">
    /// Value and schema are nested too deeply for the stack of this thread.
    /// </exception>
    public SchemaViolation? Check(object? value, SchemaCheck check)
    {
        if (Rules.Count == 0) return null;
        var isCached = IsShared || value is JsonDictionary or JsonList;
        if (isCached && check.TryGet(value, this, out var known)) return known;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        SchemaViolation? violation = null;
        for (var i = 0; i < Rules.Count && violation is null; i++) violation = Rules[i].Check(value, check);
        if (isCached) check.Store(value, this, violation);
        return violation;
    }
}
