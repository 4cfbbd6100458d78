using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Xml.Linq;

namespace ChatCompletions.Help;

/// <summary>
/// Makes the types file: what PowerShell is told of our types, and in the same words of what comes back of them from a file or a job. Each
/// has its hidden properties; into files and jobs go the public ones, all of them, and no hidden one.
/// </summary>
internal static class TypesFile
{
    private const string Attribute = "ChatCompletions.Commands.ExtendsAttribute";

    /// <summary>Stands before the name of a type in what comes back.</summary>
    private const string Returned = "Deserialized.";

    /// <summary>
    /// How deep objects are written into files and jobs. Each of our types begins anew, and dictionaries and lists do not count. What was piped
    /// in has the rest, which is as much as Export-Clixml gives it by itself: a file leads to its drive, and from there to half the system.
    /// </summary>
    private const int Depth = 3;

    /// <summary>The columns of an answer that a narrow table needs.</summary>
    private static readonly string[] Row =
    [
        nameof(ChatCompletion.Content), nameof(ChatCompletion.FinishReason), nameof(ChatCompletion.Complete), nameof(ChatCompletion.Provider), nameof(ChatCompletion.Model),
        nameof(ChatCompletion.PromptTokens), nameof(ChatCompletion.CompletionTokens), nameof(ChatCompletion.TotalTokens), nameof(ChatCompletion.Duration), nameof(ChatCompletion.Error),
    ];

    /// <summary>Makes the file of an assembly.</summary>
    /// <param name="path">The assembly; those it uses are beside it, or beside this program.</param>
    public static XDocument Make(string path)
    {
        var hidden = HiddenProperties(path);
        return new XDocument(new XElement("Types",
            from entry in Methods(path)
            orderby entry.Key.Type.Name, entry.Key.Prefix
            select Describe(entry.Key.Type, entry.Key.Prefix, entry.Key.Depth, entry, FormatFile.Fallback(entry.Key.Type, hidden[entry.Key.Type]))));
    }

    /// <summary>The names of the hidden properties that types have.</summary>
    /// <param name="path">The assembly.</param>
    public static ILookup<Type, string> HiddenProperties(string path) =>
        (from entry in Methods(path)
         where entry.Key.Prefix.Length == 0
         from method in entry
         select (entry.Key.Type, method.Name)).ToLookup(static pair => pair.Type, static pair => pair.Name);

    /// <summary>The methods of an assembly that extend types, by the type.</summary>
    private static IEnumerable<IGrouping<(Type Type, string Prefix, int Depth), MethodInfo>> Methods(string path) =>
        from owner in Assembly.LoadFrom(Path.GetFullPath(path)).GetExportedTypes()
        from method in owner.GetMethods(BindingFlags.Public | BindingFlags.Static)
        from use in Uses(method)
        group method by use;

    /// <summary>The types that a method extends, with what stands before the names of these.</summary>
    private static IEnumerable<(Type Type, string Prefix, int Depth)> Uses(MethodInfo method) =>
        from attribute in method.GetCustomAttributesData()
        where attribute.AttributeType.FullName == Attribute
        from argument in (IReadOnlyCollection<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!
        let type = (Type)argument.Value!
        from prefix in new[] { "", Returned }
        where prefix == Returned ? !type.IsSubclassOf(typeof(Exception)) : CmdletReader.Named(attribute, "IsOnlyReturned") is not true
        select (type, prefix, CmdletReader.Named(attribute, "Depth") as int? ?? (HasSet(type) ? Depth : 0));

    /// <summary>Errors, lists and dictionaries PowerShell writes in forms of its own.</summary>
    private static bool HasSet(Type type) => type.Namespace == nameof(ChatCompletions) && !type.IsAssignableTo(typeof(Exception)) && !type.IsAssignableTo(typeof(IEnumerable));

    private static XElement Describe(Type type, string prefix, int depth, IEnumerable<MethodInfo> methods, IReadOnlyCollection<string> shown) =>
        new("Type", Named(prefix + type.FullName), new XElement("Members",
            type == typeof(ChatCompletion) ? Set("Row", Row) : null,
            Aliases(type),
            methods.Select(Member),
            depth > 0 || shown.Count > 0 ? new XElement("MemberSet", Named("PSStandardMembers"), new XElement("Members", Standard(type, depth, shown))) : null));

    /// <summary>The API's names of properties, if they differ by more than case. They are hidden: no list or export shows them.</summary>
    private static IEnumerable<XElement> Aliases(Type type) =>
        from property in type.GetProperties()
        let name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        where name is not null && !name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)
        let target = new XElement("ReferencedMemberName", property.Name)
        select new XElement("AliasProperty", new XAttribute("IsHidden", "true"), Named(name), target);

    private static XElement Member(MethodInfo method)
    {
        var code = new object[] { new XElement("TypeName", method.DeclaringType!.FullName), new XElement("MethodName", method.Name) };
        return method.Name is nameof(ToString) or nameof(ChatCompletion.ToJson)
            ? new("CodeMethod", Named(method.Name), new XElement("CodeReference", code))
            : new("CodeProperty", new XAttribute("IsHidden", "true"), Named(method.Name), new XElement("GetCodeReference", code));
    }

    private static IEnumerable<XElement> Standard(Type type, int depth, IReadOnlyCollection<string> shown)
    {
        if (shown.Count > 0) yield return Set("DefaultDisplayPropertySet", shown);
        if (depth > 0) yield return Note("SerializationDepth", depth);
        if (!HasSet(type)) yield break;
        yield return Note("SerializationMethod", "SpecificProperties");
        yield return Set("PropertySerializationSet", type.GetProperties().Select(static property => property.Name));
    }

    private static XElement Set(string name, IEnumerable<string> properties) => new("PropertySet", Named(name), new XElement("ReferencedProperties", properties.Select(Named)));

    private static XElement Note(string name, object value) => new("NoteProperty", Named(name), new XElement("Value", value));

    private static XElement Named(string name) => new("Name", name);
}
