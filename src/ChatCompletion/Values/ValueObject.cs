using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Creates custom objects from JSON: dates and numbers have the types of the schema, and their text in a CSV does not depend on the
/// culture.
/// </summary>
internal static class ValueObject
{
    private const double MaxExact = 1L << 53;

    /// <summary>Names that PowerShell reserves for its own members.</summary>
    private static readonly string[] Reserved = ["psobject", "psbase", "psadapted", "psextended", "pstypenames"];

    /// <summary>Whether a custom object can have a property of this name.</summary>
    public static bool CanHave(string name) => name.Length > 0 && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks whether a value can be converted to custom objects. May be called on any thread.</summary>
    /// <exception cref="ChatValueException">It has a property or a number that an object cannot have.</exception>
    public static object? Check(object? value)
    {
        if (value is JsonList list)
        {
            foreach (var item in list) Check(item);
            return null;
        }
        if (value is not JsonDictionary map) return PlainNumbers.Of(value);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, item) in map.Pairs())
        {
            var shown = SafeText.Excerpt(name, 100);
            if (!CanHave(name))
                throw new ChatValueException($"The answer has the property '{shown}', which is not a valid property name for an object.");
            if (!names.Add(name))
                throw new ChatValueException(
                    $"The answer has the property '{shown}' twice in different case, and PowerShell ignores case.");
            Check(item);
        }
        return null;
    }

    /// <summary>Creates the value.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="forms">The schemas that describe it.</param>
    /// <exception cref="ChatValueException">It has a property or a number that an object cannot have.</exception>
    public static object? Make(object? value, SchemaForms forms)
    {
        Check(value);
        return Part(value, forms);
    }

    private static object? Part(object? value, SchemaForms forms) => value switch
    {
        JsonDictionary map => ValueText.Attach(Object(map, forms)),
        JsonList list => ValueText.Attach(Items(list, forms)),
        string text => forms.DateFormat is { } format && SchemaDates.TryRead(text, format, out var date) ? date : text,
        null or bool => value,
        _ => Number(value, forms.NumberType),
    };

    /// <summary>
    /// Creates the value of a property with its text for a CSV cell: a date without a time, or a time with the offset that the model
    /// wrote.
    /// </summary>
    private static object? Cell(object? json, object? value)
    {
        if (value is not DateTime) return ValueText.Attach(value);
        var text = (string)json!;
        if (SchemaDates.TryReadOffset(text, out var time)) return CellValue.Of(value, time);
        return text.Contains(':', StringComparison.Ordinal) ? CellValue.Of(value) : CellValue.Of(value, text);
    }

    /// <summary>Creates an object with its properties in the order of the schema.</summary>
    private static PSObject Object(JsonDictionary map, SchemaForms forms)
    {
        var made = new PSObject();
        foreach (var name in forms.Names.Where(map.Contains).Union(map.Pairs().Select(static pair => pair.Key)))
            made.Properties.Add(new PSNoteProperty(name, Cell(map[name], Part(map[name], forms.Property(name, map[name])))));
        return made;
    }

    /// <summary>Creates a new array, even if it is empty, because .NET shares the empty array.</summary>
    private static object?[] Items(JsonList list, SchemaForms forms)
    {
        var items = new object?[list.Count];
        for (var i = 0; i < items.Length; i++) items[i] = Part(list[i], forms.Item(i, list[i]));
        return items;
    }

    private static object Number(object value, string? type)
    {
        if (type == "integer" && BigDecimal.Of(value)!.TryToInteger(out var whole))
            return whole >= long.MinValue && whole <= long.MaxValue ? (object)(long)whole : whole;
        return type == "number" && value is long small && Math.Abs((double)small) < MaxExact ? (double)small : PlainNumbers.Of(value)!;
    }
}
