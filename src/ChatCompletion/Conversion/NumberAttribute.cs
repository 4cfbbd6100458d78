using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads numbers strictly: text in the invariant culture and without commas, because PowerShell's own binder ignores them (it reads '0,2'
/// as 2). A parameter for whole numbers refuses fractions, which the binder would round.
/// </summary>
internal sealed class NumberAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether only whole numbers are accepted.</summary>
    public bool Whole { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = PlainValue.Unwrap(inputData);
        switch (value)
        {
            case null:
                return null;
            case string text:
                if (Read(text.Trim()) is { } number) return number;
                break;
            case int or long or short or byte or sbyte or ushort or uint:
                return value;
            case double or float or decimal when !Whole || IsWhole(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                return value;
        }
        var shown = SafeText.Label(Convert.ToString(value, CultureInfo.InvariantCulture));
        throw new ArgumentTransformationMetadataException(Whole
            ? $"'{shown}' is not a whole number. Write it in digits, such as 256."
            : $"'{shown}' is not a number. Write it with a decimal point and without separators, such as 0.2.");
    }

    private object? Read(string text)
    {
        if (Whole) return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real);
        return isNumber && double.IsFinite(real) ? real : null;
    }

    private static bool IsWhole(double number) => Math.Floor(number) == number;
}
