using System.Diagnostics;
using System.Text.Json;
using ChatCompletions.Demo;

namespace ChatCompletions.Tests;

/// <summary>
/// One run of all Pester files on the built module. PowerShell processes run in parallel, and each takes the next file that none has started.
/// </summary>
public sealed class PesterRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private static readonly Lazy<PesterRun> Shared = new(static () => new PesterRun());

    private PesterRun()
    {
        var pwsh = PowerShellFinder.Find();
        if (pwsh is null)
        {
            SkipReason = "No pwsh on PATH nor in the variable PWSH: the cmdlets were not tested.";
            return;
        }
        var folder = Directory.CreateTempSubdirectory("chatcompletion-pester-").FullName;
        try
        {
            var processes = Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, 4)).Select(_ => RunAsync(pwsh, folder)).ToArray();
            var log = string.Join("\n", Task.WhenAll(processes).GetAwaiter().GetResult().Where(static text => text.Length > 0));
            if (log.Contains("PESTER-MISSING", StringComparison.Ordinal))
                SkipReason = "PowerShell has no Pester 5 or later: the cmdlets were not tested.";
            Results = [.. Directory.EnumerateFiles(folder, "*.json").SelectMany(Read)];
            var running = Directory.EnumerateFiles(folder, "*.started").Select(static path => Path.GetFileNameWithoutExtension(path))
                .Except(Results.Select(static result => result.File));
            Problem = $"Files that were running when their PowerShell ended: {string.Join(", ", running.DefaultIfEmpty("none"))}.\n{log}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The run; it is done once, when it is first needed.</summary>
    public static PesterRun Instance => Shared.Value;

    /// <summary>The folder of the Pester files.</summary>
    public static string TestFolder { get; } = BuildMetadata.Of("TestFolder");

    /// <summary>Why nothing was run, if so.</summary>
    public string? SkipReason { get; }

    /// <summary>Why an It may have no result: the files that were running at the end, and the output of the processes.</summary>
    public string Problem { get; } = "";

    /// <summary>The result of each It.</summary>
    public IReadOnlyList<ItResult> Results { get; } = [];

    private static List<ItResult> Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<List<ItResult>>(stream) ?? [];
        }
        catch (JsonException)
        {
            // The process was stopped while it wrote the file.
            return [];
        }
    }

    private static async Task<string> RunAsync(string pwsh, string folder)
    {
        var start = new ProcessStartInfo(pwsh)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = TestFolder,
        };
        foreach (var argument in new[]
                 {
                     "-NoProfile", "-NonInteractive", "-File", Path.Combine(TestFolder, "Invoke-ModuleTests.ps1"),
                     "-ResultFolder", folder,
                     "-ModuleManifest", BuildMetadata.Of("ModuleManifest"),
                     "-ServerAssembly", Path.Combine(AppContext.BaseDirectory, "ScriptedServer.dll"),
                 }) start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var end = "";
        var exit = process.WaitForExitAsync();
        while (await Task.WhenAny(exit, Task.Delay(TimeSpan.FromSeconds(5))).ConfigureAwait(false) != exit)
        {
            // The folder changes when a file of tests starts or ends.
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) < Limit) continue;
            process.Kill(entireProcessTree: true);
            await exit.ConfigureAwait(false);
            end = $"A PowerShell of the Pester run was stopped, as no file of tests ended within {Limit.TotalMinutes} minutes.\n";
        }
        if (end.Length == 0 && process.ExitCode != 0) end = $"A PowerShell of the Pester run ended with the exit code {process.ExitCode}.\n";
        return end + await output.ConfigureAwait(false) + await errors.ConfigureAwait(false);
    }
}
