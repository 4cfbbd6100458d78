# The secrets of providers in a vault: whose they are, what replaces and removes them, and what happens where a step fails.

# What needs SecretManagement is skipped where it is not installed.
BeforeDiscovery {
    . $PSScriptRoot/Vaults.ps1
    $hasVaults = Test-Vault
}

Describe 'The secret of a provider' -Skip:(-not $hasVaults) {
    BeforeAll {
        . $PSScriptRoot/Isolated.ps1
        . $PSScriptRoot/TestVault.ps1
        # One process, which has two empty vaults and no providers when a script begins. SecretManagement notices too late when a vault is registered anew.
        $place = New-IsolatedHome
        $shell = Start-IsolatedShell $place
        $null = Invoke-IsolatedShell $shell ((New-TestVaultScript $place Store, Other) -join "`n")
        function Invoke-WithVault([string] $Script) {
            # Streams come in order, a line each.
            $lines = Invoke-IsolatedShell $shell "
                Remove-Item '$place/*.xml', '$place/faults.txt' -ErrorAction Ignore
                Get-ChildItem '$place' -Recurse -Force -Directory -Filter ChatCompletion | Remove-Item -Recurse -Force
                Get-ChatProvider | Where-Object Scope -EQ Session | Remove-ChatProvider -Confirm:`$false
                `$Error.Clear()
                & {`n$Script`n} *>&1 | ForEach-Object { `"`$_`" }"
            ($lines -join "`n").Trim() -split "`r?`n"
        }
    }
    AfterAll {
        $shell.Dispose()
        Remove-Item $place -Recurse -Force
    }

    It 'stays while another provider uses it, however both name the vault: <First>, <Second>' -ForEach @(
        @{ First = ''; Second = '-Vault Store' }
        @{ First = '-Vault Store'; Second = '' }
        @{ First = '-Vault store'; Second = '-Vault STORE' }
        @{ First = ''; Second = '' }
    ) {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-a') -SecretName shared $First
            Set-ChatProvider b -ApiBase `$base -SecretName Shared $Second
            Remove-ChatProvider a -RemoveSecret -Confirm:`$false
            Show-Secret
            Remove-ChatProvider b -RemoveSecret -Confirm:`$false
            `"left <`$(Show-Secret)>`""
        $lines[0] | Should -BeLike "*shared stays in the vault*'b' (User)*"
        $lines[1] | Should -BeExactly 'Store/shared=key-a'
        $lines[2] | Should -BeExactly 'left <>'
    }

    It 'is another one in another vault' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-a') -SecretName shared -Vault Store
            Set-ChatProvider b -ApiBase `$base -ApiKey (ConvertTo-Key 'key-b') -SecretName shared -Vault Other
            Remove-ChatProvider a -RemoveSecret -Confirm:`$false
            Show-Secret"
        $lines | Should -BeExactly 'Other/shared=key-b'
    }

    It 'stays while the saved provider of the same name uses it' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-a')
            Set-ChatProvider a -Scope Session -SecretName ChatCompletion-a -Model m
            Remove-ChatProvider a -RemoveSecret -Confirm:`$false
            Show-Secret
            (Get-ChatProvider a).KeySource
            Remove-ChatProvider a -RemoveSecret -Confirm:`$false
            `"left <`$(Show-Secret)>`""
        $lines[0] | Should -BeLike "*stays in the vault*'a' (User)*"
        $lines[1..3] | Should -BeExactly 'Store/ChatCompletion-a=key-a', 'secret ChatCompletion-a', 'left <>'
    }

    It 'is not replaced by the key of another provider: <Case>' -ForEach @(
        @{ Case = 'named'; Call = "Set-ChatProvider b -ApiBase `$base -ApiKey (ConvertTo-Key 'key-b') -SecretName ChatCompletion-a" }
        @{ Case = 'in another case'; Call = "Set-ChatProvider b -ApiBase `$base -ApiKey (ConvertTo-Key 'key-b') -SecretName CHATCOMPLETION-A -Vault STORE" }
        @{ Case = 'in memory'; Call = "Set-ChatProvider b -Scope Session -ApiBase `$base -ApiKey (ConvertTo-Key 'key-b') -SecretName ChatCompletion-a" }
        @{ Case = 'of the same name in memory'; Call = "Set-ChatProvider a -Scope Session -Vault Store -ApiBase http://127.0.0.1:10 -ApiKey (ConvertTo-Key 'key-b')" }
    ) {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-a')
            Show-Failure { $Call }
            Show-Secret
            (Get-ChatProvider).Name -join ','
            Get-ChatProvider a | ForEach-Object { `"`$(`$_.Scope) `$(`$_.ApiBase)`" }"
        $lines[0] | Should -BeLike "InvalidRequest: The provider 'a' (User) uses the secret ChatCompletion-a*-SecretName*"
        $lines[1..3] | Should -BeExactly 'Store/ChatCompletion-a=key-a', 'a', 'User http://127.0.0.1:9/v1'
    }

    It 'is replaced by a new key of its own provider, and those who share it are named' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-1')
            Set-ChatProvider a -ApiKey (ConvertTo-Key 'key-2')
            Show-Secret
            Set-ChatProvider b -ApiBase `$base -SecretName ChatCompletion-a
            Set-ChatProvider a -ApiKey (ConvertTo-Key 'key-3')
            Show-Secret"
        $lines[0] | Should -BeExactly 'Store/ChatCompletion-a=key-2'
        $lines[1] | Should -BeLike "*'b' (User)*ChatCompletion-a*new value*"
        $lines[2] | Should -BeExactly 'Store/ChatCompletion-a=key-3'
    }

    It 'is not replaced without a word where no provider uses it' {
        $lines = Invoke-WithVault "
            Set-Secret mine 'precious'
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-a') -SecretName mine
            Show-Secret"
        $lines[0] | Should -BeLike 'The secret mine already existed in the vault, and its value is replaced.'
        $lines[1] | Should -BeExactly 'Store/mine=key-a'
    }

    It 'is told where it stays when the key moves to another vault' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-a') -Vault Store
            Set-ChatProvider a -ApiKey (ConvertTo-Key 'key-b') -Vault Other
            Show-Secret"
        $lines[0] | Should -BeLike '*former key stays in the vault, as secret ChatCompletion-a in vault Store*'
        $lines[1] | Should -BeExactly 'Other/ChatCompletion-a=key-b Store/ChatCompletion-a=key-a'
    }

    It 'is found by its exact name, also where that looks like a pattern' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-a') -SecretName 'team[1]'
            Set-ChatProvider b -ApiBase `$base -ApiKey (ConvertTo-Key 'key-b') -SecretName 'te*'
            Set-ChatProvider c -ApiBase `$base -ApiKey (ConvertTo-Key 'key-c') -SecretName team1
            Remove-ChatProvider a, b -RemoveSecret -Confirm:`$false
            Show-Secret"
        $lines | Should -BeExactly 'Store/team1=key-c'
    }

    It 'of a header goes when the header is replaced or removed' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -Headers @{ 'X-One' = (ConvertTo-Key 'one'); 'X-Two' = (ConvertTo-Key 'two') }
            Show-Secret
            Set-ChatProvider a -Headers @{ 'X-TWO' = (ConvertTo-Key 'two+'); 'X-Three' = (ConvertTo-Key 'three'); 'X-Plain' = 'p' }
            Show-Secret
            `$provider = Get-ChatProvider a
            Get-Secret `$provider.SecretHeaders['X-TWO'] -AsPlainText; Get-Secret `$provider.SecretHeaders['X-Three'] -AsPlainText
            Set-ChatProvider a -Model m
            @(Get-SecretInfo).Count
            Set-ChatProvider a -Headers @{ 'X-Plain' = 'p' }
            `"left <`$(Show-Secret)>`"
            Set-ChatProvider a -Headers @{ 'X-One' = (ConvertTo-Key 'one') }
            Set-ChatProvider a -Headers `$null
            `"left <`$(Show-Secret)>`""
        ($lines[0] -split ' ' -replace '.*=' | Sort-Object) | Should -BeExactly 'one', 'two'
        ($lines[1] -split ' ' -replace '.*=' | Sort-Object) | Should -BeExactly 'three', 'two+'
        $lines[2..6] | Should -BeExactly 'two+', 'three', '2', 'left <>', 'left <>'
    }

    It 'of a header stays while the saved provider uses it' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -Headers @{ 'X-One' = (ConvertTo-Key 'one') }
            Set-ChatProvider a -Scope Session -Headers @{ 'X-One' = (ConvertTo-Key 'other') }
            Show-Secret
            Set-ChatProvider a -Scope Session -Headers @{}
            Show-Secret"
        $lines | Should -BeExactly 'Store/ChatCompletionHeader-a-1=one', 'Store/ChatCompletionHeader-a-1=one'
    }

    It 'is put back where the provider cannot be saved' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-1') -Headers @{ 'X-One' = (ConvertTo-Key 'one') }
            `$file = (Get-ChildItem `$HOME -Recurse -Force -Filter a.json).FullName
            `$saved = Get-Content `$file -Raw
            # A folder in the place of the file cannot be replaced by a file, by nobody.
            Remove-Item `$file; `$null = New-Item -ItemType Directory `"`$file/x`" -Force
            Show-Failure { Set-ChatProvider a -ApiBase http://127.0.0.1:10/v1 -ApiKey (ConvertTo-Key 'key-2') -Headers @{ 'X-Two' = (ConvertTo-Key 'two') } }
            Show-Secret
            Remove-Item `$file -Recurse; Set-Content `$file `$saved
            (Get-ChatProvider a).ApiBase"
        # Without its file, no provider is known to use the secret.
        $lines[0] | Should -BeLike 'The secret ChatCompletion-a already existed in the vault*'
        $lines[1] | Should -BeLike 'ProviderDamaged: *a.json*'
        $lines[2] | Should -BeLike '*ChatCompletion-a=key-1*ChatCompletionHeader-a-1=one*'
        $lines[2] | Should -Not -Match 'two'
        $lines[3] | Should -BeExactly 'http://127.0.0.1:9/v1'
    }

    It 'is put back where storing another one fails, and the new one is shown nowhere' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-1')
            Set-Fault 'Set ChatCompletionHeader-a-1'
            Show-Failure { Set-ChatProvider a -ApiBase http://127.0.0.1:10/v1 -ApiKey (ConvertTo-Key 'key-2') -Headers @{ 'X-Two' = (ConvertTo-Key ('can' + 'ary-2')) } }
            Show-Secret
            (Get-ChatProvider a).ApiBase
            Show-Failure { Set-ChatProvider b -ApiBase `$base -ApiKey (ConvertTo-Key 'key-b') -Headers @{ 'X-Two' = (ConvertTo-Key 'two') } }
            Set-Fault 'Set ChatCompletion-c'
            Show-Failure { Set-ChatProvider c -ApiBase `$base -ApiKey (ConvertTo-Key ('can' + 'ary-3')) }
            Show-Secret
            (Get-ChatProvider).Name -join ','
            `$Error | ForEach-Object { `$_ | Format-List * -Force | Out-String; `$_ | Get-Error | Out-String }"
        $lines[0] | Should -BeLike 'VaultFailed: *'
        $lines[1..2] | Should -BeExactly 'Store/ChatCompletion-a=key-1', 'http://127.0.0.1:9/v1'
        $lines -join "`n" | Should -Match 'Store/ChatCompletion-a=key-1 Store/ChatCompletion-b=key-b Store/ChatCompletionHeader-b-1=two\r?\na,b'
        $lines -join "`n" | Should -Not -Match 'canary'
    }

    It 'that cannot be put back is told' {
        $lines = Invoke-WithVault "
            Set-Fault 'Set ChatCompletionHeader-a-1', 'Remove ChatCompletion-a'
            Show-Failure { Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-1') -Headers @{ 'X-Two' = (ConvertTo-Key 'two') } }
            Show-Secret
            @(Get-ChatProvider).Count"
        $lines[0] | Should -BeLike '*secret ChatCompletion-a could not be restored*'
        $lines[1] | Should -BeLike 'VaultFailed: *'
        $lines[2..3] | Should -BeExactly 'Store/ChatCompletion-a=key-1', '0'
    }

    It 'stays new where only the default cannot be noted, as the provider is saved' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -ApiKey (ConvertTo-Key 'key-1')
            `$folder = Split-Path (Get-ChildItem `$HOME -Recurse -Force -Filter a.json).FullName
            `$null = New-Item -ItemType Directory `"`$folder/default/x`" -Force
            Show-Failure { Set-ChatProvider a -ApiBase http://127.0.0.1:10/v1 -ApiKey (ConvertTo-Key 'key-2') -Default }
            Show-Secret
            (Get-ChatProvider a).ApiBase"
        $lines[0] | Should -BeLike 'ProviderDamaged: *default*'
        $lines[1..2] | Should -BeExactly 'Store/ChatCompletion-a=key-2', 'http://127.0.0.1:10/v1'
    }

    It 'of a former header that cannot be removed is a warning' {
        $lines = Invoke-WithVault "
            Set-ChatProvider a -ApiBase `$base -Headers @{ 'X-One' = (ConvertTo-Key 'one') }
            Set-Fault 'Remove ChatCompletionHeader-a-1'
            Set-ChatProvider a -Headers @{} -Model m
            (Get-ChatProvider a).Model"
        $lines[0] | Should -BeLike 'The unused secret ChatCompletionHeader-a-1*stays in the vault*'
        $lines[1] | Should -BeExactly 'm'
    }
}
