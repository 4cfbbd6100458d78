<#
    Many rows through a server that is slow, refuses, fails and breaks off, in a run that is killed three times and resumed from its
    journal. Shows that each row comes out once and in order, that nothing in the journal is asked again, and how memory goes.
    Build the solution first. It takes about half a minute.
#>
param([int] $Rows = 10000)
$ErrorActionPreference = 'Stop'
$root = (Resolve-Path "$PSScriptRoot/../..").Path
$Folder = Join-Path ([IO.Path]::GetTempPath()) "chat-interrupted-$PID"
$null = New-Item $Folder -ItemType Directory
Add-Type -Path $root/tests/ScriptedServer/bin/Debug/net8.0/ScriptedServer.dll
$manifest = (Get-ChildItem $root/output/ChatCompletion/*/ChatCompletion.psd1).FullName
Set-Location $Folder
$server = [ScriptedServers.ScriptedServer]::Start()
$json = '{"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"ok"}}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}'
$server.Default = [ScriptedServers.Reply]::Json($json)
$random = [random]::new(42)
$counts = @{ ok = 0; limit = 0; fail = 0; cut = 0 }
for ($i = 0; $i -lt [int]($Rows * 1.1); $i++) {
    $p = $random.NextDouble()
    $reply = if ($p -lt 0.02) { $counts.limit++; [ScriptedServers.Reply]::Json('{"error":{"message":"slow down"}}', 429).Header('Retry-After', '0.05') }
    elseif ($p -lt 0.03) { $counts.fail++; [ScriptedServers.Reply]::Json('{"error":{"message":"oops"}}', 500) }
    elseif ($p -lt 0.035) { $counts.cut++; [ScriptedServers.Reply]::Sse().Header('Content-Type', 'application/json').Headers().Send('{"id":"c","choi').Reset() }
    else { $counts.ok++; [ScriptedServers.Reply]::Sse().Header('Content-Type', 'application/json').Wait($random.Next(20)).Send($json) }
    $null = $server.Enqueue($reply)
}
1..$Rows | ForEach-Object { [pscustomobject]@{ n = $_ } } | Export-Csv rows.csv
@"
Import-Module '$manifest'
Import-Csv rows.csv | Invoke-ChatCompletion { "row `$(`$_.n)" } -ApiBase $($server.BaseUrl) -Model m -ThrottleLimit 64 -JournalPath run.jsonl -IncludeFailed -ErrorAction SilentlyContinue |
    Select-Object @{ n = 'n'; e = { `$_.InputObject.n } }, Content, Complete, FromJournal, Error | Export-Csv out.csv
"@ | Set-Content child.ps1
$repeated = 0; $known = [System.Collections.Generic.HashSet[string]]::new(); $seen = 0
function Get-Journalled { $set = [System.Collections.Generic.HashSet[string]]::new(); foreach ($line in [IO.File]::ReadLines("$Folder/run.jsonl")) { if ($line -match '"content":"row (\d+)"' ) { $n = $Matches[1]; if ($line -notmatch '"error":\{' ) { $null = $set.Add($n) } } }; , $set }
function Check-Repeats { $all = $server.Requests; for (; $script:seen -lt $all.Count; $script:seen++) { if ($all[$script:seen].Body -match 'row (\d+)' -and $known.Contains($Matches[1])) { $script:repeated++ } } }
$watch = [Diagnostics.Stopwatch]::StartNew(); $memory = @()
foreach ($stop in [int]($Rows * .25), [int]($Rows * .5), [int]($Rows * .75), 0) {
    $child = Start-Process pwsh -ArgumentList '-NoProfile', '-File', 'child.ps1' -PassThru
    $peak = 0
    while (-not $child.HasExited) {
        Start-Sleep -Milliseconds 50; $child.Refresh(); if (-not $child.HasExited) { $peak = [math]::Max($peak, $child.WorkingSet64) }
        if ($stop -and (Test-Path run.jsonl) -and ([IO.FileInfo]::new("$Folder/run.jsonl").Length / 480) -gt $stop) { $child.Kill(); $child.WaitForExit() }
    }
    $memory += [int]($peak / 1MB)
    Check-Repeats
    $known = Get-Journalled
    "after {0,5} s: exit {1}, journalled {2}, requests {3}, peak {4} MB" -f [int]$watch.Elapsed.TotalSeconds, $child.ExitCode, $known.Count, $server.Requests.Count, $memory[-1]
}
$out = Import-Csv out.csv
"rows {0}, in order {1}, unique {2}, failed {3}, answered from journal {4}, journalled requests repeated {5}" -f $out.Count, (-not (Compare-Object @($out.n) @(1..$Rows) -SyncWindow 0)), ($out.n | Select-Object -Unique).Count, ($out | Where-Object Error).Count, ($out | Where-Object FromJournal -EQ True).Count, $repeated
$counts | Out-String
$server.Dispose()
Set-Location $root
Remove-Item $Folder -Recurse
