# Streams: chunks come down the pipeline as each event arrives, the last with the whole.

Describe 'A stream' {
    BeforeAll { . $PSScriptRoot/Support.ps1 }
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterEach { $server.Dispose() }

    It 'hands on each chunk before the next event is sent' {
        # Each gate opens only where the chunk before it has come through the pipeline; else the server waits until the time is up.
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)).WaitFor('Par').Event((New-EventJson 'is')).WaitFor('is').Event((New-EventJson '.')).WaitFor('.').Event((New-EventJson -FinishReason stop)).Event('[DONE]'))
        $chunks = Invoke-ChatCompletion hi @ask -Stream -IdleTimeoutSec 5 | ForEach-Object {
            if ($_.Content) { $null = $server.Release($_.Content) }
            $_
        }
        $chunks.Content | Should -BeExactly 'Par', 'is', '.', ''
    }

    It 'has the contents as deltas, and the whole on the last chunk alone' {
        $null = $server.Enqueue((New-StreamReply 'Par', 'is.'))
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        $chunks | Should -BeOfType ([ChatCompletions.ChatCompletionChunk])
        $chunks.Count | Should -Be 3
        -join ($chunks | ForEach-Object Content) | Should -BeExactly 'Paris.'
        -join $chunks | Should -BeExactly 'Paris.'
        @($chunks | Where-Object Completion).Count | Should -Be 1
        $whole = $chunks[-1].Completion
        $whole | Should -BeOfType ([ChatCompletions.ChatCompletion])
        $whole.Content | Should -BeExactly 'Paris.'
        $whole.FinishReason, $whole.Model, $whole.Id, $whole.Provider | Should -BeExactly 'stop', 'm-1', 'c1', ([uri] $server.BaseUrl).Authority
        $whole.Complete | Should -BeTrue
        $whole.Attempts | Should -Be 1
        $whole.Created.ToUnixTimeSeconds() | Should -Be 1723155364
        $chunks[0].Model, $chunks[0].Id, $chunks[0].Object, $chunks[0].Provider | Should -BeExactly 'm-1', 'c1', 'chat.completion.chunk', ([uri] $server.BaseUrl).Authority
    }

    It 'has the usage, the reasoning and the tool calls put together on the last chunk' {
        $events = @(
            '{"choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"Let me "}}]}'
            '{"choices":[{"index":0,"delta":{"reasoning_content":"see."}}]}'
            '{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"get_weather","arguments":""}}]}}]}'
            '{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}'
            '{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Rome\"}"}}]}}]}'
            '{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"t2","type":"function","function":{"name":"now","arguments":"{}"}}]}}]}'
            '{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}'
            '{"choices":[],"usage":{"prompt_tokens":24,"completion_tokens":8,"total_tokens":32,"completion_tokens_details":{"reasoning_tokens":3}}}'
            '[DONE]'
        )
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse([object[]] $events))
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        -join $chunks.ReasoningContent | Should -BeExactly 'Let me see.'
        $whole = $chunks[-1].Completion
        $whole.ReasoningContent | Should -BeExactly 'Let me see.'
        $whole.PromptTokens, $whole.CompletionTokens, $whole.TotalTokens | Should -Be 24, 8, 32
        $whole.Usage.CompletionTokensDetails.ReasoningTokens | Should -Be 3
        $calls = $whole.Choices[0].Message.ToolCalls
        $calls.Id | Should -BeExactly 't1', 't2'
        $calls.Name | Should -BeExactly 'get_weather', 'now'
        $calls.Arguments | Should -BeExactly '{"city":"Rome"}', '{}'
        -join ($chunks.ToolCalls | Where-Object Index -EQ 0).Arguments | Should -BeExactly '{"city":"Rome"}'
    }

    It 'keeps several choices apart' {
        $events = (New-EventJson A -Index 0), (New-EventJson X -Index 1), (New-EventJson B -Index 0), (New-EventJson -FinishReason stop -Index 0), (New-EventJson Y -Index 1), (New-EventJson -FinishReason stop -Index 1), '[DONE]'
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse([object[]] $events))
        $chunks = Invoke-ChatCompletion hi @ask -Stream -N 2
        -join ($chunks | Where-Object Index -EQ 1).Content | Should -BeExactly 'XY'
        $chunks[-1].Completion.Choices.Content | Should -BeExactly 'AB', 'XY'
        $chunks[-1].Completion.Content | Should -BeExactly 'AB'
    }

    It 'ends without [DONE], as with Helix, where every choice has said why it ended' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par), (New-EventJson 'is.' stop)))
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        $chunks[-1].Completion.Content | Should -BeExactly 'Paris.'
        $chunks[-1].Completion.Complete | Should -BeTrue
    }

    It 'streams each of several piped texts, and tells them apart by their input' {
        $null = $server.Enqueue((New-StreamReply A)).Enqueue((New-StreamReply B))
        $wholes = 'a', 'b' | Invoke-ChatCompletion @ask -Stream | ForEach-Object Completion
        $wholes.Content | Should -BeExactly 'A', 'B'
        $wholes.InputObject | Should -BeExactly 'a', 'b'
    }

    It 'takes a whole answer from a server that does not stream' {
        $chunks = @(Invoke-ChatCompletion hi @ask -Stream)
        -join $chunks.Content | Should -BeExactly 'Paris.'
        $chunks[-1].Completion.Content | Should -BeExactly 'Paris.'
    }

    It 'gives the whole of an answer that a server streams unasked' {
        $null = $server.Enqueue((New-StreamReply))
        $answer = Invoke-ChatCompletion hi @ask
        $answer | Should -BeOfType ([ChatCompletions.ChatCompletion])
        $answer.Content | Should -BeExactly 'Paris.'
    }

    It 'asks again without stream_options where the server refuses them' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"unknown field stream_options"}}', 400)).Enqueue((New-StreamReply))
        (Invoke-ChatCompletion hi @ask -Stream)[-1].Completion.Content | Should -BeExactly 'Paris.'
        $server.Requests[1].Body | Should -BeExactly (Get-Body '"stream":true')
    }

    It 'that <Way> gives its chunks first, then an error with what came' -ForEach @(
        @{ Way = 'is cut'; End = { $_.Close() }; Id = 'IncompleteAnswer' }
        @{ Way = 'is reset'; End = { $_.Reset() }; Id = 'IncompleteAnswer' }
        @{ Way = 'ends without a finish reason'; End = { $_ }; Id = 'IncompleteAnswer' }
        @{ Way = 'says [DONE] without a finish reason'; End = { $_.Event('[DONE]') }; Id = 'IncompleteAnswer' }
        @{ Way = 'brings an error'; End = { $_.Event('{"error":{"message":"overloaded","type":"server_error"}}') }; Id = 'ServerError' }
        @{ Way = 'brings what is no JSON'; End = { $_.Event('oops{') }; Id = 'ProtocolError' }
    ) {
        # The server ends it only once both chunks have come through: a reset could otherwise overtake them.
        $reply = [ScriptedServers.Reply]::Sse((New-EventJson Par), (New-EventJson is)).WaitFor('both')
        $null = $server.Enqueue(($reply | ForEach-Object $End))
        $chunks = [System.Collections.ArrayList]::new()
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream | ForEach-Object { if ($chunks.Add($_) -eq 1) { $server.Release('both') } } }
        $chunks.Content | Should -BeExactly 'Par', 'is'
        $chunks | Where-Object Completion | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,ChatCompletions.Commands.InvokeChatCompletionCommand"
        $partial = $failure.Exception.Completion
        $partial.Content | Should -BeExactly 'Paris'
        $partial.Complete | Should -BeFalse
        $partial.Error | Should -Not -BeNullOrEmpty
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Completion*'
        $server.Requests.Count | Should -Be 1 -Because 'nothing is sent again once an answer has begun'
    }

    It 'that is cut for one piped text is an error of its own' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson A)).Close()).Enqueue((New-StreamReply B))
        $chunks = 'a', 'b' | Invoke-ChatCompletion @ask -Stream -ErrorVariable failures -ErrorAction SilentlyContinue
        -join $chunks.Content | Should -BeExactly 'AB'
        @($failures).Count | Should -Be 1
        $failures[0].TargetObject | Should -BeExactly 'a'
        $failures[0].CategoryInfo.Category | Should -Be ProtocolError
    }

    It 'warns where it was cut at the token limit' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par length), '[DONE]'))
        $chunks = Invoke-ChatCompletion hi @ask -Stream -WarningVariable warnings -WarningAction SilentlyContinue
        $chunks[-1].Completion.Complete | Should -BeFalse
        "$warnings" | Should -BeLike '*length*'
    }
}
