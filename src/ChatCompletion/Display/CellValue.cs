using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// A value as PowerShell wraps any value, whose text is fit for a cell. Export-Csv, ConvertTo-Csv and Format-List write an object's
/// ToString: of a hashtable a type name, of a date or a number what the culture makes of it. To all else it is the value itself.
/// </summary>
internal sealed class CellValue : PSObject
{
    private readonly object _value;

    private CellValue(object value) : base(value) => _value = value;

    /// <summary>Wraps a value whose own text is not fit for a cell; any other is left as it is.</summary>
    public static object? Of(object? value) => PlainValue.Unwrap(value) is null or string || value is CellValue ? value : new CellValue(value!);

    /// <summary>The text for a cell.</summary>
    public override string ToString() => CellText.Of(_value);
}
