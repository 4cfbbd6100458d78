# The API's own names on answers and chunks: code written after the API's documents runs, and nothing else shows that they are there.

Describe 'The API''s own names' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $body = '{"id":"c1","object":"chat.completion","created":1723155364,"model":"m-1","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"Paris.","refusal":"no","reasoning_content":"Hm.","annotations":[{"url":"u"}],' +
        '"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"},"extra":[1]},{"id":"t2","type":"custom","custom":{"name":"sql","input":"select 1"}}],"mood":"calm"},' +
        '"logprobs":{"content":[{"token":"P","bytes":[80],"logprob":-0.001632451661862433,"top_logprobs":[{"token":"Q","logprob":-1.5}]}]},"weight":0.5}],' +
        '"usage":{"prompt_tokens":9007199254740993,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":5},' +
        '"completion_tokens_details":{"reasoning_tokens":6,"audio_tokens":7,"accepted_prediction_tokens":8,"rejected_prediction_tokens":9},"cost":1E-07},"service_tier":"flex","system_fingerprint":"fp","x":{"big":123456789012345678901234567890}}'
        $null = $server.Enqueue([ScriptedServers.Reply]::Json($body))
        $answer = Invoke-ChatCompletion hi @ask -WarningAction Ignore
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse([object[]] @(
                    '{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m-1","service_tier":"flex","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}'
                    '{"choices":[{"index":0,"delta":{"content":"Par","reasoning_content":"Hm."},"logprobs":{"content":[{"token":"Par","logprob":-0.5}]},"finish_reason":null}]}'
                    '{"choices":[{"index":0,"delta":{"content":"is.","tool_calls":[{"index":0,"id":"t1","function":{"name":"f","arguments":"{}"}}]},"finish_reason":null}]}'
                    '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}'
                    '{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}', '[DONE]')))
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        function Restore-Item { $input | Export-Clixml $TestDrive/items.xml; Import-Clixml $TestDrive/items.xml }
        # The same objects as they are, from a file, and from a job.
        $answers = @{ live = $answer; file = $answer | Restore-Item; 'file of a file' = $answer | Restore-Item | Restore-Item; job = Start-Job { $input } -InputObject $answer | Receive-Job -Wait }
        $streams = @{ live = $chunks; file = $chunks | Restore-Item; 'file of a file' = $chunks | Restore-Item | Restore-Item; job = Start-Job { $input } -InputObject $chunks | Receive-Job -Wait }
    }
    AfterAll { $server.Dispose() }

    It 'are on an answer: <_>' -ForEach 'live', 'file', 'file of a file', 'job' {
        $response = $answers[$_]
        $response.id, $response.object, $response.model, $response.service_tier, $response.system_fingerprint | Should -BeExactly 'c1', 'chat.completion', 'm-1', 'flex', 'fp'
        $response.choices[0].index | Should -Be 0
        $response.choices[0].finish_reason | Should -BeExactly 'tool_calls'
        $message = $response.choices[0].message
        $message.role, $message.content, $message.refusal, $message.reasoning_content, $message.annotations[0].url | Should -BeExactly 'assistant', 'Paris.', 'no', 'Hm.', 'u'
        $message.tool_calls[0].id, $message.tool_calls[0].type, $message.tool_calls[0].function.name, $message.tool_calls[0].function.arguments | Should -BeExactly 't1', 'function', 'f', '{"a":1}'
        $message.tool_calls[1].custom.name, $message.tool_calls[1].custom.input, $message.tool_calls[1].function, $message.tool_calls[0].custom | Should -BeExactly 'sql', 'select 1', $null, $null
        $token = $response.choices[0].logprobs.content[0]
        $token.token, $token.top_logprobs[0].token | Should -BeExactly 'P', 'Q'
        $token.logprob, $token.top_logprobs[0].logprob, $token.bytes[0] | Should -Be @(-0.001632451661862433, -1.5, 80)
        $usage = $response.usage
        $usage.prompt_tokens, $usage.completion_tokens, $usage.total_tokens | Should -Be 9007199254740993, 2, 3
        $usage.prompt_tokens_details.cached_tokens, $usage.prompt_tokens_details.audio_tokens | Should -Be 4, 5
        $details = $usage.completion_tokens_details
        $details.reasoning_tokens, $details.audio_tokens, $details.accepted_prediction_tokens, $details.rejected_prediction_tokens | Should -Be 6, 7, 8, 9
        $response.Message | Should -BeExactly 'Paris.'
    }

    It 'are on chunks: <_>' -ForEach 'live', 'file', 'file of a file', 'job' {
        $stream = $streams[$_]
        $text = foreach ($chunk in $stream) { if ($chunk.choices[0].delta.content) { $chunk.choices[0].delta.content } }
        -join $text | Should -BeExactly 'Paris.'
        $stream[0].choices[0].delta.role | Should -BeExactly 'assistant'
        -join $stream.choices.delta.reasoning_content | Should -BeExactly 'Hm.'
        $stream.choices.finish_reason | Where-Object { $_ } | Should -BeExactly 'stop'
        ($stream.choices.delta.tool_calls | Where-Object { $_ }).function.name | Should -BeExactly 'f'
        $stream[1].choices[0].logprobs.content[0].token | Should -BeExactly 'Par'
        $stream[0].service_tier, $stream[0].system_fingerprint, $stream[0].object | Should -BeExactly 'flex', 'fp', 'chat.completion.chunk'
        $stream[-1].usage.total_tokens | Should -Be 3
        $stream[0].usage | Should -Be $null
        foreach ($chunk in $stream) { $chunk.choices.Count | Should -Be 1 }
    }

    It 'give the index of each choice of a stream' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse([object[]] @((New-EventJson b -Index 1), (New-EventJson a), (New-EventJson -FinishReason stop), (New-EventJson -FinishReason stop -Index 1), '[DONE]')))
        $texts = @{}
        foreach ($chunk in Invoke-ChatCompletion hi @ask -N 2 -Stream) { $texts[$chunk.choices[0].index] += $chunk.choices[0].delta.content }
        $texts[0], $texts[1] | Should -BeExactly 'a', 'b'
    }

    It 'are on models' {
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"data":[{"id":"m-1","object":"model","created":5,"owned_by":"me"}]}'))
        (Get-ChatModel -ApiBase $server.BaseUrl).owned_by | Should -BeExactly 'me'
    }

    It 'are in no list, table, CSV or JSON: <Kind>' -ForEach @{ Kind = 'answer' }, @{ Kind = 'chunk' }, @{ Kind = 'choice' }, @{ Kind = 'message' }, @{ Kind = 'tool call' }, @{ Kind = 'token' }, @{ Kind = 'usage' } {
        foreach ($from in 'live', 'file') {
            $item = @{
                answer = $answers[$from]; chunk = $streams[$from][-1]; choice = $answers[$from].Choices[0]; message = $answers[$from].Choices[0].Message
                'tool call' = $answers[$from].Choices[0].Message.ToolCalls[0]; token = $answers[$from].Choices[0].LogProbs.Content[0]; usage = $answers[$from].Usage
            }[$Kind]
            $hidden = '_|^(delta|function|custom|choices|usage|message)$'
            $own = ('ChatCompletions.{0}' -f @{ answer = 'ChatCompletion'; chunk = 'ChatCompletionChunk'; choice = 'ChatChoice'; message = 'ChatMessage'; 'tool call' = 'ChatToolCall'; token = 'ChatTokenLogProb'; usage = 'ChatUsage' }[$Kind] -as [type]).GetProperties().Name
            foreach ($names in @(
                    , $item.PSObject.Properties.Name
                    , ($item | Get-Member -MemberType Properties).Name
                    , ($item | Select-Object *).PSObject.Properties.Name
                    , ($item | ConvertTo-Csv | ConvertFrom-Csv).PSObject.Properties.Name
                    , ($item | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json -AsHashtable).Keys)) {
                $names | Where-Object { $_ -match $hidden -and $_ -cnotin $own } | Should -BeNullOrEmpty -Because $from
            }
            $item | Format-List * | Out-String -Stream | Where-Object { $_ -cmatch '^(\w+) +:' -and $Matches[1] -cnotin $own } | Should -BeNullOrEmpty
        }
    }

    It 'take the text of an answer that has none for $null' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":null}}]}'))
        (Invoke-ChatCompletion hi @ask -WarningAction Ignore).Message | Should -Be $null
    }
}

