# -MaxTotalTokens: no request is started once its tokens are used up.

Describe '-MaxTotalTokens' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $usage = ',"usage":{"prompt_tokens":4,"completion_tokens":6,"total_tokens":10}'
        $server = Start-Server (New-Answer -More $usage)
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm'; ThrottleLimit = 1; ErrorAction = 'SilentlyContinue' }
    }
    AfterAll { $server.Dispose() }
    BeforeEach { $before = $server.Requests.Count }

    It 'leaves the items that are left, each with an error that says how to go on' {
        $answers = 'a', 'b', 'c', 'd' | Invoke-ChatCompletion @ask -MaxTotalTokens 15 -ErrorVariable failed
        $answers.InputObject | Should -BeExactly 'a', 'b'
        $server.Requests.Count - $before | Should -Be 2
        $failed.TargetObject | Should -BeExactly 'c', 'd'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'BudgetReached,*'
        $failed[0].CategoryInfo.Category | Should -Be LimitsExceeded
        "$($failed[0])" | Should -BeLike '*20 tokens*-MaxTotalTokens*15*-JournalPath*'
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -Match 'Correct the call'
    }

    It 'asks all where the tokens suffice' {
        @('a', 'b' | Invoke-ChatCompletion @ask -MaxTotalTokens 11).Count | Should -Be 2
    }

    It 'gives the items that are left a row with -IncludeFailed' {
        $rows = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -MaxTotalTokens 10 -IncludeFailed
        $rows.InputObject | Should -BeExactly 'a', 'b', 'c'
        $rows.Complete | Should -BeExactly $true, $false, $false
        $rows[2].Error | Should -BeLike 'Not sent*'
    }

    It 'holds for several requests at once, streams too' {
        $many = @{} + $ask; $many.ThrottleLimit = 3
        @(1..20 | ForEach-Object { "$_" } | Invoke-ChatCompletion @many -MaxTotalTokens 50).Count | Should -BeIn (5..7)
        $server.Default = [ScriptedServers.Reply]::Sse([object[]] @((New-EventJson Par), (New-EventJson is. stop).Replace(']}', "]$usage}"), '[DONE]'))
        $null = $ask.Remove('ThrottleLimit')
        $null = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -Stream -MaxTotalTokens 15 -OutVariable chunks -ErrorVariable failed
        @($chunks | Where-Object Completion).Count | Should -Be 2
        @($failed).Count | Should -Be 1
    }

    It 'counts what a broken answer is known to have taken' {
        $server.Default = New-Answer -More $usage
        $null = $server.Enqueue([ScriptedServers.Reply]::Json((New-AnswerJson -More ($usage + ',"error":{"message":"late"}'))))
        $answers = 'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -MaxTotalTokens 10 -ErrorVariable failed
        $answers | Should -BeNullOrEmpty
        $failed[1].FullyQualifiedErrorId | Should -BeLike 'BudgetReached,*'
    }

    It 'is never raised by a count: <More>' -ForEach @(
        # Without a count that can be one nothing more is asked.
        @{ More = '"total_tokens":-1000'; Asked = 2; Because = 'UsageMissing,*' }
        @{ More = '"total_tokens":0'; Asked = 2; Because = 'UsageMissing,*' }
        @{ More = '"total_tokens":-1000,"prompt_tokens":4,"completion_tokens":6'; Asked = 4; Because = 'BudgetReached,*' }
        @{ More = '"total_tokens":9223372036854775807'; Asked = 2; Because = 'BudgetReached,*' }
    ) {
        $server.Default = New-Answer -More $usage
        $null = $server.Enqueue((New-Answer -More $usage)).Enqueue((New-Answer -More ",`"usage`":{$More}"))
        $failed = $null
        try { $null = 1..9 | ForEach-Object { "$_" } | Invoke-ChatCompletion @ask -ThrottleLimit 1 -MaxTotalTokens 35 -ErrorVariable failed }
        catch { $failed = @($_) }
        $failed[0].FullyQualifiedErrorId | Should -BeLike $Because
        $server.Requests.Count - $before | Should -Be $Asked
    }

    It 'counts an answer that broke off without usage, as far as its text tells' {
        $server.Default = [ScriptedServers.Reply]::Sse((New-EventJson ('y' * 300)))
        $answers = ('x' * 300), ('x' * 300), ('x' * 300) | Invoke-ChatCompletion @ask -ThrottleLimit 1 -MaxTotalTokens 400 -ErrorVariable failed
        $answers | Should -BeNullOrEmpty
        $server.Requests.Count - $before | Should -Be 2
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'IncompleteAnswer,*'
        "$($failed[-1])" | Should -BeLike '*400 tokens*'
    }

    It 'counts what attempts took that were made in vain' {
        $server.Default = New-Answer -More $usage
        $ask.ThrottleLimit = 1
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"overloaded`",`"code`":503}$usage}"))
        $answers = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -NumRetries 1 -MaxTotalTokens 25 -ErrorVariable failed
        $answers.InputObject | Should -BeExactly 'a', 'b'
        $server.Requests.Count - $before | Should -Be 3
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"no`",`"code`":501}$usage}"))
        $answers = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -Fallbacks other -MaxTotalTokens 25 -ErrorVariable failed
        $answers.InputObject | Should -BeExactly 'a', 'b'
    }

    It 'stops at an answer without usage, which is not lost' {
        $server.Default = New-Answer
        $answers = [System.Collections.ArrayList]::new()
        $failure = Get-TerminatingError { 'a', 'b' | Invoke-ChatCompletion -ApiBase $server.BaseUrl -Model m -ThrottleLimit 1 -MaxTotalTokens 100 | ForEach-Object { $answers.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UsageMissing,*'
        $failure.ErrorDetails.RecommendedAction | Should -Not -Match 'Nothing was sent'
        "$failure" | Should -BeLike '*does not report the tokens*'
        $answers.InputObject | Should -BeExactly 'a'
        $server.Requests.Count - $before | Should -Be 1
    }

    It 'stops at an answer <With> that counts <Tokens>' -ForEach @(
        foreach ($with in 'as a whole', 'as a stream', 'that -As refuses', 'as a stream that -As refuses') {
            foreach ($tokens in '0', '6.5', '-1', '"many"') { @{ With = $with; Tokens = $tokens } }
        }
    ) {
        $usage = ',"usage":{"prompt_tokens":TOKENS,"completion_tokens":TOKENS,"total_tokens":TOKENS}'.Replace('TOKENS', $Tokens)
        $server.Default = New-Answer -More $usage
        $more = @{ Stream = $With -like '*stream*' }
        if ($With -like '*-As*') { $more.As = 'number:int' }
        $failure = Get-TerminatingError {
            'a', 'b', 'c' | Invoke-ChatCompletion @ask @more -MaxTotalTokens 100
        }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UsageMissing,*'
        $server.Requests.Count - $before | Should -Be 1
    }

    # The next question is sent once the server has read the one before, so that each reply belongs to a known question.
    It 'stops at an answer without usage, but loses none of those under way: <Order>' -ForEach @(
        @{ Order = 'a, b, c'; Unordered = $false; Rows = 'a', 'b', 'c' }
        @{ Order = 'c, b, a'; Unordered = $false; Rows = 'a', 'b', 'c' }
        @{ Order = 'b, c, a'; Unordered = $true; Rows = 'b', 'c', 'a' }
        @{ Order = 'c, a, b'; Unordered = $true; Rows = 'c', 'a', 'b' }
    ) {
        $server.Default = New-Answer
        $answers = [System.Collections.ArrayList]::new()
        $run = "$Order $Unordered"
        $left = [System.Collections.Generic.Queue[string]]::new([string[]] ($Order -split ', '))
        foreach ($name in 'a', 'b', 'c') {
            $null = $server.Enqueue([ScriptedServers.Reply]::Sse().Header('Content-Type', 'application/json').WaitFor("$run $name").Send((New-AnswerJson "to $name")))
        }
        $failure = Get-TerminatingError {
            & {
                for ($index = 0; $index -lt 3; $index++) { 'abc'[$index].ToString(); $null = $server.WaitForRequest($before + $index, 30000) }
                # In the order of the questions the first row waits for the last reply, so all are released here.
                do { $null = $server.Release("$run $($left.Dequeue())") } until ($Unordered -or $left.Count -eq 0)
            } |
                Invoke-ChatCompletion -ApiBase $server.BaseUrl -Model m -ThrottleLimit 3 -MaxTotalTokens 100 -FirstByteTimeoutSec 60 -Unordered:$Unordered |
                ForEach-Object { $answers.Add($_); if ($left.Count) { $null = $server.Release("$run $($left.Dequeue())") } }
        }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UsageMissing,*'
        $answers.InputObject | Should -BeExactly $Rows
        $answers.Content | Should -BeExactly ($Rows | ForEach-Object { "to $_" })
        $server.Requests.Count - $before | Should -Be 3
    }

    It 'refuses <_>' -ForEach 0, -1, '1,5', '' {
        $value = $_
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -MaxTotalTokens $value }
        "$failure" | Should -BeLike '*MaxTotalTokens*'
        $server.Requests.Count | Should -Be $before
    }
}
