// Counts the output of dotnet test, from standard input, and fails if dotnet test failed or a cmdlet was not tested. .ci/run and
// ./build.ps1 Ci call it. The .NET SDK runs this file itself, so that it works on every system, without PowerShell.
//     dotnet run .ci/Count.cs -- EXIT-CODE-OF-DOTNET-TEST < output
#:property PublishAot=false
using System.Globalization;
using System.Text.RegularExpressions;

var status = int.Parse(args[0], CultureInfo.InvariantCulture);
var (passed, failed, skipped, isUntested) = (0, 0, 0, false);
while (Console.ReadLine() is { } line)
{
    // The reason of PesterRun.
    isUntested |= line.Contains("the cmdlets were not tested", StringComparison.Ordinal);
    // Each test project ends with a line such as "Passed!  - Failed:     0, Passed:    10, Skipped:     0, Total:    10, …".
    if (!Regex.IsMatch(line, "^(Passed|Failed|Skipped)! ")) continue;
    passed += Count(line, "Passed");
    failed += Count(line, "Failed");
    skipped += Count(line, "Skipped");
}

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

static int Count(string line, string what) =>
    Regex.Match(line, $@"{what}: +(\d+)") is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

static bool HasPowerShell()
{
    if (Environment.GetEnvironmentVariable("PWSH") is { Length: > 0 }) return true;
    var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
    return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => !string.IsNullOrWhiteSpace(folder) && File.Exists(Path.Combine(folder, name)));
}
