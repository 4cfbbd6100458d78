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
    private readonly List<string> _names = NamesIn(script.Ast);

    /// <summary>Checks an object, before the script block reads it. Each missing property is reported once.</summary>
    public void Check(object? item)
    {
        // PowerShell reads the property of each element of a list.
        if (_names.Count == 0 || PlainValue.Unwrap(item) is null or IList) return;
        var fields = PSObject.AsPSObject(item!);
        var map = PlainValue.Unwrap(item) as IDictionary;
        foreach (var name in _names.Where(name => fields.Members[name] is null && !IsKey(map, name)).ToList())
        {
            _names.Remove(name);
            warn($"The script block reads $_.{name}, which this item does not have. Check the name. "
                + $"The item has: {SafeText.Excerpt(string.Join(", ", Known(fields, map).DefaultIfEmpty("no properties")), 300)}.");
        }
    }

    /// <summary>
    /// The properties of <c>$_</c> that a script block reads. A property that it also tests, in a condition or with <c>??</c>, is
    /// optional. There are none if it looks at the properties itself ($_.PSObject), or assigns <c>$_</c>.
    /// </summary>
    private static List<string> NamesIn(Ast script)
    {
        var reads = script
            .FindAll(static node => node is MemberExpressionAst and not InvokeMemberExpressionAst, searchNestedScriptBlocks: false)
            .Cast<MemberExpressionAst>()
            .Where(static read => !read.Static && IsItem(read.Expression) && !IsOther(read))
            .ToLookup(static read => IsTested(read), static read => (read.Member as StringConstantExpressionAst)?.Value ?? "");
        if (reads.SelectMany(static names => names).Contains("PSObject", StringComparer.OrdinalIgnoreCase)) return [];
        var change = script.Find(
            static node => node is AssignmentStatementAst assignment && IsItem(assignment.Left), searchNestedScriptBlocks: false);
        if (change is not null) return [];
        // Every object has Count and Length.
        return reads[false].Distinct(StringComparer.OrdinalIgnoreCase)
            .Except([.. reads[true], "Count", "Length", ""], StringComparer.OrdinalIgnoreCase)
            .ToList();
    }

    private static bool IsItem(Ast expression) => expression is VariableExpressionAst { VariablePath.UserPath: var name }
        && (name == "_" || name.Equals("PSItem", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether <c>$_</c> is another object there, as in catch, trap and switch, or the property is assigned.</summary>
    private static bool IsOther(MemberExpressionAst read) =>
        (read.Parent is AssignmentStatementAst assignment && assignment.Left == read)
        || Ancestors(read).Any(static node => node is CatchClauseAst or TrapStatementAst or SwitchStatementAst);

    private static bool IsTested(MemberExpressionAst read)
    {
        Ast below = read;
        foreach (var node in Ancestors(read))
        {
            if (node is IfStatementAst choice && choice.Clauses.Any(clause => clause.Item1 == below)) return true;
            // PowerShell 7's syntax: the reference assembly is that of Windows PowerShell 5.1.
            var isFirst = node.Extent.StartOffset == below.Extent.StartOffset;
            if (isFirst && node.GetType().Name == "TernaryExpressionAst") return true;
            if (isFirst && node is BinaryExpressionAst test && test.Operator.ToString() == "QuestionQuestion") return true;
            below = node;
        }
        return false;
    }

    private static IEnumerable<Ast> Ancestors(Ast node)
    {
        for (var parent = node.Parent; parent is not null; parent = parent.Parent) yield return parent;
    }

    private static bool IsKey(IDictionary? map, string name) =>
        map?.Keys.Cast<object>().Any(key => string.Equals(key as string, name, StringComparison.OrdinalIgnoreCase)) == true;

    private static IEnumerable<string> Known(PSObject item, IDictionary? map) =>
        map?.Keys.OfType<string>() ?? item.Properties.Select(static property => property.Name);
}
