using System.Collections;
using System.Collections.Specialized;

namespace ChatCompletions;

/// <summary>
/// A JSON object as a plain dictionary. Keys keep their order and case. Values are strings, numbers, booleans, <see langword="null"/>,
/// nested dictionaries and <see cref="JsonList"/> objects. Its text is the JSON.
/// </summary>
public sealed class JsonDictionary : OrderedDictionary
{
    /// <summary>Creates an empty dictionary.</summary>
    public JsonDictionary() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Gets the value of a key.</summary>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="value">The value; <see langword="null"/> if the key does not exist.</param>
    /// <returns>Whether the key exists.</returns>
    public bool TryGet(string key, out object? value)
    {
        value = this[key];
        return value is not null || Contains(key);
    }

    /// <summary>The entries, in order.</summary>
    internal IEnumerable<KeyValuePair<string, object?>> Pairs()
    {
        foreach (DictionaryEntry entry in this) yield return new((string)entry.Key, entry.Value);
    }

    /// <summary>Removes all entries whose value is <see langword="null"/>.</summary>
    internal void RemoveNulls()
    {
        for (var at = Count - 1; at >= 0; at--)
            if (this[at] is null) RemoveAt(at);
    }

    /// <summary>The dictionary as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);
}
