using System.Runtime.CompilerServices;

namespace ChatCompletions;

/// <summary>A schema, or a part of one that is a schema itself, ready to check values.</summary>
internal sealed class SchemaNode
{
    /// <summary>Creates a node without rules.</summary>
    /// <param name="place">Where it stands in the whole schema.</param>
    /// <param name="keywords">The keywords; none of a boolean schema.</param>
    public SchemaNode(string place, JsonDictionary? keywords = null) => (Place, Keywords) = (place, keywords);

    /// <summary>Where the schema stands in the whole one, such as <c>$.properties.name</c>.</summary>
    public string Place { get; }

    /// <summary>The keywords as they are written; <see langword="null"/> of a boolean schema.</summary>
    public JsonDictionary? Keywords { get; }

    /// <summary>The rules, in the order in which they are checked.</summary>
    public IReadOnlyList<SchemaRule> Rules { get; set; } = [];

    /// <summary>Whether a <c>$ref</c> leads here, so that one value may be checked here more than once.</summary>
    public bool IsShared { get; set; }

    /// <summary>Whether this is the schema <c>false</c>.</summary>
    public bool IsNever => Rules is [NeverRule];

    /// <summary>The schemas that are applied to the same value.</summary>
    public IEnumerable<SchemaNode> SameValue => Rules.SelectMany(static rule => rule.SameValue);

    /// <summary>Checks a value.</summary>
    /// <returns>The first violation; <see langword="null"/> where there is none.</returns>
    /// <exception cref="InsufficientExecutionStackException">Value and schema are nested too deeply for this thread.</exception>
    public SchemaViolation? Check(object? value, SchemaCheck check)
    {
        if (Rules.Count == 0) return null;
        var isKept = IsShared || value is JsonDictionary or JsonList;
        if (isKept && check.TryFind(value, this, out var known)) return known;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        SchemaViolation? violation = null;
        for (var i = 0; i < Rules.Count && violation is null; i++) violation = Rules[i].Check(value, check);
        if (isKept) check.Keep(value, this, violation);
        return violation;
    }
}
