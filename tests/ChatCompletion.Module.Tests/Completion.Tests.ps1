# Tab completion.

Describe 'Tab completion' {
    BeforeAll {
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Where-Object { $_ } }
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
        @{ Line = 'Remove-ChatProvider moons'; Offered = @() }
        @{ Line = 'Invoke-ChatCompletion hi -Provider Deepseek -Fallbacks '; Offered = 'deepseek-chat' }
    ) {
        Get-Completion $Line | ForEach-Object { $_.Trim("'") } | Sort-Object | Should -BeExactly ($Offered | Sort-Object)
    }

    Context 'of models' {
        BeforeAll {
            . $PSScriptRoot/Support.ps1
            $server = Start-Server ([ScriptedServers.Reply]::Json('{"data":[{"id":"qwen3:8b"},{"id":"qwen3:32b"},{"id":"@cf/meta/llama"},{"id":"a b"},{"id":"bad\u001b[2J"},{"id":"it''s"}]}'))
            Set-ChatProvider seen -Scope Session -ApiBase $server.BaseUrl -Model own-model
            Set-ChatProvider unseen -Scope Session -ApiBase $server.BaseUrl
            $null = Get-ChatModel -Provider seen
            $null = Get-ChatModel -ApiBase $server.BaseUrl
            $asked = $server.Requests.Count
        }
        AfterAll { $server.Dispose(); 'seen', 'unseen' | ForEach-Object { Remove-ChatProvider $_ -Confirm:$false } }

        It 'offers what Get-ChatModel last saw, and the provider''s own, for: <Line>' -ForEach @(
            @{ Line = 'Invoke-ChatCompletion hi -Provider seen -Model q'; Offered = 'qwen3:8b', 'qwen3:32b' }
            @{ Line = 'Invoke-ChatCompletion hi -Connection seen -Model q'; Offered = 'qwen3:8b', 'qwen3:32b' }
            @{ Line = 'Invoke-ChatCompletion hi -Provider seen -Model own'; Offered = 'own-model' }
            @{ Line = 'Get-ChatModel -Provider seen q'; Offered = 'qwen3:8b', 'qwen3:32b' }
            @{ Line = 'Get-ChatModel -Provider seen -Name QWEN3:3'; Offered = 'qwen3:32b' }
            @{ Line = 'Set-ChatProvider seen -Model q'; Offered = 'qwen3:8b', 'qwen3:32b' }
            @{ Line = 'Invoke-ChatCompletion hi -Provider seen -Model a'; Offered = "'a b'" }
            @{ Line = 'Invoke-ChatCompletion hi -Provider seen -Model it'; Offered = "'it''s'" }
            @{ Line = "Invoke-ChatCompletion hi -Provider seen -Model '@"; Offered = "'@cf/meta/llama'" }
            @{ Line = 'Invoke-ChatCompletion hi -Provider OpenAI -Model gpt'; Offered = 'gpt-4o-mini' }
        ) {
            Get-Completion $Line | Should -BeExactly $Offered
        }

        It 'offers what an address listed' {
            Get-Completion "Invoke-ChatCompletion hi -ApiBase $($server.BaseUrl) -Model q" | Should -BeExactly 'qwen3:8b', 'qwen3:32b'
        }

        It 'never asks a server, and offers no id that could disturb a terminal' {
            Get-Completion 'Invoke-ChatCompletion hi -Provider unseen -Model q' | Should -Not -Contain 'qwen3:8b'
            Get-Completion 'Invoke-ChatCompletion hi -Provider seen -Model bad' | Should -Not -Match 'bad'
            Get-Completion 'Invoke-ChatCompletion hi -Provider nobody -Model x' | Should -Not -Match 'qwen'
            $server.Requests.Count | Should -Be $asked
        }
    }

    Context 'of models with odd names' {
        BeforeAll {
            . $PSScriptRoot/Support.ps1
            # What a terminal could be steered by, what cannot be seen, and what no line can hold.
            $unfit = @(0..31 + 127..159 + 0xAD, 0x61C + 0x200B..0x200F + 0x2028..0x202E + 0x2060..0x206F + 0xFEFF, 0xFFF9 | ForEach-Object { "unfit$([char] $_)x" }) +
                "unfit$([char]::ConvertFromUtf32(0xE0041))", "unfit$([char] 0xD83D)", "unfit$([char]::ConvertFromUtf32(0x1D173))", ('unfit' + 'x' * 100000)
            $fit = 'fit-a', 'fit b', "fit'c", "fit$([char] 0x2019)d", 'fit"e', 'fit$(Get-Date)', 'fit`n', 'fit;f', 'fit{g}', 'fit#h', 'fit@i', 'fit,j', 'fité世界', "fit`u{1F600}", ' fit k', ('fit' + 'l' * 300)
            $list = @($unfit + $fit | ForEach-Object { @{ id = $_ } })
            # JSON has no form for half a surrogate pair but its escape.
            $json = (ConvertTo-Json @{ data = $list } -Compress -EscapeHandling EscapeNonAscii)
            $server = Start-Server ([ScriptedServers.Reply]::Json($json))
            Set-ChatProvider odd -Scope Session -ApiBase $server.BaseUrl -Model "unfit$([char] 0x202E)own"
            $null = Get-ChatModel -Provider odd
            function Get-Match([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
        }
        AfterAll { $server.Dispose(); Remove-ChatProvider odd -Confirm:$false }

        It 'offers none that cannot be typed or seen: <_>' -ForEach 'Invoke-ChatCompletion hi -Provider odd -Model ', 'Get-ChatModel -Provider odd ', 'Set-ChatProvider odd -Model ', 'Invoke-ChatCompletion hi -Provider odd -Fallbacks ' {
            foreach ($found in Get-Match $_) {
                foreach ($text in $found.CompletionText, $found.ListItemText, $found.ToolTip) {
                    $text | Should -Not -Match '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Cs}(?<![\ud800-\udbff](?=[\udc00-\udfff])|(?<=[\ud800-\udbff])[\udc00-\udfff])|unfit'
                }
                $found.ListItemText.Length | Should -BeLessOrEqual 101
                $found.ToolTip.Length | Should -BeLessOrEqual 1000
            }
        }

        It 'offers all others, in a form that means the name and nothing else' {
            $found = Get-Match 'Invoke-ChatCompletion hi -Provider odd -Model '
            $meant = foreach ($one in $found) {
                $tokens = $null
                $ast = [System.Management.Automation.Language.Parser]::ParseInput("x -Model $($one.CompletionText)", [ref] $tokens, [ref] $null)
                $elements = $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $false)[0].CommandElements
                $elements.Count | Should -Be 3
                $elements[2] | Should -BeOfType ([System.Management.Automation.Language.StringConstantExpressionAst])
                $elements[2].Value
            }
            $meant | Sort-Object | Should -BeExactly ($fit | Sort-Object)
        }
    }

    It 'takes words that it does not offer' {
        (Invoke-ChatCompletion hi -Provider Mock -ReasoningEffort ultra).Complete | Should -BeTrue
    }
}
