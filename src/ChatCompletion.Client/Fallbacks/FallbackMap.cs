using System.IO.Enumeration;

namespace ChatCompletions;

/// <summary>Says for a pattern of models who is asked when they fail.</summary>
/// <param name="Pattern">A model, or a provider and its model with a slash between; * stands for any text, ? for any character.</param>
/// <param name="Targets">Who is asked, in this order.</param>
internal sealed record FallbackMap(string Pattern, IReadOnlyList<ChatTarget> Targets)
{
    /// <summary>How much the pattern says: an exact name says most, then the longest pattern.</summary>
    public int Weight => Pattern.AsSpan().IndexOfAny('*', '?') < 0 ? int.MaxValue : Pattern.Length - Pattern.Count(static c => c is '*' or '?');

    /// <summary>Whether the pattern means a name. Case does not count.</summary>
    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name);
}
