# Answers in files: CSV, Clixml, JSON and jobs keep what they should, and no cell shows a type name.

Describe 'Exported answers' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"id":"c1","created":1723155364,"model":"m-1","choices":[{"index":0,"finish_reason":"stop","logprobs":{"content":[{"token":"P","logprob":-0.5,"bytes":[80],"top_logprobs":[]}]},"message":{"role":"assistant","content":"Paris.","tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]}}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"cost":0.25,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":1}}}'))
        $answer = Invoke-ChatCompletion hi @ask -JournalPath $TestDrive/run.jsonl
        $entry = Get-ChatJournal $TestDrive/run.jsonl
        $null = $server.Enqueue((New-StreamReply))
        $chunks = Invoke-ChatCompletion hi @ask -Stream
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"data":[{"id":"m-1","created":1723155364}]}'))
        $model = Get-ChatModel -ApiBase $server.BaseUrl
        # What is piped in, whatever it is: the answer keeps it as it is.
        function Get-AnswerTo($Value) { Invoke-ChatCompletion { 'hi' } @ask -InputObject $Value }
        function Get-Cell { ($input | ConvertTo-Csv | ConvertFrom-Csv).InputObject }
        # What objects are after they were in a file.
        function Restore-Item { $input | Export-Clixml $TestDrive/items.xml; Import-Clixml $TestDrive/items.xml }
        # The text of a cell, with the keys of JSON in order: PowerShell does not keep the order of a dictionary in a file.
        function Get-Sorted([string] $Cell) {
            if ($Cell -notmatch '^[{[]') { return $Cell }
            $sort = { param($value)
                if ($value -is [System.Collections.IDictionary]) { $map = [ordered]@{}; foreach ($key in $value.Keys | Sort-Object) { $map[$key] = & $sort $value[$key] }; $map }
                elseif ($value -is [System.Collections.IList]) { , @(foreach ($one in $value) { & $sort $one }) }
                else { $value }
            }
            ConvertTo-Json (& $sort (ConvertFrom-Json $Cell -AsHashtable -NoEnumerate)) -Compress -Depth 20
        }
        $typeName = 'System\.|ChatCompletions\.|Microsoft\.|@\{'
    }
    AfterAll { $server.Dispose() }

    It 'have <Kind> that was piped in as text in a cell' -ForEach @(
        @{ Kind = 'a hashtable'; Value = @{ a = 1 }; Cell = '{"a":1}' }
        @{ Kind = 'an ordered dictionary'; Value = [ordered]@{ b = 1.5; a = $null }; Cell = '{"b":1.5,"a":null}' }
        @{ Kind = 'a custom object'; Value = [pscustomobject]@{ Subject = "Dü"; Tags = 'a', 'b'; More = [pscustomobject]@{ x = $true } }; Cell = '{"Subject":"Dü","Tags":["a","b"],"More":{"x":true}}' }
        @{ Kind = 'nested arrays'; Value = @(1, @(2, @(3, @{ x = 1 }))); Cell = '[1,[2,[3,{"x":1}]]]' }
        @{ Kind = 'a date'; Value = [datetime]::new(2026, 1, 2, 3, 4, 5, [System.DateTimeKind]::Utc); Cell = '2026-01-02T03:04:05Z' }
        @{ Kind = 'a date in an object'; Value = @{ at = [datetimeoffset]::new(2026, 1, 2, 3, 4, 5, [timespan]::FromHours(2)) }; Cell = '{"at":"2026-01-02T03:04:05+02:00"}' }
        @{ Kind = 'a number'; Value = 1.5; Cell = '1.5' }
        @{ Kind = 'text'; Value = 'plain'; Cell = 'plain' }
        @{ Kind = 'a file'; Value = [System.IO.FileInfo]::new('/etc/hosts'); Cell = '/etc/hosts' }
        @{ Kind = 'a secret'; Value = (ConvertTo-SecureString geheim -AsPlainText -Force); Cell = '…' }
        @{ Kind = 'a secret in an object'; Value = @{ key = (ConvertTo-SecureString geheim -AsPlainText -Force) }; Cell = '{"key":"…"}' }
        @{ Kind = 'a set'; Value = [System.Collections.Generic.HashSet[string]]::new([string[]] 'a'); Cell = '["a"]' }
        @{ Kind = 'a number that JSON has not'; Value = @{ n = [double]::NaN }; Cell = '{"n":"NaN"}' }
        @{ Kind = 'an empty list'; Value = @(); Cell = '[]' }
        @{ Kind = 'numbers of any size'; Value = [pscustomobject]@{ b = [byte] 1; s = [int16] -2; u = [uint32] 3; l = [uint64]::MaxValue }; Cell = '{"b":1,"s":-2,"u":3,"l":18446744073709551615}' }
    ) {
        $answer = Get-AnswerTo $Value
        Use-Culture de-DE {
            $answer | Get-Cell | Should -BeExactly $Cell
            $answer | Select-Object InputObject, Content | Get-Cell | Should -BeExactly $Cell
            Get-Sorted ($answer | Restore-Item | Get-Cell) | Should -BeExactly (Get-Sorted $Cell)
            Get-Sorted ($answer | Restore-Item | Restore-Item | Restore-Item | Select-Object InputObject, Content | Get-Cell) | Should -BeExactly (Get-Sorted $Cell)
        }
    }

    It 'have <Kind> in a cell without a type name, within limits' -ForEach @(
        @{ Kind = 'a process'; Make = { Get-Process -Id $PID }; Has = '"Id":{0}' -f $PID }
        @{ Kind = 'an object that holds itself'; Make = { $self = [pscustomobject]@{ Name = 'x'; Self = $null }; $self.Self = $self; $self }; Has = '"Name":"x"' }
        @{ Kind = 'a hashtable that holds itself'; Make = { $self = @{ Name = 'x' }; $self.Self = $self; $self }; Has = '"Name":"x"' }
        @{ Kind = 'a list that holds itself'; Make = { $self = [System.Collections.ArrayList]@('x'); $null = $self.Add($self); , $self }; Has = '["x"' }
        @{ Kind = 'a very long list'; Make = { , (1..100000) }; Has = '[1,2,3' }
        @{ Kind = 'a sequence without an end'; Make = { , [System.Linq.Enumerable]::Repeat[int](1, [int]::MaxValue) }; Has = '…' }
        @{ Kind = 'a property that throws'; Make = { [pscustomobject]@{ a = 1 } | Add-Member -MemberType ScriptProperty -Name b -Value { throw 'no' } -PassThru }; Has = '{"a":1,"b":null}' }
        @{ Kind = 'rows that were read from a file'; Make = { , @('a,b', '1,2' | ConvertFrom-Csv) }; Has = '[{"a":"1","b":"2"}]' }
        @{ Kind = 'what came back from a job'; Make = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Process -Id $PID))) }; Has = '"Id":{0}' -f $PID }
        @{ Kind = 'an exception'; Make = { [System.InvalidOperationException]::new('Oh no') }; Has = 'Oh no' }
    ) {
        $cell = Get-AnswerTo (& $Make) | Get-Cell
        $cell | Should -BeLike "*$([WildcardPattern]::Escape($Has))*"
        $cell.Length | Should -BeLessThan 32768
        # What a job could not bring back whole it brings as text, which may be a type name; that is no longer ours to tell.
        $cell | Should -Not -Match ($Kind -eq 'what came back from a job' ? "^($typeName)" : $typeName)
    }

    It 'tell nothing of a key by the words of an object that was piped in: <Shown>' -ForEach @(
        @{ Shown = 'by itself'; Value = { $request }; Has = '"RequestUri":"https://a.b/c"' }
        @{ Shown = 'in another one'; Value = { [pscustomobject]@{ Request = $request; N = 1 } }; Has = '{"Request":"…","N":1}' }
        @{ Shown = 'in a hashtable'; Value = { @{ Request = $request } }; Has = '{"Request":"…"}' }
    ) {
        $request = [System.Net.Http.HttpRequestMessage]::new('GET', 'https://a.b/c')
        $request.Headers.Authorization = 'Bearer s3cr3t'
        $cell = Get-AnswerTo (& $Value) | Get-Cell
        $cell | Should -BeLike "*$Has*"
        $cell | Should -Not -Match s3cr3t
    }

    It 'show the values of what was piped in to Get-Member, too' {
        $row = [pscustomobject]@{ Id = 1; Name = 'x' } | Add-Member -PassThru ScriptProperty Twice { $this.Id * 2 }
        $seen = ((Get-AnswerTo $row).InputObject | Get-Member -MemberType Properties).Definition
        $seen | Should -BeExactly 'int Id=1', 'string Name=x', 'System.Object Twice {get= $this.Id * 2 ;}'
    }

    It 'have in the session what was piped in, as it was' {
        $row = @{ a = 1 }
        $answer = Get-AnswerTo $row
        $answer.InputObject | Should -BeOfType ([hashtable])
        $answer.InputObject.a = 2
        $row.a | Should -Be 2
        $answer.InputObject -eq $row | Should -BeTrue
        $custom = [pscustomobject]@{ a = 1 }
        $answer = Get-AnswerTo $custom
        $answer.InputObject.a = 3
        $custom.a | Should -Be 3
        "$custom" | Should -BeExactly '@{a=3}'
        ($answer | ConvertTo-Json -Depth 10 | ConvertFrom-Json).InputObject.a | Should -Be 3
        (Get-AnswerTo text).InputObject.GetType() | Should -Be ([string])
    }

    It 'have dates as ISO and numbers with a point in every culture, and are dates and numbers still' {
        [ChatCompletions.ChatCompletion].GetProperty('Duration').SetValue($answer, [double] 1.5)
        Use-Culture de-DE {
            $row = $answer | ConvertTo-Csv | ConvertFrom-Csv
            $row.Created, $row.Duration, $row.Cost, $row.TotalTokens | Should -BeExactly '2024-08-08T22:16:04Z', '1.5', '0.25', '3'
            ($answer | Select-Object Row | ConvertTo-Csv | ConvertFrom-Csv).Duration | Should -BeExactly '1.5'
            ($chunks[0] | ConvertTo-Csv | ConvertFrom-Csv).Created | Should -BeExactly '2024-08-08T22:16:04Z'
            ($model | ConvertTo-Csv | ConvertFrom-Csv).Created | Should -BeExactly '2024-08-08T22:16:04Z'
            ($answer.Choices[0].LogProbs.Content | ConvertTo-Csv | ConvertFrom-Csv).LogProb | Should -BeExactly '-0.5'
            $row = $entry | ConvertTo-Csv | ConvertFrom-Csv
            $row.Time, $row.Cost | Should -Match '^\d{4}-\d\d-\d\dT[\d:.]+Z$|^0\.25$'
        }
        $answer.Duration | Should -BeOfType ([double])
        $answer.Duration + 1 | Should -Be 2.5
        $answer.Created | Should -BeOfType ([datetimeoffset])
        $answer.Created.Year | Should -Be 2024
        ($answer, $answer | Measure-Object Duration -Sum).Sum | Should -Be 3
        ($answer | ConvertTo-Json -Depth 10 | ConvertFrom-Json).Duration | Should -Be 1.5
    }

    It 'are to PowerShell what they are by themselves: <Kind>' -ForEach @(
        @{ Kind = 'a duration'; Get = { $answer.Duration }; Plain = [double] 1234.5678 }
        @{ Kind = 'a duration of the journal'; Get = { $entry.Duration }; Plain = [double] 1234.5678 }
        @{ Kind = 'a cost'; Get = { $answer.Cost }; Plain = [double] 0.25 }
        @{ Kind = 'a log probability'; Get = { $answer.Choices[0].LogProbs.Content[0].LogProb }; Plain = [double] -0.5 }
        @{ Kind = 'the time of an answer'; Get = { $answer.Created }; Plain = [datetimeoffset]::FromUnixTimeSeconds(1723155364) }
        @{ Kind = 'the time of a chunk'; Get = { $chunks[0].Created }; Plain = [datetimeoffset]::FromUnixTimeSeconds(1723155364) }
        @{ Kind = 'the time of a model'; Get = { $model.Created }; Plain = [datetimeoffset]::FromUnixTimeSeconds(1723155364) }
        @{ Kind = 'a number that was piped in'; Get = { (Get-AnswerTo 1234.5678).InputObject }; Plain = [double] 1234.5678 }
        @{ Kind = 'a whole number that was piped in'; Get = { (Get-AnswerTo 1234).InputObject }; Plain = 1234 }
        @{ Kind = 'money that was piped in'; Get = { (Get-AnswerTo 1234.50d).InputObject }; Plain = 1234.50d }
        @{ Kind = 'a date that was piped in'; Get = { (Get-AnswerTo ([datetime]::new(2026, 1, 2, 3, 4, 5))).InputObject }; Plain = [datetime]::new(2026, 1, 2, 3, 4, 5) }
        @{ Kind = 'a time span that was piped in'; Get = { (Get-AnswerTo ([timespan]::FromSeconds(90.5))).InputObject }; Plain = [timespan]::FromSeconds(90.5) }
        @{ Kind = 'an id that was piped in'; Get = { (Get-AnswerTo ([guid] '5f3a1c1e-0000-4000-8000-000000000001')).InputObject }; Plain = [guid] '5f3a1c1e-0000-4000-8000-000000000001' }
        @{ Kind = 'a word of a list that was piped in'; Get = { (Get-AnswerTo ([System.DayOfWeek]::Friday)).InputObject }; Plain = [System.DayOfWeek]::Friday }
        @{ Kind = 'a version that was piped in'; Get = { (Get-AnswerTo ([version] '1.2.3')).InputObject }; Plain = [version] '1.2.3' }
        @{ Kind = 'true that was piped in'; Get = { (Get-AnswerTo $true).InputObject }; Plain = $true }
    ) {
        [ChatCompletions.ChatCompletion].GetProperty('Duration').SetValue($answer, [double] 1234.5678)
        [ChatCompletions.ChatCompletion].GetProperty('Duration').SetValue($entry.Completion, [double] 1234.5678)
        $uses = @(
            { '{0:N4}' -f $_ }, { '{0:yyyy}' -f $_ }, { '{0:N1}|{0:0.00}|{0,12:e2}' -f $_ }, { '{0:dd.MM.yyyy HH:mm zzz}' -f $_ }, { '{0:D}|{0:G}' -f $_ }, { '{0:x}' -f $_ }, { '{0:hh\:mm}' -f $_ }, { 'a{0:F1}b{1}' -f $_, 7 }
            { [string]::Format([cultureinfo]::InvariantCulture, '{0:N2}|{0:yyyy-MM}', $_) }, { $_.ToString('N2') }, { $_.ToString('yyyy') }, { $_.ToString() }, { "$_" }, { [string] $_ }, { 'a' + $_ }
            { $_ + 1 }, { 1 + $_ }, { $_ * 2 }, { -$_ }, { $_ / 4 }, { $_ % 7 }, { $_ - $_ }, { [math]::Round($_, 1) }, { $_++; $_ }, { $_ += 1; $_ }
            { $_ -gt 1 }, { 1 -lt $_ }, { $_ -eq $plain }, { $plain -eq $_ }, { $_ -ge $plain }, { $_ -ne $plain }, { $_ -in $plain, 2 }, { $plain, 2 -contains $_ }, { $_ -like '*4*' }, { $_ -match '4' }
            { $_ -is [double] }, { $_ -is [datetimeoffset] }, { $_ -is [IFormattable] }, { $_ -is [valuetype] }, { $_.GetType().FullName }, { [int] $_ }, { [double] $_ }, { [decimal] $_ }, { [datetime] $_ }, { [bool] $_ }, { $_ -as [string] }, { $_ -as [timespan] }
            { $_.Year }, { $_.AddDays(1) }, { $_.TotalSeconds }, { $_.UtcDateTime }, { $_.CompareTo($plain) }, { $_.Equals($plain) }, { $_.GetHashCode() -eq $plain.GetHashCode() }, { $Plain -is [enum] ? 0 : [convert]::ToDouble($_) }, { [convert]::ToString($_, [cultureinfo]::InvariantCulture) -as [double] }
            { ConvertTo-Json $_ -Compress }, { ConvertTo-Json @{ x = $_ } -Compress }, { @{ $_ = 1 }[$plain] }, { switch ($_) { $plain { 'same' } default { 'other' } } }, { $_ | ForEach-Object { $_ } }, { @($_).Count }
            { ($_, $plain | Sort-Object -Unique).Count }, { (($_ | Measure-Object -Sum -Average -Maximum -Minimum) | Select-Object Count, Sum, Average, Maximum, Minimum) -join '|' }, { ($_, $plain | Group-Object).Count }, { $_, $plain | Select-Object -Unique }, { (Compare-Object $_ $plain).Count }
            { [pscustomobject]@{ x = $_ } | Sort-Object x | ForEach-Object x }, { ([pscustomobject]@{ x = $_ }, [pscustomobject]@{ x = $plain } | Group-Object x).Count }, { [pscustomobject]@{ x = $_ } | Where-Object x -GT 1 | ForEach-Object x }
            { ([pscustomobject]@{ x = $_ } | Format-Table @{ e = 'x'; f = 'N2' } | Out-String).Trim() }, { ([pscustomobject]@{ x = $_ } | Format-List @{ e = 'x'; f = '{0:N2}|{0:yyyy}' } | Out-String).Trim() }
            { Get-Date $_ -Format yyyy }, { (New-TimeSpan $_ $plain).TotalSeconds }, { [timespan]::FromSeconds($_) }
        )
        # What fails for the value by itself fails here as well.
        function Get-Outcome($Value, [scriptblock] $Use) {
            try { $Value | ForEach-Object $Use | ForEach-Object { $null -eq $_ ? 'null' : "$($_.GetType()) $_" } | Join-String -Separator ';' }
            catch { 'error' }
        }
        $value = & $Get
        Use-Culture de-DE {
            foreach ($use in $uses) {
                $outcome, $expected = (Get-Outcome $value $use), (Get-Outcome $Plain $use)
                if ($outcome -cne $expected) { $outcome | Should -BeExactly $expected -Because "of$use" }
            }
        }
    }

    It 'honour a format: <Format>' -ForEach @(
        @{ Format = '{0:N4}'; Property = 'Duration'; Shown = '1.234,5678' }
        @{ Format = '{0:0.0} s'; Property = 'Duration'; Shown = '1234,6 s' }
        @{ Format = '{0,8:0.0}'; Property = 'Duration'; Shown = '  1234,6' }
        @{ Format = '{0:C2}'; Property = 'Cost'; Shown = '0,25 €' }
        @{ Format = '{0:yyyy}'; Property = 'Created'; Shown = '2024' }
        @{ Format = '{0:d. MMMM}'; Property = 'Created'; Shown = '8. August' }
        @{ Format = '{0:o}'; Property = 'Created'; Shown = '2024-08-08T22:16:04.0000000+00:00' }
    ) {
        [ChatCompletions.ChatCompletion].GetProperty('Duration').SetValue($answer, [double] 1234.5678)
        Use-Culture de-DE { $Format -f $answer.$Property | Should -BeExactly $Shown }
    }

    It 'have their columns in the order of the object, and only these' {
        $public = [ChatCompletions.ChatCompletion].GetProperties().Name
        ($answer | ConvertTo-Csv | ConvertFrom-Csv).PSObject.Properties.Name | Should -BeExactly $public
        $answer | Export-Csv $TestDrive/answer.csv
        (Import-Csv $TestDrive/answer.csv).Content | Should -BeExactly 'Paris.'
    }

    It 'have no type name in any cell: <_>' -ForEach 'answers', 'chunks', 'messages', 'choices', 'models', 'tool calls', 'usage', 'providers' {
        $items = @{
            answers = $answer; chunks = $chunks; messages = $chunks[-1].Completion.History; choices = $answer.Choices; models = $model
            'tool calls' = $answer.Choices[0].Message.ToolCalls; usage = $answer.Usage
            providers = Set-ChatProvider exported -Type Custom -ApiBase $server.BaseUrl -Defaults @{ max_tokens = 1 } -Query @{ a = 'b' } -Scope Session -PassThru
        }[$_]
        ($items | ConvertTo-Csv) -join "`n" | Should -Not -Match $typeName
    }

    It 'come back from Clixml with every property, and no other: <_>' -ForEach 'ChatCompletion', 'ChatCompletionChunk', 'ChatMessage', 'ChatChoice', 'ChatToolCall', 'ChatModel', 'ChatLogProbs', 'ChatTokenLogProb', 'ChatUsage', 'PromptTokensDetails', 'CompletionTokensDetails', 'ChatJournalEntry' {
        $item = @{
            ChatCompletion = $answer; ChatCompletionChunk = $chunks[-1]; ChatMessage = $answer.Choices[0].Message; ChatChoice = $answer.Choices[0]
            ChatToolCall = $answer.Choices[0].Message.ToolCalls[0]; ChatModel = $model; ChatLogProbs = $answer.Choices[0].LogProbs; ChatTokenLogProb = $answer.Choices[0].LogProbs.Content[0]
            ChatUsage = $answer.Usage; PromptTokensDetails = $answer.Usage.PromptTokensDetails; CompletionTokensDetails = $answer.Usage.CompletionTokensDetails; ChatJournalEntry = $entry
        }[$_]
        $item | Export-Clixml $TestDrive/item.xml
        $back = Import-Clixml $TestDrive/item.xml
        $back.PSTypeNames[0] | Should -BeExactly "Deserialized.ChatCompletions.$_"
        $back.PSObject.Properties.Name | Sort-Object | Should -BeExactly (("ChatCompletions.$_" -as [type]).GetProperties().Name | Sort-Object)
        "$back" | Should -BeExactly "$item"
    }

    It 'have the same cells when they come back from a file, however often: <_>' -ForEach 'answers', 'objects', 'chunks', 'messages', 'choices', 'models', 'tool calls', 'tokens', 'usage', 'journal' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","provider":{"x":[1]},"message":{"role":"assistant","content":"Paris.","reasoning_content":"Hm.","annotations":[{"url":"a"}],"audio":{"id":"b"},"mood":["calm"],"tool_calls":[{"id":"t","type":"custom","custom":{"name":"f","input":"x"}}]},"logprobs":{"content":[{"token":"P","logprob":-0.5,"bytes":[80],"top_logprobs":[{"token":"Q","logprob":-1.5}]}]}}],"region":{"at":["a"]}}'))
        $rich = Invoke-ChatCompletion @ask -Messages @{ role = 'user'; content = @(@{ type = 'text'; text = 'Where?' }); tags = 'a', 'b' }
        $null = $server.Enqueue((New-Answer '{"n":1.5,"tags":["a"]}'))
        $items = @{
            answers = $answer, $rich; objects = Invoke-ChatCompletion hi @ask -As 'n:number', 'tags:string[]'; chunks = $chunks; messages = $rich.History; choices = $rich.Choices; models = $model
            'tool calls' = $rich.Choices[0].Message.ToolCalls; tokens = $rich.Choices[0].LogProbs.Content; usage = $answer.Usage; journal = $entry
        }[$_]
        $back = $items | Restore-Item
        $again = $back | Restore-Item
        Use-Culture de-DE {
            $before = @($items | ConvertTo-Csv | ConvertFrom-Csv)
            foreach ($after in @($back | ConvertTo-Csv | ConvertFrom-Csv), @($again | ConvertTo-Csv | ConvertFrom-Csv)) {
                for ($i = 0; $i -lt $before.Count; $i++) {
                    foreach ($column in $before[$i].PSObject.Properties) { Get-Sorted $after[$i].$($column.Name) | Should -BeExactly (Get-Sorted $column.Value) -Because $column.Name }
                }
            }
        }
    }

    It 'come back whole from a job' {
        $job = Start-Job { param($manifest, $server) Import-Module $manifest; @{ a = 1 } | Invoke-ChatCompletion { 'hi' } -ApiBase $server -Model m } -ArgumentList (Get-Manifest), $server.BaseUrl
        $back = $job | Receive-Job -Wait -AutoRemoveJob
        $back.Content | Should -BeExactly 'Paris.'
        $back.Duration | Should -BeOfType ([double])
        $back.Choices[0].Message.Content | Should -BeExactly 'Paris.'
        $back.PSObject.Properties.Name | Should -Not -Match 'Display'
        $cells = $back | ConvertTo-Csv | ConvertFrom-Csv
        $cells.InputObject, $cells.Choices | Should -BeExactly '{"a":1}', '[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Paris."}}]'
    }
}
