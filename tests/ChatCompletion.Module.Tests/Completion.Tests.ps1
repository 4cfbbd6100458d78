# Tab completion.

Describe 'Tab completion' {
    BeforeAll {
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
        $null = Set-ChatProvider completion-mine -ApiBase http://127.0.0.1:9/v1
    }

    It 'offers <Offered> for: <Line>' -ForEach @(
        @{ Line = 'Invoke-ChatCompletion hi -ReasoningEffort '; Offered = 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max' }
        @{ Line = 'Invoke-ChatCompletion hi -ReasoningEffort m'; Offered = 'minimal', 'medium', 'max' }
        @{ Line = 'Invoke-ChatCompletion hi -ResponseFormat '; Offered = 'text', 'json_object' }
        @{ Line = 'Invoke-ChatCompletion hi -response_format j'; Offered = 'json_object' }
        @{ Line = 'Invoke-ChatCompletion hi -ToolChoice '; Offered = 'auto', 'required', 'none' }
        @{ Line = 'Invoke-ChatCompletion hi -ToolChoice R'; Offered = 'required' }
        @{ Line = 'New-ChatMessage hi -Role '; Offered = 'assistant', 'developer', 'system', 'tool', 'user' }
        @{ Line = 'New-ChatMessage hi -Role s'; Offered = 'system' }
        @{ Line = 'Set-ChatProvider x -Type '; Offered = @([ChatCompletions.ProviderPresets]::All.Name) }
        @{ Line = 'Set-ChatProvider x -Type o'; Offered = 'Ollama', 'OpenAI', 'OpenRouter' }
        @{ Line = 'Invoke-ChatCompletion hi -Provider o'; Offered = 'Ollama', 'OpenAI', 'OpenRouter' }
        @{ Line = 'Invoke-ChatCompletion hi -Connection moc'; Offered = 'Mock' }
        @{ Line = "Invoke-ChatCompletion hi -Provider 'moc"; Offered = 'Mock' }
        @{ Line = 'Invoke-ChatCompletion hi -Provider completion-'; Offered = 'completion-mine' }
        @{ Line = 'Get-ChatModel -Provider completion-'; Offered = 'completion-mine' }
        @{ Line = 'Set-ChatProvider completion-'; Offered = 'completion-mine' }
        @{ Line = 'Get-ChatProvider completion-'; Offered = 'completion-mine' }
        @{ Line = 'Remove-ChatProvider completion-'; Offered = 'completion-mine' }
    ) {
        Get-Completion $Line | ForEach-Object { $_.Trim("'") } | Sort-Object | Should -BeExactly ($Offered | Sort-Object)
    }

    It 'takes words that it does not offer' {
        (Invoke-ChatCompletion hi -Provider Mock -ReasoningEffort ultra).Complete | Should -BeTrue
    }
}
