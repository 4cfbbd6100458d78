using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ChatCompletions.Help;

/// <summary>Converts elements of XML documentation into plain text.</summary>
internal static partial class DocText
{
    /// <summary>Gets the paragraphs of an element: its para elements, and the text before, between and after them.</summary>
    /// <param name="element">The element.</param>
    public static IReadOnlyList<string> Paragraphs(XElement element)
    {
        var paragraphs = new List<string>();
        var loose = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" } para)
            {
                Add(paragraphs, loose.ToString());
                loose.Clear();
                Add(paragraphs, Inline(para));
            }
            else loose.Append(Text(node));
        }
        Add(paragraphs, loose.ToString());
        return paragraphs;
    }

    /// <summary>Gets code without its common indentation.</summary>
    /// <param name="element">The element.</param>
    public static string Code(XElement element)
    {
        var lines = element.Value.Replace("\r", "", StringComparison.Ordinal).Trim('\n').TrimEnd().Split('\n');
        var indented = lines.Where(static line => line.Trim().Length > 0).ToList();
        var margin = indented.Count == 0 ? 0 : indented.Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < margin ? "" : line[margin..].TrimEnd()));
    }

    private static void Add(List<string> paragraphs, string text)
    {
        var paragraph = Space().Replace(text, " ").Trim();
        if (paragraph.Length > 0) paragraphs.Add(paragraph);
    }

    private static string Inline(XElement element) => string.Concat(element.Nodes().Select(Text));

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" or "paramref" } reference => Reference(reference),
        XElement element => Inline(element),
        _ => "",
    };

    private static string Reference(XElement reference)
    {
        if (reference.Nodes().Any()) return Inline(reference);
        if (reference.Attribute("langword") is { } word) return "$" + word.Value;
        if (reference.Attribute("href") is { } address) return address.Value;
        var name = (reference.Attribute("cref") ?? reference.Attribute("name"))?.Value ?? "";
        return name.Split('(')[0].Split('.', ':')[^1];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
