using System.Diagnostics;
using System.Xml.Linq;

namespace ChatCompletions.Tests;

/// <summary>Runs the help generator as the build does, on a copy of the built module. It needs no PowerShell.</summary>
public sealed class HelpWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatcompletion-help-").FullName;

    private string HelpFile => Path.Combine(_folder, "help.xml");

    public HelpWriterTests()
    {
        foreach (var name in new[] { "ChatCompletion.dll", "ChatCompletion.xml", "ChatCompletion.Client.dll", "ChatCompletion.Client.xml" })
            File.Copy(Path.Combine(BuildMetadata.Of("ModuleBuild"), name), Path.Combine(_folder, name));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Writes_the_same_help_each_time()
    {
        var (exitCode, errors) = Run();
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        var first = File.ReadAllText(HelpFile);
        Run();
        Assert.Equal(first, File.ReadAllText(HelpFile));
        Assert.Equal(File.ReadAllText(Path.Combine(BuildMetadata.Of("ModuleBuild"), "ChatCompletion.dll-Help.xml")), first);
    }

    [Theory]
    [InlineData("ChatCompletion.xml", "T:ChatCompletions.Commands.GetChatModelCommand", "summary", "ChatCompletions.Commands.GetChatModelCommand (Get-ChatModel) has no <summary>")]
    [InlineData("ChatCompletion.xml", "T:ChatCompletions.Commands.GetChatModelCommand", "remarks", "ChatCompletions.Commands.GetChatModelCommand (Get-ChatModel) has no <remarks>")]
    [InlineData("ChatCompletion.xml", "T:ChatCompletions.Commands.GetChatModelCommand", "example", "ChatCompletions.Commands.GetChatModelCommand (Get-ChatModel) has no <example>")]
    [InlineData("ChatCompletion.xml", "P:ChatCompletions.Commands.GetChatModelCommand.Name", "summary", "ChatCompletions.Commands.GetChatModelCommand.Name (parameter -Name of Get-ChatModel) has no <summary>")]
    [InlineData("ChatCompletion.Client.xml", "T:ChatCompletions.ChatModel", "summary", "ChatCompletions.ChatModel (output of Get-ChatModel) has no <summary>")]
    public void Fails_the_build_and_names_what_is_not_documented(string file, string member, string element, string message)
    {
        var path = Path.Combine(_folder, file);
        var docs = XDocument.Load(path);
        var removed = docs.Descendants("member").Single(item => (string?)item.Attribute("name") == member).Elements(element).ToList();
        Assert.NotEmpty(removed);
        removed.Remove();
        docs.Save(path);

        var (exitCode, errors) = Run();
        Assert.Equal(1, exitCode);
        // The form in which MSBuild knows an error; one gap is one line.
        Assert.StartsWith("HelpWriter : error HELP001: " + message, Assert.Single(errors.Trim().Split('\n')));
        Assert.False(File.Exists(HelpFile));
    }

    [Fact]
    public void Fills_the_known_services_into_a_topic()
    {
        var (frame, topic) = (Path.Combine(_folder, "frame.txt"), Path.Combine(_folder, "topic.txt"));
        File.WriteAllText(frame, "TOPIC\n{services}\n\nEND\n");
        var (exitCode, errors) = Run("topic", frame, topic);
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        var text = File.ReadAllText(topic);
        Assert.StartsWith("TOPIC\n    OpenAI\n      address    https://api.openai.com/v1\n      key        OPENAI_API_KEY\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\nEND\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\n    Groq\n      address    https://api.groq.com/openai/v1\n      key        GROQ_API_KEY\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_topic_without_a_place_for_the_services()
    {
        var (frame, topic) = (Path.Combine(_folder, "frame.txt"), Path.Combine(_folder, "topic.txt"));
        File.WriteAllText(frame, "TOPIC\n");
        var (exitCode, errors) = Run("topic", frame, topic);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("{services}", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(topic));
    }

    [Fact]
    public void Writes_the_same_views_each_time()
    {
        var (assembly, file) = (Path.Combine(_folder, "ChatCompletion.dll"), Path.Combine(_folder, "format.ps1xml"));
        var (exitCode, errors) = Run("formats", assembly, file);
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(BuildMetadata.Of("ModuleBuild"), "ChatCompletion.format.ps1xml")), File.ReadAllText(file));
    }

    [Fact]
    public void Fails_the_build_where_a_view_would_show_text_as_a_server_wrote_it()
    {
        // The client's assembly has the types, and no hidden property that makes a text safe.
        var file = Path.Combine(_folder, "format.ps1xml");
        var (exitCode, errors) = Run("formats", Path.Combine(_folder, "ChatCompletion.Client.dll"), file);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("HelpWriter : error HELP003: The view of ChatCompletion would show ", Assert.Single(errors.Trim().Split('\n')));
        Assert.False(File.Exists(file));
    }

    private (int ExitCode, string Errors) Run() => Run("cmdlets", Path.Combine(_folder, "ChatCompletion.dll"), HelpFile);

    private static (int ExitCode, string Errors) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardError = true };
        foreach (var argument in arguments.Prepend(BuildMetadata.Of("HelpWriter"))) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
