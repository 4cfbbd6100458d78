using System.Management.Automation;
using System.Reflection;

namespace ChatCompletions.Commands;

/// <summary>
/// Gives the values of answers JSON for their text, so that a CSV cell shows what they hold and never a type name. By the name of
/// this class among the names of their types they have it also where they come back from a file or a job, and go there whole.
/// </summary>
public static class ValueText
{
    private static readonly MethodInfo Method = typeof(ValueText).GetMethod(nameof(ToString), [typeof(PSObject)])!;

    /// <summary>The value as compact JSON.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The JSON.</returns>
    [Extends(typeof(ValueText), Depth = 8)]
    public static string ToString(PSObject value) => new ContextJson(int.MaxValue, int.MaxValue, int.MaxValue, isData: true).Write(value);

    /// <summary>
    /// Gives a value a text that is the same in every culture: a number or a date its own, an object or a list JSON, also where the
    /// module is not loaded. Other values stay as they are.
    /// </summary>
    internal static object? Attach(object? value)
    {
        var plain = PlainValue.Unwrap(value);
        if (plain is null or string or bool or char or Enum or Uri or Guid) return value;
        if (plain is ValueType and IFormattable) return CellValue.Of(value);
        var made = PSObject.AsPSObject(plain);
        if (made.TypeNames.Contains(typeof(ValueText).FullName)) return made;
        // A property of that name is data, and stays; then the wrapping has the text.
        if (made.Properties[nameof(ToString)] is not null) return CellValue.Of(made);
        made.Methods.Add(new PSCodeMethod(nameof(ToString), Method));
        made.TypeNames.Add(typeof(ValueText).FullName!);
        return made;
    }

    /// <summary>Gives the properties of an instance of a class such texts as well. A struct must be wrapped, and stay so.</summary>
    internal static void AttachToProperties(object? instance)
    {
        if (instance is null) return;
        var made = PSObject.AsPSObject(instance);
        // Added properties come first, so all are added, in their order.
        foreach (var property in made.Properties.Where(static property => ValueObject.CanHave(property.Name)).ToList())
            made.Properties.Add(new ValueProperty(property));
    }
}
