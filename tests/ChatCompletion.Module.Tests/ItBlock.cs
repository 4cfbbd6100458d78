using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace ChatCompletions.Tests;

/// <summary>An It block of a Pester file. An It with -ForEach runs several times and is one block.</summary>
public sealed partial class ItBlock : IXunitSerializable
{
    /// <summary>For the test runner.</summary>
    public ItBlock()
    {
    }

    private ItBlock(string file, int line, string name) => (File, Line, Name) = (file, line, name);

    /// <summary>The file's name.</summary>
    public string File { get; private set; } = "";

    /// <summary>The line of the It.</summary>
    public int Line { get; private set; }

    /// <summary>The name as it is written, templates included.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Finds every It block by its text, which works without a PowerShell; the run checks that none was missed.</summary>
    public static IEnumerable<ItBlock> FindAll(string folder) =>
        from path in Directory.EnumerateFiles(folder, "*.Tests.ps1").Order(StringComparer.Ordinal)
        from numbered in System.IO.File.ReadLines(path).Select(static (text, index) => (Text: text, Line: index + 1))
        let match = ItPattern().Match(numbered.Text)
        where match.Success
        select new ItBlock(Path.GetFileName(path), numbered.Line, match.Groups["name"].Value);

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(File), File);
        info.AddValue(nameof(Line), Line);
        info.AddValue(nameof(Name), Name);
    }

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info)
    {
        File = info.GetValue<string>(nameof(File))!;
        Line = info.GetValue<int>(nameof(Line));
        Name = info.GetValue<string>(nameof(Name))!;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line} {Name}";

    [GeneratedRegex("""^\s*It\s+(?<quote>['"])(?<name>.+?)\k<quote>(\s|$)""")]
    private static partial Regex ItPattern();
}
