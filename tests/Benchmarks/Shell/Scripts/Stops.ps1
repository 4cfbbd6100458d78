# How soon the prompt is back after Ctrl+C: before the headers, in mid-stream, and in a wait before a retry.
param([string] $Manifest, [string] $Server, [int] $Pairs, [switch] $Quick)
. $PSScriptRoot/Measure.ps1

function Measure-Stop([string] $Path) {
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript({ param($Manifest, $ApiBase) Import-Module $Manifest; Invoke-ChatCompletion 'Hi' -Stream -ApiBase $ApiBase -Model m }).AddArgument($Manifest).AddArgument("$Server/$Path/v1")
        $running = $shell.BeginInvoke()
        # By then the call is in its stage.
        Start-Sleep -Milliseconds 400
        if ($running.IsCompleted) { throw "The call to $Path ended by itself." }
        Measure-Time { $shell.Stop() }
    }
    finally { $shell.Dispose() }
}

Invoke-Pairs ([ordered]@{
    'stop.headers.cmdlet' = { Measure-Stop silent }
    'stop.stream.cmdlet' = { Measure-Stop pause }
    'stop.retry.cmdlet' = { Measure-Stop busy }
})
