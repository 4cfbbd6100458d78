#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, shows, tests or packs the module. It only wraps dotnet; each task says which command it runs.
.EXAMPLE
    ./build.ps1 Test
#>
[CmdletBinding()]
param(
    # Build: the importable module in output/. Demo: its main job, offline. Test: all tests. Package: a zip of the module.
    # Ci: all tests, and a line that counts them; a skipped cmdlet test is a failure.
    # TestWindows: the client's tests for Windows, under Wine.
    # Bench: measures the module against its peers, and writes tests/Benchmarks/RESULTS.md.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Demo', 'Test', 'TestWindows', 'Ci', 'Bench', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # TestWindows: the culture of the tests, such as tr-TR.
    [string] $Culture = 'default',

    # TestWindows: only the classes with such a name, such as *Journal*.
    [string] $Class = '*',

    # Bench: less than a minute, with few runs; nothing is written.
    [switch] $Quick,

    # Bench: other PowerShell modules, where they are installed, to compare with.
    [string[]] $PeerModule = @(),

    # Bench: how such a module asks the address it is given, as in { param($ApiBase) ... }. From another shell: pwsh -Command, not -File.
    [scriptblock] $PeerCall
)
$ErrorActionPreference = 'Stop'

function Invoke-Dotnet {
    Write-Host "dotnet $args" -ForegroundColor DarkGray
    dotnet @args
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        Build { Invoke-Dotnet build -c $Configuration }
        Demo { Invoke-Dotnet run -c $Configuration --project src/Demo }
        Bench {
            $options = @($Quick ? '--quick' : @()) + @($PeerModule.ForEach({ '--peer', $_ })) + @($PeerCall ? @('--peer-call', "$PeerCall") : @())
            Invoke-Dotnet run -c Release --project tests/Benchmarks '--' @options
        }
        Test { Invoke-Dotnet test -c $Configuration }
        Ci {
            # The same as .ci/run.
            $env:DOTNET_CLI_UI_LANGUAGE = 'en'
            $env:NO_COLOR = '1'
            dotnet test -c $Configuration 2>&1 | Tee-Object -Variable log
            $status = $LASTEXITCODE
            $log | dotnet run .ci/Count.cs '--' $status
            exit $LASTEXITCODE
        }
        TestWindows {
            if ($IsWindows) { Write-Host 'This is Windows: ./build.ps1 Test runs all tests on it.'; return }
            if (-not (Get-Command wine, wine64 -ErrorAction Ignore)) {
                Write-Host 'Wine is missing, so the tests for Windows were not run. Install your system''s package wine or wine64, version 8 or later.'
                return
            }
            # Not in output, which tests search for modules: Wine's prefix links to the whole file system.
            $folder = Join-Path ([Environment]::GetFolderPath('LocalApplicationData', 'Create')) chatcompletion-wine
            $project = 'tests/ChatCompletion.Client.Tests'
            Invoke-Dotnet publish $project -c Release -r win-x64 --self-contained -o "$folder/tests" -v quiet -nologo
            tests/Wine/Invoke-WineTests.ps1 -Tests "$folder/tests" -WorkFolder $folder -Culture $Culture -Class $Class
            exit $LASTEXITCODE
        }
        Package {
            $version = (Import-PowerShellDataFile ChatCompletion.psd1).ModuleVersion
            $folder = "output/ChatCompletion/$version"
            if (Test-Path $folder) { Remove-Item $folder -Recurse }
            Invoke-Dotnet build src/ChatCompletion -c Release --no-incremental
            $zip = Join-Path $PSScriptRoot "output/ChatCompletion-$version.zip"
            if (Test-Path $zip) { Remove-Item $zip }
            [System.IO.Compression.ZipFile]::CreateFromDirectory((Resolve-Path "output/ChatCompletion"), $zip)
            Get-Item $zip
        }
    }
}
finally {
    Pop-Location
}
