using System.Management.Automation;
using System.Reflection;

namespace ChatCompletions.Help;

/// <summary>Reads the parameters of a cmdlet.</summary>
internal sealed class ParameterReader(XmlDocs docs, string cmdlet)
{
    /// <summary>The parameters that PowerShell adds to a cmdlet that supports ShouldProcess.</summary>
    public static IReadOnlyList<ParameterHelp> ShouldProcess { get; } =
    [
        Added("WhatIf", "wi", "Shows what the command would do, without doing it."),
        Added("Confirm", "cf", "Prompts for confirmation before the command does anything."),
    ];

    /// <summary>Reads the parameters that a cmdlet declares, in the order of the source.</summary>
    /// <param name="type">The cmdlet's class.</param>
    public IReadOnlyList<ParameterHelp> ReadAll(Type type) =>
    [
        .. from property in type.GetProperties()
           let attributes = property.GetCustomAttributesData()
               .Where(static attribute => attribute.AttributeType == typeof(ParameterAttribute)).ToList()
           where attributes.Count > 0 && !attributes.TrueForAll(static attribute => CmdletReader.Named(attribute, "DontShow") is true)
           select Read(property, attributes),
    ];

    private ParameterHelp Read(PropertyInfo property, List<CustomAttributeData> attributes)
    {
        var id = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var isSwitch = property.PropertyType == typeof(SwitchParameter);
        return new ParameterHelp
        {
            Name = property.Name,
            Type = property.PropertyType,
            Description = docs.Need(id, "summary", $"parameter -{property.Name} of {cmdlet}"),
            DefaultValue = docs.Find(id, "value").FirstOrDefault() ?? (isSwitch ? "False" : null),
            Aliases = Aliases(property),
            Wildcards = CmdletReader.Find(property, nameof(SupportsWildcardsAttribute)) is not null,
            Sets = attributes.ToDictionary(
                static attribute => CmdletReader.Named(attribute, "ParameterSetName") as string ?? ParameterHelp.AllSets, Use),
        };
    }

    private static ParameterUse Use(CustomAttributeData attribute) => new(
        CmdletReader.Named(attribute, "Mandatory") is true,
        CmdletReader.Named(attribute, "Position") as int?,
        CmdletReader.Named(attribute, "ValueFromPipeline") is true,
        CmdletReader.Named(attribute, "ValueFromPipelineByPropertyName") is true);

    private static List<string> Aliases(PropertyInfo property) =>
        CmdletReader.Find(property, nameof(AliasAttribute))?.ConstructorArguments[0].Value
            is IEnumerable<CustomAttributeTypedArgument> names
            ? names.Select(static name => (string)name.Value!).ToList()
            : [];

    private static ParameterHelp Added(string name, string alias, string description) => new()
    {
        Name = name,
        Type = typeof(SwitchParameter),
        Description = [description],
        DefaultValue = "False",
        Aliases = [alias],
        Sets = new Dictionary<string, ParameterUse> { [ParameterHelp.AllSets] = new(false, null, false, false) },
    };
}
