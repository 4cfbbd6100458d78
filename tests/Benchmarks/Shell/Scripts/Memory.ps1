# A stream without end: the live bytes that each chunk leaves behind, of which its text is 10.
param([string] $Manifest, [string] $Server, [int] $Pairs, [switch] $Quick)
. $PSScriptRoot/Measure.ps1

$first = 100000
$last = $Quick ? 300000 : 800000
$call = Get-Call endless
$seen = 0
$live = @{}
Invoke-ChatCompletion 'Hi' -Stream @call | Select-Object -First $last | ForEach-Object {
    $seen++
    if ($seen -eq $first -or $seen -eq $last) { $live[$seen] = [gc]::GetTotalMemory($true) }
}
Write-Sample endless (($live[$last] - $live[$first]) / ($last - $first))
