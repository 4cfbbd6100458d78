# What pipeline input means: the kind of object decides.

Describe 'Pipeline input' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        function Get-Sent([int] $Index) { $server.Requests[$Index].Body -replace '^{"model":"m","messages":\[(.*)\]}$', '$1' }
    }
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterEach { $server.Dispose() }

    It 'makes a question of each text, and answers in their order' {
        $null = $server.Enqueue((New-Answer 1)).Enqueue((New-Answer 2)).Enqueue((New-Answer 3))
        $answers = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -ThrottleLimit 1
        $answers.Content | Should -BeExactly '1', '2', '3'
        $answers.InputObject | Should -BeExactly 'a', 'b', 'c'
        $server.Requests.Count | Should -Be 3
        0..2 | ForEach-Object { Get-Sent $_ } | Should -BeExactly '{"role":"user","content":"a"}', '{"role":"user","content":"b"}', '{"role":"user","content":"c"}'
    }

    It 'puts what the parameters give before each text' {
        $null = 'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -Instructions S -History @{ role = 'user'; content = 'H' } -Messages @{ role = 'assistant'; content = 'M' }
        Get-Sent 1 | Should -BeExactly '{"role":"system","content":"S"},{"role":"user","content":"H"},{"role":"assistant","content":"M"},{"role":"user","content":"b"}'
    }

    It 'takes lines of a file as texts, without the notes that Get-Content puts on them' {
        'a', 'b' | Set-Content $TestDrive/lines.txt
        $answers = Get-Content $TestDrive/lines.txt | Invoke-ChatCompletion @ask -ThrottleLimit 1
        Get-Sent 0 | Should -BeExactly '{"role":"user","content":"a"}'
        Get-Sent 1 | Should -BeExactly '{"role":"user","content":"b"}'
        $answers[1].InputObject | Should -BeExactly 'b'
        $answers | ConvertTo-Json -Depth 9 | Should -Not -Match 'PSPath|ReadCount'
    }

    It 'makes a question of each text of a list that is piped as one object' {
        $null = , @('a', 'b') | Invoke-ChatCompletion @ask
        $server.Requests.Count | Should -Be 2
    }

    It 'makes one conversation of messages: <Form>' -ForEach @(
        @{ Form = 'ChatMessage'; Messages = { New-ChatMessage A -Role assistant; New-ChatMessage B } }
        @{ Form = 'hashtables'; Messages = { @{ role = 'assistant'; content = 'A' }; @{ role = 'user'; content = 'B' } } }
        @{ Form = 'ordered dictionaries'; Messages = { [ordered]@{ content = 'A'; role = 'assistant' }; [ordered]@{ content = 'B'; role = 'user' } } }
        @{ Form = 'custom objects'; Messages = { '[{"role":"assistant","content":"A"},{"role":"user","content":"B"}]' | ConvertFrom-Json } }
        @{ Form = 'rows of a CSV'; Messages = { "role,content`nassistant,A`nuser,B" | ConvertFrom-Csv } }
        @{ Form = 'a mixture of these'; Messages = { New-ChatMessage A -Role assistant; [pscustomobject]@{ role = 'user'; content = 'B' } } }
        @{ Form = 'Import-Clixml'; Messages = { New-ChatMessage A -Role assistant; New-ChatMessage B | Export-Clixml $TestDrive/b.xml; Import-Clixml $TestDrive/b.xml } }
    ) {
        $answer = & $Messages | Invoke-ChatCompletion @ask
        @($answer).Count | Should -Be 1
        $server.Requests.Count | Should -Be 1
        Get-Sent 0 | Should -BeExactly '{"role":"assistant","content":"A"},{"role":"user","content":"B"}'
    }

    It 'takes messages that come back from a job' {
        $manifest = Get-Manifest
        $messages = Start-Job { Import-Module $using:manifest; New-ChatMessage A -Role system; New-ChatMessage B -Name ann } | Receive-Job -Wait -AutoRemoveJob
        $messages[0].PSTypeNames[0] | Should -BeExactly 'Deserialized.ChatCompletions.ChatMessage'
        $null = $messages | Invoke-ChatCompletion @ask
        Get-Sent 0 | Should -BeExactly '{"role":"system","content":"A"},{"role":"user","content":"B","name":"ann"}'
    }

    It 'makes a conversation of its own of each list that is piped as one object' {
        $one = @{ role = 'user'; content = 'A' }, @{ role = 'assistant'; content = 'B' }
        $two = @((New-ChatMessage C))
        $null = $one, $two | Invoke-ChatCompletion Why? @ask -ThrottleLimit 1
        $server.Requests.Count | Should -Be 2
        Get-Sent 0 | Should -BeExactly '{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"Why?"}'
        Get-Sent 1 | Should -BeExactly '{"role":"user","content":"C"},{"role":"user","content":"Why?"}'
    }

    It 'appends -Message to piped messages' {
        $null = New-ChatMessage A -Role system | Invoke-ChatCompletion B @ask
        Get-Sent 0 | Should -BeExactly '{"role":"system","content":"A"},{"role":"user","content":"B"}'
    }

    It 'asks a piped model the question' {
        $answers = Get-ChatModel -Provider Mock | Invoke-ChatCompletion Hi
        $answers.Model | Should -BeExactly 'mock', 'echo'
        $answers[1].Content | Should -BeExactly 'Hi'
        $answers.Provider | Should -BeExactly 'Mock', 'Mock'
        "$($answers[1].InputObject)" | Should -BeExactly 'echo'
    }

    It 'asks a piped model at the provider that it came from' {
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"data":[{"id":"one"},{"id":"two"}]}'))
        $null = Set-ChatProvider -Name pipeline-models -ApiBase $server.BaseUrl
        $null = Get-ChatModel t* -Provider pipeline-models | Invoke-ChatCompletion hi -Temperature 1
        $server.Requests[-1].Body | Should -BeExactly '{"model":"two","messages":[{"role":"user","content":"hi"}],"temperature":1}'
    }

    It 'asks a model that came back from a file' {
        Get-ChatModel echo -Provider Mock | Export-Clixml $TestDrive/model.xml
        (Import-Clixml $TestDrive/model.xml | Invoke-ChatCompletion Hi).Content | Should -BeExactly 'Hi'
    }

    It 'skips $null' {
        $null = $null, 'a', $null, 'b' | Invoke-ChatCompletion @ask
        $server.Requests.Count | Should -Be 2
        $null = $null, (New-ChatMessage A), $null | Invoke-ChatCompletion @ask
        Get-Sent 2 | Should -BeExactly '{"role":"user","content":"A"}'
    }

    It 'sends nothing where nothing arrives: <Shown>' -ForEach @(
        @{ Shown = 'an empty list, with a text'; Items = @(); More = @{ Message = 'Which?' }; Warns = $true }
        @{ Shown = '$null, with a text'; Items = @($null); More = @{ Message = 'Which?' }; Warns = $true }
        @{ Shown = 'an empty list'; Items = @(); More = @{}; Warns = $false }
        @{ Shown = '$null'; Items = @($null); More = @{}; Warns = $false }
    ) {
        $Items | Invoke-ChatCompletion @ask @More -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $server.Requests.Count | Should -Be 0
        @($warnings).Count | Should -Be ([int] $Warns)
    }

    It 'keeps on InputObject what texts carry with them: <Way>' -ForEach @(
        @{ Way = 'piped'; Call = { Get-Content $TestDrive/lines.txt | Invoke-ChatCompletion @ask } }
        @{ Way = 'piped as lists'; Call = { , @(Get-Content $TestDrive/lines.txt) | Invoke-ChatCompletion @ask } }
        @{ Way = 'as an argument'; Call = { Invoke-ChatCompletion -InputObject (Get-Content $TestDrive/lines.txt) @ask } }
        @{ Way = 'by a script block'; Call = { Get-Content $TestDrive/lines.txt | Invoke-ChatCompletion { "q $_" } @ask } }
        @{ Way = 'streamed'; Call = { Get-Content $TestDrive/lines.txt | Invoke-ChatCompletion @ask -Stream | ForEach-Object { $_.Completion } | Where-Object { $_ } } }
        @{ Way = 'failed'; Call = { Get-Content $TestDrive/lines.txt | Invoke-ChatCompletion @ask -MaxTotalTokens 1 -IncludeFailed -ErrorAction Ignore } }
        @{ Way = 'from the journal'; Call = { $null = Get-Content $TestDrive/lines.txt | Invoke-ChatCompletion @ask -JournalPath $TestDrive/lines.jsonl; Get-Content $TestDrive/lines.txt | Invoke-ChatCompletion @ask -JournalPath $TestDrive/lines.jsonl } }
    ) {
        Set-Content $TestDrive/lines.txt 'a', 'b'
        Remove-Item $TestDrive/lines.jsonl -ErrorAction Ignore
        $server.Default = $Way -eq 'streamed' ? (New-StreamReply) : (New-Answer -More ',"usage":{"total_tokens":3}')
        $answers = @(& $Call)
        $answers.InputObject | Should -BeExactly 'a', 'b'
        $answers.InputObject.ReadCount | Should -BeExactly 1, 2
        $answers.InputObject.PSChildName | Should -BeExactly 'lines.txt', 'lines.txt'
        "$($answers[0].InputObject)$($answers[1].InputObject.Length)" | Should -BeExactly 'a1'
        ($answers[0] | ConvertTo-Csv | ConvertFrom-Csv).InputObject | Should -BeExactly 'a'
        ($answers[0] | Select-Object InputObject | ConvertTo-Json | ConvertFrom-Json).InputObject | Should -BeExactly 'a'
    }

    It 'keeps what texts carry on the target of an error' {
        Set-Content $TestDrive/lines.txt 'a', 'b'
        $server.Default = [ScriptedServers.Reply]::Json('{}', 400)
        $null = Get-Content $TestDrive/lines.txt | Invoke-ChatCompletion @ask -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.TargetObject.ReadCount | Should -BeExactly 1, 2
    }

    It 'takes -InputObject as an argument like one piped object' {
        $null = Invoke-ChatCompletion -InputObject 'a' @ask
        Get-Sent 0 | Should -BeExactly '{"role":"user","content":"a"}'
        $null = Invoke-ChatCompletion -InputObject @('b', 'c') @ask
        $server.Requests.Count | Should -Be 3
        $null = Invoke-ChatCompletion -InputObject @((New-ChatMessage A), (New-ChatMessage B)) @ask
        Get-Sent 3 | Should -BeExactly '{"role":"user","content":"A"},{"role":"user","content":"B"}'
        $server.Default = [ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 400)
        (Get-TerminatingError { Invoke-ChatCompletion -InputObject 'a' @ask }).FullyQualifiedErrorId | Should -BeLike 'BadRequest,*' -Because 'nothing came by the pipeline'
    }

    It 'binds no parameter by the name of a property' {
        foreach ($command in Get-Command -Module ChatCompletion) {
            $command.Parameters.Values.Attributes.Where{ $_ -is [Parameter] -and $_.ValueFromPipelineByPropertyName } | Should -BeNullOrEmpty -Because "$command must not read a CSV's columns"
        }
        "role,content,Model,User,Provider,Temperature`nuser,hi,evil,evil,Mock,2" | ConvertFrom-Csv | Invoke-ChatCompletion @ask | Should -Not -BeNullOrEmpty
        $sent = $server.Requests[0].Body | ConvertFrom-Json
        $sent.model | Should -BeExactly 'm'
        $sent.PSObject.Properties.Name | Should -BeExactly 'model', 'messages'
    }

    It 'refuses rows without a role although their columns are called like parameters' {
        $failure = Get-TerminatingError { "Model,User,Provider,Message`nm,evil,Mock,hello" | ConvertFrom-Csv | Invoke-ChatCompletion @ask }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $server.Requests.Count | Should -Be 0
    }
}

