using System.Reflection;

namespace ChatCompletions.Help;

/// <summary>Reads the cmdlets of an assembly from their attributes and documentation. It runs none of their code.</summary>
internal sealed class CmdletReader(XmlDocs docs)
{
    private const string Namespace = "System.Management.Automation.";

    /// <summary>Reads all cmdlets, sorted by name.</summary>
    /// <param name="path">The assembly. Its dependencies are in the same folder, or in this program's folder.</param>
    public IReadOnlyList<CmdletHelp> ReadAll(string path) =>
    [
        .. from type in Assembly.LoadFrom(Path.GetFullPath(path)).GetExportedTypes()
           let attribute = Find(type, "CmdletAttribute")
           where attribute is not null
           let cmdlet = Read(type, attribute)
           orderby cmdlet.Name
           select cmdlet,
    ];

    private CmdletHelp Read(Type type, CustomAttributeData attribute)
    {
        var verb = (string)attribute.ConstructorArguments[0].Value!;
        var noun = (string)attribute.ConstructorArguments[1].Value!;
        var id = "T:" + type.FullName;
        var name = $"{verb}-{noun}";
        var declared = new ParameterReader(docs, name).ReadAll(type);
        return new CmdletHelp
        {
            Verb = verb,
            Noun = noun,
            DefaultSet = Named(attribute, "DefaultParameterSetName") as string ?? ParameterHelp.AllSets,
            Synopsis = docs.Need(id, "summary", name),
            Description = docs.Need(id, "remarks", name),
            Parameters = Named(attribute, "SupportsShouldProcess") is true ? [.. declared, .. ParameterReader.ShouldProcess] : declared,
            Inputs =
            [
                .. from parameter in declared
                   where parameter.Sets.Values.Any(static use => use.ByValue)
                   select new TypeHelp(FullName(parameter.Type), parameter.Description),
            ],
            Outputs = Outputs(type, name, declared.Any(static parameter => parameter.Name == "PassThru")),
            Examples = docs.Examples(id, name),
        };
    }

    private List<TypeHelp> Outputs(Type cmdlet, string name, bool needsPassThru) =>
    [
        .. from attribute in cmdlet.GetCustomAttributesData()
           where attribute.AttributeType.FullName == Namespace + "OutputTypeAttribute"
           from argument in attribute.ConstructorArguments
           from item in argument.Value as IReadOnlyCollection<CustomAttributeTypedArgument> ?? [argument]
           let type = item.Value as Type
           where type is not null && type != typeof(void)
           let text = IsOurs(type) ? docs.Need("T:" + type.FullName, "summary", $"output of {name}") : []
           select new TypeHelp(FullName(type), needsPassThru ? [.. text, "It is written only with -PassThru."] : text),
    ];

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("ChatCompletions", StringComparison.Ordinal) == true;

    private static string FullName(Type type) => type.FullName ?? type.Name;

    /// <summary>Finds an attribute by its name in PowerShell's namespace.</summary>
    /// <param name="member">The member.</param>
    /// <param name="name">The attribute class.</param>
    public static CustomAttributeData? Find(MemberInfo member, string name) =>
        member.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType.FullName == Namespace + name);

    /// <summary>Gets a named argument of an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="name">The argument.</param>
    public static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
}
