<#
.SYNOPSIS
    Runs the published client tests for Windows under Wine, on a 64-bit prefix of their own, and prints a total.
.DESCRIPTION
    One process runs one class: a fault of Wine then ends one class and not the run. The tests in KnownFaults.psd1 are not run,
    since some of them hang. The exit code is 0 if no other test failed.
#>
[CmdletBinding()]
param(
    # The folder with ChatCompletion.Client.Tests.exe.
    [Parameter(Mandatory)]
    [string] $Tests,

    # The folder for the prefix (Wine's drive C and registry) and the results.
    [Parameter(Mandatory)]
    [string] $WorkFolder,

    # The culture of the tests, such as tr-TR.
    [string] $Culture = 'default',

    # Only the classes with such a name; wildcards are allowed.
    [string] $Class = '*',

    # How long one class may take, in seconds.
    [int] $Limit = 600
)
$ErrorActionPreference = 'Stop'
$faults = Import-PowerShellDataFile (Join-Path $PSScriptRoot KnownFaults.psd1)
$results = Join-Path $WorkFolder results
if (Test-Path $results) { Remove-Item $results -Recurse }
$null = New-Item $results -ItemType Directory

# The home folder is an empty one, so that the prefix has no links into yours.
$settings = @{
    WINEARCH                     = 'win64'
    WINEPREFIX                   = Join-Path $WorkFolder prefix
    WINEDEBUG                    = '-all'
    WINEDLLOVERRIDES             = 'mshtml=d;winemenubuilder.exe=d'
    DOTNET_EnableWriteXorExecute = '0'
    HOME                         = Join-Path $WorkFolder home
}
$null = New-Item $settings.HOME -ItemType Directory -Force
$before = @{}
foreach ($name in $settings.Keys) {
    $before[$name] = [Environment]::GetEnvironmentVariable($name)
    [Environment]::SetEnvironmentVariable($name, $settings[$name])
}
try {
    # Some packages have only the second name.
    $wine = (Get-Command wine, wine64 -CommandType Application -ErrorAction Ignore)[0].Source
    sh -c '"$0" reg add "HKCU\\Software\\Wine" /v Version /d win10 /f </dev/null >/dev/null 2>&1' $wine
    if ($LASTEXITCODE) { throw "Wine could not make a 64-bit prefix in $($settings.WINEPREFIX). Delete that folder and try again." }

    Push-Location $Tests
    try { $listed = sh -c '"$0" ./ChatCompletion.Client.Tests.exe -list classes </dev/null 2>/dev/null' $wine }
    finally { Pop-Location }
    $classes = @($listed).Trim() -match '^[\w.+]+$' -like $Class
    if (-not $classes) { throw "There is no test class '$Class', or the tests did not start under Wine." }

    $runs = $classes | ForEach-Object -ThrottleLimit 2 -Parallel {
        $name = $_
        $output = Join-Path $using:results "$name.txt"
        $report = Join-Path $using:results "$name.xml"
        $without = @(($using:faults).Keys | Where-Object { ($_ -replace '\.\w+$') -eq $name } | ForEach-Object { '-method-', $_ })
        $start = [Diagnostics.ProcessStartInfo]::new('sh')
        # The shell redirects, because Wine's services keep an inherited pipe open.
        $command = 'exec "$0" ./ChatCompletion.Client.Tests.exe -parallel none -noColor "$@" </dev/null >"$WINE_TEST_OUTPUT" 2>&1'
        foreach ($argument in '-c', $command) { $start.ArgumentList.Add($argument) }
        $start.Environment['WINE_TEST_OUTPUT'] = $output
        $options = '-class', $name, '-culture', $using:Culture, '-xml', "Z:$report"
        foreach ($argument in @($using:wine) + $options + $without) { $start.ArgumentList.Add($argument) }
        $start.WorkingDirectory = $using:Tests
        foreach ($attempt in 1, 2) {
            $process = [Diagnostics.Process]::Start($start)
            $ended = $process.WaitForExit($using:Limit * 1000)
            if (-not $ended) { $process.Kill($true) }
            # A fault of the runtime under Wine that comes and goes.
            if ((Test-Path $report) -or -not (Select-String -LiteralPath $output -SimpleMatch 0x80131506 -Quiet)) { break }
        }
        $cases = if (Test-Path $report) { ([xml](Get-Content -LiteralPath $report -Raw)).SelectNodes('//test') }
        $failures = @(foreach ($case in $cases | Where-Object result -EQ Fail) {
            '{0}: {1}' -f $case.GetAttribute('name'), $case.SelectSingleNode('failure/message').InnerText
        })
        # A class of which no test is left has no cases.
        if (-not $ended) { $failures += "${name}: it took longer than $using:Limit seconds; see $output" }
        elseif (-not (Test-Path $report)) { $failures += "${name}: it ended without results, with exit code $($process.ExitCode); see $output" }
        [pscustomobject]@{
            Passed   = @($cases | Where-Object result -EQ Pass).Count
            Skipped  = @($cases | Where-Object result -EQ Skip).Count
            Failures = $failures
        }
    }
}
finally {
    # Ends what a class left behind, in this prefix only.
    sh -c 'wineserver -k >/dev/null 2>&1'
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
}

$known = @($faults.Keys | Where-Object { $_ -replace '\.\w+$' -in $classes } | Sort-Object)
$known | ForEach-Object { "Not run, a fault of Wine: ${_}: $($faults[$_])" }
$failures = @($runs.ForEach({ $_.Failures }))
$failures | ForEach-Object { "Failed: $_" }
$passed = ($runs | Measure-Object Passed -Sum).Sum
$skipped = ($runs | Measure-Object Skipped -Sum).Sum
"$passed passed, $($failures.Count) failed, $skipped skipped, $($known.Count) known faults of Wine"
exit ($failures.Count -or -not $passed ? 1 : 0)
