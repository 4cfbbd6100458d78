using System.Reflection;

namespace ChatCompletions.Help;

/// <summary>Reads the cmdlets of an assembly: what their attributes declare and what their documentation says. It runs none of their code.</summary>
internal sealed class CmdletReader(XmlDocs docs)
{
    private const string Namespace = "System.Management.Automation.";

    /// <summary>Reads every cmdlet, in the order of their names.</summary>
    /// <param name="path">The assembly; those it uses are beside it, or beside this program.</param>
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
            Inputs = [.. declared.Where(static parameter => parameter.Sets.Values.Any(static use => use.ByValue)).Select(static parameter => new TypeHelp(FullName(parameter.Type), parameter.Description))],
            Outputs = Outputs(type, name, declared.Any(static parameter => parameter.Name == "PassThru")),
            Examples = docs.Examples(id, name),
        };
    }

    private List<TypeHelp> Outputs(Type cmdlet, string name, bool isOnRequest) =>
    [
        .. from attribute in cmdlet.GetCustomAttributesData()
           where attribute.AttributeType.FullName == Namespace + "OutputTypeAttribute"
           from argument in attribute.ConstructorArguments
           from item in argument.Value as IReadOnlyCollection<CustomAttributeTypedArgument> ?? [argument]
           let type = item.Value as Type
           where type is not null && type != typeof(void)
           let text = IsOurs(type) ? docs.Need("T:" + type.FullName, "summary", $"output of {name}") : []
           select new TypeHelp(FullName(type), isOnRequest ? [.. text, "It is written only with -PassThru."] : text),
    ];

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("ChatCompletions", StringComparison.Ordinal) == true;

    private static string FullName(Type type) => type.FullName ?? type.Name;

    /// <summary>An attribute by its name in PowerShell's namespace.</summary>
    /// <param name="member">What bears it.</param>
    /// <param name="name">The attribute's class.</param>
    public static CustomAttributeData? Find(MemberInfo member, string name) =>
        member.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType.FullName == Namespace + name);

    /// <summary>A property that an attribute sets by its name.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="name">The property.</param>
    public static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
}
