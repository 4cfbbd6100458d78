# -History and -AssistantAuthor: empty ones, rows of every kind of value, earlier answers with all their turns, and a history that asks.

Describe 'A history' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        function Get-Sent { ($server.Requests[-1].Body | ConvertFrom-Json).messages | ForEach-Object { "$($_.role): $($_.content)" } }
    }
    AfterAll { $server.Dispose() }

    It 'may be empty, as on the first turn of a bot: <Shown>' -ForEach @(
        @{ Shown = 'a CSV that has only its header'; History = { Set-Content $TestDrive/empty.csv 'author,text'; Import-Csv $TestDrive/empty.csv } }
        @{ Shown = 'an empty list'; History = { , @() } }
        @{ Shown = 'a list in a list'; History = { , @(@(), $null) } }
        @{ Shown = '$null'; History = { $null } }
        @{ Shown = 'an empty JSON list'; History = { '[]' } }
        @{ Shown = 'an empty text'; History = { '' } }
        @{ Shown = 'a generic list'; History = { , [System.Collections.Generic.List[object]]::new() } }
    ) {
        foreach ($more in @{ AssistantAuthor = 'Bot' }, @{}) {
            $null = Invoke-ChatCompletion hi @ask -History (& $History) @more -WarningVariable warnings
            Get-Sent | Should -BeExactly 'user: hi'
            $warnings | Should -BeNullOrEmpty
        }
    }

    It 'needs a question of its own where it is empty' {
        foreach ($none in $null, @(), '[]') {
            $failure = Get-TerminatingError { Invoke-ChatCompletion @ask -History $none -AssistantAuthor Bot }
            "$failure" | Should -BeLike 'There is no question.*-Message*'
        }
    }

    It 'takes authors and texts that are <Shown>' -ForEach @(
        @{ Shown = 'numbers'; Author = 7; Assistant = '7'; Text = 42; Sent = '42' }
        @{ Shown = 'numbers with a fraction'; Author = 1.5; Assistant = '1.5'; Text = 0.25; Sent = '0.25' }
        @{ Shown = 'large numbers'; Author = [long]::MaxValue; Assistant = '9223372036854775807'; Text = 1.5d; Sent = '1.5' }
        @{ Shown = 'guids'; Author = [guid] '6f9619ff-8b86-d011-b42d-00c04fc964ff'; Assistant = '6F9619FF-8B86-D011-B42D-00C04FC964FF'; Text = [guid]::Empty; Sent = '00000000-0000-0000-0000-000000000000' }
        @{ Shown = 'booleans'; Author = $true; Assistant = 'true'; Text = $false; Sent = 'False' }
        @{ Shown = 'dates'; Author = 'Bot'; Assistant = 'Bot'; Text = [datetime]::new(2026, 1, 2, 3, 4, 5, [System.DateTimeKind]::Utc); Sent = '2026-01-02T03:04:05.0000000Z' }
        @{ Shown = 'enums and versions'; Author = [System.DayOfWeek]::Friday; Assistant = 'friday'; Text = [version] '1.2'; Sent = '1.2' }
        @{ Shown = 'a character and an address'; Author = [char] 'B'; Assistant = 'b'; Text = [uri] 'https://x.invalid/a'; Sent = 'https://x.invalid/a' }
    ) {
        Use-Culture de-DE {
            foreach ($row in @{ author = $Author; text = $Text }, [pscustomobject]@{ Author = $Author; Content = $Text }) {
                $null = Invoke-ChatCompletion hi @ask -History $row, @{ author = 'Ann'; text = $Text } -AssistantAuthor $Assistant
                # The server's messages are dates to ConvertFrom-Json, so the body itself is compared.
                $server.Requests[-1].Body | Should -BeLike "*[[]{`"role`":`"assistant`",`"content`":`"$Sent`"},{`"role`":`"user`",`"content`":`"$Sent`"},*"
            }
        }
    }

    It 'takes JSON whose values are numbers and booleans' {
        $null = Invoke-ChatCompletion hi @ask -History '[{"author":1,"text":true},{"author":2,"text":3.5},{"role":"user","content":4}]' -AssistantAuthor 2
        Get-Sent | Should -BeExactly 'user: True', 'assistant: 3.5', 'user: 4', 'user: hi'
        $null = Invoke-ChatCompletion @ask -Messages @{ role = 'user'; content = 42 }
        Get-Sent | Should -BeExactly 'user: 42'
    }

    It 'takes an empty role for none' {
        $null = Invoke-ChatCompletion hi @ask -History ("role,author,text`n,Bot,A`nuser,Bot,B" | ConvertFrom-Csv) -AssistantAuthor Bot
        Get-Sent | Should -BeExactly 'assistant: A', 'user: B', 'user: hi'
    }

    It 'says what is wrong with <Shown>' -ForEach @(
        @{ Shown = 'an author that is an object'; Row = @{ author = @{ id = 1 }; text = 'x' }; Says = '*an author must be text*Hashtable*' }
        @{ Shown = 'a text that is an object'; Row = @{ author = 'a'; text = @{ id = 1 } }; Says = '*content or text*Hashtable*' }
        @{ Shown = 'a row without a text'; Row = @{ author = 'a' }; Says = '*needs its text*' }
        @{ Shown = 'a row without an author'; Row = @{ text = 'a' }; Says = '*needs a property role or author*' }
        @{ Shown = 'an author that is a null of a database'; Row = @{ author = [System.DBNull]::Value; text = 'a' }; Says = '*needs a property role or author*' }
        @{ Shown = 'a text that is a null of a database'; Row = @{ author = 'a'; text = [System.DBNull]::Value }; Says = '*needs its text*' }
        @{ Shown = 'the body of a request'; Row = @{ model = 'x'; messages = @(@{ role = 'user'; content = 'x' }) }; Says = '*body of a request*Splat*' }
    ) {
        $count = $server.Requests.Count
        "$(Get-TerminatingError { Invoke-ChatCompletion hi @ask -History $Row -AssistantAuthor a })" | Should -BeLike $Says
        $server.Requests.Count | Should -Be $count
    }

    It 'warns where -AssistantAuthor is nobody in it, and names who is' {
        $rows = "author,text`nAnn,A`nBot,B`nann,C" | ConvertFrom-Csv
        $null = 'a', 'b' | Invoke-ChatCompletion @ask -History $rows -AssistantAuthor Bott -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike "*-AssistantAuthor 'Bott'*-History*Ann, Bot.*"
        $null = Invoke-ChatCompletion hi @ask -History $rows -AssistantAuthor bot -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $null = Invoke-ChatCompletion hi @ask -History @{ role = 'assistant'; content = 'A' } -AssistantAuthor Bott -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty -Because 'a role needs no author'
    }

    It 'asks by itself where it ends with <Shown>' -ForEach @(
        @{ Shown = 'the user''s message'; History = { @{ author = 'Bot'; text = 'A' }, @{ author = 'Ann'; text = 'B' } }; Sent = 'assistant: A', 'user: B' }
        @{ Shown = 'the result of a tool'; History = { @{ role = 'user'; content = 'A' }, @{ role = 'tool'; tool_call_id = 't'; content = '5' } }; Sent = 'user: A', 'tool: 5' }
    ) {
        $null = Invoke-ChatCompletion @ask -History (& $History) -AssistantAuthor Bot
        Get-Sent | Should -BeExactly $Sent
        $null = Get-ChatModel echo -Provider Mock | Invoke-ChatCompletion -History (& $History) -AssistantAuthor Bot | Should -Not -BeNullOrEmpty
    }

    It 'is no question where it ends with the assistant''s message' {
        $count = $server.Requests.Count
        "$(Get-TerminatingError { Invoke-ChatCompletion @ask -History @{ role = 'user'; content = 'A' }, @{ role = 'assistant'; content = 'B' } })" | Should -BeLike 'There is no question*'
        $server.Requests.Count | Should -Be $count
    }
}

