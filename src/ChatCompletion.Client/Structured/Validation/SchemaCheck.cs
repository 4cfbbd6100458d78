using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>
/// The state of checking one answer. Each value is checked against each schema once, however many branches lead there, and all
/// patterns together have a time limit.
/// </summary>
internal sealed class SchemaCheck
{
    private static readonly TimeSpan MaxPatternTime = TimeSpan.FromSeconds(2);

    private static readonly object Null = new();

    private readonly Dictionary<Key, SchemaViolation?> _known = [];
    private readonly Stopwatch _patternTime = new();

    /// <summary>What is known of a value that was checked before.</summary>
    public bool TryFind(object? value, SchemaNode schema, out SchemaViolation? violation) =>
        _known.TryGetValue(new Key(value ?? Null, schema), out violation);

    /// <summary>Keeps what the check of a value found.</summary>
    public void Keep(object? value, SchemaNode schema, SchemaViolation? violation) => _known[new Key(value ?? Null, schema)] = violation;

    /// <summary>Whether a pattern matches a text.</summary>
    /// <exception cref="ChatValueException">It takes too long.</exception>
    public bool IsMatch(SchemaPattern pattern, string text)
    {
        try
        {
            _patternTime.Start();
            if (_patternTime.Elapsed < MaxPatternTime) return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // Said below.
        }
        finally
        {
            _patternTime.Stop();
        }
        throw new ChatValueException(
            $"The answer could not be checked: its texts take too long to match the pattern {SafeText.Excerpt(pattern.Text, 100)}.");
    }

    /// <summary>The same value at the same place: equal ones elsewhere are others.</summary>
    private readonly record struct Key(object Value, SchemaNode Schema)
    {
        public bool Equals(Key other) => ReferenceEquals(Value, other.Value) && ReferenceEquals(Schema, other.Schema);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Value), RuntimeHelpers.GetHashCode(Schema));
    }
}
