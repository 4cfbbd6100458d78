using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The properties of a deserialized object. A value of an unexpected type means that the object is damaged.</summary>
/// <param name="item">The object.</param>
internal sealed class DeserializedFields(PSObject item)
{
    /// <summary>Reads a text.</summary>
    /// <exception cref="InvalidDataException">The value has another type.</exception>
    public string? Text(string name) => Find(name) switch { null => null, string text => text, _ => throw Damaged(name) };

    /// <summary>Reads a whole number.</summary>
    /// <exception cref="InvalidDataException">The value has another type.</exception>
    public long? Number(string name) => Find(name) switch
    {
        null => null,
        int number => number,
        long number => number,
        _ => throw Damaged(name),
    };

    /// <summary>Reads a whole number in the range of an int.</summary>
    /// <exception cref="InvalidDataException">The value has another type.</exception>
    public int? Count(string name) => Number(name) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var count => (int)count,
        _ => throw Damaged(name),
    };

    /// <summary>Reads a number of seconds.</summary>
    /// <exception cref="InvalidDataException">The value has another type.</exception>
    public double? Seconds(string name) => Find(name) switch
    {
        null => null,
        double or int or long or decimal or float => Convert.ToDouble(Find(name), CultureInfo.InvariantCulture),
        _ => throw Damaged(name),
    };

    /// <summary>Reads a boolean; anything else is false.</summary>
    public bool Flag(string name) => Find(name) is true;

    /// <summary>Reads a nested object.</summary>
    /// <exception cref="InvalidDataException">The value has another type.</exception>
    public PSObject? Object(string name) => Find(name) switch { null => null, PSObject custom => custom, _ => throw Damaged(name) };

    /// <summary>Reads a list of objects.</summary>
    /// <exception cref="InvalidDataException">The value, or one of the objects, has another type.</exception>
    public IEnumerable<PSObject> Objects(string name) => Find(name) switch
    {
        null => [],
        IEnumerable list and not string =>
            list.Cast<object?>().Select(one => one is PSObject { BaseObject: PSCustomObject } custom ? custom : throw Damaged(name)),
        _ => throw Damaged(name),
    };

    /// <summary>The value itself; a custom object is not unwrapped.</summary>
    public object? Find(string name) => PlainValue.Unwrap(item.Properties[name]?.Value);

    private static InvalidDataException Damaged(string name) => new($"its {name} has another type than before");
}
