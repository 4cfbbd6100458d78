# What arrives of an answer whatever the server does: rate limits, cut bodies, early errors, and the settings that bound and divide answers.

Describe 'What arrived' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterEach { Get-ChatProvider received-* | Remove-ChatProvider -Confirm:$false }
    AfterAll { $server.Dispose() }

    It 'tells the rate limits, as JSON text in CSV and whole in CLIXML' {
        $null = $server.Enqueue((New-Answer).Header('x-ratelimit-limit-tokens', '160000').Header('x-ratelimit-remaining-tokens', '159984').Header('x-ratelimit-reset-tokens', '6m0s'))
        $answer = Invoke-ChatCompletion hi @ask
        $answer.RateLimit.LimitTokens, $answer.RateLimit.RemainingTokens, $answer.RateLimit.ResetTokens, $answer.RateLimit.LimitRequests | Should -Be 160000, 159984, 360, $null
        ($answer | Select-Object Content, RateLimit | ConvertTo-Csv | ConvertFrom-Csv).RateLimit | Should -BeExactly '{"limit_tokens":160000,"remaining_tokens":159984,"reset_tokens":360}'
        $back = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($answer))
        $back.RateLimit.RemainingTokens | Should -Be 159984
        (Invoke-ChatCompletion hi @ask).RateLimit | Should -BeNullOrEmpty
    }

    It 'tells them on an error too' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"slow"}}', 429).Header('x-ratelimit-remaining-requests', '0').Header('x-ratelimit-reset-requests', '20s'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -NumRetries 0 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RateLimited,*'
        $failure.Exception.RateLimit.RemainingRequests, $failure.Exception.RateLimit.ResetRequests | Should -Be 0, 20
    }

    It 'keeps the text of a body that is cut, and says so' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"message":{"content":"The capital of Fra').Header('Content-Length', '999').Close())
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask }
        $failure.FullyQualifiedErrorId | Should -BeLike 'IncompleteAnswer,*'
        $failure.Exception.Completion.Content | Should -BeExactly 'The capital of Fra'
        $failure.Exception.Completion.Complete | Should -BeFalse
        $failure.Exception.Completion.Error | Should -BeExactly $failure.Exception.Message
    }

    It 'asks again when an error comes in place of the answer, at status 200' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse([object[]] '{"error":{"message":"busy","code":503}}').Header('retry-after-ms', '1')).Enqueue((New-StreamReply))
        $chunks = @(Invoke-ChatCompletion hi @ask -Stream)
        -join $chunks.Content | Should -BeExactly 'Paris.'
        $chunks[-1].Completion.Attempts | Should -Be 2
    }

    It 'asks again when an answer ends before any content, with -NumRetries <Retries>, streamed: <Stream>' -ForEach @(
        foreach ($retries in 0, 1, 2) { foreach ($stream in $false, $true) { @{ Retries = $retries; Stream = $stream } } }
    ) {
        $empty = [ScriptedServers.Reply]::Text('', 200, $(if ($Stream) { 'text/event-stream' } else { 'application/json' })).Header('retry-after-ms', '1').Header('x-litellm-response-cost', '5')
        $usage = ',"usage":{"total_tokens":10}'
        $count = $server.Requests.Count
        for ($i = 0; $i -lt $Retries; $i++) { $null = $server.Enqueue($empty) }
        $null = $server.Enqueue($(if ($Stream) { New-StreamReply } else { New-Answer -More $usage }))
        $answer = Invoke-ChatCompletion hi @ask -Stream:$Stream -NumRetries $Retries | Select-Object -Last 1
        if ($Stream) { $answer = $answer.Completion }
        $answer.Content, $answer.Complete, $answer.Attempts, $answer.Cost | Should -Be 'Paris.', $true, ($Retries + 1), $null
        $server.Requests.Count - $count | Should -Be ($Retries + 1)

        for ($i = 0; $i -le $Retries; $i++) { $null = $server.Enqueue($empty) }
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream:$Stream -NumRetries $Retries }
        $failure.FullyQualifiedErrorId | Should -Match '^(IncompleteAnswer|ProtocolError),'
        $failure.Exception.Attempts, $failure.Exception.Completion | Should -Be ($Retries + 1), $null
        $server.Requests.Count - $count | Should -Be (2 * ($Retries + 1))
    }

    It 'F20 says in its help that a request that is sent again can be paid for twice' {
        (Get-Help Invoke-ChatCompletion -Full | Out-String) -replace '\s+', ' ' | Should -BeLike '*ensure that you do not pay for both requests*'
    }

    It 'divides thoughts from text where the provider is set so' {
        $thinking = New-Answer "<think>hm</think>Paris."
        $null = $server.Enqueue($thinking).Enqueue($thinking).Enqueue($thinking)
        Set-ChatProvider received-a -ApiBase $server.BaseUrl -Model m -ThinkTags
        (Get-ChatProvider received-a).ThinkTags | Should -BeTrue
        $answer = Invoke-ChatCompletion hi -Provider received-a
        $answer.Content, $answer.ReasoningContent | Should -BeExactly 'Paris.', 'hm'
        Set-ChatProvider received-a -TimeoutSec 60
        (Invoke-ChatCompletion hi -Provider received-a).Content | Should -BeExactly 'Paris.'
        Set-ChatProvider received-a -ThinkTags:$false
        (Invoke-ChatCompletion hi -Provider received-a).Content | Should -BeExactly '<think>hm</think>Paris.'
    }

    It 'ends an answer that is longer than the provider allows' {
        Set-ChatProvider received-b -ApiBase $server.BaseUrl -Model m -MaxResponseMiB 1
        (Get-ChatProvider received-b).MaxResponseMiB | Should -Be 1
        $null = $server.Enqueue((New-Answer ('x' * 1MB)))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider received-b }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ProtocolError,*'
        $failure.Exception.Message | Should -BeLike '*longer than 1 MiB*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-MaxResponseMiB*'
        $failure.Exception.Completion.Content.Length | Should -BeGreaterThan 1000000
        Set-ChatProvider received-b -MaxResponseMiB $null
        $null = $server.Enqueue((New-Answer ('x' * 1MB)))
        (Invoke-ChatCompletion hi -Provider received-b).Content.Length | Should -Be 1MB
    }

    It 'refuses a size of <Size>' -ForEach @(
        @{ Size = 0 }, @{ Size = 513 }, @{ Size = -1 }
    ) {
        $failure = Get-TerminatingError { Set-ChatProvider received-c -ApiBase $server.BaseUrl -MaxResponseMiB $Size }
        $failure.Exception.Parameter | Should -Be 'MaxResponseMiB'
        $failure.Exception.Message | Should -BeLike '*from 1 to 512*'
    }
}
