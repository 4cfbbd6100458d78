using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>A property of an instance of a class whose text is the same in every culture. The value is kept by the class.</summary>
internal sealed class ValueProperty(PSPropertyInfo property) : SharedProperty(property)
{
    /// <inheritdoc/>
    public override object? Value { get => ValueText.Attach(base.Value); set => base.Value = value; }

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new ValueProperty(Shared);
}
