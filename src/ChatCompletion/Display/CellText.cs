using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// The text of a value in a CSV cell: culture-independent numbers and dates, JSON for lists and objects, and never a type name. Depth and
/// size are limited, so that cyclic or very large objects end, too.
/// </summary>
/// <remarks>
/// This differs from <see cref="ContextJson"/>, which writes a selection of an object for a model: a column needs the same keys and
/// formats in each row.
/// </remarks>
internal sealed class CellText
{
    private const int MaxDepth = 6;
    private const int MaxValues = 2000;
    private const string IsoDate = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
    private const string Cut = "…";

    private int _values;

    private CellText()
    {
    }

    /// <summary>Gets the text of a value.</summary>
    public static string Of(object? value)
    {
        try
        {
            value = Known(value);
            return ScalarText(value) ?? JsonText.Write(new CellText().Plain(value!, 0));
        }
        catch (Exception unreadable) when (unreadable is not PipelineStoppedException)
        {
            return Cut;
        }
    }

    /// <summary>The value inside PowerShell's wrapper; for a deserialized object, the original value, if it is known.</summary>
    internal static object? Known(object? value) => value is CellValue { Shown: DateTimeOffset time } ? time
        : AnswerReviver.TryRevive(value, out var revived, out _) && revived is not null ? revived
        : PlainValue.Unwrap(value) is PSObject custom ? Deserialized(custom) : PlainValue.Unwrap(value);

    private static object? Deserialized(PSObject custom) => custom.TypeNames[0] switch
    {
        "Deserialized.System.DateTimeOffset"
            when custom.Properties["DateTime"]?.Value is DateTime time && custom.Properties["Offset"]?.Value is TimeSpan offset =>
            new DateTimeOffset(time, offset),
        var type
            when type.StartsWith("Deserialized.ChatCompletions.", StringComparison.Ordinal) && custom.ToString() is ['{', ..] json =>
            JsonText.Parse(json),
        _ => custom,
    };

    /// <summary>The text of a scalar value; <see langword="null"/> for a value with parts.</summary>
    private static string? ScalarText(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTime time => time.ToString(IsoDate, CultureInfo.InvariantCulture),
        DateTimeOffset time => time.Offset == TimeSpan.Zero
            ? time.UtcDateTime.ToString(IsoDate, CultureInfo.InvariantCulture)
            : time.ToString(IsoDate, CultureInfo.InvariantCulture),
        DateOnly or TimeOnly => ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
        SecureString or PSCredential => Cut,
        IJsonWritable or JsonDictionary or JsonList => value.ToString(),
        PSObject custom => OwnText(custom),
        IEnumerable => null,
        _ => ObjectText.Of(value),
    };

    /// <summary>The original text of a deserialized object; <see langword="null"/> if this was only its type or its properties.</summary>
    internal static string? OwnText(PSObject custom) =>
        custom.TypeNames[0].Split('.', 2) is ["Deserialized", var original]
        && !DeserializedText.IsOf(custom)
        && custom.ToString() is { } text
        && !text.StartsWith(original, StringComparison.Ordinal) && !text.StartsWith("@{", StringComparison.Ordinal) ? text : null;

    private object? Plain(object? value, int depth)
    {
        value = Known(value);
        if (++_values > MaxValues) return Cut;
        if (value is null or bool or int or long or uint or ulong or short or ushort or byte or sbyte or decimal) return value;
        if (value is System.Numerics.BigInteger or IJsonWritable or JsonDictionary or JsonList) return value;
        if (value is double or float && double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture))) return value;
        if (ScalarText(value) is { } text) return text;
        if (depth >= MaxDepth) return Cut;
        return value switch
        {
            IDictionary map => Fields(Entries(map), depth),
            PSObject custom => Fields(Properties(custom), depth),
            ICollection list => Items(list, depth),
            IEnumerable list when list.GetType().GetInterfaces().Any(IsCollection) => Items(list, depth),
            // A nested object gets only its own text: a process contains modules, a file its drive. A sequence may never end.
            _ => depth == 0 && value is not IEnumerable ? Fields(Properties(PSObject.AsPSObject(value)), MaxDepth - 1) : Cut,
        };
    }

    private static bool IsCollection(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>);

    private JsonDictionary Fields(IEnumerable<(string Name, Func<object?> Value)> fields, int depth)
    {
        var result = new JsonDictionary();
        foreach (var (name, read) in fields)
        {
            if (_values > MaxValues) break;
            result[name] = Read(read, depth);
        }
        return result;
    }

    private JsonList Items(IEnumerable list, int depth)
    {
        var result = new JsonList();
        foreach (var item in list)
        {
            result.Add(Read(() => item, depth));
            if (_values > MaxValues) break;
        }
        return result;
    }

    private static IEnumerable<(string Name, Func<object?> Value)> Entries(IDictionary map) =>
        map.Cast<DictionaryEntry>().Select(static entry => (Of(entry.Key), (Func<object?>)(() => entry.Value)));

    private static IEnumerable<(string Name, Func<object?> Value)> Properties(PSObject value) => value.Properties
        .Where(static property => property.IsGettable)
        .Select(static property => (property.Name, (Func<object?>)(() => property.Value)));

    /// <summary>A property whose getter throws has no value.</summary>
    private object? Read(Func<object?> read, int depth)
    {
        try
        {
            return Plain(read(), depth + 1);
        }
        catch (Exception unreadable) when (unreadable is not PipelineStoppedException)
        {
            return null;
        }
    }
}
