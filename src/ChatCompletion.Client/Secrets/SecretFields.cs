using System.Collections;
using System.Globalization;

namespace ChatCompletions;

/// <summary>
/// The one place that says which fields of a JSON value are secrets: those with the name of one (<see cref="SecretNames"/>), and those
/// with a value that looks like one (<see cref="SecretValues"/>), at any depth. The messages of a request are left alone: they are the
/// user's own words.
/// </summary>
internal sealed class SecretFields
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "***";

    /// <summary>Fields of a JSON schema that map names of data, which they only describe.</summary>
    public static readonly string[] SchemaFields =
        ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependentRequired"];

    private readonly List<SecretField> _found = [];
    private readonly Func<string, bool> _isSecretValue;

    private SecretFields(Func<string, bool> isSecretValue) => _isSecretValue = isSecretValue;

    /// <summary>Finds the secrets.</summary>
    /// <param name="value">Text, a dictionary or a list.</param>
    /// <param name="isSecretValue">Which values are secrets under any name; <see cref="SecretValues.IsSecret"/> unless given.</param>
    public static IReadOnlyList<SecretField> Find(object? value, Func<string, bool>? isSecretValue = null)
    {
        if (value is null) return [];
        var fields = new SecretFields(isSecretValue ?? SecretValues.IsSecret);
        fields.Copy(value, "", isSecret: false, depth: 0);
        return fields._found;
    }

    /// <summary>The value with each secret masked; the same object where there is none.</summary>
    /// <param name="value">Text, a dictionary or a list.</param>
    public static object? Redact(object? value)
    {
        var fields = new SecretFields(SecretValues.IsSecret);
        var copy = fields.Copy(value, "", isSecret: false, depth: 0);
        return fields._found.Count == 0 ? value : copy;
    }

    /// <summary>Copies a value with the secrets masked, and notes them. What is nested too deeply to be sent is not looked at.</summary>
    private object? Copy(object? value, string path, bool isSecret, int depth, bool isSchema = false)
    {
        switch (value)
        {
            case string text: return text.Length > 0 && (isSecret || _isSecretValue(text)) ? Note(path, text, isSecret) : text;
            case IEnumerable when depth > JsonText.MaxDepth: return value;
            case IDictionary map:
                var fields = new JsonDictionary();
                foreach (DictionaryEntry field in map) CopyField(fields, field, path, isSecret, depth + 1, isSchema);
                return fields;
            case IEnumerable list:
                var items = new JsonList();
                foreach (var item in list) items.Add(Copy(item, $"{path}[{items.Count}]", isSecret, depth + 1));
                return items;
            default: return value;
        }
    }

    private void CopyField(JsonDictionary fields, DictionaryEntry field, string path, bool isSecret, int depth, bool isSchema)
    {
        var name = Convert.ToString(field.Key, CultureInfo.InvariantCulture) ?? "";
        var place = path.Length == 0 ? name : $"{path}.{name}";
        if (place == "messages")
        {
            fields[name] = field.Value;
            return;
        }
        if (_isSecretValue(name)) name = Note(place = path.Length == 0 ? Mask : $"{path}.{Mask}", name, isNamed: false);
        var isNamed = isSecret || (!isSchema && SecretNames.IsSecret(name));
        fields[name] = isNamed && IsNumber(field.Value) && SecretNames.MayBeNumber(name)
            ? Note(place, Convert.ToString(field.Value, CultureInfo.InvariantCulture)!, isNamed)
            : Copy(field.Value, place, isNamed, depth, SchemaFields.Contains(name));
    }

    private string Note(string path, string secret, bool isNamed)
    {
        _found.Add(new SecretField(path, secret, isNamed));
        return Mask;
    }

    private static bool IsNumber(object? value) => value is int or long or double or float or decimal or System.Numerics.BigInteger;
}
