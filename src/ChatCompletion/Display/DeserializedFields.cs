using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The properties of an object that comes back from a file or a job. A value of another kind than before means that the object is damaged.</summary>
/// <param name="item">The object.</param>
internal sealed class ReturnedFields(PSObject item)
{
    /// <summary>A text.</summary>
    /// <exception cref="InvalidDataException">The value is of another kind.</exception>
    public string? Text(string name) => Find(name) switch { null => null, string text => text, _ => throw Damaged(name) };

    /// <summary>A whole number.</summary>
    /// <exception cref="InvalidDataException">The value is of another kind.</exception>
    public long? Number(string name) => Find(name) switch { null => null, int number => number, long number => number, _ => throw Damaged(name) };

    /// <summary>A whole number that is no larger than an index or a count.</summary>
    /// <exception cref="InvalidDataException">The value is of another kind.</exception>
    public int? Count(string name) => Number(name) switch { null => null, >= int.MinValue and <= int.MaxValue and var count => (int)count, _ => throw Damaged(name) };

    /// <summary>A number of seconds.</summary>
    /// <exception cref="InvalidDataException">The value is of another kind.</exception>
    public double? Seconds(string name) => Find(name) switch
    {
        null => null,
        double or int or long or decimal or float => Convert.ToDouble(Find(name), CultureInfo.InvariantCulture),
        _ => throw Damaged(name),
    };

    /// <summary>Whether a switch is on.</summary>
    public bool Flag(string name) => Find(name) is true;

    /// <summary>The properties of an object in this one.</summary>
    /// <exception cref="InvalidDataException">The value is of another kind.</exception>
    public PSObject? Object(string name) => Find(name) switch { null => null, PSObject custom => custom, _ => throw Damaged(name) };

    /// <summary>The objects of a list.</summary>
    /// <exception cref="InvalidDataException">The value is of another kind, or one of the objects is.</exception>
    public IEnumerable<PSObject> Objects(string name) => Find(name) switch
    {
        null => [],
        IEnumerable list and not string => list.Cast<object?>().Select(one => one is PSObject { BaseObject: PSCustomObject } custom ? custom : throw Damaged(name)),
        _ => throw Damaged(name),
    };

    /// <summary>The value as it is; a custom object is not unwrapped.</summary>
    public object? Find(string name) => PlainValue.Unwrap(item.Properties[name]?.Value);

    private static InvalidDataException Damaged(string name) => new($"its {name} is of another kind than it was");
}
