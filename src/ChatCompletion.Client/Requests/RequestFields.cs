using System.Collections;

namespace ChatCompletions;

/// <summary>
/// The fields of a request, in the order in which they are sent. There are only a few, so a list is faster than a hash table.
/// </summary>
internal sealed class RequestFields : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _fields = new(8);

    /// <summary>Gets or sets a field; <see langword="null"/> if it does not exist. A field that is set again keeps its position.</summary>
    public object? this[string name]
    {
        get => Find(name) is >= 0 and var at ? _fields[at].Value : null;
        set
        {
            if (Find(name) is >= 0 and var at) _fields[at] = new(name, value);
            else _fields.Add(new(name, value));
        }
    }

    /// <summary>Whether the field exists.</summary>
    public bool Has(string name) => Find(name) >= 0;

    /// <summary>Removes a field.</summary>
    public void Remove(string name)
    {
        if (Find(name) is >= 0 and var at) _fields.RemoveAt(at);
    }

    /// <summary>Removes all fields without a value.</summary>
    public void RemoveEmpty() => _fields.RemoveAll(static field => field.Value is null);

    /// <summary>Enumerates the fields, in order.</summary>
    public List<KeyValuePair<string, object?>>.Enumerator GetEnumerator() => _fields.GetEnumerator();

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(string name)
    {
        for (var at = 0; at < _fields.Count; at++)
            if (_fields[at].Key == name) return at;
        return -1;
    }
}
