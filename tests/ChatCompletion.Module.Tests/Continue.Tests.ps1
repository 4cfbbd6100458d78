# Continuing an earlier answer by piping it.

Describe 'A piped answer' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        Set-ChatProvider goon -Scope Session -ApiBase $server.BaseUrl -Model standard
        function Get-Sent { ($server.Requests[-1].Body | ConvertFrom-Json).messages | ForEach-Object { "$($_.role): $($_.content)" } }
        function Get-Model { ($server.Requests[-1].Body | ConvertFrom-Json).model }
    }
    AfterAll { $server.Dispose(); Remove-ChatProvider goon -Confirm:$false }

    It 'is continued by the question, turn after turn, with the same provider and model' {
        $answer = Invoke-ChatCompletion 'Capital of France?' -Provider goon -Model small -Instructions 'Be brief.'
        $null = $server.Enqueue((New-Answer 'Because.'))
        $answer = $answer | Invoke-ChatCompletion 'And why?'
        Get-Sent | Should -Be 'system: Be brief.', 'user: Capital of France?', 'assistant: Paris.', 'user: And why?'
        Get-Model | Should -Be 'small'
        $null = $answer | Invoke-ChatCompletion 'Sure?' -Model large -Instructions 'Be long.'
        Get-Sent | Should -Be 'system: Be long.', 'user: Capital of France?', 'assistant: Paris.', 'user: And why?', 'assistant: Because.', 'user: Sure?'
        Get-Model | Should -Be 'large'
    }

    It 'holds the conversation in History, which reads as a chat' {
        $answer = Invoke-ChatCompletion hi -Provider goon
        $answer.History | ForEach-Object { "$($_.Role): $_" } | Should -Be 'user: hi', 'assistant: Paris.'
        $answer.History.GetType().Name | Should -BeLike 'ChatList*'
        $answer.History.ToString() | Should -BeLike '`[{"role":"user","content":"hi"},*'
    }

    It 'may be a stream, of which the last chunk counts' {
        $null = $server.Enqueue((New-StreamReply)).Enqueue((New-Answer 'Because.'))
        "$(Invoke-ChatCompletion hi -Provider goon -Stream | Invoke-ChatCompletion 'And why?')" | Should -Be 'Because.'
        Get-Sent | Should -Be 'user: hi', 'assistant: Paris.', 'user: And why?'
    }

    It 'may have been in a file or a job: <_>' -ForEach 'file', 'chunk in a file', 'job' {
        if ($_ -eq 'chunk in a file') { $null = $server.Enqueue((New-StreamReply)) }
        $answer = Invoke-ChatCompletion hi -Provider goon -Stream:($_ -eq 'chunk in a file') | Select-Object -Last 1
        if ($_ -eq 'job') { $answer = Start-Job { $input } -InputObject $answer | Receive-Job -Wait }
        else {
            $answer | Export-Clixml $TestDrive/goon.xml
            $answer = Import-Clixml $TestDrive/goon.xml
        }
        "$($answer | Invoke-ChatCompletion 'And why?' -Provider goon)" | Should -Be 'Paris.'
        Get-Sent | Should -Be 'user: hi', 'assistant: Paris.', 'user: And why?'
    }

    It 'asks another provider with that provider''s own model' {
        $answer = Invoke-ChatCompletion hi -Provider Mock
        $null = $answer | Invoke-ChatCompletion 'And why?' -Provider goon
        Get-Model | Should -Be 'standard'
    }

    It 'is continued each by itself where several come' {
        $answers = Invoke-ChatCompletion hi -Provider goon; $answers = @($answers) + (Invoke-ChatCompletion ho -Provider goon)
        @($answers | Invoke-ChatCompletion 'And why?').Count | Should -Be 2
        $server.Requests[-1].Body | Should -BeLike '*"ho"*'
    }
}

Describe 'A piped choice' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $two = '{"id":"c1","model":"m-1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"one"}},{"index":1,"finish_reason":"stop","message":{"role":"assistant","content":"two"}}]}'
        $server = Start-Server ([ScriptedServers.Reply]::Json($two))
        Set-ChatProvider twice -Scope Session -ApiBase $server.BaseUrl -Model standard
        function Get-Sent { ($server.Requests[-1].Body | ConvertFrom-Json).messages | ForEach-Object { "$($_.role): $($_.content)" } }
        $answer = Invoke-ChatCompletion hi -N 2 -Provider twice -Model small -Instructions short
    }
    AfterAll { $server.Dispose(); Remove-ChatProvider twice -Confirm:$false }

    It 'is continued with its own text, by index' {
        $next = $answer.Choices[1] | Invoke-ChatCompletion 'And why?'
        Get-Sent | Should -BeExactly 'system: short', 'user: hi', 'assistant: two', 'user: And why?'
        ($server.Requests[-1].Body | ConvertFrom-Json).model | Should -BeExactly 'small'
        $null = $next.Choices[1] | Invoke-ChatCompletion 'Sure?'
        Get-Sent | Should -BeExactly 'system: short', 'user: hi', 'assistant: two', 'user: And why?', 'assistant: two', 'user: Sure?'
    }

    It 'may come from a stream' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse([object[]] @((New-EventJson b -Index 1), (New-EventJson a), (New-EventJson -FinishReason stop), (New-EventJson -FinishReason stop -Index 1), '[DONE]')))
        $last = Invoke-ChatCompletion hi -N 2 -Provider twice -Stream | Select-Object -Last 1
        $null = $last.Completion.Choices | Where-Object Index -EQ 1 | Invoke-ChatCompletion 'And why?'
        Get-Sent | Should -BeExactly 'user: hi', 'assistant: b', 'user: And why?'
    }

    It 'is the first one where the whole answer is piped' {
        $null = $answer | Invoke-ChatCompletion 'And why?'
        Get-Sent | Should -Contain 'assistant: one'
    }

    It 'that went through a file says how to go on, and that works' {
        $answer | Export-Clixml $TestDrive/choices.xml
        $answer = Import-Clixml $TestDrive/choices.xml
        "$(Get-TerminatingError { $answer.Choices[1] | Invoke-ChatCompletion 'And why?' -Provider twice })" | Should -BeLike '*-History*SkipLast 1*'
        $null = Invoke-ChatCompletion 'And why?' -Provider twice -History ($answer.History | Select-Object -SkipLast 1), $answer.Choices[1]
        Get-Sent | Should -BeExactly 'system: short', 'user: hi', 'assistant: two', 'user: And why?'
    }
}
