using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Lets a switch accept the texts true and false, which forms and files use. <see langword="null"/> means that the switch is not given,
/// as for all fields; PowerShell itself would turn the switch on.
/// </summary>
internal sealed class TickBoxAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Passes null to the property's setter, which PowerShell calls next on the same thread, since a switch cannot hold it.
    /// </summary>
    [ThreadStatic]
    private static bool s_isNone;

    /// <summary>Gets the value in a property's setter; <see langword="null"/> if none is given.</summary>
    public static bool? Take(SwitchParameter value)
    {
        var isNone = s_isNone;
        s_isNone = false;
        return isNone ? null : value.IsPresent;
    }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = PlainValue.Unwrap(inputData);
        s_isNone = value is null;
        return value switch
        {
            null => new SwitchParameter(false),
            SwitchParameter flag => flag,
            bool flag => new SwitchParameter(flag),
            string text when bool.TryParse(text, out var flag) => new SwitchParameter(flag),
            1 or 1L => new SwitchParameter(true),
            0 or 0L => new SwitchParameter(false),
            _ => throw Wrong(SafeText.Excerpt(Convert.ToString(value, CultureInfo.InvariantCulture), 100)),
        };
    }

    private static ArgumentTransformationMetadataException Wrong(string shown) => new($"'{shown}' is neither true nor false.");
}
