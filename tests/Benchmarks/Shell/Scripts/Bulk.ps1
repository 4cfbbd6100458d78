# Many small calls: time and processor time of each; and, where the server takes 50 ms, how close to ideal they are.
param([string] $Manifest, [string] $Server, [int] $Pairs, [switch] $Quick)
. $PSScriptRoot/Measure.ps1

$count = $Quick ? 1000 : 10000
$questions = 1..$count | ForEach-Object { 'Why is the sky blue?' }
$call = Get-Call small
$runs = $Quick ? 1 : [Math]::Min($Pairs, 3)
foreach ($limit in 1, 8, 64) { $questions[0..500] | Invoke-ChatCompletion @call -ThrottleLimit $limit | Out-Null }
for ($i = 0; $i -lt $runs; $i++) {
    foreach ($limit in 1, 8, 64) {
        [gc]::Collect()
        $cpu = Get-Cpu
        $time = Measure-Time { $questions | Invoke-ChatCompletion @call -ThrottleLimit $limit | Out-Null }
        Write-Sample "bulk.$limit" ($time * 1000 / $count)
        Write-Sample "bulk.$limit.cpu" (((Get-Cpu) - $cpu) * 1000 / $count)
    }
}

$items = 1000
$slow = Get-Call slow/50
# As many rounds as it takes to get through with 32 at once.
$ideal = [Math]::Ceiling($items / 32) * 50
Invoke-Pairs ([ordered]@{ 'bulk.slow' = { 100 * $ideal / (Measure-Time { 1..$items | ForEach-Object { 'Hi' } | Invoke-ChatCompletion @slow -ThrottleLimit 32 | Out-Null }) } }) ($Quick ? 1 : $Pairs)
