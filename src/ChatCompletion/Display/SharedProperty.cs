using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>A property that forwards to the same property of another object: setting it changes the other object.</summary>
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

    /// <summary>The text in Get-Member: that of the other property, because this one's own value is never set.</summary>
    public override string ToString() => property.ToString() ?? "";

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new SharedProperty(property);
}
