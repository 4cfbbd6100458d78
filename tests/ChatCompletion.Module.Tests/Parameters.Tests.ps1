# Each simple parameter: the value that is given, and the JSON that is sent for it.

Describe 'Parameters of Invoke-ChatCompletion' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $tools = '[{"type":"function","function":{"name":"f"}}]'
    }
    AfterAll { $server.Dispose() }

    It 'sends the model and the question alone where nothing else is given' {
        $null = Invoke-ChatCompletion hi @ask
        $server.Requests[-1].Method | Should -BeExactly 'POST'
        $server.Requests[-1].Path | Should -BeExactly '/v1/chat/completions'
        $server.Requests[-1].Headers['Content-Type'] | Should -BeExactly 'application/json'
        $server.Requests[-1].Body | Should -BeExactly '{"model":"m","messages":[{"role":"user","content":"hi"}]}'
    }

    It 'sends -<Parameter> <Value> as <Sent>' -ForEach @(
        @{ Parameter = 'MaxTokens'; Value = 5; Sent = '"max_tokens":5' }
        @{ Parameter = 'MaxTokens'; Value = 2147483647; Sent = '"max_tokens":2147483647' }
        @{ Parameter = 'MaxCompletionTokens'; Value = 1; Sent = '"max_completion_tokens":1' }
        @{ Parameter = 'Temperature'; Value = 0; Sent = '"temperature":0' }
        @{ Parameter = 'Temperature'; Value = 0.2; Sent = '"temperature":0.2' }
        @{ Parameter = 'Temperature'; Value = 2; Sent = '"temperature":2' }
        @{ Parameter = 'TopP'; Value = 0.9; Sent = '"top_p":0.9' }
        @{ Parameter = 'TopP'; Value = 1; Sent = '"top_p":1' }
        @{ Parameter = 'N'; Value = 128; Sent = '"n":128' }
        @{ Parameter = 'N'; Value = 2.0; Sent = '"n":2' }
        @{ Parameter = 'FrequencyPenalty'; Value = -2; Sent = '"frequency_penalty":-2' }
        @{ Parameter = 'PresencePenalty'; Value = 1.5; Sent = '"presence_penalty":1.5' }
        @{ Parameter = 'LogProbs'; Value = $true; Sent = '"logprobs":true' }
        @{ Parameter = 'LogProbs'; Value = $false; Sent = '"logprobs":false' }
        @{ Parameter = 'Seed'; Value = [long]::MaxValue; Sent = '"seed":9223372036854775807' }
        @{ Parameter = 'Seed'; Value = -1; Sent = '"seed":-1' }
        @{ Parameter = 'ReasoningEffort'; Value = 'high'; Sent = '"reasoning_effort":"high"' }
        @{ Parameter = 'ReasoningEffort'; Value = 'ultra'; Sent = '"reasoning_effort":"ultra"' }
        @{ Parameter = 'SafetyIdentifier'; Value = 'a' * 64; Sent = '"safety_identifier":"' + 'a' * 64 + '"' }
        @{ Parameter = 'User'; Value = 'ann'; Sent = '"user":"ann"' }
    ) {
        $value = @{ $Parameter = $Value }
        $null = Invoke-ChatCompletion hi @ask @value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body $Sent)
    }

    It 'sends what needs another parameter: <Sent>' -ForEach @(
        @{ More = @{ LogProbs = $true; TopLogProbs = 20 }; Sent = '"logprobs":true,"top_logprobs":20' }
        @{ More = @{ LogProbs = $true; TopLogProbs = 0 }; Sent = '"logprobs":true,"top_logprobs":0' }
        @{ More = @{ Tools = '[{"type":"function","function":{"name":"f"}}]'; ParallelToolCalls = $true }; Sent = '"tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":true' }
        @{ More = @{ Tools = '[{"type":"function","function":{"name":"f"}}]'; ParallelToolCalls = $false }; Sent = '"tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":false' }
    ) {
        $null = Invoke-ChatCompletion hi @ask @More
        $server.Requests[-1].Body | Should -BeExactly (Get-Body $Sent)
    }

    It 'asks for a stream, and for its usage, with -Stream' {
        $null = $server.Enqueue((New-StreamReply))
        $null = Invoke-ChatCompletion hi @ask -Stream
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"stream":true,"stream_options":{"include_usage":true}')
        $server.Requests[-1].Headers['Accept'] | Should -BeExactly 'text/event-stream'
    }

    It 'sends all of them together in one order' {
        $all = @{
            Temperature = 0.5; TopP = 0.5; N = 2; Stop = 'END'; MaxTokens = 9; FrequencyPenalty = 1; PresencePenalty = -1; LogitBias = @{ 1 = 2 }; LogProbs = $true
            TopLogProbs = 3; Seed = 4; ResponseFormat = 'text'; Tools = $tools; ToolChoice = 'auto'; ParallelToolCalls = $true; ReasoningEffort = 'low'; User = 'u'
            Metadata = @{ a = 'b' }; SafetyIdentifier = 's'; AdditionalParameters = @{ store = $true }
        }
        $null = Invoke-ChatCompletion hi @ask @all
        $server.Requests[-1].Body | Should -BeExactly (Get-Body ('"max_tokens":9,"temperature":0.5,"top_p":0.5,"n":2,"stop":["END"],"frequency_penalty":1,"presence_penalty":-1,' +
                '"logit_bias":{"1":2},"logprobs":true,"top_logprobs":3,"seed":4,"response_format":{"type":"text"},"tools":' + $tools +
                ',"tool_choice":"auto","parallel_tool_calls":true,"reasoning_effort":"low","metadata":{"a":"b"},"safety_identifier":"s","user":"u","store":true'))
    }

    It 'takes -<Alias> for <Sent>' -ForEach @(
        @{ Alias = 'max_tokens'; Value = 5; Sent = '"max_tokens":5' }
        @{ Alias = 'max_completion_tokens'; Value = 5; Sent = '"max_completion_tokens":5' }
        @{ Alias = 'top_p'; Value = 0.5; Sent = '"top_p":0.5' }
        @{ Alias = 'CompletionsNumber'; Value = 2; Sent = '"n":2' }
        @{ Alias = 'frequency_penalty'; Value = 1; Sent = '"frequency_penalty":1' }
        @{ Alias = 'presence_penalty'; Value = 1; Sent = '"presence_penalty":1' }
        @{ Alias = 'IncludeLogProbabilities'; Value = $true; Sent = '"logprobs":true' }
        @{ Alias = 'logit_bias'; Value = @{ 1 = 2 }; Sent = '"logit_bias":{"1":2}' }
        @{ Alias = 'StopTokens'; Value = 'END'; Sent = '"stop":["END"]' }
        @{ Alias = 'response_format'; Value = 'text'; Sent = '"response_format":{"type":"text"}' }
        @{ Alias = 'reasoning_effort'; Value = 'low'; Sent = '"reasoning_effort":"low"' }
        @{ Alias = 'safety_identifier'; Value = 's'; Sent = '"safety_identifier":"s"' }
        @{ Alias = 'UserId'; Value = 'u'; Sent = '"user":"u"' }
        @{ Alias = 'additional_parameters'; Value = @{ store = $true }; Sent = '"store":true' }
    ) {
        $value = @{ $Alias = $Value }
        $null = Invoke-ChatCompletion hi @ask @value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body $Sent)
    }

    It 'has the aliases that take effect elsewhere than in the body, or need another parameter' {
        $null = Invoke-ChatCompletion hi -api_base "$($server.Url)/base" -ModelId m -api_version 2024-10-21 -num_retries 0 -System Short. -IncludeLogProbabilities -IncludeTopLogProbabilities 2 `
            -Tools $tools -tool_choice required -parallel_tool_calls $true -History @{ author = 'bot'; text = 'Yes?' } -Assistant bot
        $server.Requests[-1].Target | Should -BeExactly '/base/chat/completions?api-version=2024-10-21'
        $server.Requests[-1].Body | Should -BeExactly ('{"model":"m","messages":[{"role":"system","content":"Short."},{"role":"assistant","content":"Yes?"},{"role":"user","content":"hi"}],' +
            '"logprobs":true,"top_logprobs":2,"tools":' + $tools + ',"tool_choice":"required","parallel_tool_calls":true}')
        (Invoke-ChatCompletion hi -Connection Mock -Model echo).Content | Should -BeExactly 'hi'
        $null = Invoke-ChatCompletion hi @ask -LogProbs -top_logprobs 1
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"logprobs":true,"top_logprobs":1')
    }

    It 'reads a number that comes as text: -<Parameter> ''<Value>''' -ForEach @(
        @{ Parameter = 'Temperature'; Value = '0.2'; Sent = '"temperature":0.2' }
        @{ Parameter = 'Temperature'; Value = '1e-1'; Sent = '"temperature":0.1' }
        @{ Parameter = 'FrequencyPenalty'; Value = '-1.5'; Sent = '"frequency_penalty":-1.5' }
        @{ Parameter = 'MaxTokens'; Value = '256'; Sent = '"max_tokens":256' }
        @{ Parameter = 'Seed'; Value = '-9223372036854775808'; Sent = '"seed":-9223372036854775808' }
    ) {
        $value = @{ $Parameter = $Value }
        $null = Invoke-ChatCompletion hi @ask @value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body $Sent)
    }

    It 'refuses as a number: -<Parameter> <Value>' -ForEach @(
        foreach ($parameter in 'Temperature', 'TopP', 'FrequencyPenalty', 'PresencePenalty', 'TimeoutSec', 'IdleTimeoutSec', 'FirstByteTimeoutSec') {
            foreach ($value in '0,2', '', ' ', $true, 'NaN', 'Infinity', '0x1', @{ a = 1 }) { @{ Parameter = $parameter; Value = $value } }
        }
        foreach ($parameter in 'MaxTokens', 'MaxCompletionTokens', 'N', 'TopLogProbs', 'Seed', 'NumRetries') {
            foreach ($value in '1,5', '', $true, 2.5, '2.5', '1,000', 'two') { @{ Parameter = $parameter; Value = $value } }
        }
    ) {
        $count = $server.Requests.Count
        $value = @{ $Parameter = $Value }
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask @value }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidData
        "$failure" | Should -BeLike "*'$Parameter'*"
        $server.Requests.Count | Should -Be $count
    }

    It 'refuses a whole number that is too large: -<Parameter> <Value>' -ForEach @(
        @{ Parameter = 'MaxTokens'; Value = 2147483648 }
        @{ Parameter = 'MaxTokens'; Value = '99999999999' }
        @{ Parameter = 'N'; Value = 1e30 }
        @{ Parameter = 'Seed'; Value = '9223372036854775808' }
        @{ Parameter = 'Seed'; Value = 9.3e18 }
    ) {
        $count = $server.Requests.Count
        $value = @{ $Parameter = $Value }
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask @value }
        "$failure" | Should -BeLike "*'$Parameter'*"
        $failure.Exception | Should -BeOfType ([System.Management.Automation.ParameterBindingException])
        $server.Requests.Count | Should -Be $count
    }

    It 'takes $null for not given' {
        $none = @{
            MaxTokens = $null; MaxCompletionTokens = $null; Temperature = $null; TopP = $null; N = $null; Stop = $null; FrequencyPenalty = $null; PresencePenalty = $null; LogitBias = $null
            TopLogProbs = $null; Seed = $null; ParallelToolCalls = $null; Metadata = $null; AdditionalParameters = $null
            NumRetries = $null; TimeoutSec = $null; IdleTimeoutSec = $null; FirstByteTimeoutSec = $null; History = $null; Stream = $null; LogProbs = $null
        }
        $null = Invoke-ChatCompletion hi @ask @none
        $server.Requests[-1].Body | Should -BeExactly (Get-Body)
    }

    It 'F14 sends -Stop <Value> as <Sent>' -ForEach @(
        @{ Value = 'END'; Sent = '["END"]' }
        @{ Value = 'END,STOP'; Sent = '["END","STOP"]' }
        @{ Value = '\n, END, ---'; Sent = '["\n","END","---"]' }
        @{ Value = '\t,\\,\\n,\x'; Sent = '["\t","\\","\\n","\\x"]' }
        @{ Value = "`t,`n"; Sent = '["\t","\n"]' }
        @{ Value = 'a b ,  c'; Sent = '["a b","c"]' }
        @{ Value = @(','); Sent = '[","]' }
        @{ Value = @('a, b'); Sent = '["a, b"]' }
        @{ Value = @(' ', '\n', "`n", 'END '); Sent = '[" ","\n","\n","END "]' }
        @{ Value = @('\n', 'END', '---'); Sent = '["\n","END","---"]' }
        @{ Value = @('a\tb', '\\n', '\x'); Sent = '["a\tb","\\n","\\x"]' }
        @{ Value = '["END","---"]'; Sent = '["END","---"]' }
        @{ Value = ' [ "a, b", "\n" ] '; Sent = '["a, b","\n"]' }
        @{ Value = '["\\n"]'; Sent = '["\\n"]' }
        @{ Value = '[END]'; Sent = '["[END]"]' }
        @{ Value = '[1],[2]'; Sent = '["[1]","[2]"]' }
        @{ Value = '[1]'; Sent = '["[1]"]' }
        @{ Value = [System.Collections.Generic.List[string]] ('x,y', 'z'); Sent = '["x,y","z"]' }
    ) {
        $null = Invoke-ChatCompletion hi @ask -Stop $Value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body "`"stop`":$Sent")
    }

    It 'sends no -Stop for a list in JSON that is empty, and refuses one that is broken' {
        $null = Invoke-ChatCompletion hi @ask -Stop '[]'
        $server.Requests[-1].Body | Should -BeExactly (Get-Body)
        $count = $server.Requests.Count
        foreach ($broken in '["END","---"', '["END",]', '["a"],b') { "$(Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stop $broken })" | Should -BeLike "*'Stop'*JSON*array*" }
        $empty = '["a",""]'
        "$(Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stop $empty })" | Should -BeLike '*-Stop*not empty*'
        $server.Requests.Count | Should -Be $count
    }

    It 'refuses an empty piece in -Stop ''<_>'', and says how to stop at a comma' -ForEach '', ',', 'a,,b', 'a, ', ' , ' {
        $count = $server.Requests.Count
        $stop = $_
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stop $stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        "$failure" | Should -BeLike "*@(',')*"
        $server.Requests.Count | Should -Be $count
    }
}
