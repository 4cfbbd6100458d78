using System.Diagnostics;
using ChatCompletions.Demo;

namespace ChatCompletions.Tests;

/// <summary>The README's first command, on a machine with PowerShell and on one without.</summary>
public sealed class DemoTests
{
    private const string Answer = "This is a made-up answer of the built-in Mock provider. The question was: Why is the sky blue?";

    [Fact]
    public async Task Without_PowerShell_it_does_the_same_job_and_says_how_to_get_one()
    {
        var (output, exitCode) = await RunAsync(Path.GetTempPath(), pwsh: null);

        Assert.Equal(0, exitCode);
        Assert.Contains("dotnet tool install --global PowerShell", output, StringComparison.Ordinal);
        AssertJob(output);
    }

    [Fact]
    public async Task With_PowerShell_it_shows_the_module()
    {
        if (PowerShellFinder.Find() is not { } pwsh)
        {
            Assert.Skip("No pwsh on PATH nor in the variable PWSH.");
            return;
        }
        var (output, exitCode) = await RunAsync(Environment.GetEnvironmentVariable("PATH") ?? "", pwsh);

        Assert.Equal(0, exitCode);
        Assert.Contains("PS> Get-ChatModel -Provider Mock", output, StringComparison.Ordinal);
        AssertJob(output);
    }

    /// <summary>An answer, a stream, a model list, a CSV row, an error with its advice. A console breaks long lines, so breaks do not count.</summary>
    private static void AssertJob(string output)
    {
        var text = output.ReplaceLineEndings("");
        Assert.Equal(3, text.Split(Answer[..40]).Length - 1);
        Assert.Contains(Answer, text, StringComparison.Ordinal);
        Assert.Contains("echo", output, StringComparison.Ordinal);
        Assert.Contains("Model", text, StringComparison.Ordinal);
        Assert.Contains("TotalTokens", text, StringComparison.Ordinal);
        Assert.Contains("The model 'no-such-model' does not exist.", text, StringComparison.Ordinal);
        Assert.Contains("Check -Model", text, StringComparison.Ordinal);
    }

    private static async Task<(string Output, int ExitCode)> RunAsync(string path, string? pwsh)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) != "dotnet") start.FileName = "dotnet";
        start.ArgumentList.Add(BuildMetadata.Of("Demo"));
        start.Environment["PATH"] = path;
        start.Environment["PWSH"] = pwsh;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return (await output + await errors, process.ExitCode);
    }
}