Describe 'An earlier answer in -<Parameter>' -ForEach @{ Parameter = 'History' }, @{ Parameter = 'Messages' } {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $two = '{"id":"c1","model":"m-1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"one"}},{"index":1,"finish_reason":"stop","message":{"role":"assistant","content":"two"}}]}'
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        function Get-Sent { ($server.Requests[-1].Body | ConvertFrom-Json).messages | ForEach-Object { "$($_.role): $($_.content)" } }
        function Restore-Item { $input | Export-Clixml $TestDrive/items.xml; Import-Clixml $TestDrive/items.xml }
        $first = Invoke-ChatCompletion 'Capital of France?' @ask -Instructions 'Be brief.'
        $answer = $first | Invoke-ChatCompletion 'And of Spain?' @ask
        $turns = 'system: Be brief.', 'user: Capital of France?', 'assistant: Paris.', 'user: And of Spain?', 'assistant: Paris.'
        function Send-After($Value) {
            $given = @{ $Parameter = $Value }
            $null = Invoke-ChatCompletion 'Why?' @ask @given
            Get-Sent
        }
    }
    AfterAll { $server.Dispose() }

    It 'is the whole conversation, as when it is piped: <Form>' -ForEach @(
        @{ Form = 'the answer'; Value = { $answer } }
        @{ Form = 'its choice'; Value = { $answer.Choices[0] } }
        @{ Form = 'a list of it'; Value = { , @(, $answer) } }
        @{ Form = 'from a file'; Value = { $answer | Restore-Item } }
        @{ Form = 'from a job'; Value = { Start-Job { $input } -InputObject $answer | Receive-Job -Wait } }
        @{ Form = 'its History'; Value = { $answer.History } }
        @{ Form = 'both answers of the chat'; Value = { $first, $answer } }
        @{ Form = 'the first question, then the answer'; Value = { @($first.History[1]; $answer) } }
        @{ Form = 'a choice behind what came before it'; Value = { @($answer.History | Select-Object -SkipLast 1; $answer.Choices[0]) } }
    ) {
        Send-After (& $Value) | Should -BeExactly ($turns + 'user: Why?')
        $null = $answer | Invoke-ChatCompletion 'Why?' @ask
        Get-Sent | Should -BeExactly ($turns + 'user: Why?')
    }

    It 'may be a stream, or its last chunk, but not a chunk that lacks the whole' {
        $null = $server.Enqueue((New-StreamReply)).Enqueue((New-StreamReply))
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        $sent = 'user: hi', 'assistant: Paris.', 'user: Why?'
        Send-After $chunks | Should -BeExactly $sent
        Send-After $chunks[-1] | Should -BeExactly $sent
        Send-After ($chunks | Restore-Item) | Should -BeExactly $sent
        $count = $server.Requests.Count
        foreach ($part in $chunks[0], $chunks[0..1], ($chunks[0] | Restore-Item)) { "$(Get-TerminatingError { Send-After $part })" | Should -BeLike "*-$Parameter*chunks*last one*" }
        $server.Requests.Count | Should -Be $count
    }

    It 'keeps the turns of answers that have nothing in common, and shares what they begin with' {
        $other = Invoke-ChatCompletion 'Capital of Peru?' @ask
        Send-After $first, $other | Should -BeExactly ($turns[0..2] + 'user: Capital of Peru?' + 'assistant: Paris.' + 'user: Why?')
        $null = $server.Enqueue([ScriptedServers.Reply]::Json($two))
        $both = Invoke-ChatCompletion hi @ask -N 2
        Send-After $both.Choices | Should -BeExactly 'user: hi', 'assistant: one', 'assistant: two', 'user: Why?'
        Send-After $both.Choices[1] | Should -BeExactly 'user: hi', 'assistant: two', 'user: Why?'
        Send-After ($first, (Invoke-ChatCompletion 'Capital of Peru?' @ask -Instructions 'Be brief.')) | Should -BeExactly ($turns[0..2] + 'user: Capital of Peru?' + 'assistant: Paris.' + 'user: Why?')
    }

    It 'is an error where a choice from a file has lost its conversation' {
        $count = $server.Requests.Count
        "$(Get-TerminatingError { Send-After ($answer | Restore-Item).Choices[0] })" | Should -BeLike "*-$Parameter*no longer has its conversation*SkipLast 1*"
        $server.Requests.Count | Should -Be $count
    }

    It 'is kept with tool calls and their results' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}'))
        $called = Invoke-ChatCompletion hi @ask
        $given = @{ $Parameter = @($called; New-ChatMessage '5' -Role tool -ToolCallId t1) }
        $null = Invoke-ChatCompletion @ask @given
        Get-Sent | Should -BeExactly 'user: hi', 'assistant: ', 'tool: 5'
    }
}
