using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// Writes any object as one line of compact JSON for a model: for a live object, the properties that PowerShell shows by default, or all
/// if its type defines no default; for a nested live object, its text as in a table cell, if that is safe. It never throws: of objects
/// that are too deep, too large, cyclic or unreadable, it writes only the type.
/// </summary>
/// <remarks>
/// This differs from <see cref="CellText"/>: a model gets what PowerShell would show, and sees what is omitted; a cell gets every
/// property, including those that throw, and the text of scalars.
/// </remarks>
/// <param name="maxDepth">The maximum nesting depth.</param>
/// <param name="maxItems">The maximum number of items in a list.</param>
/// <param name="maxNested">The maximum number of nested values in one object, which grows quickly if objects refer to each other.</param>
/// <param name="isData">Whether all objects are data, whatever their ToString returns.</param>
internal sealed class ContextJson(
    int maxDepth = ContextJson.MaxDepth,
    int maxItems = ContextJson.MaxItems,
    int maxNested = 20_000,
    bool isData = false)
{
    /// <summary>The default nesting depth.</summary>
    public const int MaxDepth = 4;

    /// <summary>The default maximum number of items in a list.</summary>
    public const int MaxItems = 1000;

    private const string OwnTypes = "ChatCompletions.";

    /// <summary>PowerShell has default properties for files, but not for folders.</summary>
    private static readonly string[] FolderProperties = ["LastWriteTime", "Name"];

    private int _nested;

    /// <summary>Whether anything was omitted because it was too deep or too large.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Writes the JSON of an object.</summary>
    public string Write(object? item)
    {
        _nested = 0;
        return JsonText.Write(Plain(item, 0));
    }

    private object? Plain(object? value, int depth)
    {
        if (value is CellValue { Shown: DateTimeOffset exact }) value = exact;
        switch (PlainValue.Unwrap(value))
        {
            case null or DBNull: return null;
            case string or bool or int or long or uint or ulong or short or ushort or byte or sbyte or decimal:
            case System.Numerics.BigInteger: return PlainValue.Unwrap(value);
            case double number: return double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture);
            case float number: return float.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture);
            case SwitchParameter flag: return flag.IsPresent;
            // Secrets stay secret.
            case SecureString or PSCredential or System.Net.NetworkCredential or System.Net.Http.Headers.HttpHeaders: return "***";
            case DateTime or DateTimeOffset or DateOnly or TimeOnly:
                return ((IFormattable)PlainValue.Unwrap(value)!).ToString("o", CultureInfo.InvariantCulture);
            case TimeSpan time: return time.ToString("c", CultureInfo.InvariantCulture);
            case byte[] bytes: return Convert.ToBase64String(bytes);
            case System.Xml.XmlNode node: return node.OuterXml;
            case char or Guid or Uri or Version or Enum or Type or System.Net.IPAddress or ScriptBlock or Delegate:
            case ValueType and IFormattable: return Text(value);
        }
        if (depth > 0 && !isData && NestedText(value!) is { } own) return own;
        if (depth >= maxDepth || ++_nested > maxNested) return Cut(value);
        try
        {
            return PlainValue.Unwrap(value) switch
            {
                IDictionary map => Pairs(Entries(map), depth),
                ErrorRecord error => Pairs(Error(error), depth),
                System.Data.DataRow row => Pairs(Columns(row), depth),
                System.Data.DataRowView view => Pairs(Columns(view.Row), depth),
                IEnumerable list => Items(list, depth),
                _ => Pairs(Properties(PSObject.AsPSObject(value!)), depth),
            };
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or PipelineStoppedException))
        {
            // For example, a list that changes during the enumeration.
            return Cut(value);
        }
    }

    private string Cut(object? value)
    {
        WasCut = true;
        return TypeName(value!);
    }

    private JsonDictionary Pairs(IEnumerable<(string Name, object? Value)> pairs, int depth)
    {
        var map = new JsonDictionary();
        foreach (var (name, value) in pairs) map[name] = Plain(value, depth + 1);
        return map;
    }

    private JsonList Items(IEnumerable list, int depth)
    {
        var items = new JsonList();
        foreach (var item in list)
        {
            if (items.Count == maxItems)
            {
                WasCut = true;
                // Show the model that items are missing.
                items.Add("…");
                break;
            }
            items.Add(Plain(item, depth + 1));
        }
        return items;
    }

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map) yield return (Text(entry.Key), entry.Value);
    }

    private static IEnumerable<(string Name, object? Value)> Columns(System.Data.DataRow row) =>
        row.Table.Columns.Cast<System.Data.DataColumn>().Select(column => (column.ColumnName, (object?)row[column]));

    /// <summary>
    /// Selects properties of an error. An error also contains the arguments of the command that failed, which can be secrets.
    /// </summary>
    private static IEnumerable<(string Name, object? Value)> Error(ErrorRecord error)
    {
        var about = error.CategoryInfo;
        // The text of CategoryInfo contains a part of the target's text.
        var target = PlainValue.Unwrap(error.TargetObject);
        var isSafe = target is null or string || ObjectText.Of(target) is not null;
        yield return ("Exception", error.Exception);
        yield return ("FullyQualifiedErrorId", error.FullyQualifiedErrorId);
        yield return ("CategoryInfo", isSafe
            ? about.ToString()
            : $"{about.Category}: ({about.TargetType}) [{about.Activity}], {about.Reason}");
        yield return ("TargetObject", error.TargetObject);
        yield return ("ScriptStackTrace", error.ScriptStackTrace);
    }

    /// <summary>
    /// The names of the properties that PowerShell shows by default. For the module's own objects, these are hidden properties for a
    /// terminal, so they are not used.
    /// </summary>
    private static IReadOnlyCollection<string> Shown(PSObject item)
    {
        if (item.BaseObject is DirectoryInfo) return FolderProperties;
        if (IsOwn(item.TypeNames[0])) return [];
        var standard = item.Members["PSStandardMembers"]?.Value as PSMemberSet;
        return (standard?.Members["DefaultDisplayPropertySet"]?.Value as PSPropertySet)?.ReferencedPropertyNames ?? [];
    }

    private static bool IsOwn(string type) =>
        type.StartsWith(OwnTypes, StringComparison.Ordinal) || type.StartsWith($"Deserialized.{OwnTypes}", StringComparison.Ordinal);

    private static IEnumerable<(string Name, object? Value)> Properties(PSObject item)
    {
        var names = Shown(item);
        foreach (var property in names.Count > 0 ? names.Select(name => item.Properties[name]) : item.Properties)
        {
            if (property is not { IsGettable: true }) continue;
            object? value;
            try
            {
                value = property.Value;
            }
            catch (GetValueException)
            {
                // For example, some properties of another user's process.
                continue;
            }
            yield return (property.Name, value);
        }
    }

    /// <summary>The text of a nested live object; <see langword="null"/> if its properties say more, or it is data.</summary>
    private static string? NestedText(object value)
    {
        var plain = PlainValue.Unwrap(value)!;
        if (plain is Exception failure) return $"{failure.GetType()}: {failure.Message}";
        if (plain is ValueType or IEnumerable or PSObject or System.Data.DataRow or System.Data.DataRowView) return null;
        if (ObjectText.Of(plain) is { } text) return text;
        // An object with its own ToString usually has too many properties to show, but its text may contain too much as well.
        return ObjectText.IsOwn(plain) && Shown(PSObject.AsPSObject(value)).Count == 0 ? TypeName(value) : null;
    }

    /// <summary>The text of a value or a key.</summary>
    private static string Text(object? value) =>
        PlainValue.Unwrap(value) is { } plain ? plain as string ?? ObjectText.Of(plain) ?? TypeName(plain) : "";

    private static string TypeName(object value) => PSObject.AsPSObject(value).TypeNames.FirstOrDefault("");
}
