# Set-ChatProvider, and which provider a call asks.

Describe 'Set-ChatProvider' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $base = $server.BaseUrl
        function Get-Provider([string] $Name) { Get-ChatProvider * | Where-Object Name -EQ $Name }
    }
    AfterAll { $server.Dispose() }

    It 'creates a provider that can then be asked' {
        Set-ChatProvider -Name prov-new -ApiBase $base -Model big | Should -BeNullOrEmpty
        (Invoke-ChatCompletion hi -Provider prov-new).Provider | Should -BeExactly 'prov-new'
        $server.Requests[-1].Body | Should -BeLike '{"model":"big",*'
        $null = Invoke-ChatCompletion hi -Provider PROV-NEW -Model small
        $server.Requests[-1].Body | Should -BeLike '{"model":"small",*'
    }

    It 'emits the provider with -PassThru' {
        $made = Set-ChatProvider prov-pass -Type LiteLLM -ApiBase $base -Model m -ApiKeyVariable PROV_KEY -Scope Session -PassThru
        $made | Should -BeOfType ([ChatCompletions.ChatProvider])
        $made.Name, $made.Type, $made.ApiBase, $made.Model, $made.ApiKeyVariable | Should -BeExactly 'prov-pass', 'LiteLLM', $base, 'm', 'PROV_KEY'
        $made.Default | Should -BeFalse
        "$made" | Should -BeExactly 'prov-pass'
        $made | ConvertTo-Csv | Out-String | Should -Not -Match 'ChatCompletions\.|System\.'
    }

    It 'changes one field and keeps the others' {
        $null = Set-ChatProvider prov-change -Type LiteLLM -ApiBase $base -Model m -ApiKeyVariable PROV_KEY
        $changed = Set-ChatProvider PROV-CHANGE -Model n -PassThru
        $changed.Name, $changed.Type, $changed.ApiBase, $changed.Model, $changed.ApiKeyVariable | Should -BeExactly 'prov-change', 'LiteLLM', $base, 'n', 'PROV_KEY'
        $changed = Set-ChatProvider prov-change -Type Ollama -PassThru
        $changed.Type, $changed.ApiBase, $changed.Model | Should -BeExactly 'Ollama', $base, 'n'
    }

    It 'is of the type that its name says, else Custom' {
        (Set-ChatProvider Ollama -Model qwen3:8b -PassThru).Type | Should -BeExactly 'Ollama'
        (Set-ChatProvider prov-type -ApiBase $base -PassThru).Type | Should -BeExactly 'Custom'
        (Set-ChatProvider prov-open -Type openai -PassThru).Type | Should -BeExactly 'OpenAI'
    }

    It 'has one default, which moves, and can be taken back' {
        $null = Set-ChatProvider prov-a -ApiBase $base -Model a -Default
        (Invoke-ChatCompletion hi).Provider | Should -BeExactly 'prov-a'
        $null = Set-ChatProvider prov-b -ApiBase $base -Model b -Default
        (Invoke-ChatCompletion hi).Provider | Should -BeExactly 'prov-b'
        (Get-Provider prov-a).Default | Should -BeFalse
        $null = Set-ChatProvider prov-b -Model c
        (Get-Provider prov-b).Default | Should -BeTrue -Because 'a change of another field leaves it'
        $null = Set-ChatProvider prov-b -Default:$false
        (Get-TerminatingError { Invoke-ChatCompletion hi }).FullyQualifiedErrorId | Should -BeLike 'ProviderNotFound,*'
    }

    It 'changes nothing with -WhatIf' {
        $null = Set-ChatProvider prov-whatif -ApiBase $base -Model m
        $null = Set-ChatProvider prov-whatif -Model other -Default -WhatIf -PassThru *>&1
        (Get-Provider prov-whatif).Model | Should -BeExactly 'm'
        (Get-Provider prov-whatif).Default | Should -BeFalse
        $null = Set-ChatProvider prov-never -ApiBase $base -WhatIf *>&1
        Get-Provider prov-never | Should -BeNullOrEmpty
    }

    It 'refuses the name ''<_>''' -ForEach '', 'a b', 'a/b', 'a.b', 'ä', 'a_b', "a`n", ('a' * 65) {
        $name = $_
        (Get-TerminatingError { Set-ChatProvider -Name $name -ApiBase $base }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*,*'
        Get-Provider $name | Should -BeNullOrEmpty
    }

    It 'refuses <Shown>, and changes nothing' -ForEach @(
        @{ Shown = 'an unknown type'; More = @{ Type = 'Claudius'; ApiBase = 'http://127.0.0.1/v1' }; Says = '*-Type*Claudius*OpenAI*' }
        @{ Shown = 'a custom provider without an address'; More = @{ Model = 'm' }; Says = '*-ApiBase*' }
        @{ Shown = 'an address that is no URL'; More = @{ ApiBase = 'localhost:11434' }; Says = '*-ApiBase*' }
        @{ Shown = 'an address of another scheme'; More = @{ ApiBase = 'file:///etc/passwd' }; Says = '*-ApiBase*' }
        @{ Shown = 'an empty address of a host'; More = @{ ApiBase = 'http://' }; Says = '*-ApiBase*' }
    ) {
        $failure = Get-TerminatingError { Set-ChatProvider prov-wrong @More }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.SetChatProviderCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        "$failure" | Should -BeLike $Says
        Get-Provider prov-wrong | Should -BeNullOrEmpty
    }

    It 'is seen in parallel runspaces, and in a new one' {
        $null = Set-ChatProvider prov-shared -ApiBase $base -Model m
        $manifest = Get-Manifest
        1..3 | ForEach-Object -Parallel { Import-Module $using:manifest; (Invoke-ChatCompletion "$_" -Provider prov-shared).Content } | Should -BeExactly 'Paris.', 'Paris.', 'Paris.'
        $shell = [powershell]::Create()
        try { $shell.AddScript("Import-Module '$manifest'; (Invoke-ChatCompletion hi -Provider prov-shared).Content").Invoke() | Should -BeExactly 'Paris.' } finally { $shell.Dispose() }
    }

    It 'supports -Confirm' {
        (Get-Command Set-ChatProvider).Parameters.Keys | Should -Contain 'Confirm'
        (Get-Command Set-ChatProvider).Parameters.Keys | Should -Contain 'WhatIf'
    }
}

