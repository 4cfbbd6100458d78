# What comes out: every property of an answer, with the example outputs of the documents.

Describe 'The answer' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        function Get-Example([string] $Name) {
            $null = $server.Enqueue([ScriptedServers.Reply]::Json((Get-Content "$PSScriptRoot/../Fixtures/seeds/$Name.json" -Raw)).Header('x-request-id', 'req_1'))
            Invoke-ChatCompletion hi @ask
        }
    }
    AfterAll { $server.Dispose() }

    It 'has every value of the Helix example' {
        $answer = Get-Example helix
        $answer | Should -BeOfType ([ChatCompletions.ChatCompletion])
        $answer.Id | Should -BeExactly 'ses_01a4t10c132825d3k037tyh7ap'
        $answer.Object | Should -BeExactly 'chat.completion'
        $answer.Created | Should -BeOfType ([DateTimeOffset])
        $answer.Created.ToUnixTimeSeconds() | Should -Be 1723155364
        $answer.Model | Should -BeExactly 'qwen3:8b'
        $answer.Choices.Count | Should -Be 1
        $answer.Choices[0].Index | Should -Be 0
        $answer.Choices[0].FinishReason | Should -BeExactly 'stop'
        $answer.Choices[0].Message.Role | Should -BeExactly 'assistant'
        $answer.Choices[0].Message.Content | Should -BeExactly 'The capital of France is Paris.'
        $answer.Choices[0].Content | Should -BeExactly 'The capital of France is Paris.'
        $answer.Choices[0].LogProbs | Should -BeNullOrEmpty
        $answer.Usage.PromptTokens, $answer.Usage.CompletionTokens, $answer.Usage.TotalTokens | Should -Be 24, 8, 32
        $answer.Usage.PromptTokensDetails, $answer.Usage.CompletionTokensDetails, $answer.ServiceTier, $answer.SystemFingerprint, $answer.AdditionalProperties | Should -Be $null, $null, $null, $null, $null
    }

    It 'has the flat columns' {
        $answer = Get-Example helix
        $answer.Content | Should -BeExactly 'The capital of France is Paris.'
        $answer.FinishReason | Should -BeExactly 'stop'
        $answer.Complete | Should -BeTrue
        $answer.Provider | Should -BeExactly ([uri] $server.BaseUrl).Authority
        $answer.PromptTokens, $answer.CompletionTokens, $answer.TotalTokens | Should -Be 24, 8, 32
        $answer.ReasoningContent, $answer.InputObject, $answer.Error | Should -Be $null, $null, $null
        $answer.Duration | Should -BeOfType ([double])
        $answer.Duration | Should -BeGreaterOrEqual 0
        $answer.Duration | Should -BeLessThan 60
        $answer.Attempts | Should -Be 1
        $answer.RequestId | Should -BeExactly 'req_1'
        $names = 'Content', 'FinishReason', 'Complete', 'Provider', 'Model', 'PromptTokens', 'CompletionTokens', 'TotalTokens', 'ReasoningContent', 'Duration', 'Attempts', 'RequestId', 'InputObject', 'Error'
        $names | Where-Object { $_ -notin $answer.PSObject.Properties.Name } | Should -BeNullOrEmpty
    }

    It 'has every value of the LiteLLM example' {
        $answer = Get-Example litellm
        $answer.Id | Should -BeExactly 'chatcmpl-CzHVeyzZj09MzGSXlmesrcTztrr66'
        $answer.Created.ToUnixTimeSeconds() | Should -Be 1768721350
        $answer.Model | Should -BeExactly 'gpt-4o-mini-2024-07-18'
        $answer.Object | Should -BeExactly 'chat.completion'
        $answer.SystemFingerprint | Should -BeExactly 'fp_29330a9688'
        $answer.Content | Should -BeExactly 'The current weather in New York City is cloudy, with a temperature of 12°C.'
        $answer.FinishReason | Should -BeExactly 'stop'
        $answer.Usage | Should -BeNullOrEmpty
        $answer.TotalTokens | Should -Be $null
        $answer.Choices[0].LogProbs.Content.Count | Should -Be 1
        $token = $answer.Choices[0].LogProbs.Content[0]
        $token.Token | Should -BeExactly 'The'
        $token.Bytes | Should -Be 84
        $token.LogProb | Should -Be (-0.001632451661862433)
        $token.TopLogProbs.Token | Should -BeExactly 'The', 'In', 'Currently'
        $token.TopLogProbs.LogProb | Should -Be @(-0.001632451661862433, -7.001632213592529, -7.376632213592529)
        $token.TopLogProbs | ForEach-Object { $_.Bytes[0] } | Should -Be 84, 73, 67
        $answer.Choices[0].LogProbs.Refusal | Should -BeNullOrEmpty
    }

    It 'has every value of the OpenAI example, the key that is there twice and the sum that is none included' {
        $answer = Get-Example openai
        $answer.Id, $answer.Object, $answer.Model, $answer.ServiceTier | Should -BeExactly '<string>', '<string>', '<string>', '<string>'
        $answer.Created.ToUnixTimeSeconds() | Should -Be 1901345026
        $answer.SystemFingerprint | Should -Be $null
        $choice = $answer.Choices[0]
        $choice.Index | Should -Be 1
        $choice.FinishReason, $choice.Message.Role, $choice.Message.Content | Should -BeExactly '<string>', '<string>', '<string>'
        $choice.Message.Refusal, $choice.LogProbs | Should -Be $null, $null
        , $choice.Message.Annotations | Should -Not -Be $null
        $choice.Message.Annotations.Count | Should -Be 0
        $answer.Content | Should -BeExactly '<string>'
        $usage = $answer.Usage
        $usage.PromptTokens, $usage.CompletionTokens, $usage.TotalTokens | Should -Be 29, 20, 10
        $answer.TotalTokens | Should -Be 10
        $usage.PromptTokensDetails.CachedTokens, $usage.PromptTokensDetails.AudioTokens | Should -Be 2, 2
        $details = $usage.CompletionTokensDetails
        $details.ReasoningTokens, $details.AudioTokens, $details.AcceptedPredictionTokens, $details.RejectedPredictionTokens | Should -Be 2, 2, 2, 1
        $answer.AdditionalProperties | Should -BeNullOrEmpty
    }

    It 'keeps fields that it does not know, at every level, as plain values' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"x","mood":{"a":[1,"b"]}},"weight":0.5}],"usage":{"prompt_tokens":1,"cost":0.25},"x_extra":{"deep":[{"k":null}]}}'))
        $answer = Invoke-ChatCompletion hi @ask
        $answer.AdditionalProperties['x_extra'] | Should -BeOfType ([System.Collections.IDictionary])
        "$($answer.AdditionalProperties)" | Should -BeExactly '{"x_extra":{"deep":[{"k":null}]}}'
        $answer.Choices[0].AdditionalProperties.weight | Should -Be 0.5
        $answer.Choices[0].Message.AdditionalProperties.mood.a | Should -Be 1, 'b'
        $answer.Usage.AdditionalProperties.cost | Should -Be 0.25
    }

    It 'lists every choice, in the order and with the numbers of the server' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":2,"finish_reason":"stop","message":{"content":"B"}},{"index":1,"finish_reason":"length","message":{"content":"A"}}]}'))
        $answer = Invoke-ChatCompletion hi @ask -N 2 -WarningAction SilentlyContinue
        $answer.Choices.Index | Should -Be 2, 1
        "$($answer.Choices[1])" | Should -BeExactly 'A'
        $answer.Content | Should -BeExactly 'B'
        $answer.Complete | Should -BeFalse -Because 'one of the choices was cut'
    }

    It 'has tool calls whose arguments are text, and is not complete where they are no JSON' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]}}]}'))
        $answer = Invoke-ChatCompletion hi @ask -WarningVariable warnings -WarningAction SilentlyContinue
        $call = $answer.Choices[0].Message.ToolCalls[0]
        $call.Id, $call.Type, $call.Name, $call.Arguments | Should -BeExactly 't1', 'function', 'f', '{"a":'
        $answer.Content | Should -Be $null
        $answer.Complete | Should -BeFalse
        $answer.Error | Should -BeExactly "The arguments of the tool call 'f' are not one whole JSON value."
        "$warnings" | Should -BeExactly "$($answer.Error) The answer is treated as incomplete."
        ($answer | Out-String) | Should -BeLike "*incomplete: The arguments of the tool call 'f' are not*"
    }

    It 'warns of a whole message that differs from its pieces, and of mixed answers' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse('{"choices":[{"index":0,"delta":{"content":"Hello wrld"}}]}', '{"choices":[{"index":0,"message":{"content":"Hello world"},"finish_reason":"stop"}]}', '[DONE]'))
        $answer = Invoke-ChatCompletion hi @ask -WarningVariable warnings -WarningAction SilentlyContinue
        $answer.Complete, $answer.Content | Should -Be $false, 'Hello wrld'
        "$($answer.Choices[0].AdditionalProperties)" | Should -BeExactly '{"message":{"content":"Hello world"}}'
        "$warnings" | Should -BeLike '*differs from the pieces before it*treated as incomplete.'
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse(@('a', 'b', 'a', 'b' | ForEach-Object { '{"id":"' + $_ + '","choices":[{"index":0,"delta":{"content":"' + $_ + '"},"finish_reason":"stop"}]}' })))
        $answer = Invoke-ChatCompletion hi @ask -Stream -WarningVariable warnings -WarningAction SilentlyContinue | Select-Object -Last 1 -ExpandProperty Completion
        $answer.Complete, $answer.Content | Should -Be $false, 'abab'
        "$warnings" | Should -BeLike '*pieces of several answers*treated as incomplete.'
    }

    It 'keeps the digits of arguments that come as an object' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":{"a": 12345678901234567.89, "b": [1.10, 1e400]}}}]}}]}'))
        $answer = Invoke-ChatCompletion hi @ask -WarningVariable warnings
        $answer.Choices[0].Message.ToolCalls[0].Arguments | Should -BeExactly '{"a":12345678901234567.89,"b":[1.10,1e400]}'
        $answer.Complete | Should -BeTrue
        $warnings | Should -BeNullOrEmpty
    }

    It 'has all of the content in its JSON form where it came as text and as parts in turn' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse('{"choices":[{"index":0,"delta":{"content":"see "}}]}', '{"choices":[{"index":0,"delta":{"content":[{"type":"image_url","image_url":{"url":"data:x"}}]}}]}', '{"choices":[{"index":0,"delta":{"content":" there"},"finish_reason":"stop"}]}', '[DONE]'))
        $answer = Invoke-ChatCompletion hi @ask
        $answer.Content | Should -BeExactly 'see  there'
        $answer.Choices[0].Message.Parts.ToString() | Should -BeExactly '[{"type":"text","text":"see "},{"type":"image_url","image_url":{"url":"data:x"}},{"type":"text","text":" there"}]'
        ($answer | ConvertTo-Csv)[1] | Should -BeLike '*""text"":""see ""*""text"":"" there""*'
    }

    It 'is not complete and warns where <Because>' -ForEach @(
        @{ Because = 'the token limit cut it'; Choice = '{"finish_reason":"length","message":{"content":"Par"}}'; Warning = '*length*' }
        @{ Because = 'a tool call is cut'; Choice = '{"finish_reason":"stop","message":{"content":"Par","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]}}'; Warning = "*tool call 'f'*not one whole JSON value*" }
        @{ Because = 'a filter cut it'; Choice = '{"finish_reason":"content_filter","message":{"content":"Par"}}'; Warning = '*content_filter*' }
    ) {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"choices`":[$Choice]}"))
        $answer = Invoke-ChatCompletion hi @ask -WarningVariable warnings -WarningAction SilentlyContinue
        $answer.Complete | Should -BeFalse
        $answer.Content | Should -BeExactly 'Par'
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike $Warning
    }

    It 'warns where <Because>' -ForEach @(
        @{ Because = 'the model refused'; Choice = '{"finish_reason":"stop","message":{"content":null,"refusal":"I will not."}}'; Warning = '*I will not.*' }
        @{ Because = 'a tool call is a bare text'; Choice = '{"finish_reason":"stop","message":{"content":null,"tool_calls":["]]]]"]}}'; Warning = '*tool call without a name*' }
        @{ Because = 'the answer is empty'; Choice = '{"finish_reason":"stop","message":{"content":""}}'; Warning = '*empty*' }
        @{ Because = 'the answer is null'; Choice = '{"finish_reason":"stop","message":{"content":null}}'; Warning = '*empty*' }
    ) {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"choices`":[$Choice]}"))
        $answer = Invoke-ChatCompletion hi @ask -WarningVariable warnings -WarningAction SilentlyContinue
        $answer.Complete | Should -BeTrue
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike $Warning
    }

    It 'is complete without a finish reason, and without a warning' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"message":{"role":"assistant","content":"x"}}]}'))
        $answer = Invoke-ChatCompletion hi @ask -WarningVariable warnings -WarningAction SilentlyContinue
        $answer.Complete | Should -BeTrue
        $answer.FinishReason | Should -Be $null
        $warnings | Should -BeNullOrEmpty
    }
}
