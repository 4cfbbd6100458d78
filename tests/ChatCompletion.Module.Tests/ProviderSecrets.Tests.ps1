# Settings that are secrets are saved in no file, and secrets in memory are the provider's own.

Describe 'A setting that is a secret' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $canary = 'c4nary-0123456789'
        $folder = Join-Path $env:CHATCOMPLETION_CONFIG_HOME providers
    }
    AfterEach { Get-ChatProvider clear-* | Remove-ChatProvider -Confirm:$false }
    AfterAll { $server.Dispose() }

    It 'is refused where it would be saved, with advice: <Case>' -ForEach @(
        @{ Case = 'Defaults'; Give = { @{ Defaults = @{ api_key = $canary } } }; Says = '*api_key*-AdditionalParameters*' }
        @{ Case = 'Defaults in JSON'; Give = { @{ Defaults = "{`"extra_headers`":{`"Authorization`":`"$canary`"}}" } }; Says = '*extra_headers.Authorization*' }
        @{ Case = 'Defaults deep down'; Give = { @{ Defaults = @{ extra_body = @{ list = @(@{ password = 1234 }) } } } }; Says = '*extra_body.list`[0`].password*' }
        @{ Case = 'Query'; Give = { @{ Query = @{ code = $canary } } }; Says = '*code*-ApiKey*' }
        @{ Case = 'Headers'; Give = { @{ Headers = @{ 'X-Api-Credential' = $canary } } }; Says = '*X-Api-Credential*AsSecureString*' }
        @{ Case = 'a value'; Give = { @{ Headers = @{ 'x-portkey-config' = "{`"api_key`":`"$canary`"}" } } }; Says = '*x-portkey-config*looks like a key*' }
        @{ Case = 'ApiBase'; Give = { @{ ApiBase = "$($server.BaseUrl)?sig=$canary" } }; Says = '*sig*-ApiKey*' }
        @{ Case = 'Proxy'; Give = { @{ Proxy = "http://u:$canary@127.0.0.1:9" } }; Says = '*HTTPS_PROXY*' }
        @{ Case = 'Model'; Give = { @{ Model = "sk-$canary" } }; Says = '*-Model looks like a key*' }
        @{ Case = 'ApiKeyVariable'; Give = { @{ ApiKeyVariable = "sk-$canary" } }; Says = '*name of an environment variable*' }
    ) {
        $given = @{ ApiBase = $server.BaseUrl }
        foreach ($pair in (& $Give).GetEnumerator()) { $given[$pair.Key] = $pair.Value }
        $failure = Get-TerminatingError { Set-ChatProvider clear-a @given }
        "$failure" | Should -BeLike $Says
        Get-WholeError $failure | Should -Not -Match $canary
        Test-Path "$folder/clear-a.json" | Should -BeFalse
    }

    It 'may be in memory, is sent and masked, and is not shown' {
        $given = @{
            Scope    = 'Session'
            ApiBase  = "$($server.BaseUrl)?sig=$canary-a"
            Query    = @{ code = "$canary-q"; app_id = 'app_01' }
            Headers  = @{ 'X-Auth' = "$canary-h"; 'X-Team' = 'ops' }
            Defaults = @{ api_key = "$canary-d"; max_tokens = 5 }
            Model    = 'm'
        }
        $shown = Set-ChatProvider clear-b @given -PassThru -Verbose *>&1
        # A record of a stream also has what was typed.
        "$($shown -join ' ')" | Should -Not -Match 'c4nary'
        $all = @($shown | Where-Object { $_ -is [ChatCompletions.ChatProvider] }) + (Get-ChatProvider clear-b) + (Get-ChatProvider clear-*)
        foreach ($provider in $all) {
            ($provider | Format-List * -Force | Out-String) + ($provider | ConvertTo-Json -Depth 6) + ($provider | Out-String) | Should -Not -Match 'c4nary'
        }
        $all[-1].Query['app_id'], $all[-1].Query['code'], $all[-1].Defaults['max_tokens'], $all[-1].Headers['X-Team'] | Should -Be 'app_01', '***', 5, 'ops'
        "$(Invoke-ChatCompletion hi -Provider clear-b)" | Should -BeExactly 'Paris.'
        $request = $server.Requests[-1]
        $request.Target + $request.Body + $request.Headers['X-Auth'] | Should -Match "(?s)sig=$canary-a.*code=$canary-q.*$canary-d.*$canary-h"

        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"no $canary-q, $canary-h, $canary-d, $canary-a`"}}", 400))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider clear-b -Verbose 4>$null }
        "$failure" | Should -BeLike '*no `*`*`*, `*`*`*, `*`*`*, `*`*`**'
        Get-WholeError $failure | Should -Not -Match 'c4nary'
        Get-ChildItem $env:CHATCOMPLETION_CONFIG_HOME -Recurse -File | Where-Object { (Get-Content $_.FullName -Raw) -match 'c4nary' } | Should -BeNullOrEmpty
    }

    It 'stays with its address, and is not saved later' {
        Set-ChatProvider clear-c -Scope Session -ApiBase $server.BaseUrl -Query @{ code = $canary } -Model m
        (Get-TerminatingError { Set-ChatProvider clear-c -ApiBase http://127.0.0.1:9/v1 }).FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
        (Get-TerminatingError { Invoke-ChatCompletion hi -Provider clear-c -ApiBase http://127.0.0.1:9/v1 }).FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
        (Get-TerminatingError { Set-ChatProvider clear-c -Scope User }).FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
        Set-ChatProvider clear-c -ApiBase http://127.0.0.1:9/v1 -Query @{ a = 'b' }
        (Get-ChatProvider clear-c).ApiBase | Should -Be 'http://127.0.0.1:9/v1'
    }

    It 'in the additional parameters of a call is masked' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"no $canary`"}}", 400))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -AdditionalParameters @{ extra_headers = @{ Authorization = "Bearer $canary" } } }
        $server.Requests[-1].Body | Should -Match $canary
        Get-WholeError $failure | Should -Not -Match 'c4nary'
    }
}

Describe 'A key in memory' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        function New-Key([string] $Text = 'sk-own') { $key = [securestring]::new(); foreach ($c in $Text.ToCharArray()) { $key.AppendChar($c) }; $key }
        function Get-Sent { $null = Invoke-ChatCompletion hi -Provider own; $server.Requests[-1] }
    }
    AfterEach { Get-ChatProvider own* | Remove-ChatProvider -Confirm:$false }
    AfterAll { $server.Dispose() }

    It 'is the provider''s own, whatever the caller does with the secure string: <Shown>' -ForEach @(
        @{ Shown = 'Dispose'; Do = { $args[0].Dispose() } }
        @{ Shown = 'Clear'; Do = { $args[0].Clear() } }
        @{ Shown = 'AppendChar'; Do = { $args[0].AppendChar('x') } }
        @{ Shown = 'SetAt'; Do = { $args[0].SetAt(0, 'x') } }
        @{ Shown = 'RemoveAt'; Do = { $args[0].RemoveAt(0) } }
    ) {
        $key = New-Key
        $header = New-Key 'h-own'
        Set-ChatProvider own -Scope Session -ApiBase $server.BaseUrl -Model m -ApiKey $key -Headers @{ 'X-Own' = $header }
        & $Do $key
        & $Do $header
        $request = Get-Sent
        $request.Headers['Authorization'], $request.Headers['X-Own'] | Should -BeExactly 'Bearer sk-own', 'h-own'
        Set-ChatProvider own -Model n
        (Get-Sent).Headers['Authorization'] | Should -BeExactly 'Bearer sk-own'
    }

    It 'of a credential is its own, too, also in a header' {
        $credential = [pscredential]::new('u', (New-Key))
        $other = [pscredential]::new('u', (New-Key 'h-own'))
        Set-ChatProvider own -Scope Session -ApiBase $server.BaseUrl -Model m -ApiKey $credential -Headers @{ 'X-Own' = $other }
        $credential.Password.Dispose()
        $other.Password.Clear()
        $request = Get-Sent
        $request.Headers['Authorization'], $request.Headers['X-Own'] | Should -BeExactly 'Bearer sk-own', 'h-own'
    }

    It 'that a command gives as a credential is its own' {
        $global:OwnCredential = [pscredential]::new('u', (New-Key))
        Set-ChatProvider own -Scope Session -ApiBase $server.BaseUrl -Model m -ApiKeyCommand { $global:OwnCredential }
        (Get-Sent).Headers['Authorization'] | Should -BeExactly 'Bearer sk-own'
        $global:OwnCredential.Password.Dispose()
        (Get-Sent).Headers['Authorization'] | Should -BeExactly 'Bearer sk-own'
        Remove-Variable OwnCredential -Scope Global
    }

    It 'that was disposed of before is refused' {
        $key = New-Key
        $key.Dispose()
        "$(Get-TerminatingError { Set-ChatProvider own -Scope Session -ApiBase $server.BaseUrl -ApiKey $key })" | Should -BeLike '*was disposed*'
        "$(Get-TerminatingError { Set-ChatProvider own -Scope Session -ApiBase $server.BaseUrl -Headers @{ 'X-Own' = $key } })" | Should -BeLike '*-Headers*was disposed*'
        Set-ChatProvider own -Scope Session -ApiBase $server.BaseUrl -Model m -ApiKeyCommand { $k = [securestring]::new(); $k.Dispose(); $k }
        "$(Get-TerminatingError { Invoke-ChatCompletion hi -Provider own })" | Should -BeLike '*was disposed*'
    }
}

