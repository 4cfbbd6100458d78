using System.Globalization;

namespace ChatCompletions;

/// <summary>Finds what a <c>$ref</c> means: a place in the same schema, such as <c>#/$defs/Person</c>.</summary>
internal static class SchemaReference
{
    /// <summary>The schema at the place; <see langword="null"/> where there is none.</summary>
    public static JsonDictionary? Find(JsonDictionary root, string reference)
    {
        if (!reference.StartsWith('#')) return null;
        object? place = root;
        foreach (var step in reference[1..].Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            place = place switch
            {
                JsonDictionary map => map[name],
                JsonList list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }
        return reference is "#" || reference.StartsWith("#/", StringComparison.Ordinal) ? place as JsonDictionary : null;
    }
}
