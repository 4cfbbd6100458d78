using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>
/// The state of validating one answer. Each value is validated against each schema only once, even if several branches refer to it, and
/// all patterns share one time limit.
/// </summary>
internal sealed class SchemaCheck
{
    private static readonly TimeSpan MaxPatternTime = TimeSpan.FromSeconds(2);

    private static readonly object Null = new();

    private readonly Dictionary<Key, SchemaViolation?> _known = [];
    private readonly Stopwatch _patternTime = new();

    /// <summary>Gets the cached result of a value.</summary>
    public bool TryGet(object? value, SchemaNode schema, out SchemaViolation? violation) =>
        _known.TryGetValue(new Key(value ?? Null, schema), out violation);

    /// <summary>Caches the result of a value.</summary>
    public void Store(object? value, SchemaNode schema, SchemaViolation? violation) => _known[new Key(value ?? Null, schema)] = violation;

    /// <summary>Whether a pattern matches a text.</summary>
    /// <exception cref="ChatValueException">The time limit of the patterns is exceeded.</exception>
    public bool IsMatch(SchemaPattern pattern, string text)
    {
        try
        {
            _patternTime.Start();
            if (_patternTime.Elapsed < MaxPatternTime) return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // Reported below.
        }
        finally
        {
            _patternTime.Stop();
        }
        throw new ChatValueException(
            $"The answer could not be validated: its strings take too long to match the pattern {SafeText.Excerpt(pattern.Text, 100)}.");
    }

    /// <summary>Compares by reference, so that equal values at other locations are different keys.</summary>
    private readonly record struct Key(object Value, SchemaNode Schema)
    {
        public bool Equals(Key other) => ReferenceEquals(Value, other.Value) && ReferenceEquals(Schema, other.Schema);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Value), RuntimeHelpers.GetHashCode(Schema));
    }
}
