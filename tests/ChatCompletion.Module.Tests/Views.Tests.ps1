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

    It 'neutralises what could steer the terminal, and keeps the content exact: <_>' -ForEach 'answer', 'chunks', 'message', 'model', 'choices', 'choice message', 'tool calls' {
        $text = ConvertTo-Json $escapes
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"model`":$text,`"choices`":[{`"index`":0,`"finish_reason`":$text,`"message`":{`"role`":`"assistant`",`"content`":$text,`"tool_calls`":[{`"id`":`"t`",`"type`":`"function`",`"function`":{`"name`":`"f`",`"arguments`":$text}}]}}]}"))
        $null = $server.Enqueue((New-StreamReply $escapes)).On('/v1/models', [ScriptedServers.Reply]::Json("{`"data`":[{`"id`":$text,`"owned_by`":$text}]}"))
        $answer = Invoke-ChatCompletion hi @ask
        $answer.Content | Should -BeExactly $escapes
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        -join $chunks.Content | Should -BeExactly $escapes
        $model = Get-ChatModel -ApiBase $server.BaseUrl
        $model.Id | Should -BeExactly $escapes
        $items = @{
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
}
