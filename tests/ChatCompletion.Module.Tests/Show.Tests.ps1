# What Show-ChatCompletion prints, when, and where to.

Describe 'Show-ChatCompletion' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        . $PSScriptRoot/Isolated.ps1
        # What the host gets: the records of the information stream, put together as it puts them.
        function Join-Shown { -join ($input | ForEach-Object { $_.MessageData.Message + ($_.MessageData.NoNewLine ? '' : "`n") }) }
        # Chunks of one answer, from the JSON of their deltas: '0 {"content":"a"}' is a piece of choice 0, '0 stop' its end.
        function Get-Chunk([string[]] $Delta, [hashtable] $More = @{}) {
            $events = foreach ($one in $Delta) {
                $index, $what = $one -split ' ', 2
                $choice = $what.StartsWith('{') ? "`"delta`":$what" : "`"delta`":{},`"finish_reason`":`"$what`""
                "{`"id`":`"c1`",`"model`":`"m-1`",`"choices`":[{`"index`":$index,$choice}]}"
            }
            $null = $server.Enqueue([ScriptedServers.Reply]::Sse([object[]] (@($events) + '[DONE]')))
            Invoke-ChatCompletion hi @ask -Stream @More -WarningAction SilentlyContinue
        }
        function Get-Whole([string] $Message, [string] $More = '') {
            $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"model`":`"m-1`",`"choices`":[{`"index`":0,`"finish_reason`":`"stop`",`"message`":$Message}]$More}"))
            Invoke-ChatCompletion hi @ask -WarningAction SilentlyContinue
        }
        # What comes back of objects that were in a file in which parts of one were replaced.
        function Edit-Clixml($Items, [int] $Number, [string[]] $Part, [string] $Is) {
            $Items | Export-Clixml $TestDrive/edited.xml
            $file = [xml]::new()
            $file.PreserveWhitespace = $true
            $file.Load("$TestDrive/edited.xml")
            $item = @($file.DocumentElement.ChildNodes | Where-Object NodeType -EQ Element)[$Number]
            # The conversation has references to the same objects.
            foreach ($name in @('History') + $Part) {
                foreach ($old in @($item.SelectNodes(".//*[@N='$name']"))) {
                    $new = $file.CreateDocumentFragment()
                    $new.InnerXml = ($name -eq 'History' ? '<Nil/>' : $Is) -replace '^(<\w+)', "`$1 xmlns='$($file.DocumentElement.NamespaceURI)' N='$name'"
                    $null = $old.ParentNode.ReplaceChild($new, $old)
                }
            }
            $file.Save("$TestDrive/edited.xml")
            @(Import-Clixml $TestDrive/edited.xml)
        }
        $summary = '127\.0\.0\.1:\d+/m-1 · stop( · [\d?]+ \+ [\d?]+ tokens)? · \d\.\d s\n$'
        function Get-Text { ($input | Show-ChatCompletion 6>&1 | Join-Shown) -replace "(?m)^127\.0\.0\.1:\d+/m-1 · .* s`n", "--`n" }
    }
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterEach { $server.Dispose() }

    It 'prints each piece before the next one is sent, and no line is waited for' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)).WaitFor('Par').Event((New-EventJson 'is')).WaitFor('is').Event((New-EventJson '.')).WaitFor('.').Event((New-EventJson -FinishReason stop)).Event('[DONE]'))
        $shown = Invoke-ChatCompletion hi @ask -Stream -IdleTimeoutSec 5 | Show-ChatCompletion 6>&1 | ForEach-Object {
            if ($_.MessageData.Message) { $null = $server.Release($_.MessageData.Message) }
            $_
        } | Join-Shown
        $shown | Should -Match "(?s)^Paris\.\n$summary"
    }

    It 'writes to the information stream as Write-Host does, and nothing to the pipeline' {
        $null = $server.Enqueue((New-StreamReply))
        $output = Invoke-ChatCompletion hi @ask -Stream | Show-ChatCompletion -InformationVariable records 6>$null
        $output | Should -BeNullOrEmpty
        $records[0] | Should -BeOfType ([System.Management.Automation.InformationRecord])
        $records[0].Tags | Should -Be 'PSHOST'
        $records[0].MessageData.NoNewLine | Should -BeTrue
        "$($records[0])" | Should -BeExactly 'Par'
    }

    It 'emits the completion with -PassThru, and only then: of <Kind>' -ForEach @(
        @{ Kind = 'a stream'; Stream = $true }
        @{ Kind = 'an answer'; Stream = $false }
    ) {
        $null = $server.Enqueue(($Stream ? (New-StreamReply) : (New-Answer)))
        $output = @(Invoke-ChatCompletion hi @ask -Stream:$Stream | Show-ChatCompletion -PassThru 6>$null)
        $output.Count | Should -Be 1
        $output[0] | Should -BeOfType ([ChatCompletions.ChatCompletion])
        $output[0].Content | Should -BeExactly 'Paris.'
    }

    It 'sets the reasoning apart from the answer, streamed and whole' {
        Get-Chunk '0 {"reasoning_content":"Let me "}', '0 {"reasoning_content":"see."}', '0 {"content":"Par"}', '0 {"content":"is."}', '0 stop' | Get-Text | Should -BeExactly "Let me see.`n`nParis.`n--`n"
        Get-Whole '{"reasoning_content":"Let me see.","content":"Paris."}' | Get-Text | Should -BeExactly "Let me see.`n`nParis.`n--`n"
    }

    It 'prints choices one after another with their numbers, though their pieces come mixed' {
        $chunks = Get-Chunk '1 {"content":"B"}', '0 {"content":"A"}', '2 {"content":"C"}', '1 {"content":"b"}', '0 {"content":"a"}', '1 stop', '2 {"content":"c"}', '0 {"content":"!"}', '2 stop', '0 stop' @{ N = 3 }
        $chunks | Get-Text | Should -BeExactly "[1] Bb`n`n[0] Aa!`n`n[2] Cc`n--`n" -Because 'what has begun is not broken off'
        $chunks[-1].Completion | Get-Text | Should -BeExactly "[0] Aa!`n`n[1] Bb`n`n[2] Cc`n--`n"
    }

    It 'prints the first choice while the others are held' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson B0), (New-EventJson A1 -Index 1), (New-EventJson B1)).WaitFor('B1').Event((New-EventJson -FinishReason stop)).Event((New-EventJson A2 -Index 1)).WaitFor('A2').Event((New-EventJson -FinishReason stop -Index 1)).Event('[DONE]'))
        $shown = Invoke-ChatCompletion hi @ask -N 2 -Stream -IdleTimeoutSec 5 | Show-ChatCompletion 6>&1 | ForEach-Object {
            if ($_.MessageData.Message) { $null = $server.Release($_.MessageData.Message) }
            $_
        } | Join-Shown
        $shown | Should -Match "(?s)^\[0\] B0B1\n\n\[1\] A1A2\n$summary"
    }

    It 'prints streams whose pieces come mixed one after another' {
        $one = Get-Chunk '0 {"content":"A"}', '0 {"content":"a"}', '0 stop'
        $other = Get-Chunk '0 {"content":"B"}', '0 {"content":"b"}', '0 stop'
        $one[0], $other[0], $other[1], $one[1], $other[2], $one[2] | Get-Text | Should -BeExactly "Aa`n--`n`nBb`n--`n"
        $one[0], $other[0], $other[1], $other[2] | Get-Text | Should -BeExactly "A`n`nBb`n--`n" -Because 'the first one never ended'
    }

    It 'prints a choice that has no text, too' {
        Get-Chunk '0 {"content":"A"}', '0 stop', '1 {"role":"assistant"}', '1 stop' @{ AdditionalParameters = @{ n = 2 } } | Get-Text | Should -BeExactly "[0] A`n`n[1] `n--`n"
    }

    It 'prints tool calls with their arguments, put together from fragments, and refusals' {
        Get-Chunk '0 {"content":"Wait."}', '0 {"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":""}}]}', '0 {"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]}', '0 {"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}', '0 {"tool_calls":[{"index":1,"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}]}', '0 tool_calls' |
            Get-Text | Should -BeExactly "Wait.`n`nf({`"a`":1})`ng({})`n--`n"
        Get-Whole '{"content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}' | Get-Text | Should -BeExactly "f({`"a`":1})`n--`n"
        Get-Chunk '0 {"refusal":"I will "}', '0 {"refusal":"not."}', '0 stop' | Get-Text | Should -BeExactly "I will not.`n--`n"
        Get-Whole '{"content":null,"refusal":"I will not."}' | Get-Text | Should -BeExactly "I will not.`n--`n"
    }

    It 'prints each message of a conversation under its role and name: <Form>' -ForEach @(
        @{ Form = 'one by one'; Show = { $conversation | Show-ChatCompletion 6>&1 } }
        @{ Form = 'as a list'; Show = { , $conversation | Show-ChatCompletion 6>&1 } }
        @{ Form = 'as an argument'; Show = { Show-ChatCompletion $conversation 6>&1 } }
    ) {
        $conversation = (New-ChatMessage 'Be brief.' -Role system), (New-ChatMessage 'Hi' -Name ann), (New-ChatMessage '12' -Role tool -ToolCallId t1)
        & $Show | Join-Shown | Should -BeExactly "system:`nBe brief.`n`nuser (ann):`nHi`n`ntool (t1):`n12`n"
        $passed = @($conversation | Show-ChatCompletion -PassThru 6>$null)
        $passed.Count | Should -Be 3
        $passed[1] | Should -Be $conversation[1]
    }

    It 'prints the history of an answer, and names what is no text by its kind' {
        $null = $server.Enqueue((New-Answer))
        $answer = Invoke-ChatCompletion @ask -Messages @{ role = 'user'; content = @(@{ type = 'text'; text = 'Where?' }, @{ type = 'image_url'; image_url = @{ url = 'data:image/png;base64,AAAA' } }) }
        $answer.History | Get-Text | Should -BeExactly "user:`nWhere?`n[image]`n`nassistant:`nParis.`n"
    }

    It 'prints <_> that came back from a file' -ForEach 'an answer', 'chunks', 'messages' {
        $chunks = Get-Chunk '0 {"reasoning_content":"Hm."}', '0 {"content":"Par"}', '0 {"content":"is."}', '0 {"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":"{"}}]}', '0 {"tool_calls":[{"index":1,"id":"t2","type":"function","function":{"name":"g","arguments":"{"}}]}', '0 {"tool_calls":[{"index":0,"function":{"arguments":"}"}},{"index":1,"function":{"arguments":"}"}}]}', '0 tool_calls'
        $items = @{ 'an answer' = $chunks[-1].Completion; chunks = $chunks; messages = $chunks[-1].Completion.History }[$_]
        $items | Export-Clixml $TestDrive/items.xml
        $back = Import-Clixml $TestDrive/items.xml
        @($back)[0].PSTypeNames[0] | Should -BeLike 'Deserialized.ChatCompletions.*'
        $back | Get-Text | Should -BeExactly ($items | Get-Text)
        $back | Get-Text | Should -BeLike "*Hm.`n`nParis.`n`nf({})`ng({})`n*"
        $passed = @($back | Show-ChatCompletion -PassThru 6>$null)
        $passed.Count | Should -Be ($_ -eq 'messages' ? 2 : 1)
        $passed[-1].Content | Should -BeExactly 'Paris.'
    }

    It 'prints the choices of an answer with their numbers, where there are several: <Way>' -ForEach @(
        @{ Way = 'live'; Get = { $input } }
        @{ Way = 'from a file'; Get = { $input | Export-Clixml $TestDrive/choices.xml; Import-Clixml $TestDrive/choices.xml } }
    ) {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","message":{"reasoning_content":"Hm.","content":"A"}},{"index":1,"finish_reason":"stop","message":{"content":"B"}}]}')).Enqueue((New-Answer C))
        $both = Invoke-ChatCompletion hi @ask
        $single = Invoke-ChatCompletion hi @ask
        $choices = @($both.Choices | & $Get)
        $one = @($single.Choices | & $Get)
        $choices | Get-Text | Should -BeExactly "[0] Hm.`n`nA`n`n[1] B`n"
        , $choices | Get-Text | Should -BeExactly "[0] Hm.`n`nA`n`n[1] B`n"
        $choices[1] | Get-Text | Should -BeExactly "B`n"
        $one[0], $choices[0], $choices[1], (New-ChatMessage Hi), $choices[1] | Get-Text | Should -BeExactly "C`n`n[0] Hm.`n`nA`n`n[1] B`n`nuser:`nHi`n`nB`n"
        $passed = @($choices | Show-ChatCompletion -PassThru 6>$null)
        $passed.Content | Should -BeExactly 'A', 'B'
        1, $one[0], 2 | Show-ChatCompletion -ErrorAction SilentlyContinue -ErrorVariable errors 6>&1 | Join-Shown | Should -BeExactly "C`n"
        $errors.Count | Should -Be 2
    }

    It 'neutralises what could steer the terminal, wherever it is cut' {
        $text = "red `e[31mx`e]0;t`a 🙂 tab`tcr`r`nlone`rc1 $([char]0x9b)2J"
        $deltas = @($text.ToCharArray() | ForEach-Object { '0 {"content":"\u' + ([int] $_).ToString('x4') + '"}' }) + '0 stop'
        Get-Chunk $deltas | Get-Text | Should -BeExactly "red ␛[31mx␛]0;t␇ 🙂 tab`tcr`nlone␍c1 $([char]0xfffd)2J`n--`n"
        $json = ConvertTo-Json $text
        Get-Whole "{`"reasoning_content`":$json,`"content`":$json,`"refusal`":$json,`"tool_calls`":[{`"function`":{`"name`":$json,`"arguments`":$json}}]}" | Get-Text | Should -Not -Match '[\e\a\x9b]|\r'
        New-ChatMessage x -Name $text | Get-Text | Should -Not -Match '[\e\a\x9b]|\r'
    }

    It 'says of other objects what to pipe, skips null, and goes on' {
        $null = $server.Enqueue((New-Answer))
        $answer = Invoke-ChatCompletion hi @ask
        $shown = 1, $null, $answer, 'text', @{ role = 'user' } | Show-ChatCompletion -ErrorVariable errors -ErrorAction SilentlyContinue 6>&1 | Join-Shown
        $shown | Should -Match "(?s)^Paris\.\n$summary"
        $errors.Count | Should -Be 3
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $errors[0].TargetObject | Should -Be 1
        "$($errors[0])" | Should -BeLike '*Int32*Invoke-ChatCompletion*'
        $null | Show-ChatCompletion | Should -BeNullOrEmpty
        Show-ChatCompletion $null 6>&1 | Should -BeNullOrEmpty
    }

    It 'shows the others where one that comes back from a file is damaged, and says so of it: <Damage>' -ForEach @(
        @{ Damage = 'a duration that is no number'; Part = 'Duration'; Is = '<S>soon</S>' }
        @{ Damage = 'log probabilities that are cut'; Part = 'LogProbs'; Is = '<S>{"content":[{"token":</S>' }
        @{ Damage = 'log probabilities that are none'; Part = 'LogProbs'; Is = '<S>ChatCompletions.ChatLogProbs</S>' }
        @{ Damage = 'no choices'; Part = 'Choices', 'Content'; Is = '<Nil/>' }
        @{ Damage = 'an empty list of choices'; Part = 'Choices', 'Content'; Is = '<Obj RefId="900"><LST/></Obj>' }
        @{ Damage = 'choices that are names'; Part = 'Choices'; Is = '<Obj RefId="900"><LST><S>ChatCompletions.ChatChoice</S></LST></Obj>' }
        @{ Damage = 'a choice that is missing'; Part = 'Choices'; Is = '<Obj RefId="900"><LST><Nil/></LST></Obj>' }
        @{ Damage = 'choices that are one text'; Part = 'Choices'; Is = '<S>ChatChoice</S>' }
        @{ Damage = 'a message that is a name'; Part = 'Message'; Is = '<S>ChatCompletions.ChatMessage</S>' }
        @{ Damage = 'tool calls that are no objects'; Part = 'ToolCalls'; Is = '<Obj RefId="900"><LST><I32>1</I32><S>f</S></LST></Obj>' }
        @{ Damage = 'fields that are a secret'; Part = 'AdditionalProperties'; Is = '<Obj RefId="900"><DCT><En><S N="Key">a</S><SBK N="Value">$x</SBK></En><En><S N="Key">b</S><Obj N="Value" RefId="901"><TN RefId="901"><T>x</T></TN><DCT><En><I32 N="Key">1</I32><S N="Value">x</S></En><En><S N="Key">1</S><S N="Value">x</S></En></DCT></Obj></En></DCT></Obj>' }
        @{ Damage = 'a number that is too large'; Part = 'Index'; Is = '<I64>9999999999</I64>' }
        @{ Damage = 'a number that is a text'; Part = 'Index'; Is = '<S>0</S>' }
        @{ Damage = 'a text that is a list'; Part = 'Content', 'Parts'; Is = '<Obj RefId="900"><LST><S>Second.</S></LST></Obj>' }
    ) {
        $answers = foreach ($text in 'First.', 'Second.', 'Third.') { Get-Whole "{`"content`":`"$text`"}" }
        $back = Edit-Clixml $answers 1 $Part $Is
        $shown = $back | Show-ChatCompletion -ErrorVariable errors -ErrorAction SilentlyContinue 6>&1 | Join-Shown
        $shown -replace '(?m)^127\.0\.0\.1:\d+/m-1 · .*\n', "--`n" | Should -BeExactly "First.`n--`n`nThird.`n--`n"
        @($errors).Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        [object]::ReferenceEquals($errors[0].TargetObject, $back[1]) | Should -BeTrue
        "$($errors[0])" | Should -BeLike '*damaged*'
        "$($errors[0].ErrorDetails.RecommendedAction)" | Should -Not -BeLike '*sent*'
        # At the prompt it is no blank block: what there is of its text is shown, and that it is damaged.
        foreach ($view in { $back }, { $back | Format-List }, { $back | Format-Table }, { $back | Format-Wide -Column 1 }) { & $view | Out-String -Width 300 | Should -Match '(?s)First\..*(Second\.|damaged).*Third\.' }
        $back | Out-String -Width 300 | Should -Match '(?s)First\..*damaged.*Third\.'
        # In a table its other cells have what there is.
        $hosts = @(([uri] $server.BaseUrl).Authority) * 3
        ($back | ConvertTo-Csv | ConvertFrom-Csv).Provider | Should -BeExactly $hosts
        ($back | ConvertTo-Csv) -join '' | Should -Not -Match '"…"'
    }

    It 'says of damaged <Kind> that they are, and shows the others' -ForEach @(
        @{ Kind = 'chunks'; Get = { Get-Chunk '0 {"content":"Par"}', '0 {"content":"is."}', '0 stop' }; Part = 'Index'; Is = '<I64>9999999999</I64>' }
        @{ Kind = 'messages'; Get = { New-ChatMessage How?; New-ChatMessage Why?; New-ChatMessage Who? }; Part = 'ToolCalls'; Is = '<Obj RefId="900"><LST><I32>1</I32></LST></Obj>' }
        @{ Kind = 'choices'; Get = { (Get-Whole '{"content":"Paris."}').Choices; (Get-Whole '{"content":"Rome."}').Choices; (Get-Whole '{"content":"Bern."}').Choices }; Part = 'LogProbs'; Is = '<S>{</S>' }
    ) {
        $items = @(& $Get)
        $back = Edit-Clixml $items 1 $Part $Is
        $whole = $items[0, 2] | Show-ChatCompletion 6>&1 | Join-Shown
        $back | Show-ChatCompletion -ErrorVariable errors -ErrorAction SilentlyContinue 6>&1 | Join-Shown | Should -BeExactly $whole
        @($errors).Count | Should -Be 1
        "$($errors[0])" | Should -BeLike '*damaged*'
        $back[1] | Out-String | Should -Match 'damaged|is\.|Why|Rome'
    }

    It 'goes on behind an error of -ErrorAction <_>' -ForEach 'Continue', 'Ignore', 'SilentlyContinue' {
        $answers = foreach ($text in 'First.', 'Second.', 'Third.') { Get-Whole "{`"content`":`"$text`"}" }
        $back = Edit-Clixml $answers 1 Duration '<S>x</S>'
        $back | Show-ChatCompletion -ErrorAction $_ -PassThru 6>$null 2>$null | ForEach-Object Content | Should -BeExactly 'First.', 'Third.'
    }

    It 'separates the answers of several streams, and ends the line of one that breaks off: <Form>' -ForEach @(
        @{ Form = 'one pipeline'; Show = { 'a', 'b', 'c' | Invoke-ChatCompletion @ask -Stream -ErrorAction SilentlyContinue | Show-ChatCompletion 6>&1 } }
        @{ Form = 'a call for each'; Show = { 'a', 'b', 'c' | ForEach-Object { try { Invoke-ChatCompletion $_ @ask -Stream } catch { $null = $_ } } | Show-ChatCompletion 6>&1 } }
    ) {
        $null = $server.Enqueue((New-StreamReply A)).Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Bro), (New-EventJson ken))).Enqueue((New-StreamReply C))
        (& $Show | Join-Shown) -replace "(?m)^127\.0\.0\.1:\d+/m-1 · .* s`n", "--`n" | Should -BeExactly "A`n--`n`nBroken`n`nC`n--`n"
    }

    It 'has ended the line when the error of a broken stream is written' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)))
        $seen = & { 'a' | Invoke-ChatCompletion @ask -Stream -ErrorAction Continue | Show-ChatCompletion } *>&1
        $seen[-1] | Should -BeOfType ([System.Management.Automation.ErrorRecord])
        $seen[0..1] | Join-Shown | Should -BeExactly "Par`n"
        $seen.Count | Should -Be 3
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)))
        $records = [System.Collections.Generic.List[object]]::new()
        { Invoke-ChatCompletion hi @ask -Stream | Show-ChatCompletion 6>&1 | ForEach-Object { $records.Add($_) } } | Should -Throw '*before the answer was complete*'
        $records | Join-Shown | Should -BeExactly "Par`n"
    }

    It 'ends the line where <_> ends the pipeline' -ForEach 'a stop', 'Select-Object' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)).Hang())
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-Manifest)'").Invoke()
            $shell.Commands.Clear()
            $first = $_ -eq 'Select-Object' ? '| Select-Object -First 1' : ''
            $null = $shell.AddScript("Invoke-ChatCompletion hi -ApiBase $($server.BaseUrl) -Model m -Stream $first | Show-ChatCompletion")
            $came = [System.Threading.ManualResetEventSlim]::new()
            $null = Register-ObjectEvent $shell.Streams.Information DataAdded -MessageData $came -Action { $Event.MessageData.Set() }
            $running = $shell.BeginInvoke()
            while (-not $came.Wait(20)) { $null = Get-Event }
            if (-not $first) { $shell.Stop() } else { $null = $running.AsyncWaitHandle.WaitOne(5000) }
            $shell.Streams.Information | Join-Shown | Should -BeExactly "Par`n"
        }
        finally {
            Get-EventSubscriber | Where-Object SourceObject -EQ $shell.Streams.Information | Unregister-Event
            $shell.Dispose()
        }
    }

    It 'dims reasoning and summary where the terminal can, each piece by itself: <Rendering>, NO_COLOR <NoColour>' -ForEach @(
        @{ Rendering = 'Host'; NoColour = ''; IsDim = $true }
        @{ Rendering = 'Host'; NoColour = '1'; IsDim = $false }
        @{ Rendering = 'Ansi'; NoColour = '1'; IsDim = $true }
        @{ Rendering = 'PlainText'; NoColour = ''; IsDim = $false }
    ) -Skip:(-not (Get-Command script -ErrorAction Ignore)) {
        $place = New-IsolatedHome
        try {
            $chunks = Get-Chunk '0 {"reasoning_content":"Let "}', '0 {"reasoning_content":"me see."}', '0 {"content":"Paris."}', '0 stop'
            $chunks | Export-Clixml $place/chunks.xml
            $run = Invoke-Isolated $place "Import-Module '$(Get-Manifest)'; `$PSStyle.OutputRendering = '$Rendering'; Import-Clixml '$place/chunks.xml' | Show-ChatCompletion" -Typed '' -Environment @{ NO_COLOR = $NoColour; TERM = 'xterm-256color' }
            $shown = $run.Output -replace '\r' -replace '\e\[\?\d+[hl]|\e\[6n'
            if ($IsDim) { $shown | Should -Match '\e\[2mLet \e\[0m\e\[2mme see\.\e\[0m\n\nParis\.\n\e\[2m127\.0\.0\.1:\d+/m-1 · stop.*\e\[0m\n' }
            else { $shown | Should -Match 'Let me see\.\n\nParis\.\n127\.0\.0\.1:\d+/m-1 · stop[^\e]*\n' }
        }
        finally { Remove-Item $place -Recurse -Force }
    }

    It 'prints in a job, and its output comes back' {
        $null = $server.Enqueue((New-StreamReply))
        $job = Start-Job { param($manifest, $server) Import-Module $manifest; Invoke-ChatCompletion hi -ApiBase $server -Model m -Stream | Show-ChatCompletion -PassThru } -ArgumentList (Get-Manifest), $server.BaseUrl
        try {
            $null = $job | Wait-Job -Timeout 60
            $job.ChildJobs[0].Information | Join-Shown | Should -Match "(?s)^Paris\.\n$summary"
            @($job.ChildJobs[0].Output).Count | Should -Be 1
            $job.ChildJobs[0].Output[0].Content | Should -BeExactly 'Paris.'
        }
        finally { $job | Remove-Job -Force }
    }
}
