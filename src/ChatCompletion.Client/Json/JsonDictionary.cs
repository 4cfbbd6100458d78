using System.Collections;
using System.Collections.Specialized;

namespace ChatCompletions;

/// <summary>
/// A JSON object as a plain dictionary: keys keep their order and case, values are text, numbers, booleans,
/// <see langword="null"/>, further dictionaries and <see cref="JsonList"/>. Its text is the JSON.
/// </summary>
public sealed class JsonDictionary : OrderedDictionary
{
    /// <summary>Creates an empty dictionary.</summary>
    public JsonDictionary() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Reads a key if it is there.</summary>
    /// <param name="key">The key; its case counts.</param>
    /// <param name="value">The value, or <see langword="null"/>.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryGet(string key, out object? value)
    {
        value = this[key];
        return value is not null || Contains(key);
    }

    /// <summary>The keys with their values, in order.</summary>
    internal IEnumerable<KeyValuePair<string, object?>> Pairs()
    {
        foreach (DictionaryEntry entry in this) yield return new((string)entry.Key, entry.Value);
    }

    /// <summary>The dictionary as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);
}
