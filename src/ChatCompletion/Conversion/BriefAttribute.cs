using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Refuses a value that is too long for a word or a name, with a short error. PowerShell's own validation errors repeat the value, whatever
/// its length.
/// </summary>
internal sealed class BriefAttribute : ArgumentTransformationAttribute
{
    private const int MaxLength = 1000;

    /// <summary>A type whose values may have any length.</summary>
    public Type? AlsoAllows { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = PlainValue.Unwrap(inputData);
        if (value is null || value.GetType() == AlsoAllows) return inputData;
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Length <= MaxLength && SafeText.IsSafe(text)
            ? inputData
            : throw new ArgumentTransformationMetadataException($"'{SafeText.Label(text)}' is not a valid value for this parameter.");
    }
}
