using System.Reflection;
using System.Xml.Linq;

namespace ChatCompletions.Help;

/// <summary>
/// Makes the types file: what PowerShell is told of our types, and in the same words of what comes back of them from a file or a job. Each
/// has its hidden properties; into files and jobs go the public ones, all of them, and no hidden one.
/// </summary>
internal static class TypesFile
{
    private const string Attribute = "ChatCompletions.Commands.HiddenPropertyAttribute";

    /// <summary>How deep objects are written into files and jobs.</summary>
    private const int Depth = 8;

    /// <summary>The columns of an answer that a narrow table needs.</summary>
    private static readonly string[] Row =
    [
        nameof(ChatCompletion.Content), nameof(ChatCompletion.FinishReason), nameof(ChatCompletion.Complete), nameof(ChatCompletion.Provider), nameof(ChatCompletion.Model),
        nameof(ChatCompletion.PromptTokens), nameof(ChatCompletion.CompletionTokens), nameof(ChatCompletion.TotalTokens), nameof(ChatCompletion.Duration), nameof(ChatCompletion.Error),
    ];

    /// <summary>What is shown of an answer where a list is all that PowerShell can show, behind objects of another type.</summary>
    private static readonly string[] List = ["DisplayText", "DisplaySummary"];

    /// <summary>Makes the file of an assembly.</summary>
    /// <param name="path">The assembly; those it uses are beside it, or beside this program.</param>
    public static XDocument Make(string path)
    {
        var hidden = from type in Assembly.LoadFrom(Path.GetFullPath(path)).GetExportedTypes()
                     from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
                     from owner in Owners(method)
                     group method by owner;
        return new XDocument(new XElement("Types",
            from type in hidden
            orderby type.Key.Name
            from prefix in IsSent(type.Key) ? new[] { "", "Deserialized." } : [""]
            select Describe(type.Key, prefix, type)));
    }

    private static IEnumerable<Type> Owners(MethodInfo method) =>
        from attribute in method.GetCustomAttributesData()
        where attribute.AttributeType.FullName == Attribute
        from owner in (IReadOnlyCollection<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!
        select (Type)owner.Value!;

    /// <summary>Errors are sent in PowerShell's own form.</summary>
    private static bool IsSent(Type type) => !type.IsSubclassOf(typeof(Exception));

    private static XElement Describe(Type type, string prefix, IEnumerable<MethodInfo> hidden) =>
        new("Type", Named(prefix + type.FullName), new XElement("Members",
            type == typeof(ChatCompletion) ? Set("Row", Row) : null,
            hidden.Select(Property),
            IsSent(type) ? Standard(type) : null));

    private static XElement Property(MethodInfo method) =>
        new("CodeProperty", new XAttribute("IsHidden", "true"), Named(method.Name),
            new XElement("GetCodeReference", new XElement("TypeName", method.DeclaringType!.FullName), new XElement("MethodName", method.Name)));

    private static XElement Standard(Type type) =>
        new("MemberSet", Named("PSStandardMembers"), new XElement("Members",
            type == typeof(ChatCompletion) ? Set("DefaultDisplayPropertySet", List) : null,
            Note("SerializationDepth", Depth),
            Note("SerializationMethod", "SpecificProperties"),
            Set("PropertySerializationSet", type.GetProperties().Select(static property => property.Name))));

    private static XElement Set(string name, IEnumerable<string> properties) => new("PropertySet", Named(name), new XElement("ReferencedProperties", properties.Select(Named)));

    private static XElement Note(string name, object value) => new("NoteProperty", Named(name), new XElement("Value", value));

    private static XElement Named(string name) => new("Name", name);
}
