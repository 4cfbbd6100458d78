using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Makes custom objects of JSON: dates and numbers are what the schema says, and their text in a CSV is the same in every
/// culture.
/// </summary>
internal static class ValueObject
{
    private const double MaxExact = 1L << 53;

    /// <summary>Names that PowerShell keeps for members of its own.</summary>
    private static readonly string[] Reserved = ["psobject", "psbase", "psadapted", "psextended", "pstypenames"];

    /// <summary>Whether a custom object can have a property of this name.</summary>
    public static bool CanHave(string name) => name.Length > 0 && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes sure that a value can become custom objects. May be called on any thread.</summary>
    /// <exception cref="ChatValueException">It has a property or a number that they cannot have.</exception>
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
                throw new ChatValueException($"The answer has the property '{shown}', a name that no property of an object can have.");
            if (!names.Add(name))
                throw new ChatValueException($"The answer has the property '{shown}' twice in different case, and PowerShell ignores case.");
            Check(item);
        }
        return null;
    }

    /// <summary>Makes the value.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="forms">The schemas that describe it.</param>
    /// <exception cref="ChatValueException">It has a property or a number that no object can have.</exception>
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

    /// <summary>A property has a cell of its own: a date without a time, and a time with the offset that the model wrote.</summary>
    private static object? Cell(object? json, object? value)
    {
        if (value is not DateTime) return ValueText.Attach(value);
        var text = (string)json!;
        if (SchemaDates.TryReadOffset(text, out var time)) return CellValue.Of(value, time);
        return text.Contains(':', StringComparison.Ordinal) ? CellValue.Of(value) : CellValue.Of(value, text);
    }

    /// <summary>The properties come in the order of the schema, whatever the order of the answer.</summary>
    private static PSObject Object(JsonDictionary map, SchemaForms forms)
    {
        var made = new PSObject();
        foreach (var name in forms.Names.Where(map.Contains).Union(map.Pairs().Select(static pair => pair.Key)))
            made.Properties.Add(new PSNoteProperty(name, Cell(map[name], Part(map[name], forms.Property(name, map[name])))));
        return made;
    }

    /// <summary>An array of its own, also where it is empty: the empty array of .NET is shared with everybody.</summary>
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
