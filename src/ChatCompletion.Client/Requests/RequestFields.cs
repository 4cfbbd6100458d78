using System.Collections;

namespace ChatCompletions;

/// <summary>The fields of a request in the order in which they are sent. They are few, so that a list is searched sooner than a table.</summary>
internal sealed class RequestFields : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _fields = new(8);

    /// <summary>The value of a field; <see langword="null"/> where there is none. A value that is set anew keeps its place.</summary>
    public object? this[string name]
    {
        get => Find(name) is >= 0 and var at ? _fields[at].Value : null;
        set
        {
            if (Find(name) is >= 0 and var at) _fields[at] = new(name, value);
            else _fields.Add(new(name, value));
        }
    }

    /// <summary>Whether there is such a field.</summary>
    public bool Has(string name) => Find(name) >= 0;

    /// <summary>Takes a field out.</summary>
    public void Remove(string name)
    {
        if (Find(name) is >= 0 and var at) _fields.RemoveAt(at);
    }

    /// <summary>Takes out the fields without a value.</summary>
    public void RemoveEmpty() => _fields.RemoveAll(static field => field.Value is null);

    /// <summary>The fields, in order.</summary>
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
