using System.Xml.Linq;

namespace ChatCompletions.Help;

/// <summary>The XML documentation of the module's assemblies, and the gaps found in it.</summary>
internal sealed class XmlDocs
{
    private readonly Dictionary<string, XElement> _members = [];
    private readonly List<string> _gaps = [];

    /// <summary>The missing documentation, each as a sentence that names the member.</summary>
    public IReadOnlyList<string> Gaps => _gaps;

    /// <summary>Reads the documentation of all assemblies in a folder.</summary>
    /// <param name="folder">The folder of the assemblies.</param>
    public static XmlDocs ReadFolder(string folder)
    {
        var docs = new XmlDocs();
        foreach (var assembly in Directory.EnumerateFiles(folder, "*.dll"))
        {
            var file = Path.ChangeExtension(assembly, ".xml");
            if (!File.Exists(file)) continue;
            foreach (var member in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
                docs._members[(string?)member.Attribute("name") ?? ""] = member;
        }
        return docs;
    }

    /// <summary>Gets the paragraphs of an element of a member's documentation; empty if there is none.</summary>
    /// <param name="member">The member's id, such as T:Namespace.Type or P:Namespace.Type.Property.</param>
    /// <param name="element">The element, such as summary.</param>
    public IReadOnlyList<string> Find(string member, string element) =>
        _members.GetValueOrDefault(member)?.Element(element) is { } found ? DocText.Paragraphs(found) : [];

    /// <summary>Gets the paragraphs of a required element; if it is missing, adds a gap to <see cref="Gaps"/>.</summary>
    /// <param name="member">The member's id.</param>
    /// <param name="element">The element, such as summary.</param>
    /// <param name="what">The user's name for the member, for the message.</param>
    public IReadOnlyList<string> Need(string member, string element, string what)
    {
        var paragraphs = Find(member, element);
        if (paragraphs.Count == 0) _gaps.Add($"{member[2..]} ({what}) has no <{element}>; help is made from it.");
        return paragraphs;
    }

    /// <summary>Gets the examples of a type: a title, the code, and an explanation.</summary>
    /// <param name="member">The type's id.</param>
    /// <param name="what">The user's name for the type, for the message.</param>
    public IReadOnlyList<ExampleHelp> Examples(string member, string what)
    {
        var elements = _members.GetValueOrDefault(member)?.Elements("example").ToList() ?? [];
        if (elements.Count == 0) _gaps.Add($"{member[2..]} ({what}) has no <example>.");
        var examples = new List<ExampleHelp>();
        foreach (var element in elements)
        {
            var code = element.Element("code");
            var title = code?.ElementsBeforeSelf("para").SelectMany(DocText.Paragraphs).ToList() ?? [];
            if (code is null || title.Count != 1)
            {
                _gaps.Add($"{member[2..]} ({what}) has an <example> that is not a <para>, a <code> and the <para>s that explain it.");
                continue;
            }
            var remarks = code.ElementsAfterSelf("para").SelectMany(DocText.Paragraphs).ToList();
            examples.Add(new ExampleHelp(title[0], DocText.Code(code), remarks));
        }
        return examples;
    }
}
