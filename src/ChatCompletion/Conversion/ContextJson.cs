using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// Writes any object as a line of compact JSON for a model to read: of a live object the properties that PowerShell shows by
/// default where its type says which, else all; of a live object inside another one its text, as in a table's cell, if it has
/// one. It never fails: what is too deep or too much, holds itself, or breaks while it is read, is sent as text.
/// </summary>
/// <param name="maxDepth">How deep it goes into objects.</param>
/// <param name="maxItems">How many items of a list it writes.</param>
/// <param name="maxNested">How many nested values one object may have: objects that hold each other have more with each level.</param>
internal sealed class ContextJson(int maxDepth = ContextJson.MaxDepth, int maxItems = ContextJson.MaxItems, int maxNested = 20_000)
{
    /// <summary>How deep objects may be nested, unless told.</summary>
    public const int MaxDepth = 4;

    /// <summary>How many items of a list are written, unless told.</summary>
    public const int MaxItems = 1000;

    /// <summary>PowerShell knows what to show of a file, but not of a folder.</summary>
    private static readonly string[] FolderProperties = ["LastWriteTime", "Name"];

    /// <summary>What happened. An error also holds the arguments of the command that failed, which can be anybody's secrets.</summary>
    private static readonly string[] ErrorProperties = ["Exception", "FullyQualifiedErrorId", "CategoryInfo", "TargetObject", "ScriptStackTrace"];

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
        switch (PlainValue.Unwrap(value))
        {
            case null or DBNull: return null;
            case string or bool or int or long or uint or ulong or short or ushort or byte or sbyte or decimal or System.Numerics.BigInteger: return PlainValue.Unwrap(value);
            case double number: return double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture);
            case float number: return float.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture);
            case SwitchParameter flag: return flag.IsPresent;
            // What is secret stays so.
            case SecureString or PSCredential or System.Net.NetworkCredential: return "***";
            case DateTime or DateTimeOffset or DateOnly or TimeOnly: return ((IFormattable)PlainValue.Unwrap(value)!).ToString("o", CultureInfo.InvariantCulture);
            case TimeSpan time: return time.ToString("c", CultureInfo.InvariantCulture);
            case byte[] bytes: return Convert.ToBase64String(bytes);
            case System.Xml.XmlNode node: return node.OuterXml;
            case char or Guid or Uri or Version or Enum or Type or System.Net.IPAddress or ScriptBlock or Delegate: return Text(value);
            case ValueType single and IFormattable: return Text(single);
        }
        if (depth > 0 && OwnText(PlainValue.Unwrap(value)!) is { } own) return own;
        if (depth >= maxDepth || ++_nested > maxNested) return Cut(value);
        try
        {
            return PlainValue.Unwrap(value) switch
            {
                IDictionary map => Pairs(Entries(map), depth),
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
        return Text(value);
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

    private static IEnumerable<(string Name, object? Value)> Properties(PSObject item)
    {
        IReadOnlyCollection<string>? names = item.BaseObject switch
        {
            DirectoryInfo => FolderProperties,
            ErrorRecord => ErrorProperties,
            _ => ((item.Members["PSStandardMembers"]?.Value as PSMemberSet)?.Members["DefaultDisplayPropertySet"]?.Value as PSPropertySet)?.ReferencedPropertyNames,
        };
        foreach (var property in names is { Count: > 0 } ? names.Select(name => item.Properties[name]) : item.Properties)
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

    /// <summary>The text of an object that has one of its own, and not just its type's name.</summary>
    private static string? OwnText(object value)
    {
        if (value is Exception failure) return $"{failure.GetType()}: {failure.Message}";
        if (value is ValueType or IEnumerable or PSObject or System.Data.DataRowView) return null;
        return Text(value) is { Length: > 0 } text && text != value.GetType().ToString() ? text : null;
    }

    private static string Text(object? value)
    {
        try
        {
            return Convert.ToString(PlainValue.Unwrap(value) is PSObject custom ? custom.ToString() : PlainValue.Unwrap(value), CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or PipelineStoppedException))
        {
            return "";
        }
    }
}
