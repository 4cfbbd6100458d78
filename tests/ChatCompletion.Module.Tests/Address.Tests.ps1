# Where a request goes, which headers it carries, and how often and how long it is tried.

Describe 'The address of a request' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
    }
    AfterAll { $server.Dispose() }

    It 'asks <Target> for -ApiBase <Base>' -ForEach @(
        @{ Base = ''; Target = '/v1/chat/completions' }
        @{ Base = '/'; Target = '/v1/chat/completions' }
        @{ Base = '/v1'; Target = '/v1/chat/completions' }
        @{ Base = '/v1/'; Target = '/v1/chat/completions' }
        @{ Base = '/v1/chat/completions'; Target = '/v1/chat/completions' }
        @{ Base = '/openai/v2'; Target = '/openai/v2/chat/completions' }
        @{ Base = '/v1?app_id=a%20b'; Target = '/v1/chat/completions?app_id=a%20b' }
    ) {
        $null = Invoke-ChatCompletion hi -Model m -ApiBase "$($server.Url)$Base"
        $server.Requests[-1].Target | Should -BeExactly $Target
    }

    It 'puts -ApiVersion into the URL, beside a query that is there' {
        $null = Invoke-ChatCompletion hi -Model m -ApiBase $server.BaseUrl -ApiVersion '2024-10-21'
        $server.Requests[-1].Target | Should -BeExactly '/v1/chat/completions?api-version=2024-10-21'
        $null = Invoke-ChatCompletion hi -Model m -ApiBase "$($server.BaseUrl)?a=1" -ApiVersion 'a b&c'
        $server.Requests[-1].Target | Should -BeExactly '/v1/chat/completions?a=1&api-version=a%20b%26c'
        $server.Requests[-1].Body | Should -BeExactly (Get-Body)
    }

    It 'sends -Model as it is, slashes included' {
        $null = Set-ChatProvider -Name address-lite -Type LiteLLM -ApiBase $server.BaseUrl
        $null = Invoke-ChatCompletion hi -Provider address-lite -Model 'anthropic/claude-sonnet-4'
        $server.Requests[-1].Body | Should -BeLike '{"model":"anthropic/claude-sonnet-4",*'
    }

    It 'says who it is, and sends no key where there is none' {
        $null = Invoke-ChatCompletion hi -Model m -ApiBase $server.BaseUrl
        $server.Requests[-1].Headers['User-Agent'] | Should -BeExactly "ChatCompletion/$((Get-Module ChatCompletion).Version)"
        $server.Requests[-1].Headers.ContainsKey('Authorization') | Should -BeFalse
    }
}

Describe 'Trying again' {
    BeforeAll { . $PSScriptRoot/Support.ps1 }
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $busy = [ScriptedServers.Reply]::Json('{"error":{"message":"busy"}}', 503).Header('retry-after-ms', '1')
    }
    AfterEach { $server.Dispose() }

    It 'asks again twice unless -NumRetries says otherwise' {
        $server.Default = $busy
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask }
        $server.Requests.Count | Should -Be 3
        $failure.Exception.Attempts | Should -Be 3
    }

    It 'asks again <_> times with -NumRetries <_>' -ForEach 0, 1, 4 {
        $server.Default = $busy
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -NumRetries $_ }
        $server.Requests.Count | Should -Be ($_ + 1)
        $failure.FullyQualifiedErrorId | Should -BeLike 'ServerError,*'
    }

    It 'gives the answer of the retry, and says how many requests it took' {
        $null = $server.Enqueue($busy).Enqueue((New-Answer))
        $answer = Invoke-ChatCompletion hi @ask
        $answer.Content | Should -BeExactly 'Paris.'
        $answer.Attempts | Should -Be 2
        $server.Requests[0].Body | Should -BeExactly $server.Requests[1].Body
    }

    It 'asks again after status <_>' -ForEach 408, 409, 429, 500, 502, 503, 504 {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', $_).Header('retry-after-ms', '1'))
        (Invoke-ChatCompletion hi @ask).Attempts | Should -Be 2
    }

    It 'does not ask again after <Status> <Code>' -ForEach @(
        @{ Status = 400; Code = '' }, @{ Status = 401; Code = '' }, @{ Status = 403; Code = '' }, @{ Status = 404; Code = '' }, @{ Status = 422; Code = '' }, @{ Status = 501; Code = '' }
        @{ Status = 429; Code = 'insufficient_quota' }
    ) {
        $server.Default = [ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"no`",`"code`":`"$Code`"}}", $Status).Header('retry-after-ms', '1')
        Get-TerminatingError { Invoke-ChatCompletion hi @ask } | Should -Not -BeNullOrEmpty
        $server.Requests.Count | Should -Be 1
    }
}

Describe 'Limits of time' {
    BeforeAll { . $PSScriptRoot/Support.ps1 }
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterEach { $server.Dispose() }

    It 'ends the call at -TimeoutSec, before an answer and in the middle of one' {
        foreach ($reply in [ScriptedServers.Reply]::Sse().Hang(), [ScriptedServers.Reply]::Sse((New-EventJson Par)).Forever(": alive`n`n", 10)) {
            $null = $server.Enqueue($reply)
            $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream -TimeoutSec 1 }
            $failure.FullyQualifiedErrorId | Should -BeExactly 'TotalTimeout,ChatCompletions.Commands.InvokeChatCompletionCommand'
            $failure.CategoryInfo.Category | Should -Be OperationTimeout
            $server.Requests[-1].WaitForClientClose(10000) | Should -BeTrue
        }
        $server.Requests.Count | Should -Be 2
        $failure.Exception.Completion.Content | Should -BeExactly 'Par'
    }

    It 'does not wait longer for a retry than -TimeoutSec allows' {
        $server.Default = [ScriptedServers.Reply]::Json('{"error":{"message":"busy"}}', 503).Header('retry-after-ms', '60000')
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -TimeoutSec 5 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ServerError,*' -Because 'the answer is known, and waiting would not help'
        $server.Requests.Count | Should -Be 1
    }

    It 'ends a stream that stops coming at -IdleTimeoutSec, with what came' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)).Hang())
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream -IdleTimeoutSec 0.5 }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'IdleTimeout,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failure.CategoryInfo.Category | Should -Be OperationTimeout
        $failure.Exception.Completion.Content | Should -BeExactly 'Par'
        $failure.Exception.Completion.Complete | Should -BeFalse
        $server.Requests[-1].WaitForClientClose(10000) | Should -BeTrue
    }

    It 'takes comments for life' {
        $reply = [ScriptedServers.Reply]::Sse((New-EventJson Par))
        # Together they take longer than the limit, and each is far from it, so that a busy machine does not matter.
        1..12 | ForEach-Object { $reply = $reply.Wait(100).Send(": alive`n`n") }
        $null = $server.Enqueue($reply.Event((New-EventJson 'is.' stop)).Event('[DONE]'))
        (Invoke-ChatCompletion hi @ask -Stream -IdleTimeoutSec 1)[-1].Completion.Content | Should -BeExactly 'Paris.'
    }
}
