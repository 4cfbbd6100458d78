using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// The text of a value in a cell of a CSV: numbers and dates the same in every culture, lists and objects as JSON, never a type name.
/// How deep and how much of an object is read has limits, so that one that holds itself, or half the system, ends as well.
/// </summary>
/// <remarks>It is not the walker of <see cref="ContextJson"/>, which shows a model a choice of an object: a column has the same keys and forms in each row.</remarks>
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

    /// <summary>The text of a value.</summary>
    public static string Of(object? value)
    {
        try
        {
            value = Known(value);
            return Single(value) ?? JsonText.Write(new CellText().Plain(value!, 0));
        }
        catch (Exception unreadable) when (unreadable is not PipelineStoppedException)
        {
            return Cut;
        }
    }

    /// <summary>The value under PowerShell's wrapping; of what came back from a file or a job, what it was before, as far as that is known.</summary>
    internal static object? Known(object? value) => value is CellValue { Shown: DateTimeOffset time } ? time
        : AnswerReviver.TryRevive(value, out var revived, out _) && revived is not null ? revived
        : PlainValue.Unwrap(value) is PSObject custom ? Returned(custom) : PlainValue.Unwrap(value);

    private static object? Returned(PSObject custom) => custom.TypeNames[0] switch
    {
        "Deserialized.System.DateTimeOffset" when custom.Properties["DateTime"]?.Value is DateTime time && custom.Properties["Offset"]?.Value is TimeSpan offset => new DateTimeOffset(time, offset),
        var type when type.StartsWith("Deserialized.ChatCompletions.", StringComparison.Ordinal) && custom.ToString() is ['{', ..] json => JsonText.Parse(json),
        _ => custom,
    };

    /// <summary>The text of what is one value; <see langword="null"/> of what consists of several.</summary>
    private static string? Single(object? value) => value switch
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

    /// <summary>What an object that came back from a file or a job said of itself before; <see langword="null"/> where that was only its type, or its properties.</summary>
    internal static string? OwnText(PSObject custom) =>
        custom.TypeNames[0].Split('.', 2) is ["Deserialized", var original] && !ReturnedText.IsOf(custom) && custom.ToString() is { } text
        && !text.StartsWith(original, StringComparison.Ordinal) && !text.StartsWith("@{", StringComparison.Ordinal) ? text : null;

    private object? Plain(object? value, int depth)
    {
        value = Known(value);
        if (++_values > MaxValues) return Cut;
        if (value is null or bool or int or long or uint or ulong or short or ushort or byte or sbyte or decimal or System.Numerics.BigInteger or IJsonWritable or JsonDictionary or JsonList) return value;
        if (value is double or float && double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture))) return value;
        if (Single(value) is { } text) return text;
        if (depth >= MaxDepth) return Cut;
        return value switch
        {
            IDictionary map => Fields(map.Cast<DictionaryEntry>().Select(static entry => (Of(entry.Key), (Func<object?>)(() => entry.Value))), depth),
            PSObject custom => Fields(Properties(custom), depth),
            ICollection list => Items(list, depth),
            IEnumerable list when list.GetType().GetInterfaces().Any(IsCollection) => Items(list, depth),
            // Of what stands inside another object only its own text is shown: a process holds modules, a file a drive. And a sequence may never end.
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

    private static IEnumerable<(string Name, Func<object?> Value)> Properties(PSObject value) =>
        value.Properties.Where(static property => property.IsGettable).Select(static property => (property.Name, (Func<object?>)(() => property.Value)));

    /// <summary>A property whose getter fails has no value.</summary>
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
