using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// Writes any object as a line of compact JSON for a model to read: of a live object the properties that PowerShell shows by
/// default where its type says which, else all; of a live object inside another one its text, as in a table's cell, where that
/// is safe. It never fails: of what is too deep or too much, holds itself, or breaks while it is read, only the type is sent.
/// </summary>
/// <remarks>
/// It is not the walker of <see cref="CellText"/>, since they agree in hardly anything: a model is shown what PowerShell would show, and told
/// what is left out; a cell has every property, also one that fails, and the text of what is one value.
/// </remarks>
/// <param name="maxDepth">How deep it goes into objects.</param>
/// <param name="maxItems">How many items of a list it writes.</param>
/// <param name="maxNested">How many nested values one object may have: objects that hold each other have more with each level.</param>
/// <param name="isData">Whether all objects are data, whatever they say of themselves.</param>
internal sealed class ContextJson(int maxDepth = ContextJson.MaxDepth, int maxItems = ContextJson.MaxItems, int maxNested = 20_000, bool isData = false)
{
    /// <summary>How deep objects may be nested, unless told.</summary>
    public const int MaxDepth = 4;

    /// <summary>How many items of a list are written, unless told.</summary>
    public const int MaxItems = 1000;

    private const string OwnTypes = "ChatCompletions.";

    /// <summary>PowerShell knows what to show of a file, but not of a folder.</summary>
    private static readonly string[] FolderProperties = ["LastWriteTime", "Name"];

    private int _nested;

    /// <summary>Whether anything was too deep, or too much, to be written whole.</summary>
    public bool WasCut { get; private set; }

    /// <summary>The JSON of an object.</summary>
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
            case string or bool or int or long or uint or ulong or short or ushort or byte or sbyte or decimal or System.Numerics.BigInteger: return PlainValue.Unwrap(value);
            case double number: return double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture);
            case float number: return float.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture);
            case SwitchParameter flag: return flag.IsPresent;
            // What is secret stays so.
            case SecureString or PSCredential or System.Net.NetworkCredential or System.Net.Http.Headers.HttpHeaders: return "***";
            case DateTime or DateTimeOffset or DateOnly or TimeOnly: return ((IFormattable)PlainValue.Unwrap(value)!).ToString("o", CultureInfo.InvariantCulture);
            case TimeSpan time: return time.ToString("c", CultureInfo.InvariantCulture);
            case byte[] bytes: return Convert.ToBase64String(bytes);
            case System.Xml.XmlNode node: return node.OuterXml;
            case char or Guid or Uri or Version or Enum or Type or System.Net.IPAddress or ScriptBlock or Delegate or ValueType and IFormattable: return Text(value);
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
            // A list that changes while it is read, for one.
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
                // The model is to know, too.
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

    /// <summary>What happened. An error also holds the arguments of the command that failed, which can be anybody's secrets.</summary>
    private static IEnumerable<(string Name, object? Value)> Error(ErrorRecord error)
    {
        var about = error.CategoryInfo;
        // It holds a part of the target's own words.
        var target = PlainValue.Unwrap(error.TargetObject);
        var isSafe = target is null or string || ObjectText.Of(target) is not null;
        yield return ("Exception", error.Exception);
        yield return ("FullyQualifiedErrorId", error.FullyQualifiedErrorId);
        yield return ("CategoryInfo", isSafe ? about.ToString() : $"{about.Category}: ({about.TargetType}) [{about.Activity}], {about.Reason}");
        yield return ("TargetObject", error.TargetObject);
        yield return ("ScriptStackTrace", error.ScriptStackTrace);
    }

    /// <summary>The names of what PowerShell shows of an object. Of our own objects those are hidden properties, made for a terminal.</summary>
    private static IReadOnlyCollection<string> Shown(PSObject item) => item.BaseObject is DirectoryInfo ? FolderProperties
        : IsOwn(item.TypeNames[0]) ? []
        : ((item.Members["PSStandardMembers"]?.Value as PSMemberSet)?.Members["DefaultDisplayPropertySet"]?.Value as PSPropertySet)?.ReferencedPropertyNames ?? [];

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
                // A process of another user, for one, does not tell everything.
                continue;
            }
            yield return (property.Name, value);
        }
    }

    /// <summary>The text of a live object inside another one; <see langword="null"/> where its properties tell more, or it is data.</summary>
    private static string? NestedText(object value)
    {
        var plain = PlainValue.Unwrap(value)!;
        if (plain is Exception failure) return $"{failure.GetType()}: {failure.Message}";
        if (plain is ValueType or IEnumerable or PSObject or System.Data.DataRow or System.Data.DataRowView) return null;
        if (ObjectText.Of(plain) is { } text) return text;
        // What has words of its own has them because its properties are too much to show; but the words may be too much as well.
        return ObjectText.IsOwn(plain) && Shown(PSObject.AsPSObject(value)).Count == 0 ? TypeName(value) : null;
    }

    /// <summary>The text of a value, or of a key.</summary>
    private static string Text(object? value) => PlainValue.Unwrap(value) is { } plain ? plain as string ?? ObjectText.Of(plain) ?? TypeName(plain) : "";

    private static string TypeName(object value) => PSObject.AsPSObject(value).TypeNames.FirstOrDefault("");
}
