using System.Xml.Linq;

namespace ChatCompletions.Help;

/// <summary>A view of a type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Shape"><c>Table</c>, <c>List</c> or <c>Custom</c>.</param>
/// <param name="Columns">The columns of a table, the lines of a list, or the one property of a custom view.</param>
/// <param name="Wraps">Whether a table wraps text that does not fit into its column.</param>
internal sealed record TypeView(Type Type, string Shape, IReadOnlyList<ViewColumn> Columns, bool Wraps)
{
    public static TypeView Table(Type type, string columns, bool wraps = false) =>
        new(type, "Table", [.. ViewColumn.Parse(columns)], wraps);

    public static TypeView List(Type type, string lines) => new(type, "List", [.. ViewColumn.Parse(lines)], Wraps: false);

    public static TypeView Custom(Type type, string property) => new(type, "Custom", [.. ViewColumn.Parse(property)], Wraps: false);

    /// <summary>Creates a view that several types share and that shows one hidden property.</summary>
    public static XElement Shared(string name, IEnumerable<Type> types, string property, bool isWide) =>
        View(name, types, isWide
            ? Nested(Property(property), "WideControl", "WideEntries", "WideEntry", "WideItem")
            : CustomControl(property));

    /// <summary>Creates the view's element in the format file.</summary>
    /// <param name="hidden">The hidden properties of the type.</param>
    /// <exception cref="InvalidDataException">The view would show text that is not safe.</exception>
    public XElement ToXml(IEnumerable<string> hidden) => View($"{Type.Name}{Shape}", [Type], Shape switch
    {
        "Table" => TableControl(hidden),
        "List" => Nested(Columns.Select(line => ListItem(line, hidden)), "ListControl", "ListEntries", "ListEntry", "ListItems"),
        _ => CustomControl(Columns[0].Shown(Type, hidden)),
    });

    private static XElement View(string name, IEnumerable<Type> types, XElement control) => new(
        "View",
        new XElement("Name", name),
        new XElement("ViewSelectedBy", types.Select(static type => new XElement("TypeName", type.FullName))),
        control);

    private static XElement CustomControl(string property) => Nested(
        new[] { new XElement("ExpressionBinding", Property(property)), new XElement("NewLine") },
        "CustomControl", "CustomEntries", "CustomEntry", "CustomItem");

    private static XElement Property(string name) => new("PropertyName", name);

    /// <summary>Nests content in elements.</summary>
    private static XElement Nested(object content, params string[] names) =>
        (XElement)Enumerable.Reverse(names).Aggregate(content, static (inner, name) => new XElement(name, inner));

    private XElement TableControl(IEnumerable<string> hidden) => new(
        "TableControl",
        new XElement("TableHeaders", Columns.Select(Header)),
        new XElement("TableRowEntries", new XElement("TableRowEntry",
            Wraps ? new XElement("Wrap") : null,
            new XElement("TableColumnItems", Columns.Select(column => Nested(Property(column.Shown(Type, hidden)), "TableColumnItem"))))));

    private XElement Header(ViewColumn column) => new(
        "TableColumnHeader",
        new XElement("Label", column.Label),
        column.Width is null ? null : new XElement("Width", column.Width),
        column.IsNumber(Type) ? new XElement("Alignment", "Right") : null);

    private XElement ListItem(ViewColumn line, IEnumerable<string> hidden) => new(
        "ListItem",
        line.IsOptional ? new XElement("ItemSelectionCondition", Property(line.Name)) : null,
        new XElement("Label", line.Label),
        Property(line.Shown(Type, hidden)));
}
