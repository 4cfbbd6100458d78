# What is shown at the prompt.

Describe 'The views' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $escapes = "red `e[31mx`e[0m title `e]0;t`a bell`b c1 $([char]0x9b)2J del $([char]0x7f) turn $([char]0x202e) cr`rover tab`tline`nend"
        $unsafe = '[\a\x08\x9b\x7f\u202e]|\e\]|\e\[31mx|\r(?!\n)'
        # What a terminal would get: plain text would have the escapes taken out by PowerShell itself.
        function Get-Ansi([scriptblock] $Show) {
            $before = $PSStyle.OutputRendering
            $PSStyle.OutputRendering = 'Ansi'
            try { & $Show | Out-String -Width 200 } finally { $PSStyle.OutputRendering = $before }
        }
        function Get-Shown { ($input | Out-String -Width 200).Trim() }
    }
    AfterAll { $server.Dispose() }

    It 'shows an answer as its text, then one line on model, end and tokens' {
        $null = $server.Enqueue((New-Answer "Par`nis." -More ',"usage":{"prompt_tokens":24,"completion_tokens":8,"total_tokens":32}'))
        $lines = (Invoke-ChatCompletion hi @ask | Get-Shown) -split '\r?\n'
        $lines.Count | Should -Be 3
        $lines[0..1] | Should -BeExactly 'Par', 'is.'
        $lines[2] | Should -BeLike '*m-1*stop*24*8*'
    }

    It 'says of an answer that it is incomplete, and how many requests it took' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{}', 503).Header('retry-after-ms', '1')).Enqueue((New-Answer Par length))
        $shown = Invoke-ChatCompletion hi @ask -WarningAction SilentlyContinue | Get-Shown
        $shown | Should -BeLike '*length*incomplete*2 attempts*'
    }

    It 'shows each of several answers with its number' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"message":{"content":"A"}},{"index":1,"message":{"content":"B"}}]}'))
        $shown = Invoke-ChatCompletion hi @ask | Get-Shown
        $shown | Should -Match '(?s)0.*A.*1.*B'
    }

    It 'shows a refusal, and tool calls, where there is no text' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"message":{"content":null,"refusal":"I will not."}}]}'))
        Invoke-ChatCompletion hi @ask -WarningAction SilentlyContinue | Get-Shown | Should -Match 'I will not\.'
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"message":{"content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"get_weather","arguments":"{\"a\":1}"}}]}}]}'))
        Invoke-ChatCompletion hi @ask | Get-Shown | Should -BeLike 'get_weather({"a":1})*'
    }

    It 'neutralises what could steer the terminal, and keeps the content exact: <_>' -ForEach 'answer', 'chunks', 'message', 'model', 'choices', 'choice message', 'tool calls', 'usage', 'usage details', 'answer from a file', 'chunks from a file', 'messages from a file', 'error' {
        $text = ConvertTo-Json $escapes
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"model`":$text,`"choices`":[{`"index`":0,`"finish_reason`":$text,`"message`":{`"role`":`"assistant`",`"content`":$text,`"tool_calls`":[{`"id`":`"t`",`"type`":`"function`",`"function`":{`"name`":`"f`",`"arguments`":$text}}]}}],`"usage`":{`"prompt_tokens`":1,`"mood`":$text,`"prompt_tokens_details`":{`"mood`":$text},`"completion_tokens_details`":{`"mood`":$text}}}"))
        $null = $server.Enqueue((New-StreamReply $escapes)).Enqueue([ScriptedServers.Reply]::Sse((New-EventJson $escapes))).On('/v1/models', [ScriptedServers.Reply]::Json("{`"data`":[{`"id`":$text,`"owned_by`":$text}]}"))
        $answer = Invoke-ChatCompletion hi @ask
        $answer.Content | Should -BeExactly $escapes
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        -join $chunks.Content | Should -BeExactly $escapes
        $model = Get-ChatModel -ApiBase $server.BaseUrl
        $model.Id | Should -BeLike '*␛*␊end'
        $model.Id | Should -Not -Match "$unsafe|[`t`n]"
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream }
        $failure.Exception.Completion.Content | Should -BeExactly $escapes
        $answer, $chunks, $answer.History | Export-Clixml $TestDrive/unsafe.xml
        $back = Import-Clixml $TestDrive/unsafe.xml
        $back[0].Content | Should -BeExactly $escapes
        $items = @{
            'answer from a file' = $back[0]; 'chunks from a file' = $back[1]; 'messages from a file' = $back[2]; error = $failure.Exception
            usage = $answer.Usage; 'usage details' = $answer.Usage.PromptTokensDetails
            answer = $answer; chunks = $chunks; message = New-ChatMessage $escapes -Name $escapes; model = $model
            choices = $answer.Choices; 'choice message' = $answer.Choices[0].Message; 'tool calls' = $answer.Choices[0].Message.ToolCalls
        }
        $item = $items[$_]
        Get-Ansi { $item } | Should -Not -Match $unsafe
    }

    It 'neutralises what a server says in errors and warnings' {
        $text = ConvertTo-Json $escapes
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"error`":{`"message`":$text,`"code`":$text}}", 400)).Enqueue([ScriptedServers.Reply]::Json("{`"choices`":[{`"message`":{`"content`":null,`"refusal`":$text}}]}"))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask }
        "$failure $($failure.Exception.Message) $($failure.Exception.Code) $($failure.Exception.Body)" | Should -Not -Match '[\e\a\x08\x9b\x7f\u202e]'
        $null = Invoke-ChatCompletion hi @ask -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Not -Match '[\e\a\x08\x9b\x7f\u202e]'
    }

    It 'shows chunks as a table of number, content and end' {
        $null = $server.Enqueue((New-StreamReply 'Par', 'is.'))
        $shown = Invoke-ChatCompletion hi @ask -Stream | Get-Shown
        $shown | Should -Match 'Index\s+Content\s+FinishReason'
        $shown | Should -Match '0\s+Par'
        $shown | Should -Match 'stop'
    }

    It 'shows messages, models and providers as tables' {
        New-ChatMessage Hello -Role system | Get-Shown | Should -Match '(?s)Role\s+Name\s+Content.*system\s+Hello'
        New-ChatMessage Hello -Name ann | Get-Shown | Should -Match 'user\s+ann\s+Hello'
        Get-ChatModel echo -Provider Mock | Get-Shown | Should -Match '(?s)Id\s+Provider\s+OwnedBy\s+Created.*echo\s+Mock\s+ChatCompletion'
        Set-ChatProvider -Name views -ApiBase $server.BaseUrl -Model big -PassThru | Get-Shown | Should -Match '(?s)Name\s+Type\s+Default\s+Model\s+KeySource\s+ApiBase.*views\s+Custom\s+False\s+big\s+none\s+http'
    }

    It 'shows of a chunk what it brings, also where that is no content' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse('{"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}]}', '{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{}"}}]}}]}', '{"choices":[{"index":0,"delta":{"refusal":"No."},"finish_reason":"stop"}]}', '[DONE]'))
        $shown = Invoke-ChatCompletion hi @ask -Stream -WarningAction SilentlyContinue | Get-Shown
        $shown | Should -Match '(?m)^\s+0 Hm\s*$'
        $shown | Should -Match '(?m)^\s+0 f\{\}\s*$'
        $shown | Should -Match '(?m)^\s+0 No\.\s+stop\s*$'
    }

    It 'shows a message with its text, what else it holds, and its tool calls' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"Wait.","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}'))
        $answer = Invoke-ChatCompletion @ask -Messages @{ role = 'user'; content = @(@{ type = 'text'; text = 'Where?' }, @{ type = 'image_url'; image_url = @{ url = 'data:image/png;base64,AAAA' } }) }
        $shown = $answer.History | Get-Shown
        $shown | Should -Match '(?s)user\s+Where\?\s+\[image\]\s+assistant\s+Wait\.\s+f\(\{\}\)$'
        $shown | Should -Not -Match 'AAAA'
        $answer | Get-Shown | Should -Match '^Wait\.\r?\nf\(\{\}\)\r?\n127\.0\.0\.1.*tool_calls'
    }

    It 'shows usage as a list of what the server told' {
        $null = $server.Enqueue((New-Answer x -More ',"usage":{"prompt_tokens":24,"completion_tokens":8,"total_tokens":32,"completion_tokens_details":{"reasoning_tokens":3}}'))
        $answer = Invoke-ChatCompletion hi @ask
        ($answer.Usage | Get-Shown) -split '\r?\n' | Should -BeExactly 'PromptTokens            : 24', 'CompletionTokens        : 8', 'CompletionTokensDetails : {"reasoning_tokens":3}', 'TotalTokens             : 32'
        $answer.Usage.CompletionTokensDetails | Get-Shown | Should -Match '^ReasoningTokens\s+: 3'
    }

    It 'shows an error''s exception as what is known of it, without the rest of .NET' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"Bad thing","code":"bad"}}', 400)).Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)))
        $shown = (Get-TerminatingError { Invoke-ChatCompletion hi @ask }).Exception | Get-Shown
        $shown | Should -Match '(?s)^Message\s+: .*Bad thing.*Kind\s+: BadRequest.*StatusCode\s+: 400.*Code\s+: bad.*Body\s+: \{'
        $shown | Should -Not -Match 'StackTrace|HResult|Param |Completion'
        (Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream }).Exception | Get-Shown | Should -Match '(?s)Kind\s+: IncompleteAnswer.*Completion : Par$'
    }

    It 'shows every column of providers and models in 80 columns' {
        $provider = Set-ChatProvider -Name views80 -Type AzureOpenAI -ApiBase https://a-resource-with-a-long-name.openai.azure.com -Model a-deployment-with-a-long-name -ApiKeyVariable VIEWS_AZURE_KEY -Scope Session -PassThru
        ($provider | Out-String -Width 80) -replace '\s' | Should -Match 'NameTypeDefaultModelKeySourceApiBase.*https://'
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"data":[{"id":"anthropic/claude-sonnet-4-20250514","owned_by":"anthropic","created":1721172741}]}'))
        Get-ChatModel -ApiBase $server.BaseUrl | Out-String -Width 80 | Should -Match 'anthropic/claude-sonnet-4-20250514 127\.0\.0\.1:\d+\s+anthropic\s+2024-07-16'
    }

    It 'shows what came back from a file as it was shown before, however often: <_>' -ForEach 'answer', 'chunks', 'messages' {
        $null = $server.Enqueue((New-StreamReply))
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        $items = @{ answer = $chunks[-1].Completion; chunks = $chunks; messages = $chunks[-1].Completion.History }[$_]
        $items | Export-Clixml $TestDrive/once.xml
        Import-Clixml $TestDrive/once.xml | Export-Clixml $TestDrive/twice.xml
        Import-Clixml $TestDrive/once.xml | Get-Shown | Should -BeExactly ($items | Get-Shown)
        Import-Clixml $TestDrive/twice.xml | Get-Shown | Should -BeExactly ($items | Get-Shown)
        @(Import-Clixml $TestDrive/twice.xml)[0].PSObject.Properties.Name | Should -Not -Match 'Display'
    }

    It 'shows parts that came back from a file as they were shown before: <_>' -ForEach 'choices', 'tool calls', 'models', 'journal' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"Wait.","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}'))
        $answer = Invoke-ChatCompletion hi @ask -JournalPath "$TestDrive/$_.jsonl"
        $items = @{
            choices = $answer.Choices; 'tool calls' = $answer.Choices[0].Message.ToolCalls
            models = Get-ChatModel -Provider Mock | Select-Object -First 1; journal = Get-ChatJournal "$TestDrive/$_.jsonl"
        }[$_]
        $items | Export-Clixml $TestDrive/once.xml
        Import-Clixml $TestDrive/once.xml | Export-Clixml $TestDrive/twice.xml
        # PowerShell itself writes times that come back from a file in a form of its own.
        $times = '\d+[-/]\d+[-/]\d+( [\d:]+…?)?( \+00:00)?'
        $before = ($items | Get-Shown) -replace $times
        (Import-Clixml $TestDrive/once.xml | Get-Shown) -replace $times | Should -BeExactly $before
        (Import-Clixml $TestDrive/twice.xml | Get-Shown) -replace $times | Should -BeExactly $before
        @(Import-Clixml $TestDrive/twice.xml)[0].PSObject.Properties.Name | Should -Not -Match 'Display'
    }

    It 'shows answers as a table of a line each, as a list, and behind objects of another type, safely' {
        $null = $server.Enqueue((New-Answer "Par`e[31mx`nis." -More ',"usage":{"prompt_tokens":24,"completion_tokens":8,"total_tokens":32}'))
        $answer = Invoke-ChatCompletion hi @ask
        $answer, $answer | Format-Table | Get-Shown | Should -Match '(?s)^Complete\s+FinishReason\s+Model\s+Tokens\s+Content.*(True\s+stop\s+m-1\s+32 Par.*…\s*){2}$'
        $answer | Format-List | Get-Shown | Should -Match '(?s)^Content\s+: Par.*is\.\s+Complete\s+: True\s+FinishReason\s+: stop\s+Provider\s+: 127\.0\.0\.1:\d+\s+Model\s+: m-1.*TotalTokens\s+: 32'
        $behind = & { Get-Item $TestDrive; $answer } | Get-Shown
        $behind | Should -Match '127\.0\.0\.1:\d+/m-1 · stop · 24 \+ 8 tokens'
        $behind | Should -Not -Match 'SystemFingerprint'
        Get-Ansi { $answer | Format-Table } | Should -Not -Match $unsafe
        Get-Ansi { $answer | Format-List } | Should -Not -Match $unsafe
        Get-Ansi { Get-Item $TestDrive; $answer } | Should -Not -Match $unsafe
    }

    It 'shows ids and names of a server safely in any format' {
        $raw = '\u001b[31mx\u009b\u202e'
        $call = '{"id":"RAW","type":"function","function":{"name":"RAW","arguments":"{}"}}'.Replace('RAW', $raw)
        $server = Start-Server ([ScriptedServers.Reply]::Json('{"id":"RAW","model":"RAW","object":"RAW","system_fingerprint":"RAW","service_tier":"RAW","choices":[{"finish_reason":"RAW","message":{"role":"assistant","content":"x","tool_calls":[CALL]}}]}'.Replace('CALL', $call).Replace('RAW', $raw)))
        try {
            $answer = Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -WarningAction SilentlyContinue
            $calls = $answer.Choices[0].Message.ToolCalls
            $shown = ($answer | Format-List * | Out-String) + ($answer | Format-Table Id, Model, FinishReason | Out-String) +
                ($calls | Format-List * | Out-String) + ($answer.Choices | Format-List * | Out-String)
            $shown -replace "`e\[[0-9;]*m" | Should -Not -Match "[`e`u{9b}`u{202e}]"
            $shown | Should -Not -Match "`e\[31mx"
            $answer.Model | Should -BeLike '␛*'
        }
        finally { $server.Dispose() }
    }
}
