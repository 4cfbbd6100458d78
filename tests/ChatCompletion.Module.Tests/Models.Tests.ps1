# Get-ChatModel, and the built-in provider Mock.

Describe 'Get-ChatModel' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $null = Set-ChatProvider models -ApiBase $server.BaseUrl
        function Set-List([string] $Json) { $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json($Json)) }
        $list = '{"object":"list","data":[{"id":"gpt-4o-mini","object":"model","created":1686935002,"owned_by":"openai","context":128000},{"id":"qwen3:8b"},{"id":"qwen3:32b"}]}'
    }
    AfterAll {
        Remove-Item env:OPENAI_API_KEY, env:OPENAI_BASE_URL -ErrorAction Ignore
        $server.Dispose()
    }

    It 'lists the models with all that the server says' {
        Set-List $list
        $models = Get-ChatModel -Provider models
        $server.Requests[-1].Method | Should -BeExactly 'GET'
        $server.Requests[-1].Target | Should -BeExactly '/v1/models'
        $models | Should -BeOfType ([ChatCompletions.ChatModel])
        $models.Id | Should -BeExactly 'gpt-4o-mini', 'qwen3:8b', 'qwen3:32b'
        $models[0].OwnedBy, $models[0].Object, $models[0].Provider | Should -BeExactly 'openai', 'model', 'models'
        $models[0].Created.ToUnixTimeSeconds() | Should -Be 1686935002
        $models[0].AdditionalProperties.context | Should -Be 128000
        "$($models[1])" | Should -BeExactly 'qwen3:8b'
        $models[1].Created | Should -Be $null
        $models | ConvertTo-Csv | Out-String | Should -Not -Match 'ChatCompletions\.|System\.'
    }

    It 'reads the form <Json>' -ForEach @(
        @{ Json = '{"data":[{"id":"a"}]}'; Ids = 'a' }
        @{ Json = '{"models":[{"name":"a"},{"model":"b"}]}'; Ids = 'a', 'b' }
        @{ Json = '[{"id":"a"}]'; Ids = 'a' }
        @{ Json = '["a","b"]'; Ids = 'a', 'b' }
        @{ Json = '{"data":null}'; Ids = $null }
        @{ Json = '{"data":[]}'; Ids = $null }
    ) {
        Set-List $Json
        @(Get-ChatModel -Provider models).Id | Should -BeExactly $Ids
    }

    It 'filters by name, with wildcards and without' {
        Set-List $list
        (Get-ChatModel QWEN* -Provider models).Id | Should -BeExactly 'qwen3:8b', 'qwen3:32b'
        (Get-ChatModel qwen3:8b -Provider models).Id | Should -BeExactly 'qwen3:8b'
        (Get-ChatModel -Name *:8b, gpt-* -Provider models).Id | Should -BeExactly 'gpt-4o-mini', 'qwen3:8b'
        Get-ChatModel none* -Provider models | Should -BeNullOrEmpty
    }

    It 'says which name is missing, and lists the others' {
        Set-List $list
        $found = Get-ChatModel qwen3:8b, gpt-9 -Provider models -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Id | Should -BeExactly 'qwen3:8b'
        @($failures).Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeExactly 'ModelNotListed,ChatCompletions.Commands.GetChatModelCommand'
        $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failures[0].TargetObject | Should -BeExactly 'gpt-9'
    }

    It 'asks all providers that are ready with -Provider *, and goes on after an error' {
        Set-List $list
        $null = Set-ChatProvider models-bad -ApiBase "$($server.Url)/bad"
        $null = $server.On('/bad/models', [ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 401))
        $models = Get-ChatModel -Provider models*, mock -ErrorVariable failures -ErrorAction SilentlyContinue
        $models.Provider | Select-Object -Unique | Should -BeExactly 'models', 'Mock'
        @($failures).Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeExactly 'AuthenticationFailed,ChatCompletions.Commands.GetChatModelCommand'
        $failures[0].TargetObject | Should -BeExactly 'models-bad'
    }

    It 'has with -Provider * what was set, services whose key is there, and Mock' {
        # In a process of its own: the providers of other tests are not there.
        $script = "`$env:CHATCOMPLETION_CONFIG_HOME = '$TestDrive'; Import-Module '$(Get-Manifest)'; Set-ChatProvider mine -ApiBase '$($server.BaseUrl)'; `$env:OPENAI_API_KEY = 'sk-1'; `$env:OPENAI_BASE_URL = '$($server.BaseUrl)'; (Get-ChatModel -Provider *).Provider | Select-Object -Unique"
        Set-List $list
        pwsh -NoProfile -NonInteractive -Command $script | Sort-Object | Should -BeExactly 'mine', 'Mock', 'OpenAI'
    }

    It 'takes an address alone' {
        Set-List $list
        (Get-ChatModel -ApiBase $server.BaseUrl).Count | Should -Be 3
    }

    It 'ends with an error that says what is wrong: <Id>' -ForEach @(
        @{ Reply = { [ScriptedServers.Reply]::Json('{"error":{"message":"bad key"}}', 401) }; Id = 'AuthenticationFailed'; Category = 'AuthenticationError' }
        @{ Reply = { [ScriptedServers.Reply]::Json('{"error":{"message":"no list"}}', 404) }; Id = 'NotFound'; Category = 'ObjectNotFound' }
        @{ Reply = { [ScriptedServers.Reply]::Text('<html></html>', 200, 'text/html') }; Id = 'ProtocolError'; Category = 'ProtocolError' }
        @{ Reply = { [ScriptedServers.Reply]::Json('{"status":"ok"}') }; Id = 'ProtocolError'; Category = 'ProtocolError' }
    ) {
        $null = $server.On('/v1/models', (& $Reply))
        $failure = Get-TerminatingError { Get-ChatModel -Provider models }
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,ChatCompletions.Commands.GetChatModelCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.Exception.Provider | Should -BeExactly 'models'
    }

    It 'refuses an unknown provider' {
        (Get-TerminatingError { Get-ChatModel -Provider Nowhere }).FullyQualifiedErrorId | Should -BeExactly 'ProviderNotFound,ChatCompletions.Commands.GetChatModelCommand'
    }
}

