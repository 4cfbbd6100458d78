# Pipeline input that is not taken: a clear error, and nothing is sent.

Describe 'Pipeline input that is refused' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $answer = Invoke-ChatCompletion hi @ask
        $null = $server.Enqueue((New-StreamReply))
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        $answer | Export-Clixml $TestDrive/answer.xml
        $chunks | Export-Clixml $TestDrive/chunks.xml
    }
    AfterAll { $server.Dispose() }

    It 'is an error that says what to write: <Shown>' -ForEach @(
        @{ Shown = 'a script block without input'; Call = { Invoke-ChatCompletion { 'hi' } @ask }; Says = 'script block' }
        @{ Shown = 'an answer without -Message'; Call = { $answer | Invoke-ChatCompletion @ask }; Says = '-Message' }
        @{ Shown = 'a chunk'; Call = { $chunks[0] | Invoke-ChatCompletion 'And why?' @ask }; Says = 'last one' }
        @{ Shown = 'a chunk from a file'; Call = { (Import-Clixml $TestDrive/chunks.xml)[0] | Invoke-ChatCompletion 'And why?' @ask }; Says = 'last one' }
        @{ Shown = 'a process'; Call = { Get-Process -Id $PID | Invoke-ChatCompletion @ask }; Says = 'Process' }
        @{ Shown = 'a number'; Call = { 5 | Invoke-ChatCompletion @ask }; Says = 'Int32' }
        @{ Shown = '$true'; Call = { $true | Invoke-ChatCompletion @ask }; Says = 'Boolean' }
        @{ Shown = 'a row without a role'; Call = { [pscustomobject]@{ Subject = 'x' } | Invoke-ChatCompletion @ask }; Says = 'Invoke-ChatCompletion {' }
        @{ Shown = 'a row with a role that is no message'; Call = { [pscustomobject]@{ Role = 'admin'; Host = 'x' } | Invoke-ChatCompletion @ask }; Says = 'Invoke-ChatCompletion {' }
        @{ Shown = 'a hashtable without a role'; Call = { @{ content = 'x' } | Invoke-ChatCompletion @ask }; Says = 'Hashtable' }
        @{ Shown = 'a message and a text'; Call = { @(New-ChatMessage A; 'b') | Invoke-ChatCompletion @ask }; Says = 'mix' }
        @{ Shown = 'a message and a list of messages'; Call = { @(New-ChatMessage A; , @((New-ChatMessage B), (New-ChatMessage C))) | Invoke-ChatCompletion @ask }; Says = 'mix' }
        @{ Shown = 'a list that mixes messages and texts'; Call = { , @((New-ChatMessage A), 'b') | Invoke-ChatCompletion @ask }; Says = 'Invoke-ChatCompletion' }
        @{ Shown = 'a model without a question'; Call = { Get-ChatModel -Provider Mock | Invoke-ChatCompletion }; Says = '-Message' }
    ) {
        $count = $server.Requests.Count
        $failure = Get-TerminatingError $Call
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        "$failure" | Should -BeLike "*$Says*"
        $server.Requests.Count | Should -Be $count
    }

    It 'is refused where texts and other kinds are mixed, once the other kind comes' {
        $count = $server.Requests.Count
        $answers = [System.Collections.ArrayList]::new()
        $failure = Get-TerminatingError { @('a'; New-ChatMessage B) | Invoke-ChatCompletion @ask | ForEach-Object { $answers.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -BeLike '*texts*messages*'
        $answers.Count | Should -Be 1 -Because 'what was answered is not lost'
        $server.Requests.Count | Should -Be ($count + 1)
    }
}
