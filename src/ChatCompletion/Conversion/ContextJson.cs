using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// Writes any object as a line of compact JSON for a model to read: of a live object the properties that PowerShell shows by
/// default where its type says which, else all. It never fails: what is too deep, or holds itself, is sent as text.
/// </summary>
internal sealed class ContextJson
{
    private const int MaxDepth = 4;
    private const int MaxItems = 1000;

    /// <summary>Whether anything was too deep, or too much, to be written whole.</summary>
    public bool WasCut { get; private set; }

    /// <summary>The JSON of an object.</summary>
    public string Write(object? item) => JsonText.Write(Plain(item, 0));

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
            case SecureString or PSCredential: return "***";
            case DateTime or DateTimeOffset: return ((IFormattable)PlainValue.Unwrap(value)!).ToString("o", CultureInfo.InvariantCulture);
            case TimeSpan time: return time.ToString("c", CultureInfo.InvariantCulture);
            case char or Guid or Uri or Version or Enum or Type or System.Net.IPAddress: return Text(value);
            case ValueType single and IFormattable: return Text(single);
        }
        if (depth >= MaxDepth)
        {
            WasCut = true;
            return Text(value);
        }
        return PlainValue.Unwrap(value) switch
        {
            IDictionary map => Pairs(map.Cast<DictionaryEntry>().Select(static pair => (Text(pair.Key), (object?)pair.Value)), depth),
            System.Data.DataRow row => Pairs(row.Table.Columns.Cast<System.Data.DataColumn>().Select(column => (column.ColumnName, (object?)row[column])), depth),
            IEnumerable list => Items(list, depth),
            _ => Pairs(Properties(PSObject.AsPSObject(value!)), depth),
        };
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
            if (items.Count == MaxItems)
            {
                WasCut = true;
                break;
            }
            items.Add(Plain(item, depth + 1));
        }
        return items;
    }

    private static IEnumerable<(string Name, object? Value)> Properties(PSObject item)
    {
        var shown = (item.Members["PSStandardMembers"]?.Value as PSMemberSet)?.Members["DefaultDisplayPropertySet"]?.Value as PSPropertySet;
        var names = shown?.ReferencedPropertyNames;
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
