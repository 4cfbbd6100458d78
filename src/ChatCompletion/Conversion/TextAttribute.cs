using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Refuses values that are not text. PowerShell itself would convert a hashtable to the name of its type, and a journal would be written
/// to a file named System.Collections.Hashtable. Values with a meaningful text, such as files, numbers and models, are accepted.
/// </summary>
internal sealed class TextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        Check(inputData);
        return inputData;
    }

    private static void Check(object? given)
    {
        var value = PlainValue.Unwrap(given);
        if (value is null or string) return;
        if (value is IEnumerable list and not IDictionary)
        {
            foreach (var item in list) Check(item);
            return;
        }
        if (value is IDictionary or ScriptBlock or PSObject || value.ToString() == value.GetType().ToString())
            throw new ArgumentTransformationMetadataException(
                $"It takes text, not a value of type {SafeText.Label(TypeName(value))}. "
                + "Give the text itself, such as the value of one of its properties.");
    }

    private static string TypeName(object value) => value is PSObject ? "PSCustomObject" : value.GetType().Name;
}
