using System.IO.Enumeration;

namespace ChatCompletions;

/// <summary>The fallbacks of all models that match a pattern.</summary>
/// <param name="Pattern">A model, or <c>provider/model</c>; <c>*</c> matches any text, <c>?</c> one character.</param>
/// <param name="Targets">The fallbacks, in order.</param>
internal sealed record FallbackMap(string Pattern, IReadOnlyList<ChatTarget> Targets)
{
    /// <summary>How specific the pattern is: an exact name most of all, else the number of its characters without wildcards.</summary>
    public int Specificity => Pattern.AsSpan().IndexOfAny('*', '?') < 0
        ? int.MaxValue
        : Pattern.Length - Pattern.Count(static c => c is '*' or '?');

    /// <summary>Whether the pattern matches a name, whatever its case.</summary>
    public bool Matches(string name) =>
        FileSystemName.MatchesSimpleExpression(Pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name);
}
