using ChatCompletions.Demo;

namespace ChatCompletions.Tests;

/// <summary>The PowerShell of the demo and of the tests comes from PATH, and never from the current folder.</summary>
public sealed class PowerShellFinderTests : IDisposable
{
    private readonly string _program = $"finder-{Guid.NewGuid():N}";

    private readonly string _folder = Directory.CreateTempSubdirectory("chatcompletion-finder-").FullName;

    public void Dispose()
    {
        File.Delete(_program);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(" ")]
    [InlineData("no-such-folder::")]
    [InlineData(":no-such-folder: ")]
    public void An_empty_entry_is_not_the_current_folder(string folders)
    {
        File.WriteAllText(_program, "");
        Assert.Null(PowerShellFinder.FindIn(folders.Replace(':', Path.PathSeparator), _program));
    }

    [Fact]
    public void The_first_folder_with_the_program_is_used_after_an_empty_entry()
    {
        File.WriteAllText(_program, "");
        var program = Path.Combine(_folder, _program);
        File.WriteAllText(program, "");
        Assert.Equal(program, PowerShellFinder.FindIn(string.Join(Path.PathSeparator, "", Path.GetTempPath(), _folder), _program));
    }
}
