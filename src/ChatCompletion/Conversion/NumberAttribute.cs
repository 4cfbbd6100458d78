using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads numbers strictly: text by the invariant culture, and no comma, which PowerShell's own binder drops (it makes 2
/// of '0,2'). A parameter for whole numbers takes no fraction, which the binder would round.
/// </summary>
internal sealed class NumberAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether only whole numbers are taken.</summary>
    public bool Whole { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = PlainValue.Unwrap(inputData);
        switch (value)
        {
            case null:
                return null;
            case string text:
                if (Whole && long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
                if (!Whole && double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)) return real;
                break;
            case int or long or short or byte or sbyte or ushort or uint:
                return value;
            case double or float or decimal when !Whole || Math.Floor(Convert.ToDouble(value, CultureInfo.InvariantCulture)) == Convert.ToDouble(value, CultureInfo.InvariantCulture):
                return value;
        }
        var shown = SafeText.Label(Convert.ToString(value, CultureInfo.InvariantCulture));
        throw new ArgumentTransformationMetadataException(Whole
            ? $"'{shown}' is not a whole number. Write it in digits, such as 256."
            : $"'{shown}' is not a number. Write it with a point and without separators, such as 0.2.");
    }
}
