# What is wrong with -As, before anything is sent; and answers that are not what it asks for, which are paid for and kept.

Describe 'A wrong -As' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterAll { $server.Dispose() }

    It 'is refused before anything is sent: <Shown>' -ForEach @(
        @{ Shown = 'an unknown type of a field'; As = 'name:strin'; Says = "*'name:strin'*whose type*" }
        @{ Shown = 'a type for a name'; As = 'int'; Says = '*write name:int*' }
        @{ Shown = 'an unknown type'; As = '[No.Such.Type]'; Says = '*`[No.Such.Type`] is not a known type*' }
        @{ Shown = 'a missing file'; As = 'no/such.json'; Says = '*there is no file no/such.json*' }
        @{ Shown = 'a folder'; As = 'folder.json'; Says = '*there is no file folder.json*' }
        @{ Shown = 'another provider''s path'; As = 'env:x.json'; Says = '*PowerShell provider Environment*' }
        @{ Shown = 'a broken JSON text'; As = '{"type":"object"'; Says = '*not valid JSON*' }
        @{ Shown = 'an object that is no schema'; As = @{ name = 'string' }; Says = '*not a schema*' }
        @{ Shown = 'a number'; As = 5; Says = '*type Int32*' }
        @{ Shown = 'an empty text'; As = ' '; Says = '*empty*' }
        @{ Shown = 'an empty list'; As = @(); Says = '*list*' }
        @{ Shown = 'a mixed list'; As = @('a:int', 5); Says = '*list*' }
    ) {
        $null = New-Item "$TestDrive/folder.json" -ItemType Directory -Force
        Push-Location $TestDrive
        try { $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As $As } }
        finally { Pop-Location }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.Exception.Parameter | Should -BeExactly 'As'
        "$failure" | Should -BeLike $Says
        if ($Shown -notmatch 'JSON text|provider') { "$failure" | Should -BeLike '*''name:string'',''severity:int''*JSON text*.json file*(`[Ticket`])*' -Because 'it names all the forms' }
        $server.Requests.Count | Should -Be 0
    }

    It 'is refused in a file: <Shown>' -ForEach @(
        @{ Shown = 'empty'; Text = ''; Says = '*empty*' }
        @{ Shown = 'no JSON'; Text = 'name: string'; Says = '*not valid JSON*' }
        @{ Shown = 'a list'; Text = '[1]'; Says = '*object*' }
        @{ Shown = 'a misspelt type'; Text = '{"type":"object","properties":{"a":{"type":"strin"}}}'; Says = '*$.properties.a*"strin"*' }
        @{ Shown = 'huge'; Text = '{"type":"object","description":"' + 'x' * 1048576 + '"}'; Says = '*larger than 1 MiB*' }
    ) {
        Set-Content "$TestDrive/wrong.json" $Text -NoNewline
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As "$TestDrive/wrong.json" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -BeLike $Says
        $server.Requests.Count | Should -Be 0
    }

    It 'cannot come together with -ResponseFormat' {
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As 'a:int' -ResponseFormat json_object }
        "$failure" | Should -BeLike '*-As and -ResponseFormat*'
        $server.Requests.Count | Should -Be 0
    }
}

