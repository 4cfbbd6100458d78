using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// The text of deserialized lists, dictionaries and objects: JSON, as before, and never a type name. It depends on a type name of the
/// object, so it is kept when the object is serialized again.
/// </summary>
public static class DeserializedText
{
    private const string TypeName = $"Deserialized.ChatCompletions.Commands.{nameof(CellValue)}";

    /// <summary>Gets the value's text for a CSV cell.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    [Extends(typeof(JsonDictionary), typeof(JsonList), typeof(CellValue), IsDeserializedOnly = true)]
    public static string ToString(PSObject value) => CellText.Of(value);

    /// <summary>Whether a value gets its text from this class.</summary>
    internal static bool IsOf(PSObject value) => value.TypeNames.Contains(TypeName);

    /// <summary>Attaches the text to a value, unless its own text is fit.</summary>
    internal static object? Attach(object? value)
    {
        if (value is not PSObject { BaseObject: (PSCustomObject or IEnumerable) and not (string or byte[]) } returned)
            return CellValue.Of(value);
        if (!IsOf(returned) && (returned.BaseObject is IEnumerable || CellText.OwnText(returned) is null)) returned.TypeNames.Add(TypeName);
        return returned;
    }
}
