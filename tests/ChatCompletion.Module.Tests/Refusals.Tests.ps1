# Wrong calls: each is refused with the parameter and the rule named, and the server hears nothing of it.

Describe 'A wrong call' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $null = Set-ChatProvider -Name refusals-lite -Type LiteLLM -ApiBase $server.BaseUrl
        $null = Set-ChatProvider -Name refusals-open -Type OpenAI -ApiBase $server.BaseUrl -ApiKeyVariable REFUSALS_API_KEY
        $env:REFUSALS_API_KEY = 'sk-refusals'
    }
    AfterAll {
        $server.Dispose()
        Remove-Item env:REFUSALS_API_KEY
    }

    It 'is refused before anything is sent, naming -<Names>: <Call>' -ForEach @(
        @{ Names = 'MaxTokens'; Call = { Invoke-ChatCompletion hi @ask -MaxTokens 5 -MaxCompletionTokens 5 } }
        @{ Names = 'MaxTokens'; Call = { Invoke-ChatCompletion hi @ask -MaxTokens 0 } }
        @{ Names = 'MaxCompletionTokens'; Call = { Invoke-ChatCompletion hi @ask -MaxCompletionTokens -1 } }
        @{ Names = 'Temperature'; Call = { Invoke-ChatCompletion hi @ask -Temperature 3 } }
        @{ Names = 'Temperature'; Call = { Invoke-ChatCompletion hi @ask -Temperature -0.1 } }
        @{ Names = 'TopP'; Call = { Invoke-ChatCompletion hi @ask -TopP 1.1 } }
        @{ Names = 'N'; Call = { Invoke-ChatCompletion hi @ask -N 0 } }
        @{ Names = 'N'; Call = { Invoke-ChatCompletion hi @ask -N 129 } }
        @{ Names = 'FrequencyPenalty'; Call = { Invoke-ChatCompletion hi @ask -FrequencyPenalty 2.1 } }
        @{ Names = 'PresencePenalty'; Call = { Invoke-ChatCompletion hi @ask -PresencePenalty -2.1 } }
        @{ Names = 'TopLogProbs'; Call = { Invoke-ChatCompletion hi @ask -TopLogProbs 2 } }
        @{ Names = 'TopLogProbs'; Call = { Invoke-ChatCompletion hi @ask -TopLogProbs 2 -LogProbs:$false } }
        @{ Names = 'TopLogProbs'; Call = { Invoke-ChatCompletion hi @ask -TopLogProbs 21 -LogProbs } }
        @{ Names = 'TopLogProbs'; Call = { Invoke-ChatCompletion hi -Provider refusals-lite -Model m -TopLogProbs 6 -LogProbs } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias @{ 1 = 101 } } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias @{ word = 1 } } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias (& { $twice = @{ 5 = 1 }; $twice['5'] = 2; $twice }) } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias 5 } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias '{"1": ' } }
        @{ Names = 'ParallelToolCalls'; Call = { Invoke-ChatCompletion hi @ask -ParallelToolCalls $true } }
        @{ Names = 'ToolChoice'; Call = { Invoke-ChatCompletion hi @ask -ToolChoice auto } }
        @{ Names = 'ToolChoice'; Call = { Invoke-ChatCompletion hi @ask -Tools '[{"type":"function","function":{"name":"f"}}]' -ToolChoice other } }
        @{ Names = 'Tools'; Call = { Invoke-ChatCompletion hi @ask -Tools @() } }
        @{ Names = 'Tools'; Call = { Invoke-ChatCompletion hi @ask -Tools '[{"type":"function"}]' } }
        @{ Names = 'Tools'; Call = { Invoke-ChatCompletion hi @ask -Tools 'get_weather' } }
        @{ Names = 'Tools'; Call = { Invoke-ChatCompletion hi @ask -Tools (Get-Content missing.json -ErrorAction Ignore) } }
        @{ Names = 'ToolChoice'; Call = { Invoke-ChatCompletion hi @ask -ToolChoice $typo } }
        @{ Names = 'As'; Call = { Invoke-ChatCompletion hi @ask -As $typo } }
        @{ Names = 'ResponseFormat'; Call = { Invoke-ChatCompletion hi @ask -ResponseFormat $typo } }
        @{ Names = 'Fallbacks'; Call = { Invoke-ChatCompletion hi @ask -Fallbacks $typo } }
        @{ Names = 'MaxTotalTokens'; Call = { 'hi' | Invoke-ChatCompletion @ask -MaxTotalTokens $typo } }
        @{ Names = 'Stop'; Call = { Invoke-ChatCompletion hi @ask -Stop a, b, c, d, e } }
        @{ Names = 'Stop'; Call = { Invoke-ChatCompletion hi @ask -Stop 'a,b,c,d,e' } }
        @{ Names = 'SafetyIdentifier'; Call = { Invoke-ChatCompletion hi @ask -SafetyIdentifier ('a' * 65) } }
        @{ Names = 'ResponseFormat'; Call = { Invoke-ChatCompletion hi @ask -ResponseFormat xml } }
        @{ Names = 'ResponseFormat'; Call = { Invoke-ChatCompletion hi @ask -ResponseFormat @{ name = 'x' } } }
        @{ Names = 'Metadata'; Call = { Invoke-ChatCompletion hi @ask -Metadata '[1]' } }
        @{ Names = 'Metadata'; Call = { Invoke-ChatCompletion hi -Provider refusals-open -Metadata @{ a = 1 } } }
        @{ Names = 'Metadata'; Call = { Invoke-ChatCompletion hi -Provider refusals-open -Metadata (1..17 | ForEach-Object { $m = @{} } { $m["k$_"] = 'v' } { $m }) } }
        @{ Names = 'AdditionalParameters'; Call = { Invoke-ChatCompletion hi @ask -AdditionalParameters 'store=true' } }
        @{ Names = 'Stream'; Call = { Invoke-ChatCompletion hi @ask -AdditionalParameters @{ stream = $true } } }
        @{ Names = 'Temperature'; Call = { Invoke-ChatCompletion hi @ask -AdditionalParameters @{ temperature = 3 } } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages '[{"role":"user","content":"hi"}' } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages '[]' } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages @() } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages $null } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages '' } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages @{ content = 'no role' } } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages '[{"role":"user"}]' } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages 'just text' } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages 5 } }
        @{ Names = 'Messages'; Call = { Invoke-ChatCompletion @ask -Messages @{ role = 'tool'; content = '5' } } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion '' @ask } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion "  `n" @ask } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion $null @ask } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion @() @ask } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion $true @ask } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion 5 @ask } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion @{ role = 'user'; content = 'hi' } @ask } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion @('a', 5) @ask } }
        @{ Names = 'Message'; Call = { Invoke-ChatCompletion @ask } }
        @{ Names = 'Instructions'; Call = { Invoke-ChatCompletion hi @ask -Instructions '' } }
        @{ Names = 'Instructions'; Call = { Invoke-ChatCompletion hi @ask -Instructions $true } }
        @{ Names = 'AssistantAuthor'; Call = { Invoke-ChatCompletion hi @ask -AssistantAuthor bot } }
        @{ Names = 'AssistantAuthor'; Call = { Invoke-ChatCompletion hi @ask -History @{ author = 'bot'; text = 'Yes?' } } }
        @{ Names = 'History'; Call = { Invoke-ChatCompletion hi @ask -History @{ text = 'Yes?' } -AssistantAuthor bot } }
        @{ Names = 'History'; Call = { Invoke-ChatCompletion hi @ask -History @{ author = 'bot' } -AssistantAuthor bot } }
        @{ Names = 'History'; Call = { Invoke-ChatCompletion hi @ask -History 'not json' } }
        @{ Names = 'NumRetries'; Call = { Invoke-ChatCompletion hi @ask -NumRetries 11 } }
        @{ Names = 'NumRetries'; Call = { Invoke-ChatCompletion hi @ask -NumRetries -1 } }
        @{ Names = 'TimeoutSec'; Call = { Invoke-ChatCompletion hi @ask -TimeoutSec 0 } }
        @{ Names = 'IdleTimeoutSec'; Call = { Invoke-ChatCompletion hi @ask -IdleTimeoutSec -5 } }
        @{ Names = 'FirstByteTimeoutSec'; Call = { Invoke-ChatCompletion hi @ask -FirstByteTimeoutSec 0 } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias @{ 1 = 'much' } } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias @{ 1 = '0,5' } } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias @{ 1 = '101' } } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias @{ 1 = '' } } }
        @{ Names = 'LogitBias'; Call = { Invoke-ChatCompletion hi @ask -LogitBias @{ 1 = $true } } }
        @{ Names = 'ApiBase'; Call = { Invoke-ChatCompletion hi -Model m -ApiBase 'localhost:8080' } }
        @{ Names = 'ApiBase'; Call = { Invoke-ChatCompletion hi -Model m -ApiBase 'ftp://localhost/v1' } }
        @{ Names = 'Model'; Call = { Invoke-ChatCompletion hi -ApiBase $server.BaseUrl } }
    ) {
        $count = $server.Requests.Count
        $failure = Get-TerminatingError $Call
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        "$failure" | Should -BeLike "*-$Names*"
        $failure.Exception | Should -BeOfType ([ChatCompletions.ChatRequestException])
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $server.Requests.Count | Should -Be $count
    }

    It 'is refused as a whole although items are piped to it' {
        $count = $server.Requests.Count
        $failure = Get-TerminatingError { 'a', 'b' | Invoke-ChatCompletion @ask -Temperature 3 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $server.Requests.Count | Should -Be $count
    }

    It 'is refused as a whole for piped texts where the default provider is asked' {
        $count = $server.Requests.Count
        $null = Set-ChatProvider -Name refusals-lite -Model m -Default
        try { $failure = Get-TerminatingError { 'a', 'b' | Invoke-ChatCompletion -Temperature 3 } }
        finally { $null = Set-ChatProvider -Name refusals-lite -Default:$false }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $server.Requests.Count | Should -Be $count
    }

    It 'is refused as a whole for piped texts where there is no provider' {
        $failure = Get-TerminatingError { 'a', 'b' | Invoke-ChatCompletion }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ProviderNotFound,*'
    }

    It 'names an unknown provider, the nearest one, and how to list all' {
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider Opnai }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'ProviderNotFound,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failure.CategoryInfo.Category | Should -Be ObjectNotFound
        "$failure" | Should -BeLike "*'Opnai'. Did you mean OpenAI?*Get-ChatProvider -ListAvailable*"
        (Get-ChatProvider -ListAvailable).Name | Should -Contain OpenAI
    }

    It 'says how to configure a provider, and how to try Mock, where there is none at all' {
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'ProviderNotFound,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failure.CategoryInfo.Category | Should -Be ObjectNotFound
        "$failure" | Should -BeLike '*OPENAI_API_KEY*Set-ChatProvider*-Provider Mock*'
    }

    It 'says that a key is missing, and where to put it' {
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider OpenAI }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'ApiKeyMissing,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        "$failure" | Should -BeLike '*OPENAI_API_KEY*'
    }

    It 'shows where in a JSON text the fault is' {
        $failure = Get-TerminatingError { Invoke-ChatCompletion @ask -Messages "[`n{'role':1}]" }
        "$failure" | Should -BeLike '*line 2*'
    }
}
