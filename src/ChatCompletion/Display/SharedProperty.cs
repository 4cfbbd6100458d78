using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>A property of one object that another one has as well: to set it here is to set it there.</summary>
internal class SharedProperty(PSPropertyInfo property) : PSNoteProperty(property.Name, null)
{
    /// <summary>The property of the other object.</summary>
    protected PSPropertyInfo Shared => property;

    /// <inheritdoc/>
    public override object? Value { get => property.Value; set => property.Value = value; }

    /// <inheritdoc/>
    public override bool IsSettable => property.IsSettable;

    /// <inheritdoc/>
    public override bool IsGettable => property.IsGettable;

    /// <inheritdoc/>
    public override string TypeNameOfValue => property.TypeNameOfValue;

    /// <summary>What Get-Member shows: the value there, as the one here is never set.</summary>
    public override string ToString() => property.ToString() ?? "";

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new SharedProperty(property);
}
