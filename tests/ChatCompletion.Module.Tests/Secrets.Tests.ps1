# A key is never shown, and never sent to anybody but its provider.

Describe 'A key from an environment variable' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $key = 'sk-proj-Zz9+/=_-a"b\c'
        $server = Start-Server
    }
    BeforeEach {
        $env:OPENAI_API_KEY = $key
        $env:OPENAI_BASE_URL = $server.BaseUrl
    }
    AfterEach { Remove-Item env:OPENAI_API_KEY, env:OPENAI_BASE_URL -ErrorAction Ignore }
    AfterAll { $server.Dispose() }

    It 'is sent to the provider, in the Authorization header alone' {
        $null = Invoke-ChatCompletion hi -Provider OpenAI
        $request = $server.Requests[-1]
        $request.Headers['Authorization'] | Should -BeExactly "Bearer $key"
        $request.Target + $request.Body | Should -Not -Match 'sk-proj'
        @($request.Headers.Values | Where-Object { $_ -match 'sk-proj' }).Count | Should -Be 1
        $request.Body | Should -BeLike '{"model":"gpt-4o-mini",*'
    }

    It 'makes OpenAI the provider where none is named' {
        $null = Invoke-ChatCompletion hi
        $server.Requests[-1].Headers['Authorization'] | Should -BeExactly "Bearer $key"
    }

    It 'is in no stream of a call that succeeds, nor in its answer' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"busy"}}', 503).Header('retry-after-ms', '1')).Enqueue((New-Answer).Header('x-request-id', $key))
        $all = Invoke-ChatCompletion hi -Provider OpenAI -Verbose -Debug *>&1
        @($all | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Count | Should -BeGreaterThan 1
        ($all | Out-String) + ($all | Format-List * -Force | Out-String) + ($all[-1] | ConvertTo-Json -Depth 9) | Should -Not -Match 'sk-proj'
        $all | Out-String | Should -Match 'OPENAI_API_KEY' -Because 'it says where the key came from'
    }

    It 'is masked where a server echoes it: <Where>' -ForEach @(
        @{ Where = 'an error in JSON'; Reply = { [ScriptedServers.Reply]::Json((ConvertTo-Json @{ error = @{ message = "Incorrect API key provided: $key."; code = $key; type = $key; param = $key } }), 401) } }
        @{ Where = 'an error as text'; Reply = { [ScriptedServers.Reply]::Text("Your key $key is wrong", 403, 'text/plain') } }
        @{ Where = 'an error in a URL'; Reply = { [ScriptedServers.Reply]::Text("see https://x.invalid/?key=$([uri]::EscapeDataString($key))", 400, 'text/plain') } }
        @{ Where = 'an error inside an answer'; Reply = { [ScriptedServers.Reply]::Json((ConvertTo-Json @{ error = @{ message = "bad key $key" } })) } }
        @{ Where = 'a stream'; Reply = { [ScriptedServers.Reply]::Sse((New-EventJson Par)).Event((ConvertTo-Json @{ error = @{ message = "bad key $key" } } -Compress)) } }
        @{ Where = 'no JSON'; Reply = { [ScriptedServers.Reply]::Json("oops $key") } }
        @{ Where = 'a broken event'; Reply = { [ScriptedServers.Reply]::Sse("{`"a`": $key") } }
        @{ Where = 'text beside events'; Reply = { [ScriptedServers.Reply]::Sse().Send("$key is wrong`n") } }
        @{ Where = 'a cut body'; Reply = { [ScriptedServers.Reply]::Json("{`"echo`":`"$key").Header('Content-Length', '9999').Close() } }
        @{ Where = 'a redirect'; Reply = { [ScriptedServers.Reply]::Text('', 302, 'text/html').Header('Location', "https://x.invalid/?key=$([uri]::EscapeDataString($key))&raw=$key") } }
        @{ Where = 'the request id'; Reply = { [ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 400).Header('x-request-id', $key) } }
        @{ Where = 'the reason phrase'; Reply = { [ScriptedServers.Reply]::Raw("HTTP/1.1 400 $key`r`nContent-Length: 0`r`n`r`n") } }
    ) {
        foreach ($stream in $false, $true) {
            $null = $server.Enqueue((& $Reply))
            $streams = [System.Collections.ArrayList]::new()
            $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider OpenAI -NumRetries 0 -Stream:$stream -Verbose -Debug *>&1 | ForEach-Object { $streams.Add($_) } }
            $failure | Should -Not -BeNullOrEmpty
            $streams.Count | Should -BeGreaterThan 0
            (Get-WholeError $failure) + ($streams | Format-List * -Force | Out-String) | Should -Not -Match 'sk-proj'
        }
    }

    It 'is masked in the error of Get-ChatModel' {
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json((ConvertTo-Json @{ error = @{ message = "bad $key" } }), 401))
        $failure = Get-TerminatingError { Get-ChatModel -Provider OpenAI }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,ChatCompletions.Commands.GetChatModelCommand'
        Get-WholeError $failure | Should -Not -Match 'sk-proj'
    }

    It 'does not follow a redirect' {
        $other = Start-Server
        try {
            $null = $server.Enqueue([ScriptedServers.Reply]::Text('', 307, 'text/html').Header('Location', $other.BaseUrl))
            (Get-TerminatingError { Invoke-ChatCompletion hi -Provider OpenAI }).FullyQualifiedErrorId | Should -BeLike 'RedirectRefused,*'
            $other.ConnectionCount | Should -Be 0
        }
        finally { $other.Dispose() }
    }

    It 'is not sent to another origin that -ApiBase names' {
        $other = Start-Server
        try {
            foreach ($call in { Invoke-ChatCompletion hi -Provider OpenAI -ApiBase $other.BaseUrl }, { Get-ChatModel -Provider OpenAI -ApiBase $other.BaseUrl }) {
                $failure = Get-TerminatingError $call
                $failure.FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
                $failure.CategoryInfo.Category | Should -Be SecurityError
                "$failure" | Should -BeLike '*Set-ChatProvider*'
            }
            $other.ConnectionCount | Should -Be 0
        }
        finally { $other.Dispose() }
    }

    It 'is sent to another path of the same origin' {
        $null = Invoke-ChatCompletion hi -Provider OpenAI -ApiBase "$($server.Url)/other"
        $server.Requests[-1].Path | Should -BeExactly '/other/chat/completions'
        $server.Requests[-1].Headers['Authorization'] | Should -BeExactly "Bearer $key"
    }

    It 'is not sent with -ApiBase alone' {
        $null = Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m
        $server.Requests[-1].Headers.ContainsKey('Authorization') | Should -BeFalse
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"data":[{"id":"a"}]}'))
        $null = Get-ChatModel -ApiBase $server.BaseUrl
        $server.Requests[-1].Headers.ContainsKey('Authorization') | Should -BeFalse
    }

    It 'is not sent to a provider of the type <Type> with an address of its own' -ForEach @(
        @{ Type = 'OpenAI'; Variable = 'OPENAI_API_KEY' }
        @{ Type = 'LiteLLM'; Variable = 'LITELLM_PROXY_API_KEY' }
    ) {
        $null = Set-ChatProvider -Name "secrets-$Type" -Type $Type -ApiBase $server.BaseUrl -Model m
        Set-Item "env:$Variable" $key
        try { $null = Invoke-ChatCompletion hi -Provider "secrets-$Type" } finally { Remove-Item "env:$Variable" }
        $server.Requests[-1].Headers.ContainsKey('Authorization') | Should -BeFalse
    }

    It 'does not go over plain http to another machine, unless that is allowed' {
        # An address that is not loopback by its name; where it leads there after all, a connection would be seen.
        $env:OPENAI_BASE_URL = "http://0.0.0.0:$($server.Port)/v1"
        $count = $server.ConnectionCount
        foreach ($call in { Invoke-ChatCompletion hi -Provider OpenAI -NumRetries 0 }, { Get-ChatModel -Provider OpenAI }) {
            $failure = Get-TerminatingError $call
            $failure.FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
            $failure.CategoryInfo.Category | Should -Be SecurityError
            "$failure" | Should -BeLike '*-AllowUnencryptedAuthentication*'
        }
        $server.ConnectionCount | Should -Be $count
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider OpenAI -NumRetries 0 -AllowUnencryptedAuthentication }
        "$($failure.FullyQualifiedErrorId)" | Should -BeIn '', 'ConnectionFailed,ChatCompletions.Commands.InvokeChatCompletionCommand' -Because 'it was tried'
    }

    It 'does not come in a URL' {
        foreach ($base in 'https://user:sk-proj-1@llm.invalid/v1', 'https://sk-proj-1@llm.invalid/v1') {
            foreach ($call in { Invoke-ChatCompletion hi -ApiBase $base -Model m }, { Set-ChatProvider -Name secrets-url -ApiBase $base }, { Get-ChatModel -ApiBase $base }) {
                $failure = Get-TerminatingError $call
                $failure.FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
                Get-WholeError $failure | Should -Not -Match 'sk-proj'
            }
        }
    }

    It 'is refused with a line break or a space, and not shown' {
        $count = $server.Requests.Count
        foreach ($bad in "sk-proj-1`nX-Other: 1", 'sk-proj 1', 'sk-proj-ä') {
            $env:OPENAI_API_KEY = $bad
            $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider OpenAI }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ApiKeyMissing,*'
            Get-WholeError $failure | Should -Not -Match 'sk-proj'
        }
        $server.Requests.Count | Should -Be $count
    }
}
