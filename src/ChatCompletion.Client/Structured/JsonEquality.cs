using System.Numerics;

namespace ChatCompletions;

/// <summary>Compares plain JSON values: 1 and 1.0 are the same number, and the order of an object's fields does not count.</summary>
internal static class JsonEquality
{
    /// <summary>Whether two values are the same JSON.</summary>
    public static bool Same(object? one, object? other) => (one, other) switch
    {
        (null, null) => true,
        (string a, string b) => a == b,
        (bool a, bool b) => a == b,
        (JsonList a, JsonList b) => a.Count == b.Count && a.Zip(b).All(static pair => Same(pair.First, pair.Second)),
        (JsonDictionary a, JsonDictionary b) => a.Count == b.Count && a.Pairs().All(pair => b.TryGet(pair.Key, out var value) && Same(pair.Value, value)),
        (long a, long b) => a == b,
        (BigInteger a, BigInteger b) => a == b,
        (double or long, double or long) => Convert.ToDouble(one, null) == Convert.ToDouble(other, null),
        _ => false,
    };
}
