using System.Text.RegularExpressions;

namespace ChatCompletions.Help;

/// <summary>A column of a table, or a line of a list.</summary>
/// <param name="Label">The heading of the column, or the label of the line.</param>
/// <param name="Name">The property. A hidden property of the name <c>Display</c> and this is preferred.</param>
/// <param name="Width">The width of the column; <see langword="null"/> for the width that the others leave.</param>
/// <param name="IsOptional">Whether a list has the line only where the property has a value.</param>
internal sealed partial record ViewColumn(string Label, string Name, string? Width, bool IsOptional)
{
    /// <summary>Types of properties that hold no text of a server.</summary>
    private static readonly Type[] Numbers = [typeof(int), typeof(long), typeof(double)];

    /// <summary>Reads columns: names with white space between them, each as <c>Label=Name?:width</c>. All but the name may be left out.</summary>
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

    /// <summary>Whether a table aligns the column to the right.</summary>
    public bool IsNumber(Type type) => Numbers.Contains(PropertyType(type));

    /// <summary>The property that is shown: the hidden one, or the property itself where it holds no text.</summary>
    /// <param name="type">The type.</param>
    /// <param name="hidden">Its hidden properties.</param>
    /// <exception cref="InvalidDataException">The view would show text as a server wrote it.</exception>
    public string Shown(Type type, IEnumerable<string> hidden)
    {
        if (hidden.Contains($"Display{Name}")) return $"Display{Name}";
        return PropertyType(type) is { } own && (own.IsEnum || own == typeof(bool) || own == typeof(DateTimeOffset) || Numbers.Contains(own))
            ? Name
            : throw new InvalidDataException(
                $"The view of {type.Name} would show {Name} as a server wrote it. Give the type a hidden property Display{Name} that makes it safe.");
    }

    /// <summary>The type of the property, which may be one of a derived type; <see langword="null"/> where there is no such property.</summary>
    private Type? PropertyType(Type type)
    {
        var types = type.Assembly.GetExportedTypes().Where(one => one.IsAssignableTo(type)).OrderBy(one => one != type);
        var property = types.Select(one => one.GetProperty(Name)).FirstOrDefault(static found => found is not null)?.PropertyType;
        return property is null ? null : Nullable.GetUnderlyingType(property) ?? property;
    }

    [GeneratedRegex(@"^((?<label>\w+)=)?(?<name>\w+)(?<optional>\?)?(:(?<width>\d+))?$")]
    private static partial Regex Form();
}
