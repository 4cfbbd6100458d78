using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>A pattern of a schema, ready to match.</summary>
internal sealed class SchemaPattern
{
    /// <summary>
    /// Longer expressions, as \p{L} is one, are matched by backtracking: to prepare them for linear time can take seconds.
    /// </summary>
    private const int MaxLinearLength = 2000;

    /// <summary>The longest that one match may take.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    private readonly Regex _expression;

    /// <summary>Prepares a pattern.</summary>
    /// <exception cref="FormatException">The pattern is wrong, or uses what is not supported.</exception>
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

    /// <summary>The pattern as the schema has it.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern matches anywhere in a text.</summary>
    /// <exception cref="RegexMatchTimeoutException">It took longer than a second.</exception>
    public bool IsMatch(string text) => _expression.IsMatch(text);

    /// <summary>The form that matches in linear time; <see langword="null"/> where the expression has none, as with a look-ahead.</summary>
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
