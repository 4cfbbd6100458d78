# -Fallbacks: who is asked where an answer fails.

Describe '-Fallbacks' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $one = Start-Server ([ScriptedServers.Reply]::Json('{"error":{"message":"no capacity"}}', 501))
        $two = Start-Server
        $secret = 'sk-' + 'secret'
        $env:FALLBACK_ONE = 'key-of-one-0123456789'
        $env:FALLBACK_TWO = 'key-of-two-0123456789'
        Set-ChatProvider fb-one -Scope Session -Type LiteLLM -ApiBase $one.BaseUrl -ApiKeyVariable FALLBACK_ONE -Model openai/gpt-4o
        Set-ChatProvider fb-two -Scope Session -ApiBase $two.BaseUrl -ApiKeyVariable FALLBACK_TWO -Model small
        Set-ChatProvider fb-keyless -Scope Session -ApiBase $two.BaseUrl -ApiKeyVariable FALLBACK_NOT_SET
        function Get-Models($Server) { , @($Server.Requests | ForEach-Object { ($_.Body | ConvertFrom-Json).model }) }
    }
    AfterAll {
        $one.Dispose(); $two.Dispose()
        'fb-one', 'fb-two', 'fb-keyless' | ForEach-Object { Remove-ChatProvider $_ -Confirm:$false }
        Remove-Item env:FALLBACK_ONE, env:FALLBACK_TWO
    }
    BeforeEach { $skip = $one.Requests.Count; $skipTwo = $two.Requests.Count }

    It 'asks another provider, with its own key and model and only that: <Shown>' -ForEach @(
        @{ Shown = 'hashtable'; Fallbacks = @{ provider = 'fb-two' } }
        @{ Shown = 'JSON text'; Fallbacks = '[{"provider":"fb-two"}]' }
        @{ Shown = 'object'; Fallbacks = [pscustomobject] @{ provider = 'fb-two'; model = 'small' } }
        @{ Shown = 'a map'; Fallbacks = @{ 'openai/*' = @{ provider = 'fb-two' } } }
        @{ Shown = 'an ordered map with the provider''s name'; Fallbacks = [ordered] @{ '*' = 'other'; 'fb-one/openai/gpt-*' = @(@{ provider = 'fb-two' }) } }
    ) {
        $answer = Invoke-ChatCompletion hi -Provider fb-one -Fallbacks $Fallbacks
        $answer.Content, $answer.Provider, $answer.FallbackFrom, $answer.Attempts | Should -Be 'Paris.', 'fb-two', 'fb-one/openai/gpt-4o', 2
        $sent = $two.Requests[-1]
        ($sent.Body | ConvertFrom-Json).model | Should -BeExactly 'small'
        $sent.Headers['Authorization'] | Should -BeExactly 'Bearer key-of-two-0123456789'
        $one.Requests[-1].Headers['Authorization'] | Should -BeExactly 'Bearer key-of-one-0123456789'
        "$($sent.Headers.Values) $($sent.Body)" | Should -Not -Match 'key-of-one'
    }

    It 'asks models of the same provider: <Shown>' -ForEach @(
        @{ Shown = 'texts'; Fallbacks = 'a', 'b'; Asked = 'openai/gpt-4o', 'a', 'b' }
        @{ Shown = 'one text'; Fallbacks = 'a'; Asked = 'openai/gpt-4o', 'a' }
        @{ Shown = 'the documented form'; Fallbacks = '[{"openai/*":["gpt-4o-mini"]}]'; Asked = 'openai/gpt-4o', 'gpt-4o-mini' }
        @{ Shown = 'a map that does not match'; Fallbacks = '[{"anthropic/*":["gpt-4o-mini"]}]'; Asked = , 'openai/gpt-4o' }
    ) {
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks $Fallbacks }
        (Get-Models $one) | Select-Object -Skip $skip | Should -BeExactly $Asked
        $failure.FullyQualifiedErrorId | Should -BeLike ($Asked.Count -gt 1 ? 'FallbacksFailed,*' : 'ServerError,*')
    }

    It 'warns once where nobody is asked after the first: <Shown>' -ForEach @(
        @{ Shown = 'no pattern matches'; Fallbacks = '[{"anthropic/*":["gpt-4o-mini"]},{"mistral/*":"x"}]'; Says = "*-Fallbacks*no pattern matches fb-one/openai/gpt-4o ('anthropic/[*]', 'mistral/[*]'). If it fails, there is no fallback.*" }
        @{ Shown = 'no pattern matches, but there are others'; Fallbacks = 'a', @{ 'gpt-4o' = 'b' }; Says = "*-Fallbacks*no pattern matches fb-one/openai/gpt-4o ('gpt-4o'). Their fallbacks are not used.*" }
        @{ Shown = 'only the first is named'; Fallbacks = 'openai/gpt-4o'; Says = '*-Fallbacks names only fb-one/openai/gpt-4o itself*' }
        @{ Shown = 'a pattern leads to the first'; Fallbacks = @{ 'openai/*' = 'openai/gpt-4o' }; Says = '*-Fallbacks names only fb-one/openai/gpt-4o itself*' }
    ) {
        $null = 'x', 'y' | Invoke-ChatCompletion -Provider fb-one -Fallbacks $Fallbacks -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike $Says
    }

    It 'does not warn where one of several patterns matches' {
        $null = 'x' | Invoke-ChatCompletion -Provider fb-one -Fallbacks '[{"anthropic/*":["b"]},{"openai/*":["a"]}]' -WarningVariable warnings -ErrorAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }

    It 'tells each target with its reason where all fail' {
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks 'b', @{ provider = 'fb-keyless'; model = 'm' } }
        $failure.CategoryInfo.Category | Should -Be ConnectionError
        "$failure" | Should -BeLike '*All 3 targets failed*fb-one/openai/gpt-4o: fb-one answered with status 501: no capacity*fb-one/b: *fb-keyless/m: *FALLBACK_NOT_SET*'
        Get-WholeError $failure | Should -Not -Match 'key-of-'
    }

    It 'tells why those before failed where the time ends that all share' {
        $null = $two.Enqueue([ScriptedServers.Reply]::Sse().Hang())
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider fb-one -TimeoutSec 2 -Fallbacks b, @{ provider = 'fb-two' } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TotalTimeout,*'
        $failure.CategoryInfo.Category | Should -Be OperationTimeout
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-TimeoutSec*'
        $reasons = '*within 2 s. Before that, 2 targets failed.*fb-one/openai/gpt-4o: fb-one answered with status 501: no capacity*fb-one/b: fb-one answered with status 501: no capacity*'
        "$failure" | Should -BeLike $reasons
        $failure.ErrorDetails.Message | Should -BeLike $reasons
        $failure | Get-Error | Out-String -Width 500 | Should -BeLike '*no capacity*no capacity*'
    }

    It 'names the way in Verbose' {
        $null = Invoke-ChatCompletion hi -Provider fb-one -Fallbacks @{ provider = 'fb-two' } -Verbose 4>&1 -OutVariable said
        "$said" | Should -Match 'fb-one/openai/gpt-4o failed: .*no capacity\. Trying fb-two instead\.'
    }

    It 'streams the fallback''s answer' {
        $null = $two.Enqueue((New-StreamReply))
        $chunks = Invoke-ChatCompletion hi -Provider fb-one -Stream -Fallbacks @{ provider = 'fb-two' }
        -join $chunks.Content | Should -BeExactly 'Paris.'
        $chunks[-1].Completion.FallbackFrom | Should -BeExactly 'fb-one/openai/gpt-4o'
    }

    It 'goes on item by item' {
        $answers = 'a', 'b' | Invoke-ChatCompletion -Provider fb-one -Fallbacks @{ provider = 'fb-two' }
        $answers.Provider | Should -BeExactly 'fb-two', 'fb-two'
        $answers.InputObject | Should -BeExactly 'a', 'b'
    }

    It 'asks them while the next object is waited for' {
        & { 'a'; $null = $one.WaitForRequest($skip + 1, 30000) } | Invoke-ChatCompletion -Provider fb-one -Fallbacks b -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'FallbacksFailed,*'
    }

    It 'uses an address of the call for the provider that the call means only' {
        $null = Invoke-ChatCompletion hi -ApiBase $one.BaseUrl -Model m -Fallbacks @{ provider = 'fb-two' }
        $two.Requests.Count | Should -Be ($skipTwo + 1)
        ($one.Requests[-1].Body | ConvertFrom-Json).model | Should -BeExactly 'm'
    }

    It 'refuses <Shown> before anything is sent' -ForEach @(
        @{ Shown = 'an unknown provider'; Call = { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks @{ provider = 'fb-nobody' } }; Says = '*fb-nobody*' }
        @{ Shown = 'an unknown provider in a map'; Call = { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks @{ '*' = @{ provider = 'fb-nobody' } } }; Says = '*fb-nobody*' }
        @{ Shown = 'a key'; Call = { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks @{ model = 'm'; api_key = $secret } }; Says = '*takes no api_key*Set-ChatProvider*' }
        @{ Shown = 'a number'; Call = { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks 5 }; Says = '*-Fallbacks*' }
        @{ Shown = 'an empty list'; Call = { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks @() }; Says = '*-Fallbacks is empty*' }
        @{ Shown = 'broken JSON'; Call = { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks '[{' }; Says = '*-Fallbacks is not valid JSON*' }
        @{ Shown = 'a model in -AdditionalParameters'; Call = { Invoke-ChatCompletion hi -Provider fb-one -Fallbacks a -AdditionalParameters @{ model = 'x' } }; Says = '*-AdditionalParameters*-Model*' }
    ) {
        $failure = Get-TerminatingError $Call
        "$failure" | Should -BeLike $Says
        Get-WholeError $failure | Should -Not -Match 'sk-secret'
        $one.Requests.Count, $two.Requests.Count | Should -Be $skip, $skipTwo
    }
}
