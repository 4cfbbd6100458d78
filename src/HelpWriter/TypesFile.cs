using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Xml.Linq;

namespace ChatCompletions.Help;

/// <summary>
/// Creates the types file for the module's types and their deserialized forms. Each type has its hidden properties. Files and jobs
/// contain all public properties, and no hidden ones.
/// </summary>
internal static class TypesFile
{
    private const string Attribute = "ChatCompletions.Commands.ExtendsAttribute";

    /// <summary>The prefix of the type names of deserialized objects.</summary>
    private const string DeserializedPrefix = "Deserialized.";

    /// <summary>
    /// The serialization depth. It starts again for each of the module's types, and dictionaries and lists do not count. The piped object
    /// gets the rest, as much as Export-Clixml gives it by default: a file refers to its drive, and from there to half the system.
    /// </summary>
    private const int Depth = 3;

    /// <summary>The narrow columns of an answer, for the property set Row.</summary>
    private static readonly string[] Row =
    [
        nameof(ChatCompletion.Content),
        nameof(ChatCompletion.FinishReason),
        nameof(ChatCompletion.Complete),
        nameof(ChatCompletion.Provider),
        nameof(ChatCompletion.Model),
        nameof(ChatCompletion.PromptTokens),
        nameof(ChatCompletion.CompletionTokens),
        nameof(ChatCompletion.TotalTokens),
        nameof(ChatCompletion.Duration),
        nameof(ChatCompletion.Error),
    ];

    /// <summary>Creates the file of an assembly.</summary>
    /// <param name="path">The assembly. Its dependencies are in the same folder, or in this program's folder.</param>
    public static XDocument Make(string path)
    {
        var hidden = HiddenProperties(path);
        return new XDocument(new XElement("Types",
            from entry in Methods(path)
            orderby entry.Key.Type.Name, entry.Key.Prefix
            let shown = FormatFile.Fallback(entry.Key.Type, hidden[entry.Key.Type])
            select Describe(entry.Key.Type, entry.Key.Prefix, entry.Key.Depth, entry, shown)));
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
        from prefix in new[] { "", DeserializedPrefix }
        where prefix == DeserializedPrefix
            ? !type.IsSubclassOf(typeof(Exception))
            : CmdletReader.Named(attribute, "IsDeserializedOnly") is not true
        select (type, prefix, CmdletReader.Named(attribute, "Depth") as int? ?? (HasSet(type) ? Depth : 0));

    /// <summary>
    /// Whether the type has serialization settings. PowerShell serializes errors, lists and dictionaries in its own formats.
    /// </summary>
    private static bool HasSet(Type type) => type.Namespace == nameof(ChatCompletions)
        && !type.IsAssignableTo(typeof(Exception))
        && !type.IsAssignableTo(typeof(IEnumerable));

    private static XElement Describe(
        Type type, string prefix, int depth, IEnumerable<MethodInfo> methods, IReadOnlyCollection<string> shown) =>
        new("Type", Named(prefix + type.FullName), new XElement("Members",
            type == typeof(ChatCompletion) ? Set("Row", Row) : null,
            Aliases(type),
            methods.Select(Member),
            depth > 0 || shown.Count > 0
                ? new XElement("MemberSet", Named("PSStandardMembers"), new XElement("Members", Standard(type, depth, shown)))
                : null));

    /// <summary>
    /// Aliases with the API's names of properties, if they differ by more than case. They are hidden: no list or export shows them.
    /// </summary>
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

    private static XElement Set(string name, IEnumerable<string> properties) =>
        new("PropertySet", Named(name), new XElement("ReferencedProperties", properties.Select(Named)));

    private static XElement Note(string name, object value) => new("NoteProperty", Named(name), new XElement("Value", value));

    private static XElement Named(string name) => new("Name", name);
}
