using System.Collections;
using System.Globalization;

namespace ChatCompletions;

/// <summary>
/// Finds the secret fields of a JSON value, at any depth: those with the name of a secret (<see cref="SecretNames"/>), and those with a
/// value that looks like one (<see cref="SecretValues"/>). All code that looks for secret fields uses this class. The messages of a
/// request are skipped, because they are the user's own text.
/// </summary>
internal sealed class SecretFields
{
    /// <summary>The replacement of a secret.</summary>
    public const string Mask = "***";

    /// <summary>Fields of a JSON schema whose keys are names of data, not fields with data.</summary>
    public static readonly string[] SchemaFields =
        ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependentRequired"];

    private readonly List<SecretField> _found = [];
    private readonly Func<string, bool> _isSecretValue;

    private SecretFields(Func<string, bool> isSecretValue) => _isSecretValue = isSecretValue;

    /// <summary>Finds the secrets.</summary>
    /// <param name="value">Text, a dictionary or a list.</param>
    /// <param name="isSecretValue">
    /// Decides which values are secrets under any name; the default is <see cref="SecretValues.IsSecret"/>.
    /// </param>
    public static IReadOnlyList<SecretField> Find(object? value, Func<string, bool>? isSecretValue = null)
    {
        if (value is null) return [];
        var fields = new SecretFields(isSecretValue ?? SecretValues.IsSecret);
        fields.Copy(value, "", isSecret: false, depth: 0);
        return fields._found;
    }

    /// <summary>Masks the secrets in a value. Returns the same object if there are none.</summary>
    /// <param name="value">Text, a dictionary or a list.</param>
    public static object? Redact(object? value)
    {
        var fields = new SecretFields(SecretValues.IsSecret);
        var copy = fields.Copy(value, "", isSecret: false, depth: 0);
        return fields._found.Count == 0 ? value : copy;
    }

    /// <summary>
    /// Copies a value with its secrets masked, and records them. Values that are nested too deeply to be sent are skipped.
    /// </summary>
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
