# What happens to keys, secrets and the default when a provider is changed or removed.

# What needs a real vault is skipped where there is none.
BeforeDiscovery {
    . $PSScriptRoot/Vaults.ps1
    $hasStore = Test-SecretStore
}

Describe 'Changing a provider' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $other = Start-Server
        $key = ConvertTo-SecureString 'sk-changes' -AsPlainText -Force
    }
    AfterEach { Get-ChatProvider change-* | Remove-ChatProvider -Confirm:$false }
    AfterAll { $server.Dispose(); $other.Dispose() }

    It 'never moves a key to another address, also not by way of a service that has none' {
        Set-ChatProvider change-a -Scope Session -Type Groq -ApiKey $key
        (Get-TerminatingError { Set-ChatProvider change-a -ApiBase $other.BaseUrl }).FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
        (Get-TerminatingError { Set-ChatProvider change-a -Type AzureOpenAI }).FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
        (Get-TerminatingError { Set-ChatProvider change-a -Type Custom -ApiBase $other.BaseUrl }).FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
        (Get-ChatProvider change-a).Type | Should -Be 'Groq'
    }

    It 'takes a key as the password of a credential, and in the header that -AuthType names' {
        Set-ChatProvider change-l -Scope Session -ApiBase $server.BaseUrl -Model m -ApiKey ([pscredential]::new('anyone', $key)) -AuthType ApiKey
        "$(Invoke-ChatCompletion hi -Provider change-l)" | Should -BeExactly 'Paris.'
        $server.Requests[-1].Headers['api-key'] | Should -BeExactly 'sk-changes'
        $server.Requests[-1].Headers.ContainsKey('Authorization') | Should -BeFalse
    }

    It 'wants an address before it takes a key for a service that has none' {
        (Get-TerminatingError { Set-ChatProvider change-b -Scope Session -Type AzureOpenAI -ApiKey $key }).Exception.Parameter | Should -Be 'ApiBase'
    }

    It 'does not lose what is in memory only by saving the rest' {
        Set-ChatProvider change-c -Scope Session -ApiBase $server.BaseUrl -Headers @{ 'X-Tok' = $key }
        Set-ChatProvider change-d -Scope Session -ApiBase $server.BaseUrl -ApiKey $key
        foreach ($name in 'change-c', 'change-d') {
            (Get-TerminatingError { Set-ChatProvider $name -Scope User }).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            (Get-ChatProvider $name).Scope | Should -Be 'Session'
        }
    }

    It 'leaves the default as it is unless -Default is given' {
        Set-ChatProvider change-e -Type Ollama -Model a -Default
        Set-ChatProvider change-f -Type Mock -Scope Session -Default
        Set-ChatProvider change-e -Model b
        Remove-ChatProvider change-f -Confirm:$false
        (Get-ChatProvider change-e).Default | Should -BeTrue
        Set-ChatProvider change-e -Default:$false
        (Get-ChatProvider change-e).Default | Should -BeFalse
    }

    It 'takes a setting back with $null' {
        Set-ChatProvider change-g -ApiBase $server.BaseUrl -Model m -TimeoutSec 5 -NumRetries 1 -Headers @{ 'X-Team' = 'ops' } -Query @{ a = 'b' } -Defaults @{ n = 2 }
        Set-ChatProvider change-g -Model $null -TimeoutSec $null -NumRetries $null -Headers $null -Query $null -Defaults $null
        $provider = Get-ChatProvider change-g
        $provider.Model, $provider.TimeoutSec, $provider.NumRetries, $provider.Headers, $provider.Query, $provider.Defaults | Should -Be $null, $null, $null, $null, $null, $null
        $provider.ApiBase | Should -Be $server.BaseUrl
    }

    It 'saves nothing in clear that is named like a secret: <Call>' -ForEach @(
        @{ Call = { Set-ChatProvider change-h -ApiBase $server.BaseUrl -Headers @{ 'Ocp-Apim-Subscription-Key' = 'x' } } }
        @{ Call = { Set-ChatProvider change-h -ApiBase $server.BaseUrl -Headers @{ 'X-Auth-Token' = 'x' } } }
        @{ Call = { Set-ChatProvider change-h -ApiBase $server.BaseUrl -Query @{ 'api-key' = 'x' } } }
        @{ Call = { Set-ChatProvider change-h -ApiBase "$($server.BaseUrl)?key=x" } }
    ) {
        (Get-TerminatingError $Call).FullyQualifiedErrorId | Should -BeLike 'InsecureRequest,*'
        Get-ChatProvider * | Where-Object Name -EQ 'change-h' | Should -BeNullOrEmpty
    }

    It 'removes the provider in memory first, then the saved one' {
        Set-ChatProvider change-i -Type Ollama -Model file
        Set-ChatProvider change-i -Scope Session -Model mem
        Remove-ChatProvider change-i -Confirm:$false
        (Get-ChatProvider change-i).Scope, (Get-ChatProvider change-i).Model | Should -Be 'User', 'file'
    }

    It 'is not kept from listing models by another provider that is damaged' {
        Set-ChatProvider change-j -Type Mock
        $folder = Join-Path $env:CHATCOMPLETION_CONFIG_HOME providers
        Set-Content "$folder/change-k.json" 'x{'
        (Get-ChatModel -Provider change-* -ErrorVariable failures -ErrorAction SilentlyContinue).Id | Should -Be 'mock', 'echo'
        $failures.FullyQualifiedErrorId | Should -BeLike 'ProviderDamaged,*'
        $null = Remove-ChatProvider change-k -Confirm:$false
        Test-Path "$folder/change-k.json" | Should -BeFalse
    }

    It 'asks a piped model of a server that is named by its address' {
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"data":[{"id":"listed"}]}')).Enqueue((New-Answer))
        "$(Get-ChatModel -ApiBase $server.BaseUrl | Invoke-ChatCompletion Hi -ApiBase $server.BaseUrl)" | Should -BeExactly 'Paris.'
        $server.Requests[-1].Body | Should -BeLike '{"model":"listed",*'
    }
}

Describe 'The secrets of a provider' -Skip:(-not $hasStore) {
    BeforeAll { . $PSScriptRoot/Isolated.ps1 }
    BeforeEach { $sandbox = New-IsolatedHome }
    AfterEach { Remove-Item $sandbox -Recurse -Force }

    It 'never take the place of another provider''s, whatever both are called' {
        $result = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            Set-ChatProvider work-1 -ApiBase http://127.0.0.1:9 -ApiKey (ConvertTo-Key 'k1') -Headers @{ Team = (ConvertTo-Key 'h1'); Site = (ConvertTo-Key 'h2') }
            Set-ChatProvider work -ApiBase http://127.0.0.1:9 -ApiKey (ConvertTo-Key 'k2') -Headers @{ 1 = (ConvertTo-Key 'h3'); 'X_T' = (ConvertTo-Key 'h4'); 'X-T' = (ConvertTo-Key 'h5') }
            (Get-SecretInfo).Count"
        $result.Output.Trim() | Should -Be '7'
    }

    It 'stay in the vault with a warning while another provider uses them' {
        $result = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            Set-Secret shared 'k'
            Set-ChatProvider a -ApiBase http://127.0.0.1:9 -SecretName shared
            Set-ChatProvider b -ApiBase http://127.0.0.1:9 -SecretName shared
            Remove-ChatProvider a -RemoveSecret -Confirm:`$false
            (Get-SecretInfo).Name
            Remove-ChatProvider b -RemoveSecret -Confirm:`$false
            @(Get-SecretInfo).Count"
        $result.Output | Should -Match '(?s)another provider uses it.*shared\s+0\s*$'
    }
}
