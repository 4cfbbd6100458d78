using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The fields of a dictionary or an object. Names are not case-sensitive, as everywhere in PowerShell.</summary>
internal sealed class ObjectFields
{
    private readonly IDictionary? _map;
    private readonly PSObject? _object;

    private ObjectFields(IDictionary? map, PSObject? custom)
    {
        _map = map;
        _object = custom;
    }

    /// <summary>The fields of a value; <see langword="null"/> for a text, a number or a list.</summary>
    public static ObjectFields? Of(object? value) => PlainValue.Unwrap(value) switch
    {
        null or string or ValueType => null,
        IDictionary map => new ObjectFields(map, null),
        PSObject custom => new ObjectFields(null, custom),
        IEnumerable => null,
        _ => new ObjectFields(null, PSObject.AsPSObject(value)),
    };

    /// <summary>The value of a field; <see langword="null"/> if there is none.</summary>
    public object? Find(string name)
    {
        if (_object is not null) return Value(_object.Properties[name]);
        foreach (DictionaryEntry entry in _map!)
            if (string.Equals(Key(entry), name, StringComparison.OrdinalIgnoreCase)) return entry.Value;
        return null;
    }

    /// <summary>All other fields as plain values; <see langword="null"/> if there are none.</summary>
    public JsonDictionary? Except(string parameter, IReadOnlyCollection<string> names)
    {
        JsonDictionary? rest = null;
        foreach (var (name, value) in All())
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
                (rest ??= new JsonDictionary())[name] = PlainValue.From(parameter, value, 0);
        return rest;
    }

    private IEnumerable<(string Name, object? Value)> All() => _object is not null
        ? _object.Properties.Where(static property => property.IsGettable).Select(static property => (property.Name, Value(property)))
        : Entries(_map!);

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map) yield return (Key(entry), entry.Value);
    }

    private static string Key(DictionaryEntry entry) => Convert.ToString(PlainValue.Unwrap(entry.Key), CultureInfo.InvariantCulture) ?? "";

    /// <summary>A property whose getter throws has no value.</summary>
    private static object? Value(PSPropertyInfo? property)
    {
        try
        {
            return property?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
