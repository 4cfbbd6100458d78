// What CI runs: the README's test command, then one line that counts all test projects together.
// It is a file that the .NET SDK runs itself, so that it needs no shell and no PowerShell: dotnet run .ci/Run.cs
#:property PublishAot=false
using System.Diagnostics;
using System.Text.RegularExpressions;

var start = new ProcessStartInfo("dotnet", ["test", .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
foreach (var name in new[] { "DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO", "NO_COLOR" }) start.Environment[name] = "1";
// The language of the output, which is counted below.
start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

var (passed, failed, skipped, isUntested) = (0, 0, 0, false);
using var process = new Process { StartInfo = start };
process.OutputDataReceived += (_, output) => Show(output.Data);
process.ErrorDataReceived += (_, output) => Show(output.Data);
process.Start();
process.BeginOutputReadLine();
process.BeginErrorReadLine();
process.WaitForExit();

var status = process.ExitCode;
// Without PowerShell the cmdlets' tests are skipped; with it, a skipped one would hide that a cmdlet was not tested.
// Only on Linux every test can run.
if (HasPowerShell() && (OperatingSystem.IsLinux() ? skipped > 0 : isUntested))
{
    Console.WriteLine($"There is a PowerShell on this machine, and yet {skipped} tests were skipped.");
    status = 1;
}
if (passed == 0)
{
    Console.WriteLine("No test passed.");
    status = 1;
}
Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
return status;

void Show(string? line)
{
    if (line is null) return;
    lock (process)
    {
        Console.WriteLine(line);
        // The reason of PesterRun.
        isUntested |= line.Contains("the cmdlets were not tested", StringComparison.Ordinal);
        // Each test project ends with a line such as "Passed!  - Failed:     0, Passed:    10, Skipped:     0, Total:    10, …".
        if (!Regex.IsMatch(line, "^(Passed|Failed|Skipped)! ")) return;
        passed += Count(line, "Passed");
        failed += Count(line, "Failed");
        skipped += Count(line, "Skipped");
    }
}

static int Count(string line, string what) =>
    Regex.Match(line, $@"{what}: +(\d+)") is { Success: true } match ? int.Parse(match.Groups[1].Value) : 0;

static bool HasPowerShell()
{
    if (Environment.GetEnvironmentVariable("PWSH") is { Length: > 0 }) return true;
    var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
    return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => !string.IsNullOrWhiteSpace(folder) && File.Exists(Path.Combine(folder, name)));
}
