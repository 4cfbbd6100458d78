# Streams through the pipeline and through Show-ChatCompletion: microseconds for each chunk; and the first chunk's delay.
param([string] $Manifest, [string] $Server, [int] $Pairs, [switch] $Quick)
. $PSScriptRoot/Measure.ps1

foreach ($count in $Quick ? (100, 10000) : (100, 10000, 200000)) {
    $call = Get-Call "stream/$count"
    $repetitions = [Math]::Max(1, 5000 / $count)
    $sides = [ordered]@{
        "stream.$count.cmdlet" = { (Measure-Time { for ($i = 0; $i -lt $repetitions; $i++) { Invoke-ChatCompletion 'Hi' -Stream @call | Out-Null } }) * 1000 / $repetitions / $count }
        # What it prints goes nowhere: a terminal's own time is not ours.
        "stream.$count.show" = { (Measure-Time { for ($i = 0; $i -lt $repetitions; $i++) { Invoke-ChatCompletion 'Hi' -Stream @call | Show-ChatCompletion 6> $null } }) * 1000 / $repetitions / $count }
    }
    Invoke-Pairs $sides
}

$call = Get-Call first
Invoke-Pairs ([ordered]@{
    'first.cmdlet' = {
        Invoke-ChatCompletion 'Hi' -Stream @call | ForEach-Object {
            $now = [System.Diagnostics.Stopwatch]::GetTimestamp()
            if ($_.Content) { ($now - [long] $_.Content) * 1000 / [System.Diagnostics.Stopwatch]::Frequency }
        }
    }
})
