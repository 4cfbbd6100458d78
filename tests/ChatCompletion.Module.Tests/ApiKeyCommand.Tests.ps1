# Keys that a command gives: tokens that expire.

Describe '-ApiKeyCommand' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $refused = [ScriptedServers.Reply]::Json('{"error":{"message":"expired","code":"invalid_api_key"}}', 401)
        function Get-Sent { @($server.Requests | Select-Object -Skip $before | ForEach-Object { $_.Headers['Authorization'] }) }
        $global:ApiKeyCommandRuns = 0
        $command = { $global:ApiKeyCommandRuns++; "token-$global:ApiKeyCommandRuns-$([runspace]::DefaultRunspace.Id)" }
        $here = [runspace]::DefaultRunspace.Id
        $manifest = Get-Manifest
    }
    AfterAll { $server.Dispose(); Remove-Variable ApiKeyCommandRuns -Scope Global; Remove-ChatProvider token -Confirm:$false }
    BeforeEach {
        $before = $server.Requests.Count
        $global:ApiKeyCommandRuns = 0
        Set-ChatProvider token -Scope Session -ApiBase $server.BaseUrl -Model m -ApiKeyCommand $command
    }

    It 'is run when the key is first needed, and its key kept' {
        $global:ApiKeyCommandRuns | Should -Be 0
        $null = Invoke-ChatCompletion hi -Provider token
        $null = Invoke-ChatCompletion hi -Provider token -Stream -ErrorAction SilentlyContinue
        $null = 'a', 'b', 'c' | Invoke-ChatCompletion -Provider token
        Get-Sent | Select-Object -Unique | Should -BeExactly "Bearer token-1-$here"
        (Get-ChatProvider token).KeySource | Should -Be 'a command of this session'
    }

    It 'is run as the first object comes, and not only when the pipeline comes by again' {
        $answers = & { 'a'; $null = $server.WaitForRequest($before, 30000); 'b' } | Invoke-ChatCompletion -Provider token
        $answers.InputObject | Should -BeExactly 'a', 'b'
    }

    It 'is run once more where the server refuses the key: <_>' -ForEach 'a question', 'a stream', 'several questions', 'models' {
        $null = Invoke-ChatCompletion hi -Provider token
        $null = $server.Enqueue($refused)
        switch ($_) {
            'a question' { (Invoke-ChatCompletion hi -Provider token).Attempts | Should -Be 2 }
            'a stream' { $null = $server.Enqueue((New-StreamReply)); "$((Invoke-ChatCompletion hi -Provider token -Stream)[-1].Completion)" | Should -Be 'Paris.' }
            'several questions' {
                @('a', 'b', 'c' | Invoke-ChatCompletion -Provider token).Count | Should -Be 3
                # One of the three can arrive with the old key after the new one was sent.
                Get-Sent | Should -Contain "Bearer token-2-$here"
                $null = Invoke-ChatCompletion d -Provider token
            }
            'models' { $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"data":[{"id":"x"}]}')); (Get-ChatModel -Provider token).Id | Should -Be 'x' }
        }
        $global:ApiKeyCommandRuns | Should -Be 2
        (Get-Sent)[-1] | Should -BeExactly "Bearer token-2-$here"
    }

    It 'is an error where the server refuses the new key too' {
        $null = $server.Enqueue($refused).Enqueue($refused)
        (Get-TerminatingError { Invoke-ChatCompletion hi -Provider token }).FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $global:ApiKeyCommandRuns | Should -Be 2
    }

    It 'is run in the runspace that asks' {
        $ids = 1..2 | ForEach-Object -Parallel { Import-Module $using:manifest; $null = Invoke-ChatCompletion hi -Provider token; [runspace]::DefaultRunspace.Id } -ThrottleLimit 1
        (Get-Sent)[0] | Should -BeLike "Bearer token-*-$($ids[0])"
    }

    It 'may give <Shown>' -ForEach @(
        @{ Shown = 'a secure string'; Give = { ConvertTo-SecureString 'given' -AsPlainText -Force } }
        @{ Shown = 'a credential'; Give = { [pscredential]::new('me', (ConvertTo-SecureString 'given' -AsPlainText -Force)) } }
        @{ Shown = 'an object with a token'; Give = { [pscustomobject] @{ Token = ConvertTo-SecureString 'given' -AsPlainText -Force; ExpiresOn = Get-Date } } }
        @{ Shown = 'text, with other streams beside it'; Give = { Write-Verbose x; Write-Warning x -WarningAction Ignore; $null; 'given' } }
    ) {
        Set-ChatProvider token -ApiKeyCommand $Give
        $null = Invoke-ChatCompletion hi -Provider token
        Get-Sent | Should -BeExactly 'Bearer given'
    }

    It 'may dispose of the key that it gave' {
        Set-ChatProvider token -ApiKeyCommand { ($global:ApiKeyCommandGiven = ConvertTo-SecureString 'given' -AsPlainText -Force) }
        $null = Invoke-ChatCompletion hi -Provider token
        $global:ApiKeyCommandGiven.Dispose()
        $null = Invoke-ChatCompletion hi -Provider token
        Get-Sent | Should -BeExactly 'Bearer given', 'Bearer given'
        Remove-Variable ApiKeyCommandGiven -Scope Global
    }

    It 'is an error, and nothing is sent, where it <Shown>' -ForEach @(
        @{ Shown = 'gives nothing'; Give = { }; Says = '*returned no key*' }
        @{ Shown = 'gives two values'; Give = { 'a'; 'b' }; Says = '*returned 2 values*' }
        @{ Shown = 'gives a number'; Give = { 5 }; Says = '*Int32*Token*' }
        @{ Shown = 'throws'; Give = { throw 'no login' }; Says = '*failed: no login*' }
        @{ Shown = 'fails with Stop'; Give = { Write-Error 'no login' -ErrorAction Stop }; Says = '*failed: *no login*' }
        @{ Shown = 'breaks'; Give = { break }; Says = '*ended with break*' }
        @{ Shown = 'exits'; Give = { exit 0 }; Says = '*ended with*exit*' }
        @{ Shown = 'asks the same provider'; Give = { Invoke-ChatCompletion hi -Provider token }; Says = '*uses the same provider whose key*' }
        @{ Shown = 'gives a line break'; Give = { "a`nb" }; Says = '*line break*' }
    ) {
        Set-ChatProvider token -ApiKeyCommand $Give
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider token -TimeoutSec 20 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ApiKeyMissing,*'
        "$failure" | Should -BeLike $Says
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'may ask another provider that has one' {
        Set-ChatProvider inner -Scope Session -ApiBase $server.BaseUrl -Model m -ApiKeyCommand { 'inner-key' }
        Set-ChatProvider token -ApiKeyCommand { $null = Invoke-ChatCompletion hi -Provider inner; 'outer-key' }
        $null = Invoke-ChatCompletion hi -Provider token
        Remove-ChatProvider inner -Confirm:$false
        Get-Sent | Should -BeExactly 'Bearer inner-key', 'Bearer outer-key'
    }

    It 'goes with -Scope Session only, and with no other source of the key' {
        "$(Get-TerminatingError { Set-ChatProvider token2 -ApiBase $server.BaseUrl -ApiKeyCommand { 'k' } })" | Should -BeLike '*-Scope Session only*'
        "$(Get-TerminatingError { Set-ChatProvider token -Scope User })" | Should -BeLike '*-ApiKeyCommand*-Scope Session*'
        "$(Get-TerminatingError { Set-ChatProvider token2 -Scope Session -ApiBase $server.BaseUrl -ApiKeyCommand { 'k' } -ApiKeyVariable K })" | Should -BeLike '*one source*'
        Set-ChatProvider token -ApiKeyVariable PATH_OF_KEY
        (Get-ChatProvider token).KeySource | Should -Be 'variable PATH_OF_KEY'
    }

    It 'is asked for again where the address changes, and shows nowhere' {
        "$(Get-TerminatingError { Set-ChatProvider token -ApiBase http://127.0.0.1:9/v1 })" | Should -BeLike '*-ApiKeyCommand*'
        Get-ChatProvider token | ConvertTo-Json -Depth 3 | Should -Not -Match 'ApiKeyCommandRuns'
        Get-ChatProvider token | Format-List * -Force | Out-String | Should -Not -Match 'ApiKeyCommandRuns'
    }
}
