# Several requests share what their provider says of its limits.

Describe 'A rate limit' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterAll { $server.Dispose() }

    It 'holds back all requests for the time that the server names, and is told in Verbose' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"slow"}}', 429).Header('Retry-After', '1'))
        # The other one under way ends later, so that its place is not taken before the limit is known.
        $null = $server.Enqueue((New-LateAnswer 1500))
        $before = $server.Requests.Count
        $answers = 1..8 | ForEach-Object { "$_" } | Invoke-ChatCompletion @ask -ThrottleLimit 2 -Verbose 4>&1
        $said = $answers | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        @($answers | Where-Object { $_ -is [ChatCompletions.ChatCompletion] }).InputObject | Should -BeExactly (1..8)
        "$said" | Should -Match 'slow\. Trying again in 1\.0 s'
        $times = @($server.Requests | Select-Object -Skip $before).ReceivedAt
        $late = @($times | Where-Object { $_ -ge $times[0] + [timespan]::FromMilliseconds(950) })
        # What is under way already comes, and nothing else.
        $late.Count | Should -BeGreaterOrEqual 7
    }

    It 'that is used up holds back the next requests' {
        $null = $server.Enqueue((New-Answer).Header('x-ratelimit-remaining-requests', '0').Header('x-ratelimit-reset-requests', '800ms'))
        # The other one under way ends later, so that its place is not taken before the limit is known.
        $null = $server.Enqueue((New-LateAnswer 1500))
        $before = $server.Requests.Count
        @(1..6 | ForEach-Object { "$_" } | Invoke-ChatCompletion @ask -ThrottleLimit 2).Count | Should -Be 6
        $times = @($server.Requests | Select-Object -Skip $before).ReceivedAt
        @($times | Where-Object { $_ -ge $times[0] + [timespan]::FromMilliseconds(750) }).Count | Should -BeGreaterOrEqual 4
    }

    It 'can be stopped while it is waited for' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{}', 429).Header('Retry-After', '60'))
        $shell = [powershell]::Create().AddScript("Import-Module '$(Get-Manifest)'; 'a', 'b', 'c', 'd' | Invoke-ChatCompletion -ApiBase $($server.BaseUrl) -Model m -ThrottleLimit 2")
        $count = $server.Requests.Count
        $running = $shell.BeginInvoke()
        $null = $server.WaitForRequest($count, 30000)
        Start-Sleep -Milliseconds 200
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
        $shell.Dispose()
    }
}
