<#
.SYNOPSIS
    Runs the Pester files on a built module and leaves what became of each It as JSON.
#>
[CmdletBinding()]
param(
    # Where the results go; without it they are only shown.
    [string] $ResultPath,

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
Import-Module $ModuleManifest
Add-Type -Path $ServerAssembly

$configuration = New-PesterConfiguration
$configuration.Run.Path = (Get-ChildItem $PSScriptRoot -Filter $Filter).FullName
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $ResultPath ? 'None' : 'Detailed'
$configuration.Output.CIFormat = 'None'
$run = Invoke-Pester -Configuration $configuration
Remove-Item $env:XDG_CONFIG_HOME -Recurse -Force
if (-not $ResultPath) { exit $run.FailedCount }

$results = @(
    foreach ($test in $run.Tests) {
        [pscustomobject]@{
            File    = Split-Path $test.ScriptBlock.File -Leaf
            Line    = $test.StartLine
            Name    = $test.ExpandedPath
            Result  = $test.Result
            Message = ($test.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
        }
    }
    # Failures of a file, or of a BeforeAll.
    foreach ($broken in @($run.FailedContainers) + @($run.FailedBlocks)) {
        [pscustomobject]@{
            File    = ''
            Line    = 0
            Name    = "$broken"
            Result  = 'Failed'
            Message = ($broken.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
        }
    }
)
ConvertTo-Json $results -Depth 3 | Set-Content $ResultPath
