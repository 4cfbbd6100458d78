using System.Reflection;

namespace ChatCompletions.Tests;

/// <summary>The numbered rules (F) and cases seen on the wire (H), explained in README.md, are each proved over a real socket.</summary>
public class ChecklistTests
{
    private static readonly Type[] Groups = [typeof(FramingChecklist), typeof(ChunkChecklist), typeof(ToolChecklist), typeof(ErrorChecklist), typeof(RequestChecklist)];

    [Fact]
    public void Every_number_has_a_test_that_is_named_by_it()
    {
        var numbers = Groups.SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Select(static method => method.GetCustomAttribute<FactAttribute>()?.DisplayName?.Split(' ')[0]).OfType<string>().ToHashSet();

        string[] wanted = [.. Enumerable.Range(1, 25).Select(static number => $"F{number}"), .. Enumerable.Range(1, 29).Select(static number => $"H{number}")];
        Assert.Empty(wanted.Except(numbers));
    }

    [Fact]
    public void Every_number_is_explained()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Checklist.md"))
            .Where(static line => line.StartsWith("| F", StringComparison.Ordinal) || line.StartsWith("| H", StringComparison.Ordinal))
            .Select(static line => line.Split('|')[1].Trim());

        string[] wanted = [.. Enumerable.Range(1, 25).Select(static number => $"F{number}"), .. Enumerable.Range(1, 29).Select(static number => $"H{number}")];
        Assert.Equal(wanted, rows);
    }
}
