namespace ChatCompletions;

/// <summary>
/// Compares JSON values by meaning: 1 equals 1.0, numbers are compared exactly, and the order of an object's properties does not matter.
/// </summary>
internal sealed class JsonEquality : IEqualityComparer<object?>
{
    private JsonEquality()
    {
    }

    /// <summary>The shared instance.</summary>
    public static JsonEquality Comparer { get; } = new();

    /// <inheritdoc/>
    public new bool Equals(object? x, object? y) => (x, y) switch
    {
        (null, null) => true,
        (string a, string b) => a == b,
        (bool a, bool b) => a == b,
        (long a, long b) => a == b,
        (JsonList a, JsonList b) => a.Count == b.Count && a.SequenceEqual(b, this),
        (JsonDictionary a, JsonDictionary b) =>
            a.Count == b.Count && a.Pairs().All(pair => b.TryGet(pair.Key, out var value) && Equals(pair.Value, value)),
        _ => BigDecimal.Of(x) is { } one && one.Equals(BigDecimal.Of(y)),
    };

    /// <inheritdoc/>
    public int GetHashCode(object? value)
    {
        switch (value)
        {
            case null: return 0;
            case string or bool: return value.GetHashCode();
            case JsonList list:
                var items = new HashCode();
                foreach (var item in list) items.Add(GetHashCode(item));
                return items.ToHashCode();
            case JsonDictionary map:
                // A sum does not depend on the order.
                var sum = map.Count;
                foreach (var (name, item) in map.Pairs()) sum = unchecked(sum + HashCode.Combine(name, GetHashCode(item)));
                return sum;
            default: return BigDecimal.Of(value)?.GetHashCode() ?? 0;
        }
    }
}
