using System.Management.Automation;
using System.Reflection;

namespace ChatCompletions.Commands;

/// <summary>Gives values JSON for their text, so that a CSV cell shows what they hold and never a type name.</summary>
public static class ValueText
{
    private static readonly MethodInfo Method = typeof(ValueText).GetMethod(nameof(ToJson))!;

    /// <summary>The value as compact JSON.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The JSON.</returns>
    public static string ToJson(PSObject value) => new ContextJson(int.MaxValue, int.MaxValue, int.MaxValue).Write(value);

    /// <summary>Makes the JSON the text of a value; numbers and texts stay as they are.</summary>
    internal static object? Attach(object? value)
    {
        if (value is null or string or ValueType) return value;
        var made = PSObject.AsPSObject(value);
        made.Methods.Add(new PSCodeMethod("ToString", Method));
        return made;
    }
}
