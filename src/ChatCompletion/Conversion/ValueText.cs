using System.Management.Automation;
using System.Reflection;

namespace ChatCompletions.Commands;

/// <summary>
/// Gives the values of answers JSON for their text, so that a CSV cell shows what they hold and never a type name. By the name of this class
/// among the names of their types they have it also where they come back from a file or a job, and go there whole.
/// </summary>
public static class ValueText
{
    private static readonly MethodInfo Method = typeof(ValueText).GetMethod(nameof(ToString), [typeof(PSObject)])!;

    /// <summary>The value as compact JSON.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The JSON.</returns>
    [Extends(typeof(ValueText), Depth = 8)]
    public static string ToString(PSObject value) => new ContextJson(int.MaxValue, int.MaxValue, int.MaxValue, isData: true).Write(value);

    /// <summary>Makes the JSON the text of a value, also where the module is not loaded; numbers and texts stay as they are.</summary>
    internal static object? Attach(object? value)
    {
        if (value is null or string or ValueType) return value;
        var made = PSObject.AsPSObject(value);
        made.Methods.Add(new PSCodeMethod(nameof(ToString), Method));
        made.TypeNames.Add(typeof(ValueText).FullName!);
        return made;
    }
}