Describe 'Which provider is asked' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $null = Set-ChatProvider choice-a -ApiBase "$($server.Url)/a" -Model model-a
        $null = Set-ChatProvider choice-b -ApiBase "$($server.Url)/b" -Model model-b
    }
    AfterEach {
        $null = Set-ChatProvider choice-a -Default:$false
        Remove-Item env:OPENAI_API_KEY, env:OPENAI_BASE_URL, env:OLLAMA_API_BASE, env:LITELLM_PROXY_API_BASE, env:LITELLM_PROXY_API_KEY, env:CHOICE_KEY -ErrorAction Ignore
    }
    AfterAll { $server.Dispose() }

    It 'is the one that -Provider names, before the default' {
        $null = Set-ChatProvider choice-a -Default
        $null = Invoke-ChatCompletion hi -Provider choice-b
        $server.Requests[-1].Path | Should -BeExactly '/b/chat/completions'
    }

    It 'is the default, and the model is sent as it is although it looks like another provider' {
        $null = Set-ChatProvider choice-a -Default
        $null = Invoke-ChatCompletion hi -Model choice-b/x
        $server.Requests[-1].Path | Should -BeExactly '/a/chat/completions'
        $server.Requests[-1].Body | Should -BeLike '{"model":"choice-b/x",*'
        $null = Invoke-ChatCompletion hi -Provider choice-b -Model choice-a/x
        $server.Requests[-1].Body | Should -BeLike '{"model":"choice-a/x",*'
    }

    It 'is the one that the prefix of the model names, where there is neither' {
        $null = Invoke-ChatCompletion hi -Model choice-b/meta/x
        $server.Requests[-1].Path | Should -BeExactly '/b/chat/completions'
        $server.Requests[-1].Body | Should -BeLike '{"model":"meta/x",*'
    }

    It 'is OpenAI where nothing is configured but its key' {
        $env:OPENAI_API_KEY = 'sk-choice'
        $env:OPENAI_BASE_URL = "$($server.Url)/openai"
        (Invoke-ChatCompletion hi).Provider | Should -BeExactly 'OpenAI'
        $server.Requests[-1].Path | Should -BeExactly '/openai/chat/completions'
        $server.Requests[-1].Body | Should -BeLike '{"model":"gpt-4o-mini",*'
        $null = Invoke-ChatCompletion hi -Model openrouter/some
        $server.Requests[-1].Body | Should -BeLike '{"model":"openrouter/some",*'
    }

    It 'is never Mock unless that is named' {
        foreach ($call in { Invoke-ChatCompletion hi }, { Invoke-ChatCompletion hi -Model mock }, { Invoke-ChatCompletion hi -Model echo }) {
            (Get-TerminatingError $call).FullyQualifiedErrorId | Should -BeLike 'ProviderNotFound,*'
        }
    }

    It 'is reached at the address that <Variable> names, with the key of its variable' -ForEach @(
        @{ Variable = 'OLLAMA_API_BASE'; Provider = 'Ollama'; Key = $null }
        @{ Variable = 'LITELLM_PROXY_API_BASE'; Provider = 'LiteLLM'; Key = $null }
        @{ Variable = 'LITELLM_PROXY_API_BASE'; Provider = 'LiteLLM'; Key = 'LITELLM_PROXY_API_KEY' }
    ) {
        Set-Item "env:$Variable" "$($server.Url)/from-variable"
        if ($Key) { Set-Item "env:$Key" sk-variable }
        $null = Invoke-ChatCompletion hi -Provider $Provider -Model m
        $server.Requests[-1].Path | Should -BeExactly '/from-variable/chat/completions'
        $server.Requests[-1].Headers.ContainsKey('Authorization') | Should -Be ([bool] $Key)
        if ($Key) { $server.Requests[-1].Headers['Authorization'] | Should -BeExactly 'Bearer sk-variable' }
    }

    It 'has its own address before that of a variable' {
        $env:OLLAMA_API_BASE = "$($server.Url)/from-variable"
        $null = Set-ChatProvider choice-ollama -Type Ollama -ApiBase "$($server.Url)/own"
        $null = Invoke-ChatCompletion hi -Provider choice-ollama -Model m
        $server.Requests[-1].Path | Should -BeExactly '/own/chat/completions'
    }

    It 'gets the key of the variable that it names, and fails where that is not set' {
        $null = Set-ChatProvider choice-key -ApiBase $server.BaseUrl -Model m -ApiKeyVariable CHOICE_KEY
        $env:CHOICE_KEY = 'sk-own'
        $null = Invoke-ChatCompletion hi -Provider choice-key
        $server.Requests[-1].Headers['Authorization'] | Should -BeExactly 'Bearer sk-own'
        Remove-Item env:CHOICE_KEY
        $env:OPENAI_API_KEY = 'sk-other'
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider choice-key }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ApiKeyMissing,*'
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        "$failure" | Should -BeLike '*CHOICE_KEY*'
    }
}