Describe 'ToJson' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        function Restore-Item { $input | Export-Clixml $TestDrive/items.xml; Import-Clixml $TestDrive/items.xml }
        $rich = '{"id":"c1","object":"chat.completion","created":1723155364,"model":"m-1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Größe\n\"1\" 日本",' +
        '"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"},"extra":"e"}],"mood":{"a":[1,"b"]}},"logprobs":{"content":[{"token":"P","bytes":[80],"logprob":-0.001632451661862433}]},"weight":0.5}],' +
        '"usage":{"prompt_tokens":9007199254740993,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":4},"cost":1E-07},"service_tier":"flex","system_fingerprint":"fp","x":{"big":123456789012345678901234567890}}'
    }
    AfterAll { $server.Dispose() }

    It 'is the server''s own JSON, also of an answer from a file, from a job, and from a journal' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json($rich))
        $answer = Invoke-ChatCompletion hi @ask -JournalPath $TestDrive/run.jsonl
        $answer.ToJson() | Should -BeExactly $rich
        ($answer | Restore-Item).ToJson() | Should -BeExactly $rich
        ($answer | Restore-Item | Restore-Item).ToJson() | Should -BeExactly $rich
        (Start-Job { $input } -InputObject $answer | Receive-Job -Wait).ToJson() | Should -BeExactly $rich
        $count = $server.Requests.Count
        $again = Invoke-ChatCompletion hi @ask -JournalPath $TestDrive/run.jsonl
        $again.FromJournal | Should -BeTrue
        $again.ToJson() | Should -BeExactly $rich
        $server.Requests.Count | Should -Be $count
    }

    It 'is that of the whole answer where it was streamed' {
        $null = $server.Enqueue((New-StreamReply))
        $last = Invoke-ChatCompletion hi @ask -Stream | Select-Object -Last 1
        $read = $last.Completion.ToJson() | ConvertFrom-Json
        $read.choices[0].message.content, $read.choices[0].finish_reason, $read.model | Should -BeExactly 'Paris.', 'stop', 'm-1'
        $read.created | Should -Be 1723155364
        $read.object | Should -BeExactly 'chat.completion.chunk'
    }

    It 'is that of what came before an error' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse([object[]] @((New-EventJson Par))))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask }
        ($failure.Exception.Completion.ToJson() | ConvertFrom-Json).choices[0].message.content | Should -BeExactly 'Par'
    }
}
