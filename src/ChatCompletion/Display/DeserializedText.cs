using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// The text of lists, dictionaries and objects that come back from a file or a job: JSON, as it was before, and never a type name. They
/// have it by the name of their type, which goes with them when they are written into a file again.
/// </summary>
public static class ReturnedText
{
    private const string TypeName = $"Deserialized.ChatCompletions.Commands.{nameof(CellValue)}";

    /// <summary>The value as it is written into a cell.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    [Extends(typeof(JsonDictionary), typeof(JsonList), typeof(CellValue), IsOnlyReturned = true)]
    public static string ToString(PSObject value) => CellText.Of(value);

    /// <summary>Whether a value has its text from here.</summary>
    internal static bool IsOf(PSObject value) => value.TypeNames.Contains(TypeName);

    /// <summary>Gives a value its text, unless it has a fit one of its own.</summary>
    internal static object? Attach(object? value)
    {
        if (value is not PSObject returned || returned.BaseObject is not (PSCustomObject or IEnumerable) || returned.BaseObject is string or byte[]) return CellValue.Of(value);
        if (!IsOf(returned) && (returned.BaseObject is IEnumerable || CellText.OwnText(returned) is null)) returned.TypeNames.Add(TypeName);
        return returned;
    }
}
