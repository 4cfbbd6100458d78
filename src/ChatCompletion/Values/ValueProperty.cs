using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>A property of a class instance whose text does not depend on the culture. The instance holds the value.</summary>
internal sealed class ValueProperty(PSPropertyInfo property) : SharedProperty(property)
{
    /// <inheritdoc/>
    public override object? Value { get => ValueText.Attach(base.Value); set => base.Value = value; }

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new ValueProperty(Shared);
}
