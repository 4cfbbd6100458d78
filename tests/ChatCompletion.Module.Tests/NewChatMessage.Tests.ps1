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
