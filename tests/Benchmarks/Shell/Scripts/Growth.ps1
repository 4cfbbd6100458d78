# From one item to many: the time of an item, and the most memory so far.
param([string] $Manifest, [string] $Server, [int] $Pairs, [switch] $Quick)
. $PSScriptRoot/Measure.ps1

$call = Get-Call small
1..2000 | ForEach-Object { 'Hi' } | Invoke-ChatCompletion @call -ThrottleLimit 8 | Out-Null
foreach ($count in $Quick ? (1, 10, 100, 1000, 5000) : (1, 10, 100, 1000, 10000, 100000)) {
    $runs = [Math]::Max(1, [Math]::Min($Pairs, 10000 / $count))
    for ($i = 0; $i -lt $runs; $i++) {
        $time = Measure-Time { 1..$count | ForEach-Object { 'Hi' } | Invoke-ChatCompletion @call -ThrottleLimit 8 | Out-Null }
        Write-Sample "growth.$count" ($time * 1000 / $count)
    }
    Write-Sample "growth.$count.peak" (Get-Peak)
}
