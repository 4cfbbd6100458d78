using System.Globalization;

namespace ChatCompletions;

/// <summary>Resolves a <c>$ref</c> to a location in the same schema, such as <c>#/$defs/Person</c>.</summary>
internal static class SchemaReference
{
    /// <summary>Gets the schema at the location; <see langword="null"/> if there is none.</summary>
    public static JsonDictionary? Find(JsonDictionary root, string reference)
    {
        if (!reference.StartsWith('#')) return null;
        object? current = root;
        foreach (var step in reference[1..].Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            current = current switch
            {
                JsonDictionary map => map[name],
                JsonList list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < list.Count => list[index],
                _ => null,
            };
        }
        return reference is "#" || reference.StartsWith("#/", StringComparison.Ordinal) ? current as JsonDictionary : null;
    }
}
