# Several questions at once.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    . $PSScriptRoot/Background.ps1
    function Get-Question([int] $Index) { ($server.Requests[$Index].Body | ConvertFrom-Json).messages[-1].content }
}

Describe 'Requests under way' {
    BeforeEach { $server = Start-Server; $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' } }
    AfterEach { $server.Dispose() }

    It 'are as many as -ThrottleLimit and never more: <Shown>' -ForEach @(
        @{ Shown = '5 unless told'; More = ''; Limit = 5 }
        @{ Shown = '1'; More = '-ThrottleLimit 1'; Limit = 1 }
        @{ Shown = '3, in any order'; More = '-ThrottleLimit 3 -Unordered'; Limit = 3 }
        @{ Shown = '20'; More = '-ThrottleLimit 20'; Limit = 20 }
    ) {
        1..25 | ForEach-Object { $null = $server.Enqueue((New-GatedAnswer $_)) }
        $started = Start-Shell "1..25 | ForEach-Object { `"q `$_`" } | Invoke-ChatCompletion @ask $More"
        foreach ($answered in 0..24) {
            $expected = [Math]::Min(25, $answered + $Limit)
            $null = $server.WaitForRequest($expected - 1, 30000)
            # One more would be on its way by now.
            if ($answered -in 0, 7) { [System.Threading.Thread]::Sleep(60) }
            $server.Requests.Count | Should -Be $expected
            $null = $server.Release("$($answered + 1)")
        }
        Wait-Shell $started
        $started.Output.Count | Should -Be 25
        $server.ConnectionCount | Should -BeLessOrEqual ($Limit + 1) -Because 'connections are used again'
    }

    It 'are answered in the order of the input, whatever order the answers come in' {
        1..4 | ForEach-Object { $null = $server.Enqueue((New-GatedAnswer $_)) }
        $started = Start-Shell "'a', 'b', 'c', 'd' | Invoke-ChatCompletion @ask"
        $null = $server.WaitForRequest(3, 30000)
        $gateOf = @{}
        foreach ($index in 0..3) { $gateOf[(Get-Question $index)] = "$($index + 1)" }
        foreach ($question in 'd', 'c') { $null = $server.Release($gateOf[$question]) }
        [System.Threading.Thread]::Sleep(30)
        $started.Output.Count | Should -Be 0 -Because 'a is not answered yet'
        $null = $server.Release($gateOf['a'])
        Wait-Until { $started.Output.Count -eq 1 }
        $null = $server.Release($gateOf['b'])
        Wait-Shell $started
        $started.Output.InputObject | Should -BeExactly 'a', 'b', 'c', 'd'
        $started.Output.Content | Should -BeExactly $gateOf['a'], $gateOf['b'], $gateOf['c'], $gateOf['d']
    }

    It 'are answered as they come with -Unordered' {
        1..3 | ForEach-Object { $null = $server.Enqueue((New-GatedAnswer $_)) }
        $started = Start-Shell "'a', 'b', 'c' | Invoke-ChatCompletion @ask -Unordered"
        $null = $server.WaitForRequest(2, 30000)
        foreach ($gate in '3', '1', '2') {
            $before = $started.Output.Count
            $null = $server.Release($gate)
            Wait-Until { $started.Output.Count -eq $before + 1 }
        }
        Wait-Shell $started
        $started.Output.Content | Should -BeExactly '3', '1', '2'
    }

    It 'give the first results while input still arrives' {
        $seen = [System.Collections.ArrayList]::new()
        & {
            'a'
            Wait-Until { $server.Requests.Count -eq 1 }
            [System.Threading.Thread]::Sleep(50)
            'b'
            $null = $seen.Add('c is read')
            'c'
        } | Invoke-ChatCompletion @ask | ForEach-Object { $null = $seen.Add("answer to $($_.InputObject)") }
        $seen[0] | Should -BeExactly 'answer to a'
        $seen.Count | Should -Be 4
    }

    It 'turn to a fallback while input still arrives' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 400))
        $answers = & {
            'a'
            $null = $server.WaitForRequest(0, 30000)
            [System.Threading.Thread]::Sleep(50)
            'b'
            # a and b of the model m, and a of its fallback.
            $null = $server.WaitForRequest(2, 30000)
            'c'
        } | Invoke-ChatCompletion @ask -Fallbacks other
        $answers.InputObject | Should -BeExactly 'a', 'b', 'c'
        $answers.FallbackFrom | Where-Object { $_ } | Should -HaveCount 1
    }

    It 'wait for a downstream that takes its time' {
        $most = 0
        1..60 | ForEach-Object { "$_" } | Invoke-ChatCompletion @ask -ThrottleLimit 3 | ForEach-Object -Begin { $done = 0 } {
            $done++
            if ($done -eq 1) { [System.Threading.Thread]::Sleep(100) }
            $ahead = $server.Requests.Count - $done
            if ($ahead -gt $most) { $most = $ahead }
        }
        $done | Should -Be 60
        $most | Should -BeLessOrEqual (3 * 16)
    }

    It 'wait for one slow answer, before too many others wait behind it' {
        $null = $server.Enqueue((New-GatedAnswer slow))
        $started = Start-Shell "1..100 | ForEach-Object { `"`$_`" } | Invoke-ChatCompletion @ask -ThrottleLimit 2"
        Wait-Until { $server.Requests.Count -ge 32 }
        [System.Threading.Thread]::Sleep(60)
        # The slow answer may be the second question's, if that reaches the server first.
        $server.Requests.Count | Should -BeIn 32, 33
        $null = $server.Release('slow')
        Wait-Shell $started
        $started.Output.InputObject | Should -BeExactly (1..100 | ForEach-Object { "$_" })
    }

    It 'end all at once with <Shown>, and the server sees it' -ForEach @(
        @{ Shown = 'Ctrl+C'; More = ''; Stop = $true }
        @{ Shown = 'Ctrl+C, in any order'; More = '-Unordered'; Stop = $true }
        @{ Shown = 'Select-Object -First'; More = '| Select-Object -First 1'; Stop = $false }
        @{ Shown = 'Select-Object -First, though they report'; More = '-Verbose | Select-Object -First 1'; Stop = $false }
        @{ Shown = 'an exception downstream'; More = '| ForEach-Object { throw "enough" }'; Stop = $false }
    ) {
        $first = $Stop ? [ScriptedServers.Reply]::Sse().Hang() : (New-GatedAnswer 1 go)
        # Which question comes first is the network's business: all but one answer hang.
        $null = $server.Enqueue($first)
        $server.Default = [ScriptedServers.Reply]::Sse().Hang()
        $started = Start-Shell "1..30 | ForEach-Object { `"`$_`" } | Invoke-ChatCompletion @ask -ThrottleLimit 8 $($Stop ? '' : '-Unordered') $More"
        $null = $server.WaitForRequest(7, 30000)
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $hanging = $server.Requests | Select-Object -Skip ($Stop ? 0 : 1)
        if ($Stop) { $started.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(5000) | Should -BeTrue }
        else { $null = $server.Release('go') }
        foreach ($request in $hanging) { $request.WaitForClientClose(10000) | Should -BeTrue }
        $clock.ElapsedMilliseconds | Should -BeLessThan 1000
        $started.Running.AsyncWaitHandle.WaitOne(5000) | Should -BeTrue
        $server.Requests.Count | Should -BeLessOrEqual 9
        try { $null = $started.Shell.EndInvoke($started.Running) } catch { $_.Exception.GetBaseException() | Should -BeOfType ([System.Management.Automation.RuntimeException]) }
        $started.Output.Count | Should -Be ($Shown -like 'Select-Object*' ? 1 : 0)
        $started.Shell.Streams.Error | Should -BeNullOrEmpty
        $started.Shell.Commands.Clear()
        "$($started.Shell.AddScript('Invoke-ChatCompletion still -Provider Mock -Model echo').Invoke())" | Should -BeExactly 'still'
        $started.Shell.Dispose()
    }

    It 'may be stopped while the cmdlet ends' {
        $command = [ChatCompletions.Commands.InvokeChatCompletionCommand]::new()
        $command.Dispose()
        $stop = $command.GetType().BaseType.GetMethod('StopProcessing', [System.Reflection.BindingFlags] 'Instance, NonPublic')
        { $stop.Invoke($command, @()) } | Should -Not -Throw
    }

    It 'do not go with -Stream, which asks one after another' {
        $failure = Get-TerminatingError { 'a', 'b' | Invoke-ChatCompletion @ask -Stream -ThrottleLimit 2 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -Match '-ThrottleLimit 1'
        $server.Requests.Count | Should -Be 0
        $server.Default = New-StreamReply
        -join ('a', 'b' | Invoke-ChatCompletion @ask -Stream -ThrottleLimit 1).Content | Should -BeExactly 'Paris.Paris.'
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson one), (New-EventJson -FinishReason stop)).WaitFor('one').Event('[DONE]'))
        $started = Start-Shell "'a', 'b' | Invoke-ChatCompletion @ask -Stream"
        Wait-Until { $started.Output.Count -ge 1 }
        [System.Threading.Thread]::Sleep(30)
        $server.Requests.Count | Should -Be 3 -Because 'b is asked after a'
        $null = $server.Release('one')
        Wait-Shell $started
        -join $started.Output.Content | Should -BeExactly 'oneParis.'
    }

    It 'are not limited by <Limit>: <Says>' -ForEach @(
        @{ Limit = 0; Says = 'from 1 to 1000; it is 0' }
        @{ Limit = -1; Says = 'from 1 to 1000; it is -1' }
        @{ Limit = 1001; Says = 'from 1 to 1000; it is 1001' }
        @{ Limit = '0,5'; Says = 'not a whole number' }
        @{ Limit = 2.5; Says = 'not a whole number' }
        @{ Limit = ''; Says = 'not a whole number' }
        @{ Limit = 'many'; Says = 'not a whole number' }
    ) {
        "$(Get-TerminatingError { 'a' | Invoke-ChatCompletion @ask -ThrottleLimit $Limit })" | Should -Match $Says
        $server.Requests.Count | Should -Be 0
    }
}
