using System.Diagnostics;
using System.Text.Json;
using ChatCompletions.Demo;

namespace ChatCompletions.Tests;

/// <summary>One run of all Pester files in a real PowerShell, on the built module.</summary>
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
        var results = Path.Combine(Path.GetTempPath(), $"chatcompletion-pester-{Guid.NewGuid():N}.json");
        try
        {
            var log = Run(pwsh, results);
            if (!File.Exists(results))
            {
                if (log.Contains("PESTER-MISSING", StringComparison.Ordinal)) SkipReason = "PowerShell has no Pester 5 or later: the cmdlets were not tested.";
                else Failure = "The Pester run left no results.\n" + log;
                return;
            }
            using var stream = File.OpenRead(results);
            Results = JsonSerializer.Deserialize<List<ItResult>>(stream) ?? [];
        }
        finally
        {
            File.Delete(results);
        }
    }

    /// <summary>The run; it is done once, when it is first needed.</summary>
    public static PesterRun Instance => Shared.Value;

    /// <summary>The folder of the Pester files.</summary>
    public static string TestFolder { get; } = BuildMetadata.Of("TestFolder");

    /// <summary>Why nothing was run, if so.</summary>
    public string? SkipReason { get; }

    /// <summary>Why the run as a whole failed, if so.</summary>
    public string? Failure { get; }

    /// <summary>What became of each It.</summary>
    public IReadOnlyList<ItResult> Results { get; } = [];

    private static string Run(string pwsh, string results)
    {
        var start = new ProcessStartInfo(pwsh) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = TestFolder };
        foreach (var argument in new[]
                 {
                     "-NoProfile", "-NonInteractive", "-File", Path.Combine(TestFolder, "Invoke-ModuleTests.ps1"),
                     "-ResultPath", results,
                     "-ModuleManifest", BuildMetadata.Of("ModuleManifest"),
                     "-ServerAssembly", Path.Combine(AppContext.BaseDirectory, "ScriptedServer.dll"),
                 }) start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            return $"The Pester run took longer than {Limit.TotalMinutes} minutes.\n{output.Result}\n{errors.Result}";
        }
        return output.Result + errors.Result;
    }

    /// <summary>A path that the build wrote down.</summary>
}
