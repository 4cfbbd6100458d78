using System.Globalization;
using System.Xml.Linq;

namespace ChatCompletions.Help;

/// <summary>
/// Writes help in the form that Get-Help reads,
/// see https://learn.microsoft.com/powershell/scripting/developer/help/writing-help-for-windows-powershell-cmdlets.
/// </summary>
internal static class MamlWriter
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The topics that each page leads to.</summary>
    private static readonly string[] Topics = ["about_ChatCompletion", "about_ChatCompletion_Providers"];

    /// <summary>The help of all cmdlets as one document.</summary>
    /// <param name="cmdlets">The cmdlets.</param>
    public static XDocument ToDocument(IReadOnlyList<CmdletHelp> cmdlets) => new(
        new XComment(" Made by the build from the doc comments of the cmdlets; changes here are lost. "),
        new XElement(Items + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            cmdlets.Select(cmdlet => Cmdlet(cmdlet, cmdlets.Where(other => other != cmdlet)))));

    private static XElement Cmdlet(CmdletHelp cmdlet, IEnumerable<CmdletHelp> others) => new(Command + "command",
        new XElement(Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description(cmdlet.Synopsis)),
        Description(cmdlet.Description),
        new XElement(Command + "syntax", cmdlet.Sets.Select(set => SyntaxItem(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(static parameter => Parameter(parameter, parameter.Sets.Values.First(), isSyntax: false))),
        new XElement(Command + "inputTypes", OrNone(cmdlet.Inputs, "Nothing can be piped to this cmdlet.").Select(static type => TypeItem("inputType", type))),
        new XElement(Command + "returnValues", OrNone(cmdlet.Outputs, "This cmdlet writes nothing.").Select(static type => TypeItem("returnValue", type))),
        new XElement(Command + "examples", cmdlet.Examples.Select(Example)),
        new XElement(Command + "relatedLinks",
            from name in Topics.Concat(others.Select(static other => other.Name))
            select new XElement(Maml + "navigationLink", new XElement(Maml + "linkText", name))));

    private static XElement SyntaxItem(CmdletHelp cmdlet, string set) => new(Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        from parameter in cmdlet.Parameters
        let use = parameter.In(set)
        where use is not null
        // The order of Get-Command -Syntax: those with a position, then those that must be given, then the others.
        orderby use.Position ?? int.MaxValue, use.Mandatory ? 0 : 1
        select Parameter(parameter, use, isSyntax: true));

    private static XElement Parameter(ParameterHelp parameter, ParameterUse use, bool isSyntax) => new(Command + "parameter",
        new XAttribute("required", use.Mandatory),
        new XAttribute("variableLength", parameter.Type.IsArray),
        new XAttribute("globbing", parameter.Wildcards),
        new XAttribute("pipelineInput", use.PipelineInput),
        new XAttribute("position", use.Position?.ToString(CultureInfo.InvariantCulture) ?? "Named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        Description(parameter.Description),
        isSyntax && parameter.IsSwitch ? null : new XElement(Command + "parameterValue",
            new XAttribute("required", !parameter.IsSwitch),
            new XAttribute("variableLength", parameter.Type.IsArray),
            TypeNames.Short(parameter.Type)),
        Type(TypeNames.Short(parameter.Type)),
        new XElement(Dev + "defaultValue", parameter.DefaultValue ?? "None"));

    private static XElement TypeItem(string element, TypeHelp type) => new(Command + element, Type(type.Name), Description(type.Description));

    private static IEnumerable<TypeHelp> OrNone(IReadOnlyList<TypeHelp> types, string text) => types.Count > 0 ? types : [new TypeHelp("None", [text])];

    private static XElement Example(ExampleHelp example, int index) => new(Command + "example",
        // Get-Help shows examples one under another without a heading or a blank line between.
        new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"------- Example {index + 1}: {example.Title} -------")),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, ""])));

    private static XElement Type(string name) => new(Dev + "type", new XElement(Maml + "name", name), new XElement(Maml + "uri"));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(static text => new XElement(Maml + "para", text));
}