Describe 'One failed item among several' {
    BeforeAll { . $PSScriptRoot/Support.ps1 }
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $null = $server.Enqueue((New-Answer 1)).Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 400)).Enqueue((New-Answer 3))
    }
    AfterEach { $server.Dispose() }

    It 'is an error of its own that names the item, and the others are answered in order' {
        $answers = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -ErrorVariable failures -ErrorAction SilentlyContinue
        $answers.Content | Should -BeExactly '1', '3'
        @($failures).Count | Should -Be 1
        $failures[0].TargetObject | Should -BeExactly 'b'
        $failures[0].FullyQualifiedErrorId | Should -BeExactly 'BadRequest,ChatCompletions.Commands.InvokeChatCompletionCommand'
    }

    It 'ends the pipeline with -ErrorAction Stop' {
        $answers = [System.Collections.ArrayList]::new()
        { 'a', 'b', 'c' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -ErrorAction Stop | ForEach-Object { $answers.Add($_.Content) } } | Should -Throw -ErrorId 'BadRequest,*'
        $answers | Should -BeExactly '1'
        $server.Requests.Count | Should -Be 2
    }

    It 'can be an empty text' {
        $answers = 'a', '', ' ' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -ErrorVariable failures -ErrorAction SilentlyContinue
        @($answers).Count | Should -Be 1
        @($failures).Count | Should -Be 2
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failures[0].CategoryInfo.Category | Should -Be InvalidArgument
        $server.Requests.Count | Should -Be 1
    }

    It 'names the messages where they together are the item' {
        $null = 'a' | Invoke-ChatCompletion @ask
        New-ChatMessage A | Invoke-ChatCompletion @ask -ThrottleLimit 1 -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        @($failures).Count | Should -Be 1
        @($failures[0].TargetObject)[0].Content | Should -BeExactly 'A'
    }
}
