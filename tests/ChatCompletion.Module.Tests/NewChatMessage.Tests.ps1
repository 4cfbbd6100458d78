# New-ChatMessage.

Describe 'New-ChatMessage' {
    BeforeAll { . $PSScriptRoot/Support.ps1 }

    It 'makes a message of the user' {
        $message = New-ChatMessage Hello
        $message | Should -BeOfType ([ChatCompletions.ChatMessage])
        $message.Role, $message.Content | Should -BeExactly 'user', 'Hello'
        "$message" | Should -BeExactly 'Hello'
        (New-ChatMessage -Content Hello -Name ann).Name | Should -BeExactly 'ann'
    }

    It 'takes the role <_>' -ForEach 'system', 'developer', 'user', 'assistant' {
        (New-ChatMessage Hello -Role $_).Role | Should -BeExactly $_
        (New-ChatMessage Hello -Role $_.ToUpperInvariant()).Role | Should -BeExactly $_
    }

    It 'refuses another role' {
        (Get-TerminatingError { New-ChatMessage Hello -Role boss }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'makes lines of several texts' {
        (New-ChatMessage a, b).Content | Should -BeExactly "a`nb"
    }

    It 'makes a message of each piped text' {
        $messages = 'a', 'b' | New-ChatMessage -Role assistant
        $messages.Content | Should -BeExactly 'a', 'b'
        $messages.Role | Should -BeExactly 'assistant', 'assistant'
    }

    It 'needs -ToolCallId with role tool, and takes it there only' {
        $message = New-ChatMessage '5' -Role tool -tool_call_id t1
        $message.Role, $message.ToolCallId, $message.Content | Should -BeExactly 'tool', 't1', '5'
        foreach ($call in { New-ChatMessage '5' -Role tool }, { New-ChatMessage '5' -ToolCallId t1 }) {
            $failure = Get-TerminatingError $call
            $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.NewChatMessageCommand'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            "$failure" | Should -BeLike '*-ToolCallId*'
        }
    }

    It 'refuses <Shown>' -ForEach @(
        @{ Shown = 'an empty text'; Content = '' }
        @{ Shown = 'white space'; Content = " `t`n" }
        @{ Shown = '$null'; Content = $null }
        @{ Shown = 'an empty list'; Content = @() }
        @{ Shown = '$true'; Content = $true }
        @{ Shown = 'a number'; Content = 5 }
        @{ Shown = 'a hashtable'; Content = @{ a = 1 } }
    ) {
        $failure = Get-TerminatingError { New-ChatMessage -Content $Content }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.NewChatMessageCommand'
        "$failure" | Should -BeLike '*-Content*'
    }

    It 'makes messages of what Invoke-ChatCompletion takes: <Form>' -ForEach @(
        @{ Form = 'hashtables'; Rows = { @{ role = 'System'; content = 'A' }, @{ role = 'user'; content = 'B' } } }
        @{ Form = 'custom objects'; Rows = { '[{"role":"system","content":"A"},{"role":"user","content":"B"}]' | ConvertFrom-Json } }
        @{ Form = 'rows of a CSV'; Rows = { "role,text`nsystem,A`nuser,B" | ConvertFrom-Csv } }
        @{ Form = 'messages'; Rows = { New-ChatMessage A -Role system; New-ChatMessage B } }
        @{ Form = 'messages from a file'; Rows = { New-ChatMessage A -Role system; New-ChatMessage B | Export-Clixml $TestDrive/b.xml; Import-Clixml $TestDrive/b.xml } }
    ) {
        foreach ($messages in (& $Rows | New-ChatMessage), (New-ChatMessage (& $Rows))) {
            $messages | Should -BeOfType ([ChatCompletions.ChatMessage])
            $messages | ForEach-Object { "$($_.Role): $_" } | Should -BeExactly 'system: A', 'user: B'
        }
    }

    It 'makes roles of authors' {
        $rows = "author,text`nAnn,Hello?`nbot,7" | ConvertFrom-Csv
        $rows | New-ChatMessage -AssistantAuthor Bot | ForEach-Object { "$($_.Role): $_" } | Should -BeExactly 'user: Hello?', 'assistant: 7'
        $rows | New-ChatMessage -Role user | ForEach-Object { "$($_.Role): $_" } | Should -BeExactly 'user: Hello?', 'user: 7'
        @{ author = 1; text = 2 } | New-ChatMessage -Assistant 1 | ForEach-Object { "$($_.Role): $_" } | Should -BeExactly 'assistant: 2'
        $null = $rows | New-ChatMessage -AssistantAuthor Bott -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*'Bott'*-Content*Ann, bot*"
    }

    It 'keeps the fields of a message, and adds its own' {
        $message = @{ role = 'assistant'; content = $null; tool_calls = @(@{ id = 't'; type = 'function'; function = @{ name = 'f'; arguments = '{}' } }) } | New-ChatMessage
        (($message | Invoke-ChatCompletion 'go on' -Provider Mock -Model echo).History[0] | ConvertTo-Json -Depth 9) | Should -BeLike '*tool_calls*'
        (@{ role = 'tool'; content = '5'; tool_call_id = 't' } | New-ChatMessage).ToolCallId | Should -BeExactly 't'
        $named = New-ChatMessage A
        ($named | New-ChatMessage -Name ann).Name, $named.Name | Should -BeExactly 'ann', $null
        (@{ content = 'A' } | New-ChatMessage -Role developer).Role | Should -BeExactly 'developer'
        (@{ content = 'A' } | New-ChatMessage).Role | Should -BeExactly 'user'
        $shown = @{ role = 'user'; content = 'Which?' } | New-ChatMessage -Image https://example.com/a.png
        $shown.Parts.type | Should -BeExactly 'text', 'image_url'
        $named.Parts | Should -BeNullOrEmpty
    }

    It 'says what is wrong with an object: <Shown>' -ForEach @(
        @{ Shown = 'an author without -AssistantAuthor'; Call = { @{ author = 'Bot'; text = 'A' } | New-ChatMessage }; Says = '*-AssistantAuthor*' }
        @{ Shown = 'another role than -Role'; Call = { @{ role = 'system'; content = 'A' } | New-ChatMessage -Role user }; Says = '*-Role is user*system*' }
        @{ Shown = '-Role and -AssistantAuthor'; Call = { @{ author = 'Bot'; text = 'A' } | New-ChatMessage -Role user -AssistantAuthor Bot }; Says = '*-AssistantAuthor*-Role*' }
        @{ Shown = 'no text'; Call = { @{ role = 'user' } | New-ChatMessage }; Says = '*no content*' }
        @{ Shown = 'an empty text'; Call = { @{ role = 'user'; content = ' ' } | New-ChatMessage }; Says = '*-Content is empty*' }
        @{ Shown = 'an image beside another role'; Call = { @{ role = 'assistant'; content = 'A' } | New-ChatMessage -Image https://example.com/a.png }; Says = '*role user*' }
        @{ Shown = 'a result of no call'; Call = { @{ role = 'tool'; content = 'A' } | New-ChatMessage }; Says = '*-ToolCallId*' }
        @{ Shown = 'the body of a request'; Call = { @{ model = 'm'; messages = @(@{ role = 'user'; content = 'A' }); content = 'x' } | New-ChatMessage }; Says = '*body of a request*' }
    ) {
        $making = $Call
        $failure = Get-TerminatingError { $ErrorActionPreference = 'Stop'; & $making }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.NewChatMessageCommand'
        "$failure" | Should -BeLike $Says
    }

    It 'goes on after a piped text that is empty' {
        $messages = 'a', '', 'b' | New-ChatMessage -ErrorVariable failures -ErrorAction SilentlyContinue
        $messages.Content | Should -BeExactly 'a', 'b'
        @($failures).Count | Should -Be 1
        $failures[0].TargetObject | Should -BeExactly ''
    }

    It 'takes lines of a file without their notes' {
        'a' | Set-Content $TestDrive/a.txt
        $message = Get-Content $TestDrive/a.txt | New-ChatMessage
        $message.Content | Should -BeExactly 'a'
        $message | ConvertTo-Json -Depth 5 | Should -Not -Match 'PSPath'
    }

    It 'makes a conversation' {
        $conversation = @(New-ChatMessage 'Short.' -Role system; New-ChatMessage 'Say it.')
        ($conversation | Invoke-ChatCompletion -Provider Mock -Model echo).Content | Should -BeExactly 'Say it.'
        (Invoke-ChatCompletion -Messages $conversation -Provider Mock -Model echo).Content | Should -BeExactly 'Say it.'
    }
}
