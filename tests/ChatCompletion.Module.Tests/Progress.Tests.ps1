# Progress of a pipeline of several questions.

Describe 'Progress' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        function Get-Progress([string] $Script, [scriptblock] $While) {
            $shell = [powershell]::Create().AddScript("Import-Module '$(Get-Manifest)'; $Script")
            $running = $shell.BeginInvoke()
            if ($While) { & $While $shell }
            else { try { $null = $shell.EndInvoke($running) } catch { $null = $_ } }
            $shell.Streams.Progress.ReadAll()
            $shell.Dispose()
        }
        $server = Start-Server (New-LateAnswer 30 -More ',"usage":{"total_tokens":10}')
        $ask = "-ApiBase $($server.BaseUrl) -Model m"
    }
    AfterAll { $server.Dispose() }

    It 'tells what is done, failed, under way, and the tokens, at most five times a second, and is taken off at the end' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $records = Get-Progress "1..40 | ForEach-Object { `"`$_`" } | Invoke-ChatCompletion $ask -ThrottleLimit 1"
        $shown = @($records | Where-Object RecordType -EQ Processing)
        $shown.Count | Should -BeGreaterThan 1
        $shown.Count | Should -BeLessOrEqual ([math]::Ceiling($watch.Elapsed.TotalSeconds * 5) + 1)
        $shown[-1].StatusDescription | Should -Match '^\d+ done, 0 failed, \d running, \d+0 tokens, \d+ a second$'
        $records[-1].RecordType | Should -Be Completed
    }

    It 'knows how many are left once all input has come' {
        # All input has come before the first answer does.
        $quick = $server.Default
        $server.Default = New-LateAnswer 500
        $records = Get-Progress "1..60 | ForEach-Object { `"`$_`" } | Invoke-ChatCompletion $ask -ThrottleLimit 60 | ForEach-Object { Start-Sleep -Milliseconds 20; `$_ }"
        $server.Default = $quick
        @($records | Where-Object PercentComplete -GT 0).Count | Should -BeGreaterThan 0
        @($records | Where-Object SecondsRemaining -GE 0).Count | Should -BeGreaterThan 0
    }

    It 'is taken off where the pipeline ends early: <Shown>' -ForEach @(
        @{ Shown = 'an error'; Rest = '-ErrorAction Stop | ForEach-Object { $_ }' }
        @{ Shown = 'Select-Object -First'; Rest = '| Select-Object -First 25' }
    ) {
        if ($Shown -eq 'an error') { 1..25 | ForEach-Object { $null = $server.Enqueue((New-LateAnswer 30)) }; $null = $server.Enqueue([ScriptedServers.Reply]::Json('{}', 400)) }
        $records = Get-Progress "1..40 | ForEach-Object { `"`$_`" } | Invoke-ChatCompletion $ask -ThrottleLimit 1 $Rest"
        $records[-1].RecordType | Should -Be Completed
    }

    It 'is not shown for a single question' {
        $null = $server.Enqueue((New-LateAnswer 800))
        Get-Progress "Invoke-ChatCompletion hi $ask" | Should -BeNullOrEmpty
    }
}
