using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// A PowerShell wrapper whose text is fit for a CSV cell. Export-Csv, ConvertTo-Csv and Format-List write an object's ToString, which is
/// a type name for a hashtable, and depends on the culture for a date or a number. In all other respects it behaves like the value
/// itself; an explicit format applies to the value. PowerShell keeps the text in files and jobs if it serializes the text of the type,
/// for which it calls <see cref="IFormattable"/> without a format.
/// </summary>
internal sealed class CellValue : PSObject, IFormattable
{
    private readonly object _value;

    /// <summary>Wraps a value. PowerShell keeps the text of a primitive, such as a number, only with a second wrapper.</summary>
    private CellValue(object value, object shown)
        : base(value is IConvertible and not Enum or byte[] or SecureString ? AsPSObject(value) : value) => _value = shown;

    /// <summary>
    /// Wraps a custom object by sharing its properties. A wrapper around the object itself would make a file unreadable in which the
    /// object occurs twice.
    /// </summary>
    private CellValue(PSObject custom)
    {
        _value = custom;
        foreach (var member in custom.Members)
        {
            if (member is PSPropertyInfo property && (property.IsInstance || property.MemberType == PSMemberTypes.Property))
                Members.Add(new SharedProperty(property));
            else if (member.IsInstance && member is not PSMethod) Members.Add(member);
        }
        // Set the type names last: afterwards no member can be added whose name one of the types has.
        TypeNames.Clear();
        foreach (var type in custom.TypeNames) TypeNames.Add(type);
    }

    /// <summary>The source of the text. For a local time, this can be the time with its original offset.</summary>
    public object Shown => _value;

    /// <summary>Wraps a value with the text of another, more precise value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="shown">The source of the text.</param>
    public static CellValue Of(object value, object shown) => new(value, shown);

    /// <summary>Wraps a value whose own text is unfit for a cell; returns any other value unchanged.</summary>
    public static object? Of(object? value) => PlainValue.Unwrap(value) switch
    {
        null or string => value,
        _ when value is CellValue => value,
        PSObject custom => new CellValue(custom),
        var other => new CellValue(other, other),
    };

    /// <summary>Gets the text for a cell.</summary>
    public override string ToString() => CellText.Of(_value);

    string IFormattable.ToString(string? format, IFormatProvider? provider) =>
        !string.IsNullOrEmpty(format) && CellText.Known(_value) is IFormattable plain ? plain.ToString(format, provider) : ToString();
}
