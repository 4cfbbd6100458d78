<#
.SYNOPSIS
    Runs the Pester files on a built module. With -ResultFolder it writes the result of each It as JSON, one file per Pester file.
#>
[CmdletBinding()]
param(
    # An existing folder for the results. Several processes with the same folder share the Pester files: each runs the next one that none has started.
    # Without it, the results are only shown.
    [string] $ResultFolder,

    # The manifest of the built module; the newest one in output unless given.
    [string] $ModuleManifest,

    # The scripted loopback server; the one that was built last unless given.
    [string] $ServerAssembly,

    # Which files to run.
    [string] $Filter = '*.Tests.ps1'
)
$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
if (-not $ModuleManifest) {
    $ModuleManifest = Get-ChildItem "$root/output/ChatCompletion/*/ChatCompletion.psd1" | Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
}
if (-not $ServerAssembly) {
    $ServerAssembly = Get-ChildItem "$root/tests/ScriptedServer/bin/*/net8.0/ScriptedServer.dll" | Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
}
if (-not (Get-Module Pester -ListAvailable | Where-Object Version -ge ([version] '5.0'))) {
    'PESTER-MISSING'
    exit 2
}
Import-Module Pester -MinimumVersion '5.0'

# No test may see the providers, keys or settings of the person who runs it.
Get-ChildItem env: | Where-Object Name -Match '(API_KEY|BASE_URL|API_BASE|_TOKEN|_PROXY)$' | Remove-Item
$env:XDG_CONFIG_HOME = (New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) "chatcompletion-tests-$([guid]::NewGuid().ToString('N'))")).FullName
# XDG_CONFIG_HOME moves other settings too, but has no effect on Windows.
$env:CHATCOMPLETION_CONFIG_HOME = Join-Path $env:XDG_CONFIG_HOME ChatCompletion
Import-Module $ModuleManifest
Add-Type -Path $ServerAssembly

$files = Get-ChildItem $PSScriptRoot -Filter $Filter
$configuration = New-PesterConfiguration
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $ResultFolder ? 'None' : 'Detailed'
$configuration.Output.CIFormat = 'None'
if (-not $ResultFolder) {
    $configuration.Run.Path = $files.FullName
    $run = Invoke-Pester -Configuration $configuration
    Remove-Item $env:XDG_CONFIG_HOME -Recurse -Force
    exit $run.FailedCount
}

# What takes long comes first, so that all processes end at about the same time: files that start other processes, then long ones.
$isSlow = { (Get-Content $_ -Raw) -match 'Isolated\.ps1|Process\]::Start' }
foreach ($file in $files | Sort-Object $isSlow, Length -Descending) {
    # The process that can create this file runs the tests. Without results beside it, it shows where a process stopped.
    try { [System.IO.File]::Open("$ResultFolder/$($file.Name).started", 'CreateNew').Dispose() }
    catch [System.IO.IOException] { continue }
    $configuration.Run.Path = $file.FullName
    $run = Invoke-Pester -Configuration $configuration
    $results = @(
        foreach ($test in $run.Tests) {
            [pscustomobject]@{
                File         = $file.Name
                Line         = $test.StartLine
                Name         = $test.ExpandedPath
                Result       = $test.Result
                Milliseconds = [long] $test.Duration.TotalMilliseconds
                Message      = ($test.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
            }
        }
        # Failures of a file, or of a BeforeAll.
        foreach ($broken in @($run.FailedContainers) + @($run.FailedBlocks)) {
            [pscustomobject]@{
                File    = $file.Name
                Line    = 0
                Name    = "$broken"
                Result  = 'Failed'
                Message = ($broken.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
            }
        }
    )
    ConvertTo-Json -InputObject $results -Depth 3 | Set-Content "$ResultFolder/$($file.Name).json"
}
Remove-Item $env:XDG_CONFIG_HOME -Recurse -Force
