using System.Text.RegularExpressions;

namespace ChatCompletions.Help;

/// <summary>A column of a table, or a line of a list.</summary>
/// <param name="Label">The heading of the column, or the label of the line.</param>
/// <param name="Name">The property. A hidden property with the prefix <c>Display</c> is preferred.</param>
/// <param name="Width">The width of the column; <see langword="null"/> for the remaining width.</param>
/// <param name="IsOptional">Whether a list omits the line if the property has no value.</param>
internal sealed partial record ViewColumn(string Label, string Name, string? Width, bool IsOptional)
{
    /// <summary>Property types that contain no text from a server.</summary>
    private static readonly Type[] Numbers = [typeof(int), typeof(long), typeof(double)];

    /// <summary>
    /// Parses columns: names separated by white space, each in the form <c>Label=Name?:width</c>. Only the name is required.
    /// </summary>
    public static IEnumerable<ViewColumn> Parse(string columns)
    {
        foreach (var column in columns.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = Form().Match(column).Groups;
            var name = parts["name"].Value;
            var width = parts["width"].Success ? parts["width"].Value : null;
            yield return new ViewColumn(parts["label"].Success ? parts["label"].Value : name, name, width, parts["optional"].Success);
        }
    }

    /// <summary>Whether a table right-aligns the column.</summary>
    public bool IsNumber(Type type) => Numbers.Contains(PropertyType(type));

    /// <summary>Gets the property to show: the hidden one, or the property itself if it contains no text.</summary>
    /// <param name="type">The type.</param>
    /// <param name="hidden">Its hidden properties.</param>
    /// <exception cref="InvalidDataException">The view would show a server's exact text.</exception>
    public string Shown(Type type, IEnumerable<string> hidden)
    {
        if (hidden.Contains($"Display{Name}")) return $"Display{Name}";
        var own = PropertyType(type);
        return own is { IsEnum: true } || own == typeof(bool) || own == typeof(DateTimeOffset) || Numbers.Contains(own)
            ? Name
            : throw new InvalidDataException(
                $"The view of {type.Name} would show {Name} as a server wrote it. "
                + $"Give the type a hidden property Display{Name} that makes it safe.");
    }

    /// <summary>The type of the property, possibly of a derived type; <see langword="null"/> if there is none.</summary>
    private Type? PropertyType(Type type)
    {
        var types = type.Assembly.GetExportedTypes().Where(one => one.IsAssignableTo(type)).OrderBy(one => one != type);
        var property = types.Select(one => one.GetProperty(Name)).FirstOrDefault(static found => found is not null)?.PropertyType;
        return property is null ? null : Nullable.GetUnderlyingType(property) ?? property;
    }

    [GeneratedRegex(@"^((?<label>\w+)=)?(?<name>\w+)(?<optional>\?)?(:(?<width>\d+))?$")]
    private static partial Regex Form();
}
