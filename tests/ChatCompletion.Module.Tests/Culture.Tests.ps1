# A comma for the point and a dotless i: neither may get into a request, a URL or a file that machines read.

Describe 'Under the culture <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $culture = $_
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterAll { $server.Dispose() }

    It 'writes requests the same as everywhere' {
        Use-Culture $culture {
            $extra = [ordered]@{ real = 1.5; number = 2.5d; list = @(0.1) }
            $null = Invoke-ChatCompletion hi @ask -Temperature 0.2 -TopP '0.5' -FrequencyPenalty -1.5 -LogitBias @{ 1234567 = -99.5 } -Seed -1234567 -AdditionalParameters $extra -ApiVersion '1.5'
        }
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"temperature":0.2,"top_p":0.5,"frequency_penalty":-1.5,"logit_bias":{"1234567":-99.5},"seed":-1234567,"real":1.5,"number":2.5,"list":[0.1]')
        $server.Requests[-1].Query | Should -BeExactly 'api-version=1.5'
    }

    It 'refuses a comma in a number' {
        Use-Culture $culture { Get-TerminatingError { Invoke-ChatCompletion hi @ask -Temperature '0,2' } } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
    }

    It 'knows names, roles, types and words whatever the case of their i' {
        Use-Culture $culture {
            $null = Invoke-ChatCompletion @ask -Messages @{ ROLE = 'user'; CONTENT = 'hi' }
            (New-ChatMessage hi -Role ASSISTANT).Role | Should -BeExactly 'assistant'
            (Invoke-ChatCompletion hi -Provider MOCK -Model echo).Content | Should -BeExactly 'hi'
            (Set-ChatProvider -Name "culture-$culture" -Type LITELLM -ApiBase $server.BaseUrl -PassThru).Type | Should -BeExactly 'LiteLLM'
            (Invoke-ChatCompletion hi -Provider "CULTURE-$culture" -Model m).Content | Should -BeExactly 'Paris.'
            (Get-ChatModel E* -Provider mock).Id | Should -BeExactly 'echo'
            $null = Invoke-ChatCompletion hi @ask -History @{ AUTHOR = 'ILI'; TEXT = 'A' } -AssistantAuthor ili
        }
        $server.Requests[-1].Body | Should -BeLike '*{"role":"assistant","content":"A"}*'
    }

    It 'puts the times of a journal, rate limits and time limits into a CSV as they are everywhere' {
        $journal = "$TestDrive/$culture.jsonl"
        $null = Invoke-ChatCompletion hi @ask -JournalPath $journal
        $row = Use-Culture $culture { Get-ChatJournal $journal -Summary | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv
        $time = (Get-ChatJournal $journal -Summary).FirstTime
        $time | Should -BeOfType ([datetimeoffset])
        foreach ($cell in $row.FirstTime, $row.LastTime) {
            $cell | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$'
            [datetimeoffset]::Parse($cell, [cultureinfo]::InvariantCulture) | Should -Be $time
        }
        $null = $server.Enqueue((New-Answer).Header('x-ratelimit-reset-requests', '1500ms').Header('x-ratelimit-limit-requests', '9').Header('x-ratelimit-remaining-requests', '8'))
        $row = Use-Culture $culture { (Invoke-ChatCompletion hi @ask).RateLimit | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv
        $row.ResetRequests | Should -BeExactly '1.5'
        $null = Set-ChatProvider -Name "limits-$culture" -Type LiteLLM -ApiBase $server.BaseUrl -TimeoutSec 2.5 -Scope Session
        $row = Use-Culture $culture { Get-ChatProvider "limits-$culture" | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv
        $row.TimeoutSec | Should -BeExactly '2.5'
    }

    It 'puts numbers of nested parts into a CSV as JSON has them' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"created":1723155364,"choices":[{"index":0,"finish_reason":"stop","message":{"content":"x"},"logprobs":{"content":[{"token":"x","logprob":-0.25}]}}],"usage":{"prompt_tokens":1,"cost":1.5}}'))
        $row = Use-Culture $culture { Invoke-ChatCompletion hi @ask -LogProbs | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv
        $row.Choices | Should -BeLike '*"logprob":-0.25*'
        $row.Usage | Should -BeExactly '{"prompt_tokens":1,"cost":1.5}'
    }

    It 'shows the line under an answer with a point in its numbers' {
        $shown = Use-Culture $culture { Invoke-ChatCompletion hi -Provider Mock -Model echo | Out-String }
        $shown | Should -Match '\d\.\d s'
    }

    It 'reads how long a server asks to wait' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 429).Header('Retry-After', '1.5'))
        $failure = Use-Culture $culture { Get-TerminatingError { Invoke-ChatCompletion hi @ask -NumRetries 0 } }
        $failure.Exception.RetryAfter | Should -Be 1.5
    }
}
