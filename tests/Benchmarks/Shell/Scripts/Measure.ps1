# What the measuring scripts share; each takes the same parameters and dot-sources it.
$ErrorActionPreference = 'Stop'
Import-Module $Manifest

# A line that the benchmark reads.
function Write-Sample([string] $Key, [double] $Value) { "$Key $($Value.ToString('R', [cultureinfo]::InvariantCulture))" }

# The milliseconds that a script block takes.
function Measure-Time([scriptblock] $Action) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $null = & $Action
    $watch.Elapsed.TotalMilliseconds
}

# Measures each side until the runtime has compiled it for good, then in turn (A B A B ...).
function Invoke-Pairs([System.Collections.Specialized.OrderedDictionary] $Sides, [int] $Rounds = $Pairs) {
    foreach ($measure in $Sides.Values) {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        do { $null = & $measure } while ($watch.ElapsedMilliseconds -lt ($Quick ? 200 : 2000))
    }
    for ($i = 0; $i -lt $Rounds; $i++) {
        foreach ($key in $Sides.Keys) {
            [gc]::Collect()
            Write-Sample $key (& $Sides[$key])
        }
    }
}

# The common parameters of a call to a path of the server.
function Get-Call([string] $Path) { @{ ApiBase = "$Server/$Path/v1"; Model = 'gpt-4o-mini' } }

# The most memory that this process has had, in MB.
function Get-Peak { [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB }

function Get-Cpu { [System.Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime.TotalMilliseconds }
