# Keys in a real SecretStore, each test in a home of its own.

# What needs a real vault is skipped where there is none.
BeforeDiscovery {
    . $PSScriptRoot/Vaults.ps1
    $hasStore = Test-SecretStore
}

Describe 'Keys in the vault' -Skip:(-not $hasStore) {
    BeforeAll {
        . $PSScriptRoot/Isolated.ps1
        $server = [ScriptedServers.ScriptedServer]::Start()
        $server.Default = [ScriptedServers.Reply]::Json('{"choices":[{"index":0,"message":{"role":"assistant","content":"fine"},"finish_reason":"stop"}]}')
        function Get-KeySent { $server.Requests[-1].Headers['Authorization'] }
        $hasConsole = [bool] (Get-Command script -CommandType Application -ErrorAction Ignore)
    }
    BeforeEach {
        $sandbox = New-IsolatedHome
    }
    AfterEach {
        Remove-Item $sandbox -Recurse -Force
    }
    AfterAll {
        $server.Dispose()
    }

    It 'are stored once and used by name in every later process, until they are replaced and removed' {
        $store = (New-StoreScript) -join "`n"
        $set = Invoke-Isolated $sandbox "$store`nSet-ChatProvider work -ApiBase $($server.BaseUrl) -ApiKey (ConvertTo-Key 'sk-first') -Model m -Default"
        $set.Output | Should -BeNullOrEmpty

        $module = New-StoreScript -WithoutStore
        (Invoke-Isolated $sandbox "$module`n`"`$(Invoke-ChatCompletion hi)`"").Output.Trim() | Should -Be 'fine'
        Get-KeySent | Should -Be 'Bearer sk-first'

        $null = Invoke-Isolated $sandbox "$module`nSet-ChatProvider work -ApiKey (ConvertTo-SecureString 'sk-second' -AsPlainText -Force)"
        (Invoke-Isolated $sandbox "$module`n`"`$(Invoke-ChatCompletion hi)`"").Output.Trim() | Should -Be 'fine'
        Get-KeySent | Should -Be 'Bearer sk-second'

        $removed = Invoke-Isolated $sandbox "$module`nRemove-ChatProvider work -RemoveSecret -Confirm:`$false`nGet-ChatProvider`nGet-SecretInfo"
        $removed.Output | Should -BeNullOrEmpty
    }

    It 'are not touched by -WhatIf' {
        $result = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            Set-ChatProvider work -ApiBase $($server.BaseUrl) -ApiKey (ConvertTo-Key 'sk-whatif') -WhatIf
            @(Get-SecretInfo).Count; @(Get-ChatProvider).Count
            Set-ChatProvider work -ApiBase $($server.BaseUrl) -ApiKey (ConvertTo-Key 'sk-real')
            Remove-ChatProvider work -RemoveSecret -WhatIf
            @(Get-SecretInfo).Count; @(Get-ChatProvider).Count"
        $result.Output -split "`n" -match '^\d$' | Should -Be '0', '0', '1', '1'
    }

    It 'can be secrets that are there already: <Kind>' -ForEach @(
        @{ Kind = 'text'; Secret = "'sk-there'" }
        @{ Kind = 'secure string'; Secret = "(ConvertTo-Key 'sk-there')" }
        @{ Kind = 'credential'; Secret = "([pscredential]::new('u', (ConvertTo-Key 'sk-there')))" }
    ) {
        $result = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            Set-Secret -Name shared -Secret $Secret -Vault Store
            Set-ChatProvider work -ApiBase $($server.BaseUrl) -SecretName shared -Vault Store -Model m
            `"`$(Invoke-ChatCompletion hi -Provider work)`""
        $result.Output.Trim() | Should -Be 'fine'
        Get-KeySent | Should -Be 'Bearer sk-there'
    }

    It 'are refused, with an error of its own, when <Case>' -ForEach @(
        @{ Case = 'the secret is a hashtable'; Id = 'SecretUnusable'; Setup = "Set-Secret -Name shared -Secret @{ a = 'b' }"; Advice = 'A key must be text' }
        @{ Case = 'the secret is bytes'; Id = 'SecretUnusable'; Setup = 'Set-Secret -Name shared -Secret ([byte[]](1, 2, 3))'; Advice = 'A key must be text' }
        @{ Case = 'the secret is missing'; Id = 'SecretNotFound'; Setup = ''; Advice = 'its key again' }
        @{ Case = 'no vault is registered'; Id = 'VaultMissing'; Setup = 'Unregister-SecretVault Store'; Advice = '(?s)Register-SecretVault.*-ApiKeyVariable.*-Scope Session' }
        @{ Case = 'the secret holds a line break'; Id = 'ApiKeyMissing'; Setup = 'Set-Secret -Name shared -Secret "sk-x`nX-Evil: 1"'; Advice = 'line break' }
        @{ Case = 'the secret is empty'; Id = 'ApiKeyMissing'; Setup = 'Set-Secret -Name shared -Secret " "'; Advice = 'is empty' }
    ) {
        $before = $server.Requests.Count
        $result = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            $Setup
            Set-ChatProvider work -ApiBase $($server.BaseUrl) -SecretName shared -Model m
            `$env:OPENAI_API_KEY = 'sk-other'
            try { Invoke-ChatCompletion hi -Provider work } catch { `$_.FullyQualifiedErrorId; `$_.ToString() }"
        $result.Output | Should -Match "^$Id,ChatCompletions"
        $result.Output | Should -Match $Advice
        $server.Requests.Count | Should -Be $before
    }

    It 'are refused when the vault is not registered' {
        $result = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            try { Set-ChatProvider work -ApiBase $($server.BaseUrl) -ApiKey (ConvertTo-Key 'sk-x') -Vault Other } catch { `$_.FullyQualifiedErrorId; `$_.ToString() }
            @(Get-ChatProvider).Count"
        $result.Output | Should -Match '(?s)^VaultNotFound,.*Registered vaults: Store.*0\s*$'
    }

    It 'fail with advice where SecretManagement is not installed' {
        if (-not $hasConsole) { Set-ItResult -Skipped -Because 'the command script is missing, which makes a console' }
        $result = Invoke-Isolated $sandbox -Arguments @() -Typed "`n" "$(New-StoreScript -WithoutStore)
            `$PSModuleAutoLoadingPreference = 'None'
            try { Set-ChatProvider work -ApiBase $($server.BaseUrl) -ApiKey ([securestring]::new()) } catch { `$_.FullyQualifiedErrorId; `$_.ToString() }"
        $result.Output | Should -Match 'VaultMissing,'
        $result.Output | Should -Match 'is not installed'
    }

    It 'are readable by 48 runspaces at once' {
        $result = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            Set-ChatProvider work -ApiBase $($server.BaseUrl) -ApiKey (ConvertTo-Key 'sk-many') -Model m
            `$answers = 1..48 | ForEach-Object -Parallel { Import-Module '$((Get-Module ChatCompletion).Path -replace 'dll$', 'psd1')'; `"`$(Invoke-ChatCompletion hi -Provider work)`" } -ThrottleLimit 48
            `$answers | Group-Object | ForEach-Object { `"`$(`$_.Name) `$(`$_.Count)`" }"
        $result.Output.Trim() | Should -Be 'fine 48'
    }
}

Describe 'A locked vault' -Skip:(-not $hasStore) {
    BeforeAll {
        . $PSScriptRoot/Isolated.ps1
        $server = [ScriptedServers.ScriptedServer]::Start()
        $server.Default = [ScriptedServers.Reply]::Json('{"choices":[{"index":0,"message":{"role":"assistant","content":"fine"},"finish_reason":"stop"}]}')
        $hasConsole = [bool] (Get-Command script -CommandType Application -ErrorAction Ignore)
        $sandbox = New-IsolatedHome
        $set = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            Set-ChatProvider work -ApiBase $($server.BaseUrl) -ApiKey (ConvertTo-Key 'sk-locked') -Model m
            Set-SecretStoreConfiguration -Authentication Password -Password (ConvertTo-Key 'open sesame') -Interaction Prompt -Confirm:`$false"
        if ($set.Output) { throw $set.Output }
        $ask = "$(New-StoreScript -WithoutStore)
            try { `"`$(Invoke-ChatCompletion hi -Provider work)`" } catch { `$_.FullyQualifiedErrorId; `$_.ToString() }
            'and on'
            exit 3"
    }
    AfterAll {
        $server.Dispose()
        Remove-Item $sandbox -Recurse -Force
    }

    It 'is an error without a prompt where <Case>, and the script goes on' -ForEach @(
        @{ Case = 'PowerShell is not interactive'; Arguments = @('-NonInteractive') }
        @{ Case = 'its input is redirected'; Arguments = @() }
    ) {
        $result = Invoke-Isolated $sandbox $ask -Arguments $Arguments
        $result.Output | Should -Match '^VaultLocked,'
        $result.Output | Should -Match 'Unlock-SecretStore'
        $result.Output | Should -Match 'and on\s*$'
        $result.Output | Should -Not -Match 'Enter password'
        $result.ExitCode | Should -Be 3
        $server.Requests.Count | Should -Be 0
    }

    It 'is an error in a job, which nobody can answer either' {
        $result = Invoke-Isolated $sandbox "`$job = Start-Job {
                $(New-StoreScript -WithoutStore)
                try { `"`$(Invoke-ChatCompletion hi -Provider work)`" } catch { `$_.FullyQualifiedErrorId }
            }
            `$null = Wait-Job `$job -Timeout 20
            `$job.State; Receive-Job `$job"
        $result.Output | Should -Match '^Completed\s+VaultLocked,'
    }

    It 'asks for its password at a prompt, and then answers' {
        if (-not $hasConsole) { Set-ItResult -Skipped -Because 'the command script is missing, which makes a console' }
        $result = Invoke-Isolated $sandbox $ask -Arguments @() -Typed "open sesame`n"
        $result.Output | Should -Match '(?s)Enter password.*fine.*and on'
        $server.Requests[-1].Headers['Authorization'] | Should -Be 'Bearer sk-locked'
    }

    It 'answers once the script has unlocked it' {
        $result = Invoke-Isolated $sandbox "Import-Module Microsoft.PowerShell.SecretStore; Unlock-SecretStore -Password (ConvertTo-SecureString 'open sesame' -AsPlainText -Force)`n$ask"
        $result.Output | Should -Match '^fine'
    }
}
