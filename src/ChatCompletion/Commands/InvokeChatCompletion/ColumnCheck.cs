using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ChatCompletions.Commands;

/// <summary>
/// Warns if a script block reads a property of <c>$_</c> that an object does not have: PowerShell gives <c>$null</c> for it, and each
/// question would be paid for without that part.
/// </summary>
internal sealed class ColumnCheck(ScriptBlock script, Action<string> warn)
{
    private readonly List<string> _names = script.Ast
        .FindAll(static node => node is MemberExpressionAst and not InvokeMemberExpressionAst, searchNestedScriptBlocks: false)
        .Cast<MemberExpressionAst>()
        .Where(static read => read is { Static: false, Expression: VariableExpressionAst { VariablePath.UserPath: "_" or "PSItem" } })
        .Select(static read => (read.Member as StringConstantExpressionAst)?.Value)
        .OfType<string>()
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .ToList();

    /// <summary>Checks an object, before the script block reads it. Each missing property is reported once.</summary>
    public void Check(object? item)
    {
        if (_names.Count == 0 || item is null) return;
        var fields = PSObject.AsPSObject(item);
        var map = PlainValue.Unwrap(item) as IDictionary;
        foreach (var name in _names.Where(name => fields.Members[name] is null && !IsKey(map, name)).ToList())
        {
            _names.Remove(name);
            warn($"The script block reads $_.{name}, which this item does not have, so the question lacks it. "
                + $"The item has: {SafeText.Excerpt(string.Join(", ", Known(fields, map)), 300)}.");
        }
    }

    private static bool IsKey(IDictionary? map, string name) =>
        map?.Keys.Cast<object>().Any(key => string.Equals(key as string, name, StringComparison.OrdinalIgnoreCase)) == true;

    private static IEnumerable<string> Known(PSObject item, IDictionary? map) =>
        map?.Keys.OfType<string>() ?? item.Properties.Select(static property => property.Name);
}