Describe 'An answer that is not what -As asks for' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $cases = @{
            prose    = New-Answer 'Severity three.'
            broken   = New-Answer '{"a":1'
            wrong    = New-Answer '{"a":"x"}'
            empty    = New-Answer ''
            cut      = New-Answer '{"a":1}' length
            filtered = New-Answer '{"a":' content_filter
            refused  = [ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":null,"refusal":"No, thanks."}}]}')
            callcut  = [ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"{\"a\":1}","tool_calls":[{"id":"c","type":"function","function":{"name":"look_up","arguments":"{\"q\":"}}]}}]}')
            tools    = [ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"look_up","arguments":"{}"}}]}}]}')
        }
    }
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterEach { $server.Dispose() }

    It 'is an error that is not sent again, with the answer kept: <Case>' -ForEach @(
        @{ Case = 'prose'; Says = '*not the requested JSON*Severity three.*'; Content = 'Severity three.' }
        @{ Case = 'broken'; Says = '*not the requested JSON*'; Content = '{"a":1' }
        @{ Case = 'wrong'; Says = '*$.a must be an integer; it is "x".'; Content = '{"a":"x"}'; Path = '$.a' }
        @{ Case = 'empty'; Says = '*empty*'; Content = '' }
        @{ Case = 'cut'; Says = '*cut at the token limit*'; Content = '{"a":1}' }
        @{ Case = 'filtered'; Says = '*content filter*'; Content = '{"a":' }
        @{ Case = 'refused'; Says = '*refused: No, thanks.'; Content = $null }
        @{ Case = 'callcut'; Says = "*tool call 'look_up' are not one whole JSON value.*not a complete value."; Content = '{"a":1}' }
        @{ Case = 'tools'; Says = '*tool calls instead of an answer: look_up.'; Content = $null }
    ) {
        $null = $server.Enqueue($cases[$Case])
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As 'a:int' -NumRetries 5 -WarningAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidResult
        "$failure" | Should -BeLike $Says
        $failure.Exception | Should -BeOfType ([ChatCompletions.ChatValueException])
        $failure.Exception.Path | Should -Be $Path
        $failure.Exception.Model | Should -BeExactly 'm'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*$_.Exception.Completion*'
        $kept = $failure.Exception.Completion
        $kept.Content | Should -BeExactly $Content
        $kept.Complete | Should -BeFalse
        $kept.Error | Should -BeExactly "$failure"
        $kept.Value | Should -Be $null
        $server.Requests.Count | Should -Be 1
    }

    It 'never shows a key that the answer repeats: <Case>' -ForEach @(
        @{ Case = 'in a wrong value'; Content = '{"number":"sk-TestKey9f8e7d6c5b4a3210ZyXwVu"}' }
        @{ Case = 'in text'; Content = 'Your key is sk-TestKey9f8e7d6c5b4a3210ZyXwVu' }
        @{ Case = 'in a refusal'; Refusal = 'No: sk-TestKey9f8e7d6c5b4a3210ZyXwVu' }
    ) {
        $key = 'sk-TestKey9f8e7d6c5b4a3210ZyXwVu'
        $message = @{ content = $Content; refusal = $Refusal } | ConvertTo-Json -Compress
        $echo = Start-Server ([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"message":' + $message + ',"finish_reason":"stop"}]}'))
        try {
            Set-ChatProvider echo -Scope Session -ApiBase $echo.BaseUrl -Model m -ApiKey (ConvertTo-SecureString $key -AsPlainText -Force)
            $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider echo -As 'number:int' }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            "$failure $($failure.Exception.InnerException)" | Should -Not -Match $key
            "$failure" | Should -BeLike '*`*`*`**'
            $failure.Exception.Completion.Error | Should -Not -Match $key
            $row = 'hi' | Invoke-ChatCompletion -Provider echo -As 'number:int' -IncludeFailed -ErrorAction SilentlyContinue
            $row.Error | Should -Not -Match $key
            $warnings = $null
            $null = Invoke-ChatCompletion hi -Provider echo -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Not -Match $key
        }
        finally {
            $echo.Dispose()
            Remove-ChatProvider echo -Confirm:$false -ErrorAction SilentlyContinue
        }
    }

    It 'is an error of its item, and a row with -IncludeFailed' {
        $null = $server.Enqueue((New-Answer '{"a":1}')).Enqueue($cases.wrong).Enqueue((New-Answer '{"a":3}'))
        $rows = 'x', 'y', 'z' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -As 'a:int' -IncludeFailed -ErrorVariable failures -ErrorAction SilentlyContinue
        $rows.Count | Should -Be 3
        $rows.InputObject | Should -BeExactly 'x', 'y', 'z'
        $rows.Complete | Should -Be $true, $false, $true
        $rows[1].Content | Should -BeExactly '{"a":"x"}'
        $rows[1].Error | Should -BeLike '*$.a must be an integer*'
        $rows[1].Value | Should -Be $null
        ($rows | ForEach-Object Value).a | Should -Be 1, 3
        @($failures).Count | Should -Be 1
        $failures[0].TargetObject | Should -BeExactly 'y'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
    }

    It 'is an error also where another choice is right, and that one is kept' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","message":{"content":"{\"a\":1}"}},{"index":1,"finish_reason":"stop","message":{"content":"{}"}}]}'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -N 2 -As 'a:int' }
        "$failure" | Should -BeLike "*must have the property 'a'*"
        $failure.Exception.Completion.Choices[0].Value.a | Should -Be 1
        $failure.Exception.Completion.Choices[1].Value | Should -Be $null
    }

    It 'comes in all its chunks first with -Stream' {
        $null = $server.Enqueue((New-StreamReply '{"a"', ':"x"}'))
        $chunks = [System.Collections.Generic.List[object]]::new()
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream -As 'a:int' | ForEach-Object { $chunks.Add($_) } }
        -join $chunks.Content | Should -BeExactly '{"a":"x"}'
        $chunks[-1].Completion.Complete | Should -BeFalse
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        $failure.Exception.Completion.Content | Should -BeExactly '{"a":"x"}'
    }

    It 'is not asked of a fallback' {
        $null = $server.Enqueue($cases.wrong)
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As 'a:int' -Fallbacks other }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        $server.Requests.Count | Should -Be 1
    }

    It 'cannot bring two properties that PowerShell takes for one' {
        $null = $server.Enqueue((New-Answer '{"a":1,"A":2}'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As @{ type = 'object' } }
        "$failure" | Should -BeLike "*'A' twice*"
        $failure.Exception.Completion.Content | Should -BeExactly '{"a":1,"A":2}'
    }
}
