using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>
/// Converts PowerShell values (hashtables, ordered dictionaries, custom objects, wrapped values) into plain JSON values.
/// </summary>
internal static class PlainValue
{
    private const int MaxDepth = 60;

    /// <summary>The value inside PowerShell's wrapper; a custom object stays wrapped, because the wrapper holds its properties.</summary>
    public static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>Reads a parameter that accepts JSON text or the equivalent PowerShell objects.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="value">The given value.</param>
    /// <exception cref="ChatRequestException">It is neither.</exception>
    public static object? FromArgument(string parameter, object? value)
    {
        if (Unwrap(value) is not string text) return From(parameter, value, 0);
        try
        {
            return JsonText.Parse(text);
        }
        catch (JsonException malformed)
        {
            _ = CutJson.Complete(Encoding.UTF8.GetBytes(text), out var isPiece);
            var advice = isPiece
                ? "It is incomplete. If it comes from a file, read the file as one text: Get-Content -Raw."
                : "Check the brackets, commas and double quotes, or use a hashtable.";
            throw Errors.Wrong(parameter, $"-{parameter} is not valid JSON: {Place(malformed)}. {advice}", malformed);
        }
    }

    /// <summary>Like <see cref="FromArgument"/>, for a parameter that must be an object.</summary>
    public static JsonDictionary? MapFromArgument(string parameter, object? value)
    {
        if (value is null) return null;
        return FromArgument(parameter, value) as JsonDictionary
            ?? throw Errors.Wrong(parameter, $"-{parameter} takes a hashtable, an object or the JSON text of an object.");
    }

    /// <summary>Like <see cref="FromArgument"/>, for a parameter that is a list; a single object is a list of one.</summary>
    public static JsonList? ListFromArgument(string parameter, object? value)
    {
        if (value is null) return null;
        return FromArgument(parameter, value) switch
        {
            JsonList list => list,
            JsonDictionary single => [single],
            _ => throw Errors.Wrong(parameter, $"-{parameter} takes a list of hashtables or objects, or the JSON text of a list."),
        };
    }

    /// <summary>Converts a value into a plain one.</summary>
    /// <param name="parameter">The parameter's name, for errors.</param>
    /// <param name="value">The value.</param>
    /// <param name="depth">Its nesting depth.</param>
    public static object? From(string parameter, object? value, int depth)
    {
        if (depth > MaxDepth)
            throw Errors.Wrong(parameter, $"-{parameter} is nested deeper than {MaxDepth} levels, or an object in it contains itself.");
        value = Unwrap(value);
        switch (value)
        {
            case null or string or bool or int or long or uint or ulong or short or ushort or byte or sbyte or decimal:
            case System.Numerics.BigInteger: return value;
            case double number when double.IsFinite(number): return value;
            case float number when float.IsFinite(number): return value;
            case SwitchParameter flag: return flag.IsPresent;
            case char or Guid or Uri or Version or Enum: return value.ToString();
            case DateTime or DateTimeOffset: return ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture);
            case IDictionary map: return FromMap(parameter, map, depth);
            case PSObject custom: return DeserializedNumber(custom) ?? FromProperties(parameter, custom, depth);
            case SecureString or PSCredential or ScriptBlock or double or float: break;
            case IEnumerable list:
                var items = new JsonList();
                foreach (var item in list) items.Add(From(parameter, item, depth + 1));
                return items;
        }
        throw Errors.Wrong(parameter, $"-{parameter} contains a value of type {value.GetType().Name}, which cannot be written as JSON.");
    }

    /// <summary>A BigInteger from a file or a job is an object whose text is its digits.</summary>
    private static object? DeserializedNumber(PSObject custom)
    {
        if (custom.TypeNames is not ["Deserialized.System.Numerics.BigInteger", ..]) return null;
        var digits = custom.ToString();
        return System.Numerics.BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static JsonDictionary FromMap(string parameter, IDictionary map, int depth)
    {
        var result = new JsonDictionary();
        foreach (DictionaryEntry entry in map)
        {
            var key = Convert.ToString(Unwrap(entry.Key), CultureInfo.InvariantCulture) ?? "";
            if (result.Contains(key))
                throw Errors.Wrong(
                    parameter, $"-{parameter} contains the key '{SafeText.Label(key)}' twice, once as text and once as a number.");
            result.Add(key, From(parameter, entry.Value, depth + 1));
        }
        return result;
    }

    private static JsonDictionary FromProperties(string parameter, PSObject custom, int depth)
    {
        var result = new JsonDictionary();
        foreach (var property in custom.Properties)
            if (property.IsGettable) result[property.Name] = From(parameter, ValueOf(parameter, property), depth + 1);
        return result;
    }

    private static object? ValueOf(string parameter, PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException failed)
        {
            var reason = SafeText.Excerpt(failed.Message, 200);
            throw Errors.Wrong(parameter, $"-{parameter}: the property {SafeText.Label(property.Name)} cannot be read: {reason}", failed);
        }
    }

    private static string Place(JsonException malformed) =>
        malformed.LineNumber is { } line ? $"line {line + 1}, at byte {malformed.BytePositionInLine + 1}" : "it is empty or incomplete";
}