Describe 'The provider Mock' {
    BeforeAll { . $PSScriptRoot/Support.ps1 }

    It 'lists its models, and knows no other' {
        (Get-ChatModel -Provider Mock).Id | Should -BeExactly 'mock', 'echo'
        (Get-TerminatingError { Invoke-ChatCompletion hi -Provider Mock -Model gpt }).FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'answers the same question in the same way, and says that it is made up' {
        $one, $two = 'Why?', 'Why?' | Invoke-ChatCompletion -Provider Mock
        $one.Content | Should -BeExactly $two.Content
        $one.Content | Should -BeLike '*Mock*Why?*'
        $one.Model | Should -BeExactly 'mock'
        $one.Complete | Should -BeTrue
        $one.TotalTokens | Should -Be ($one.PromptTokens + $one.CompletionTokens)
    }

    It 'repeats the last message with the model echo' {
        (Invoke-ChatCompletion 'Größe 😀', 'b' -Provider Mock -Model echo).Content | Should -BeExactly "Größe 😀`nb"
    }

    It 'gives the answer that it is told, as LiteLLM does' {
        (Invoke-ChatCompletion hi -Provider Mock -AdditionalParameters @{ mock_response = 'Told.' }).Content | Should -BeExactly 'Told.'
    }

    It 'honours n, stop, the token limits and streams' {
        (Invoke-ChatCompletion 'a b c' -Provider Mock -Model echo -N 3).Choices.Content | Should -BeExactly 'a b c', 'a b c', 'a b c'
        (Invoke-ChatCompletion 'a b c' -Provider Mock -Model echo -Stop b).Content | Should -BeExactly 'a '
        foreach ($limit in @{ MaxTokens = 2 }, @{ MaxCompletionTokens = 2 }) {
            $cut = Invoke-ChatCompletion 'a b c' -Provider Mock -Model echo @limit -WarningAction SilentlyContinue
            $cut.Content | Should -BeExactly 'a b'
            $cut.FinishReason | Should -BeExactly 'length'
            $cut.Complete | Should -BeFalse
        }
        $chunks = Invoke-ChatCompletion 'a b c' -Provider Mock -Model echo -Stream
        $chunks.Count | Should -BeGreaterThan 3
        -join $chunks.Content | Should -BeExactly 'a b c'
        $chunks[-1].Completion.TotalTokens | Should -Be 6
    }

    It 'fits its answer to a JSON schema' {
        $format = '{"type":"json_schema","json_schema":{"name":"t","schema":{"type":"object","properties":{"name":{"type":"string"},"severity":{"type":"integer","minimum":3},"kind":{"enum":["x","y"]},"tags":{"type":"array","items":{"type":"string"}},"open":{"type":"boolean"}}}}}'
        $value = (Invoke-ChatCompletion hi -Provider Mock -ResponseFormat $format).Content | ConvertFrom-Json
        $value.name | Should -BeOfType ([string])
        $value.severity | Should -Be 3
        $value.kind | Should -BeExactly 'x'
        , $value.tags | Should -BeOfType ([array])
        $value.open | Should -BeOfType ([bool])
    }

    It 'calls the tool that it must' {
        $tools = '[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}]'
        (Invoke-ChatCompletion hi -Provider Mock -Tools $tools -ToolChoice g).Choices[0].Message.ToolCalls.Name | Should -BeExactly 'g'
        (Invoke-ChatCompletion hi -Provider Mock -Tools $tools -ToolChoice required).FinishReason | Should -BeExactly 'tool_calls'
    }
}
