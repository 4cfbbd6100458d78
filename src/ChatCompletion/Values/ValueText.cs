using System.Management.Automation;
using System.Reflection;

namespace ChatCompletions.Commands;

/// <summary>
/// Makes JSON the text of answer values, so that a CSV cell shows their content and never a type name. Values carry the name of this
/// class in their type names, so that they keep the text, and their full depth, in files and jobs.
/// </summary>
public static class ValueText
{
    private static readonly MethodInfo Method = typeof(ValueText).GetMethod(nameof(ToString), [typeof(PSObject)])!;

    /// <summary>Writes the value as compact JSON.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The JSON.</returns>
    [Extends(typeof(ValueText), Depth = 8)]
    public static string ToString(PSObject value) => new ContextJson(int.MaxValue, int.MaxValue, int.MaxValue, isData: true).Write(value);

    /// <summary>
    /// Attaches a culture-independent text to a value: its own for a number or a date, JSON for an object or a list, even if the module
    /// is not loaded. Other values are unchanged.
    /// </summary>
    internal static object? Attach(object? value)
    {
        var plain = PlainValue.Unwrap(value);
        if (plain is null or string or bool or char or Enum or Uri or Guid) return value;
        if (plain is ValueType and IFormattable) return CellValue.Of(value);
        var made = PSObject.AsPSObject(plain);
        if (made.TypeNames.Contains(typeof(ValueText).FullName)) return made;
        // A property named ToString is data and stays; the wrapper then provides the text.
        if (made.Properties[nameof(ToString)] is not null) return CellValue.Of(made);
        made.Methods.Add(new PSCodeMethod(nameof(ToString), Method));
        made.TypeNames.Add(typeof(ValueText).FullName!);
        return made;
    }

    /// <summary>Attaches such texts to the properties of a class instance. A struct must be wrapped, and stay wrapped.</summary>
    internal static void AttachToProperties(object? instance)
    {
        if (instance is null) return;
        var made = PSObject.AsPSObject(instance);
        // Added properties come first, so add all of them in their order.
        foreach (var property in made.Properties.Where(static property => ValueObject.CanHave(property.Name)).ToList())
            made.Properties.Add(new ValueProperty(property));
    }
}