Describe 'The password of a proxy' {
    BeforeAll {
        . $PSScriptRoot/Isolated.ps1
        $proxy = [ScriptedServers.ScriptedServer]::Start()
        $proxy.Default = [ScriptedServers.Reply]::Text('anna:pa55-canary may not', 407, 'text/plain').Header('Proxy-Authenticate', 'Basic realm="x"')
        $sandbox = New-IsolatedHome
    }
    AfterAll { $proxy.Dispose(); Remove-Item $sandbox -Recurse -Force }

    It 'is used and shown nowhere: <_>' -ForEach 'HTTPS_PROXY', 'ALL_PROXY', 'https_proxy' {
        $before = $proxy.Requests.Count
        $result = Invoke-Isolated $sandbox -Environment @{ $_ = "http://anna:pa55-canary@127.0.0.1:$($proxy.Port)" } "
            Import-Module '$((Get-Module ChatCompletion).Path -replace 'dll$', 'psd1')'
            `$InformationPreference = 'Continue'
            & {
                try { Invoke-ChatCompletion hi -ApiBase https://llm.example.test/v1 -Model m -NumRetries 1 -Verbose -Debug -JournalPath '$sandbox/run.jsonl' } catch { `$_; `$_ | Format-List * -Force; `$_ | Get-Error; `$_.Exception.ToString(); `$_.Exception | Format-List * -Force }
                'a' | Invoke-ChatCompletion -ApiBase https://llm.example.test/v1 -Model m -NumRetries 0 -JournalPath '$sandbox/run.jsonl'
            } *>&1 | Out-String -Width 500
            Get-Content '$sandbox/run.jsonl'"
        $result.Output | Should -Match 'ConnectionFailed'
        $result.Output | Should -Match "127.0.0.1:$($proxy.Port)"
        $result.Output | Should -Not -Match 'canary'
        @($proxy.Requests | Select-Object -Skip $before | Where-Object { $_.Headers['Proxy-Authorization'] }).Count | Should -BeGreaterThan 0
    }
}
