using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>A compiled pattern of a schema.</summary>
internal sealed class SchemaPattern
{
    /// <summary>
    /// Longer expressions, such as the one for \p{L}, are matched by backtracking, because compiling them for linear time can take
    /// seconds.
    /// </summary>
    private const int MaxLinearLength = 2000;

    /// <summary>The time limit of one match.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    private readonly Regex _expression;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="FormatException">The pattern is invalid, or uses an unsupported construct.</exception>
    public SchemaPattern(string pattern)
    {
        Text = pattern;
        var expression = EcmaPattern.Translate(pattern);
        try
        {
            var linear = expression.Length <= MaxLinearLength ? Linear(expression) : null;
            _expression = linear ?? new Regex(expression, RegexOptions.CultureInvariant, MaxTime);
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    /// <summary>The pattern as written in the schema.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern matches anywhere in a text.</summary>
    /// <exception cref="RegexMatchTimeoutException">The match took longer than one second.</exception>
    public bool IsMatch(string text) => _expression.IsMatch(text);

    /// <summary>
    /// Compiles an expression for matching in linear time; <see langword="null"/> if that is not possible, as with lookaheads.
    /// </summary>
    private static Regex? Linear(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MaxTime);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
