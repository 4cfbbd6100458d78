# What becomes of failures where several questions are asked at once.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    . $PSScriptRoot/Background.ps1
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failures' }
}

Describe 'Failures among many' {
    BeforeEach { $server = Start-Server; $ask = @{ ApiBase = $server.BaseUrl; Model = 'm'; NumRetries = 0 } }
    AfterEach { $server.Dispose() }

    It 'stand between the answers in the order of the input' {
        $ErrorActionPreference = 'Continue'
        $output = 1..9 | Invoke-ChatCompletion { if ($_ % 3) { "q $_" } else { throw "no $_" } } -Provider Mock -Model echo 2>&1
        $output | ForEach-Object { $_ -is [System.Management.Automation.ErrorRecord] ? "error $($_.TargetObject)" : $_.Content } |
            Should -BeExactly 'q 1', 'q 2', 'error 3', 'q 4', 'q 5', 'error 6', 'q 7', 'q 8', 'error 9'
    }

    It 'with -ErrorAction Stop end the rest, and what is under way' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse().Status(400).Header('Content-Type', 'application/json').WaitFor('go').Send('{"error":{"message":"no"}}'))
        $server.Default = [ScriptedServers.Reply]::Sse().Hang()
        $started = Start-Shell "1..20 | ForEach-Object { `"`$_`" } | Invoke-ChatCompletion @ask -NumRetries 0 -Unordered -ThrottleLimit 4 -ErrorAction Stop"
        $null = $server.WaitForRequest(3, 30000)
        $null = $server.Release('go')
        $started.Running.AsyncWaitHandle.WaitOne(5000) | Should -BeTrue
        { $started.Shell.EndInvoke($started.Running) } | Should -Throw '*no*'
        foreach ($request in $server.Requests | Select-Object -Skip 1) { $request.WaitForClientClose(10000) | Should -BeTrue }
        $server.Requests.Count | Should -BeLessOrEqual 5
        $started.Shell.Dispose()
    }

    It 'give a row each with -IncludeFailed, beside their errors' {
        $null = $server.Enqueue((New-Answer 1)).Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"no such thing"}}', 400).Header('x-request-id', 'r-7')).Enqueue((New-Answer 3))
        $rows = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -IncludeFailed @failing
        $rows.InputObject | Should -BeExactly 'a', 'b', 'c'
        $rows.Complete | Should -BeExactly $true, $false, $true
        $rows[1].Error | Should -Match 'no such thing'
        $rows[1].Content | Should -BeNullOrEmpty
        $rows[1].Model | Should -BeExactly 'm'
        $rows[1].RequestId | Should -BeExactly 'r-7'
        $rows[0].Error | Should -BeNullOrEmpty
        @($failures).Count | Should -Be 1
        $rows[1] | Export-Clixml $TestDrive/row.xml
        $rows[1], (Import-Clixml $TestDrive/row.xml) | ForEach-Object { $_ | Out-String -Width 300 | Should -Match 'incomplete: .*no such thing' }
    }

    It 'give a row with what came of an answer that broke off' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)).Close())
        $row = 'a' | Invoke-ChatCompletion @ask -IncludeFailed @failing
        $row.Content | Should -BeExactly 'Par'
        $row.Complete | Should -BeFalse
        $row.Error | Should -Not -BeNullOrEmpty
        $row.InputObject | Should -BeExactly 'a'
        $failures[0].Exception.Completion | Should -Be $row
    }

    It 'give a last chunk with -Stream, so that no text comes twice' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par), (New-EventJson is)).Close()).Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 400))
        $chunks = 'a', 'b' | Invoke-ChatCompletion @ask -Stream -IncludeFailed @failing
        $chunks | Should -BeOfType ([ChatCompletions.ChatCompletionChunk])
        -join $chunks.Content | Should -BeExactly 'Paris'
        $rows = $chunks.Completion | Where-Object { $_ }
        $rows.InputObject | Should -BeExactly 'a', 'b'
        $rows.Complete | Should -BeExactly $false, $false
        $rows[0].Content | Should -BeExactly 'Paris'
        $chunks[-1].InputObject | Should -BeExactly 'b'
        @($failures).Count | Should -Be 2
    }

    It 'of -InputObject with a list are each text''s own, as where the texts are piped: <Way>' -ForEach @(
        @{ Way = 'one after another'; With = @{ ThrottleLimit = 1 } }
        @{ Way = 'at once'; With = @{} }
        @{ Way = 'streamed'; With = @{ Stream = $true } }
    ) {
        $refusal = [ScriptedServers.Reply]::Json('{"error":{"message":"no such thing"}}', 400)
        $ok = $With.Stream ? (New-StreamReply ok) : (New-Answer ok)
        foreach ($list in @('a', 'b', 'c'), @('a', '', 'c')) {
            # Which of several requests comes first is not known, so that only one after another can one of them be refused.
            if ($list[1] -and -not $With.Count) { continue }
            foreach ($includes in $false, $true) {
                $server.Default = $ok
                if ($list[1]) { $null = $server.Enqueue($ok).Enqueue($refusal).Enqueue($ok) }
                $rows = @(Invoke-ChatCompletion -InputObject $list -IncludeFailed:$includes @ask @With @failing | ForEach-Object { $With.Stream ? $_.Completion : $_ } | Where-Object { $_ })
                $rows.InputObject | Should -BeExactly ($includes ? $list : $list[0, 2])
                $rows.Complete | Should -BeExactly ($includes ? @($true, $false, $true) : @($true, $true))
                @($failures).Count | Should -Be 1
                $failures.TargetObject | Should -BeExactly $list[1]
                if ($includes) { $rows[1].Error | Should -Match ($list[1] ? 'no such thing' : 'empty') }
            }
        }
    }

    It 'of -InputObject with a list of one text is no different' {
        $server.Default = [ScriptedServers.Reply]::Json('{"error":{"message":"no such thing"}}', 400)
        $row = Invoke-ChatCompletion -InputObject @(, 'a') -IncludeFailed @ask @failing
        $row.InputObject, $row.Complete | Should -BeExactly 'a', $false
        @($failures).Count | Should -Be 1
        (Get-TerminatingError { Invoke-ChatCompletion -InputObject 'a' @ask }).TargetObject | Should -BeExactly 'a'
        (Get-TerminatingError { Invoke-ChatCompletion -InputObject @((New-ChatMessage a), (New-ChatMessage b)) @ask }).FullyQualifiedErrorId | Should -BeLike 'BadRequest,*'
    }

    It 'are each item''s own: an empty text, bytes that cannot be unpacked, a limit' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('no brotli, whatever is said').Header('Content-Encoding', 'br')).Enqueue((New-Answer cut length)).Enqueue((New-Answer ok))
        $answers = 'a', '', 'b', 'c' | Invoke-ChatCompletion @ask -ThrottleLimit 1 @failing -WarningVariable warnings -WarningAction SilentlyContinue
        $answers.InputObject | Should -BeExactly 'b', 'c'
        $failures.TargetObject | Should -BeExactly 'a', ''
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'IncompleteAnswer,*'
        @($warnings).Count | Should -Be 1
        $warnings[0].Message | Should -Match 'token limit'
    }

    It 'do not come of a wrong call, which sends nothing and ends the statement' {
        $failure = Get-TerminatingError { 'a', 'b' | Invoke-ChatCompletion @ask -Temperature 3 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $server.Requests.Count | Should -Be 0
    }

    It 'of mixed kinds end the statement, after the answers to what was asked before' {
        $server.Default = [ScriptedServers.Reply]::Sse().Header('Content-Type', 'application/json').Wait(50).Send((New-AnswerJson))
        $answers = [System.Collections.ArrayList]::new()
        { 'a', 'b', (New-ChatMessage c), 'd' | Invoke-ChatCompletion @ask | ForEach-Object { $null = $answers.Add($_.InputObject) } } | Should -Throw -ErrorId 'InvalidRequest,*'
        $answers | Should -BeExactly 'a', 'b'
        $server.Requests.Count | Should -Be 2
    }

    It 'warn for each answer that they concern' {
        $server.Default = New-Answer cut length
        $null = 'a', 'b' | Invoke-ChatCompletion @ask -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 2
    }
}
