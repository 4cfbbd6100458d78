using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// A value as PowerShell wraps any value, whose text is fit for a cell. Export-Csv, ConvertTo-Csv and Format-List write an object's
/// ToString: of a hashtable a type name, of a date or a number what the culture makes of it. To all else it is the value itself; a format
/// that a caller names is the value's. The text goes with it into files and jobs wherever PowerShell writes one there, which calls
/// <see cref="IFormattable"/> without a format.
/// </summary>
internal sealed class CellValue : PSObject, IFormattable
{
    private readonly object _value;

    /// <summary>What PowerShell writes as one value, such as a number, needs a wrapping more to be written with its text.</summary>
    private CellValue(object value, object shown)
        : base(value is IConvertible and not Enum or byte[] or SecureString ? AsPSObject(value) : value) => _value = shown;

    /// <summary>
    /// An object that has nothing but its properties shares these. Were it wrapped itself, a file in which it is found in another place as
    /// well could not be read again.
    /// </summary>
    private CellValue(PSObject custom)
    {
        _value = custom;
        foreach (var member in custom.Members)
        {
            if (member is PSPropertyInfo property && (property.IsInstance || property.MemberType == PSMemberTypes.Property)) Members.Add(new SharedProperty(property));
            else if (member.IsInstance && member is not PSMethod) Members.Add(member);
        }
        // No member is added any more under a name that one of the types has.
        TypeNames.Clear();
        foreach (var type in custom.TypeNames) TypeNames.Add(type);
    }

    /// <summary>What the text is made of: a time of this machine's zone can be shown with the offset that it had.</summary>
    public object Shown => _value;

    /// <summary>Wraps a value whose text is that of another one, which says more.</summary>
    /// <param name="value">The value.</param>
    /// <param name="shown">What its text is made of.</param>
    public static CellValue Of(object value, object shown) => new(value, shown);

    /// <summary>Wraps a value whose own text is not fit for a cell; any other is left as it is.</summary>
    public static object? Of(object? value) => PlainValue.Unwrap(value) switch
    {
        null or string => value,
        _ when value is CellValue => value,
        PSObject custom => new CellValue(custom),
        var other => new CellValue(other, other),
    };

    /// <summary>The text for a cell.</summary>
    public override string ToString() => CellText.Of(_value);

    string IFormattable.ToString(string? format, IFormatProvider? provider) =>
        !string.IsNullOrEmpty(format) && CellText.Known(_value) is IFormattable plain ? plain.ToString(format, provider) : ToString();
}
