# -JournalPath: what was answered is not asked again, however a run ended; and Get-ChatJournal, which reads it back.

Describe 'A journal' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $manifest = Get-Manifest
        # The questions that the server got, in their order.
        function Get-Asked([int] $Skip = 0) { $server.Requests | Select-Object -Skip $Skip | ForEach-Object { ($_.Body | ConvertFrom-Json).messages[-1].content } }
        # An answer that waits for a gate.
        function New-LateAnswer([string] $Content, [string] $Gate) {
            [ScriptedServers.Reply]::Sse().WaitFor($Gate).Event((New-EventJson $Content)).Event((New-EventJson -FinishReason stop)).Event('[DONE]')
        }
        # Starts a script in a PowerShell of its own, with the module and the call's parameters in it.
        function Start-Script([string] $Script, [string] $Limit) {
            $file = "$TestDrive/script-$([guid]::NewGuid().ToString('N')).ps1"
            Set-Content $file "Import-Module '$manifest'`n`$ask = @{ ApiBase = '$($server.BaseUrl)'; Model = 'm'; JournalPath = '$journal' }`n$Script"
            $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
            $arguments = '-NoProfile', '-NonInteractive', '-File', $file
            if ($Limit) {
                $arguments = @('-c', "$Limit; exec `"`$@`"", 'sh', $start.FileName) + $arguments
                $start.FileName = 'bash'
                # .NET itself would need a larger file.
                $start.Environment['DOTNET_EnableWriteXorExecute'] = '0'
            }
            foreach ($argument in $arguments) { $start.ArgumentList.Add($argument) }
            $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
            $start.Environment['NO_COLOR'] = '1'
            $process = [System.Diagnostics.Process]::Start($start)
            $process.StandardInput.Close()
            [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
        }
        function Receive-Script($Started) {
            if (-not $Started.Process.WaitForExit(300000)) { $Started.Process.Kill(); throw "The script did not end: $($Started.Output.Result)" }
            $Started.Output.Result + $Started.Errors.Result
        }
        # Starts a run in a runspace of this process.
        function Start-Run([string] $Script) {
            $shell = [powershell]::Create().AddScript("Import-Module '$manifest'`n`$ask = @{ ApiBase = '$($server.BaseUrl)'; Model = 'm'; JournalPath = '$journal' }`n$Script")
            [pscustomobject]@{ Shell = $shell; Running = $shell.BeginInvoke() }
        }
        function Receive-Run($Run) {
            try { $Run.Shell.EndInvoke($Run.Running) } finally { $Run.Shell.Dispose() }
        }
    }
    BeforeEach {
        $server = Start-Server
        $journal = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).jsonl"
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm'; JournalPath = $journal }
    }
    AfterEach { $server.Dispose() }

    It 'answers the same command again without a request' {
        $null = $server.Enqueue((New-Answer 1)).Enqueue((New-Answer 2 -More ',"usage":{"prompt_tokens":24,"completion_tokens":8,"total_tokens":32,"cost":0.5}'))
        $first = 'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1
        $again = 'a', 'b' | Invoke-ChatCompletion @ask
        $server.Requests.Count | Should -Be 2
        $first.FromJournal | Should -Be $false, $false
        $again.FromJournal | Should -Be $true, $true
        $again.InputObject | Should -BeExactly 'a', 'b'
        $again.History.Content | Should -BeExactly 'a', '1', 'b', '2'
        $leaveOut = 'FromJournal', 'InputObject'
        foreach ($i in 0, 1) {
            $again[$i] | Select-Object * -ExcludeProperty $leaveOut | ConvertTo-Json -Depth 9 | Should -BeExactly ($first[$i] | Select-Object * -ExcludeProperty $leaveOut | ConvertTo-Json -Depth 9)
        }
        Invoke-ChatCompletion b @ask | ForEach-Object FromJournal | Should -BeTrue
    }

    It 'asks only new rows where some were added, removed or moved' {
        $null = 'a', 'b', 'c', 'b' | Invoke-ChatCompletion @ask
        $answers = 'new', 'c', 'b', 'b', 'b', 'a' | Invoke-ChatCompletion @ask
        Get-Asked -Skip 4 | Sort-Object | Should -BeExactly 'b', 'new'
        $answers.InputObject | Should -BeExactly 'new', 'c', 'b', 'b', 'b', 'a'
        $answers.FromJournal | Should -Be $false, $true, $true, $true, $false, $true
    }

    It 'takes the objects of the new input, with a script block too' {
        $null = [pscustomobject]@{ Id = 1; Text = 'x' } | Invoke-ChatCompletion { $_.Text } @ask
        $answer = [pscustomobject]@{ Id = 2; Text = 'x' } | Invoke-ChatCompletion { $_.Text } @ask
        $server.Requests.Count | Should -Be 1
        $answer.InputObject.Id | Should -Be 2
    }

    It 'asks again what failed, and keeps why' {
        $null = $server.Enqueue((New-Answer 1)).Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"no such thing"}}', 400))
        $first = 'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -ErrorAction SilentlyContinue
        @($first).Count | Should -Be 1
        $again = 'a', 'b' | Invoke-ChatCompletion @ask
        $again.Content | Should -BeExactly '1', 'Paris.'
        Get-Asked | Should -BeExactly 'a', 'b', 'b'
        $entries = Get-ChatJournal $journal
        $entries.ErrorKind | Should -BeExactly $null, 'BadRequest', $null
        $entries[1].Error | Should -BeLike '*no such thing*'
        $entries[1].StatusCode | Should -Be 400
        $entries[1].Request.messages[0].content | Should -BeExactly 'b'
    }

    It 'asks again what broke off, and keeps what came of it' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse((New-EventJson Par)))
        Get-TerminatingError { Invoke-ChatCompletion hi @ask } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'IncompleteAnswer,*'
        (Invoke-ChatCompletion hi @ask).FromJournal | Should -BeFalse
        (Get-ChatJournal $journal)[0] | ForEach-Object { $_.ErrorKind, $_.Content, $_.Complete } | Should -Be 'IncompleteAnswer', 'Par', $false
    }

    It 'asks again what did not have the form of -As' {
        $null = $server.Enqueue((New-Answer 'no JSON')).Enqueue((New-Answer '{"n":1}'))
        Get-TerminatingError { Invoke-ChatCompletion hi @ask -As 'n:int' } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        foreach ($isAgain in $false, $true) {
            $answer = Invoke-ChatCompletion hi @ask -As 'n:int'
            $answer.Value.n, $answer.Complete, $answer.FromJournal | Should -Be 1, $true, $isAgain
        }
        $server.Requests.Count | Should -Be 2
    }

    It 'takes an answer that was cut for answered, and warns of it each time' {
        $null = $server.Enqueue((New-Answer Par length))
        foreach ($isAgain in $false, $true) {
            $answer = Invoke-ChatCompletion hi @ask -WarningVariable warnings -WarningAction SilentlyContinue
            $answer.Complete, $answer.FromJournal | Should -Be $false, $isAgain
            "$warnings" | Should -BeLike '*token limit*'
        }
        $server.Requests.Count | Should -Be 1
    }

    It 'asks again where anything else is asked: <_>' -ForEach @('-Temperature 1', '-Model other', '-Instructions Briefly', '-AdditionalParameters @{ x = 1 }') {
        $null = Invoke-ChatCompletion hi @ask
        $more = $_
        $other = $ask.Clone()
        if ($more -like '-Model*') { $other.Remove('Model') }
        $null = & ([scriptblock]::Create("param(`$other) Invoke-ChatCompletion hi @other $more")) $other
        $server.Requests.Count | Should -Be 2
    }

    It 'knows a call in another process, whose hashtables have another order' {
        $call = '$map = @{}; foreach ($i in 1..12) { $map["key$i"] = "$i" }; Invoke-ChatCompletion hi @ask -Metadata $map -LogitBias @{ 1 = 1; 22 = -2.5; 333 = 3 } | ForEach-Object FromJournal'
        Receive-Script (Start-Script $call) | Should -Match '^False\s*$'
        & ([scriptblock]::Create($call)) | Should -BeTrue
        Receive-Script (Start-Script "[cultureinfo]::CurrentCulture = 'de-DE'; $call") | Should -Match '^True\s*$'
        $server.Requests.Count | Should -Be 1
    }

    It 'loses nothing and asks nothing twice where its process is killed, twice' -Skip:$IsWindows {
        $script = "1..60 | ForEach-Object { `"question `$_`" } | Invoke-ChatCompletion @ask -ThrottleLimit 4 | ForEach-Object { [Console]::Out.WriteLine(`$_.InputObject) }"
        foreach ($limit in 12, 30) {
            $started = Start-Script $script
            # Answers come at once, so it is killed somewhere between a request and its line on the disk.
            $null = $server.WaitForRequest($limit, 30000)
            $started.Process.Kill()
            $started.Process.WaitForExit()
            $kept = @(Get-ChatJournal $journal -WarningAction SilentlyContinue)
            # What was written out is in the journal.
            $out = @($started.Output.Result -split '\n' | Where-Object { $_ -match '^question \d+$' })
            $out | Where-Object { $_ -notin $kept.ForEach{ $_.Request.messages[0].content } } | Should -BeNullOrEmpty
            $sent = $server.Requests.Count
            $kept.Count | Should -BeGreaterThan 0
            $kept.Count | Should -BeLessThan 60
        }
        $answers = 1..60 | ForEach-Object { "question $_" } | Invoke-ChatCompletion @ask -WarningAction SilentlyContinue
        $answers.InputObject | Should -BeExactly (1..60 | ForEach-Object { "question $_" })
        $answers.Where{ $_.FromJournal }.Count | Should -Be $kept.Count
        $asked = @(Get-Asked -Skip $sent)
        $asked.Count | Should -Be (60 - $kept.Count)
        $asked | Where-Object { $_ -in $kept.ForEach{ $_.Request.messages[0].content } } | Should -BeNullOrEmpty
        # No row was answered twice: what was asked twice had no answer when its process ended.
        @(Get-ChatJournal $journal -WarningAction SilentlyContinue | Group-Object Key | Where-Object Count -NE 1).Count | Should -Be 0
    }

    It 'is whole where the pipeline stops early, and free for the next run' {
        $null = 1..20 | ForEach-Object { "q$_" } | Invoke-ChatCompletion @ask -ThrottleLimit 1 | Select-Object -First 3
        (Get-ChatJournal $journal).Count | Should -BeGreaterOrEqual 3
        $answers = 1..20 | ForEach-Object { "q$_" } | Invoke-ChatCompletion @ask
        $answers.Count | Should -Be 20
        $answers[0..2].FromJournal | Should -Be $true, $true, $true
    }

    It 'is whole where the user stops the run, and free for the next one' {
        $null = $server.Enqueue((New-Answer 1)).Enqueue([ScriptedServers.Reply]::Sse().Hang())
        $run = Start-Run "'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1"
        $null = $server.WaitForRequest(1, 30000)
        $run.Shell.Stop()
        $run.Shell.Dispose()
        $answers = 'a', 'b' | Invoke-ChatCompletion @ask
        $answers.Content | Should -BeExactly '1', 'Paris.'
        $answers.FromJournal | Should -Be $true, $false
        (Get-ChatJournal $journal).Count | Should -Be 2
    }

    It 'warns of a doubtful request as often as without one' {
        foreach ($isAgain in $false, $true) {
            $answer = Invoke-ChatCompletion hi @ask -ResponseFormat json_object -WarningVariable warnings -WarningAction SilentlyContinue
            $answer.FromJournal | Should -Be $isAgain
            $warnings.Count | Should -Be 1
            "$warnings" | Should -BeLike '*json_object*'
        }
    }

    It 'ends the run where it can no longer be written, after the answers in hand' -Skip:(-not $IsLinux) {
        $script = '1..40 | ForEach-Object { "question $_" } | Invoke-ChatCompletion @ask -ThrottleLimit 3 -ErrorVariable e | ForEach-Object { [Console]::Out.WriteLine($_.InputObject) }; "after"'
        $output = Receive-Script (Start-Script "`$ErrorActionPreference = 'Stop'; try { $script } catch { `$_.FullyQualifiedErrorId; `"`$_`" }" -Limit "trap '' XFSZ; ulimit -f 4")
        $output | Should -Match 'JournalFailed,ChatCompletions\.Commands\.InvokeChatCompletionCommand'
        $output | Should -Match 'can no longer be written'
        $output | Should -Not -Match 'after'
        $rows = @($output -split '\n' | Where-Object { $_ -match '^question \d+$' })
        # All that was asked is answered in the output, and then nothing more was asked.
        $rows | Should -BeExactly (1..$server.Requests.Count | ForEach-Object { "question $_" })
        $rows.Count | Should -BeLessThan 40
        $sent = $server.Requests.Count
        $kept = @(Get-ChatJournal $journal -WarningAction SilentlyContinue).Count
        $kept | Should -BeGreaterThan 0
        $answers = 1..40 | ForEach-Object { "question $_" } | Invoke-ChatCompletion @ask -WarningAction SilentlyContinue
        $answers.Count | Should -Be 40
        $server.Requests.Count - $sent | Should -Be (40 - $kept)
    }

    It 'is written by one process at a time, and read by all meanwhile' {
        $null = $server.Enqueue((New-Answer 1)).Enqueue((New-LateAnswer 2 second))
        $started = Start-Script "'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1 | ForEach-Object Content"
        # With one call at a time the first is on the disk before the second is asked.
        $null = $server.WaitForRequest(1, 30000)
        $refused = Get-TerminatingError { Invoke-ChatCompletion c @ask }
        $refused.FullyQualifiedErrorId | Should -BeLike 'JournalFailed,*'
        "$refused" | Should -BeLike '*another run writes to it*'
        if ($IsLinux -or $IsWindows) {
            (Get-ChatJournal $journal).Content | Should -BeExactly '1'
            (Get-ChatJournal $journal -Summary).Calls | Should -Be 1
            @(Get-Content $journal).Count | Should -Be 1
        }
        $null = $server.Release('second')
        (Receive-Script $started) -split '\s+' | Where-Object { $_ } | Should -Be '1', '2'
        $server.Requests.Count | Should -Be 2
        (Get-ChatJournal $journal).Content | Should -BeExactly '1', '2'
    }

    It 'is written by one runspace at a time, and keeps other processes out though this one reads it' -Skip:$IsMacOS {
        $null = $server.Enqueue((New-Answer 1)).Enqueue((New-LateAnswer 2 second)).Enqueue((New-LateAnswer 3 third))
        $run = Start-Run "'a', 'b', 'c' | Invoke-ChatCompletion @ask -ThrottleLimit 1"
        $null = $server.WaitForRequest(1, 30000)
        $refused = Get-TerminatingError { Invoke-ChatCompletion c @ask }
        "$refused" | Should -BeLike '*another run writes to it*'
        @(Get-Content $journal).Count | Should -Be 1
        @(Get-ChatJournal $journal).Count | Should -Be 1
        # Nothing is written between the reading and the other process.
        Receive-Script (Start-Script "try { Invoke-ChatCompletion c @ask } catch { `"`$_`" }") | Should -BeLike '*another run writes to it*'
        $null = $server.Release('second')
        $null = $server.WaitForRequest(2, 30000)
        $null = $server.Release('third')
        (Receive-Run $run).Content | Should -BeExactly '1', '2', '3'
        $server.Requests.Count | Should -Be 3
        (Get-ChatJournal $journal).Content | Should -BeExactly '1', '2', '3'
    }

    It 'is kept from other processes under another name of the same file too' -Skip:(-not $IsLinux) {
        $null = $server.Enqueue((New-Answer 1)).Enqueue((New-LateAnswer 2 second))
        $run = Start-Run "'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1"
        $null = $server.WaitForRequest(1, 30000)
        $null = New-Item -ItemType HardLink "$journal.hard" -Target $journal
        Receive-Script (Start-Script "try { `$ask.JournalPath += '.hard'; Invoke-ChatCompletion c @ask } catch { `"`$_`" }") | Should -BeLike '*another run writes to it*'
        $null = $server.Release('second')
        (Receive-Run $run).Content | Should -BeExactly '1', '2'
        $server.Requests.Count | Should -Be 2
    }

    It 'warns where its file is changed behind the last line of a run' -Skip:$IsWindows {
        $warnings = $null
        $answers = 'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object {
            if ($_.InputObject -eq 'b') {
                Start-Sleep -Milliseconds 50
                $file = [System.IO.File]::Open($journal, 'Open', 'Write', 'ReadWrite'); $file.Position = 200; $file.WriteByte(10); $file.Dispose()
            }
            $_
        }
        $answers.InputObject | Should -BeExactly 'a', 'b'
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike '*not as this run wrote it*sent again*'
        # A later run names the line, and what it means.
        $null = 'a', 'b' | Invoke-ChatCompletion @ask -WarningVariable warnings -WarningAction SilentlyContinue
        "$($warnings[0])" | Should -BeLike 'Line 1 of the journal * is damaged. It is skipped, and its question counts as not answered.'
    }

    It 'ends the run where its file is <Shown> meanwhile, writes nothing to it, and loses no answer in hand' -Skip:$IsWindows -ForEach @(
        @{ Shown = 'emptied'; Change = { [System.IO.File]::WriteAllText($journal, '') }; Because = 'shortened' }
        @{ Shown = 'shortened'; Change = { $file = [System.IO.File]::Open($journal, 'Open', 'Write', 'ReadWrite'); $file.SetLength(20); $file.Dispose() }; Because = 'shortened' }
        @{ Shown = 'overwritten'; Change = { [System.IO.File]::WriteAllText($journal, 'x' * (Get-Item $journal).Length) }; Because = 'no longer a journal' }
        @{ Shown = 'overwritten in its middle'; Change = { $file = [System.IO.File]::Open($journal, 'Open', 'Write', 'ReadWrite'); $file.Position = $file.Length / 2; $file.WriteByte(120); $file.Dispose() }; Because = 'overwrote a part' }
        @{ Shown = 'appended to'; Change = { Add-Content $journal 'more' }; Because = 'another program wrote to it' }
        @{ Shown = 'deleted'; Change = { Remove-Item $journal }; Because = 'deleted, renamed or replaced' }
        @{ Shown = 'renamed'; Change = { Move-Item $journal "$journal.old" }; Because = 'deleted, renamed or replaced' }
        @{ Shown = 'replaced'; Change = { Copy-Item $journal "$journal.new"; Move-Item "$journal.new" $journal -Force }; Because = 'deleted, renamed or replaced' }
    ) {
        $null = $server.Enqueue((New-Answer 1)).Enqueue((New-LateAnswer 2 second)).Enqueue((New-LateAnswer 3 second))
        $run = Start-Run @'
            'q1' | Invoke-ChatCompletion @ask | ForEach-Object { "$($_.InputObject)=$($_.Content)" }
            try { 1..9 | ForEach-Object { "q$_" } | Invoke-ChatCompletion @ask -ThrottleLimit 2 | ForEach-Object { "$($_.InputObject)=$($_.Content)" } }
            catch { $_.FullyQualifiedErrorId; "$_" }
'@
        $null = $server.WaitForRequest(2, 30000)
        . $Change
        $before = @(Get-ChildItem "$journal*" | ForEach-Object { $_.Name; Get-Content $_ -Raw })
        $null = $server.Release('second')
        $output = Receive-Run $run
        # The first one again, from the journal, then the two in flight, in the order of the input whichever of them arrived at the server first.
        $asked = @(Get-Asked)
        $inFlight = 'q2', 'q3' | ForEach-Object { "$_=$([array]::IndexOf($asked, $_) + 1)" }
        $output[4] | Should -BeExactly 'JournalFailed,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $output[5] | Should -BeLike "*can no longer be written*$Because*"
        $output[0..3] | Should -BeExactly (@('q1=1', 'q1=1') + $inFlight)
        $server.Requests.Count | Should -Be 3
        @(Get-ChildItem "$journal*" | ForEach-Object { $_.Name; Get-Content $_ -Raw }) | Should -BeExactly $before
    }

    It 'can be read and written by its user only' -Skip:$IsWindows {
        $null = Invoke-ChatCompletion hi @ask
        [System.IO.File]::GetUnixFileMode($journal) | Should -Be ([System.IO.UnixFileMode] 'UserRead, UserWrite')
    }

    It 'holds no key and no header, not even where a server echoes them' {
        $key = 'sk-canary+/' + [guid]::NewGuid().ToString('N')
        $header = 'header-canary-' + [guid]::NewGuid().ToString('N')
        $null = Set-ChatProvider journal-keys -Scope Session -ApiBase $server.BaseUrl -ApiKey (ConvertTo-SecureString $key -AsPlainText -Force) -Headers @{ 'X-Secret' = ConvertTo-SecureString $header -AsPlainText -Force } -Model m
        try {
            $null = $server.Enqueue((New-Answer "You sent $key and $header")).Enqueue([ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"$($key.Replace('/', '\/'))`"}}", 400)).Enqueue([ScriptedServers.Reply]::Sse((New-EventJson "part $key")))
            'a', 'b', "my key is $key" | Invoke-ChatCompletion -Provider journal-keys -JournalPath $journal -ThrottleLimit 1 -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue |
                ForEach-Object Content | Should -BeExactly "You sent $key and $header"
            $server.Requests[0].Headers['Authorization'] | Should -BeExactly "Bearer $key"
            $text = Get-Content $journal -Raw
            foreach ($secret in $key, $key.Replace('/', '\/'), $header, 'canary', 'Authorization') { $text.Contains($secret) | Should -BeFalse -Because $secret }
            $entries = Get-ChatJournal $journal
            $entries.Count | Should -Be 3
            # The answer is shown without its keys, and is asked again.
            $entries[0].ErrorKind, $entries[0].Content, $entries[0].Complete | Should -Be 'AnswerNotKept', 'You sent *** and ***', $false
            @($warnings).Count | Should -Be 1
            "$warnings" | Should -BeLike '*not kept in the journal*key*sends the question again*'
            Invoke-ChatCompletion a -Provider journal-keys -JournalPath $journal | ForEach-Object FromJournal | Should -BeFalse
            Invoke-ChatCompletion a -Provider journal-keys -JournalPath $journal | ForEach-Object FromJournal | Should -BeTrue
        }
        finally { Remove-ChatProvider journal-keys }
    }

    It 'outputs an answer that is not kept before its warning can end the pipeline' {
        $key = 'sk-canary-' + [guid]::NewGuid().ToString('N')
        $null = Set-ChatProvider journal-keys -Scope Session -ApiBase $server.BaseUrl -ApiKey (ConvertTo-SecureString $key -AsPlainText -Force) -Model m
        try {
            $null = $server.Enqueue((New-Answer $key))
            $answers = [System.Collections.ArrayList]::new()
            $null = Get-TerminatingError { Invoke-ChatCompletion a -Provider journal-keys -JournalPath $journal -WarningAction Stop 3>$null | ForEach-Object { $answers.Add($_) } }
            $answers.Content | Should -BeExactly $key
        }
        finally { Remove-ChatProvider journal-keys }
    }

    It 'gives each answer back as it came, whatever word the key is: <_>' -ForEach 'none', 'ollama', '2026', 'a', 'message', 'true', 'content', 'key', 'null', '"}],"' {
        $key = $_
        $null = Set-ChatProvider "journal-$(($key -replace '\W') + 'x')" -Scope Session -ApiBase $server.BaseUrl -ApiKey (ConvertTo-SecureString $key -AsPlainText -Force) -Model $key
        $name = "journal-$(($key -replace '\W') + 'x')"
        try {
            $content = "none ollama 2026 a message true content key null $key"
            $null = $server.Enqueue((New-Answer $content -More ',"usage":{"total_tokens":2026,"key":"none"},"message":{"content":true,"key":null}')).Enqueue((New-Answer $content))
            $first = Invoke-ChatCompletion "Is $key a key?" -Provider $name -JournalPath $journal -WarningVariable warnings -WarningAction SilentlyContinue
            $again = Invoke-ChatCompletion "Is $key a key?" -Provider $name -JournalPath $journal -WarningAction SilentlyContinue
            $again.Content | Should -BeExactly $content
            # It is kept exactly, or asked again with a word of it.
            $again.FromJournal | Should -Be (@($warnings).Count -eq 0)
            if ($again.FromJournal) {
                $leaveOut = 'FromJournal', 'InputObject', 'History'
                $again | Select-Object * -ExcludeProperty $leaveOut | ConvertTo-Json -Depth 9 | Should -BeExactly ($first | Select-Object * -ExcludeProperty $leaveOut | ConvertTo-Json -Depth 9)
            }
            $entry = @(Get-ChatJournal $journal)[0]
            $entry.Key | Should -Match '^[0-9a-f]{64}$'
            $entry.Provider | Should -BeExactly $name
            @($entry.Request.Keys) | Should -BeExactly 'model', 'messages'
        }
        finally { Remove-ChatProvider $name }
    }

    It 'holds no value that is named like a secret' {
        $canary = 'canary-' + [guid]::NewGuid().ToString('N')
        $null = $server.Enqueue((New-Answer fine)).Enqueue((New-Answer "said $canary"))
        $more = @{ api_key = $canary; extra_headers = @{ Authorization = "Bearer $canary"; 'X-Other' = 'plain' }; password = 471147114711 }
        'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -AdditionalParameters $more -Metadata @{ access_token = $canary } -WarningVariable warnings -WarningAction SilentlyContinue |
            ForEach-Object Content | Should -BeExactly 'fine', "said $canary"
        $text = Get-Content $journal -Raw
        foreach ($secret in 'canary', '4711') { $text.Contains($secret) | Should -BeFalse -Because $secret }
        $entries = Get-ChatJournal $journal
        $entries[0].Request.api_key, $entries[0].Request.extra_headers.Authorization, $entries[0].Request.extra_headers.'X-Other', $entries[0].Request.metadata.access_token | Should -BeExactly '***', '***', 'plain', '***'
        $entries.ErrorKind | Should -BeExactly $null, 'AnswerNotKept'
        @($warnings).Count | Should -Be 1
        ('a' | Invoke-ChatCompletion @ask -AdditionalParameters $more -Metadata @{ access_token = $canary }).FromJournal | Should -BeTrue
        # Another secret can be another account's.
        $more.api_key += 'x'
        ('a' | Invoke-ChatCompletion @ask -AdditionalParameters $more -Metadata @{ access_token = $canary }).FromJournal | Should -BeFalse
    }

    It 'keeps the answers of providers apart, and goes on with a renewed key' {
        function Set-Key([string] $Name, [string] $Key) { $null = Set-ChatProvider $Name -Scope Session -ApiBase $server.BaseUrl -ApiKey (ConvertTo-SecureString $Key -AsPlainText -Force) -Model m }
        Set-Key agent-a 'hl-agent-a-0123456789'
        Set-Key agent-b 'hl-agent-b-0123456789'
        try {
            $null = $server.Enqueue((New-Answer A)).Enqueue((New-Answer B))
            foreach ($isAgain in $false, $true) {
                foreach ($agent in 'a', 'b') {
                    $answer = Invoke-ChatCompletion hi -Provider "agent-$agent" -JournalPath $journal -WarningVariable warnings
                    $answer.Content, $answer.FromJournal, $warnings.Count | Should -Be $agent.ToUpperInvariant(), $isAgain, 0
                }
            }
            $text = Get-Content $journal -Raw
            $text.Contains('hl-agent') | Should -BeFalse
            # Nobody but the user can know whether it is still the same agent.
            Set-Key agent-a 'hl-agent-a-renewed-0123456789'
            $answers = 'hi', 'hi' | Invoke-ChatCompletion -Provider AGENT-A -JournalPath $journal -WarningVariable warnings -WarningAction SilentlyContinue
            $answers.FromJournal | Should -Be $true, $false
            @($warnings).Count | Should -Be 1
            "$warnings" | Should -BeLike "*key of 'agent-a'*another agent*"
        }
        finally { Remove-ChatProvider agent-a, agent-b }
    }

    It 'says where <Was> became <Is>' -ForEach @(
        @{ Was = 'none'; Is = 'hl-agent-a-0123456789' }
        @{ Was = 'hl-agent-a-0123456789'; Is = 'none' }
        @{ Was = ''; Is = 'hl-agent-a-0123456789' }
    ) {
        function Set-Key([string] $Key) {
            Remove-ChatProvider journal-short -ErrorAction Ignore
            $more = if ($Key) { @{ ApiKey = ConvertTo-SecureString $Key -AsPlainText -Force } } else { @{} }
            $null = Set-ChatProvider journal-short -Scope Session -ApiBase $server.BaseUrl -Model m @more
        }
        try {
            $null = $server.Enqueue((New-Answer A))
            Set-Key $Was
            $null = Invoke-ChatCompletion hi -Provider journal-short -JournalPath $journal -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
            Set-Key $Is
            $again = Invoke-ChatCompletion hi -Provider journal-short -JournalPath $journal -WarningVariable warnings -WarningAction SilentlyContinue
            $again.FromJournal | Should -BeTrue
            "$warnings" | Should -BeLike "*key of 'journal-short'*"
        }
        finally { Remove-ChatProvider journal-short }
    }

    It 'goes on with each new token of a command, without a word' {
        $script:tokens = 0
        $null = Set-ChatProvider journal-token -Scope Session -ApiBase $server.BaseUrl -Model m -ApiKeyCommand { ConvertTo-SecureString "token-0123456789-$([guid]::NewGuid())" -AsPlainText -Force }
        try {
            $null = Invoke-ChatCompletion hi -Provider journal-token -JournalPath $journal
            $null = Set-ChatProvider journal-token -Scope Session -ApiKeyCommand { ConvertTo-SecureString 'token-9876543210-other' -AsPlainText -Force }
            $answer = Invoke-ChatCompletion hi -Provider journal-token -JournalPath $journal -WarningVariable warnings
            $answer.FromJournal, $warnings.Count | Should -Be $true, 0
        }
        finally { Remove-ChatProvider journal-token }
    }

    It 'knows a request to the last digit of a number' {
        foreach ($digit in 0, 1, 0) {
            $null = Invoke-ChatCompletion hi @ask -AdditionalParameters "{`"x\`":12345678901234567890123456789$digit}".Replace('\', '')
        }
        $server.Requests.Count | Should -Be 2
    }

    It 'refuses <Shown>, and leaves it as it is' -ForEach @(
        @{ Shown = 'a file of somebody else'; Make = { Set-Content $journal 'Id,Name' }; Because = '*not a journal*' }
        @{ Shown = 'a link'; Make = { $null = New-Item "$journal.target"; $null = New-Item -ItemType SymbolicLink $journal -Target "$journal.target" }; Because = '*symbolic link*' }
        @{ Shown = 'a folder'; Make = { $null = New-Item -ItemType Directory $journal }; Because = '*folder*' }
        @{ Shown = 'a file in a folder that is not there'; Make = { $journal = "$journal/none/run.jsonl" }; Because = '*no such folder*' }
        @{ Shown = 'a newer format'; Make = { Set-Content $journal '{"chatJournal":4,"key":"x"}' }; Because = '*newer version*format 4*' }
        @{ Shown = 'an older format'; Make = { Set-Content $journal '{"chatJournal":2,"key":"x"}' }; Because = '*older version*format 2*' }
    ) {
        . $Make
        $ask.JournalPath = $journal
        $before = [System.IO.File]::Exists($journal) ? (Get-Content $journal -Raw) : $null
        $refused = Get-TerminatingError { 'a', 'b' | Invoke-ChatCompletion @ask }
        $refused.FullyQualifiedErrorId | Should -BeLike 'JournalFailed,*'
        "$refused" | Should -BeLike $Because
        $server.Requests.Count | Should -Be 0
        [System.IO.File]::Exists($journal) ? (Get-Content $journal -Raw) : $null | Should -BeExactly $before
    }

    It 'warns of lines that are damaged or torn, and asks what they answered' {
        $null = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -ThrottleLimit 1
        $lines = Get-Content $journal
        Set-Content $journal -NoNewline ($lines[0] + "`n" + $lines[1].Replace('"answer"', 'answer') + "`n" + $lines[2].Substring(0, 90))
        $answers = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -ThrottleLimit 1 -WarningVariable warnings -WarningAction SilentlyContinue
        $answers.FromJournal | Should -Be $true, $false, $false
        $warnings.Count | Should -Be 2
        $warnings[0] | Should -BeLike "*Line 2 of the journal*$journal*damaged*"
        $warnings[1] | Should -BeLike '*last line*incomplete*'
        $again = 'a', 'b', 'c' | Invoke-ChatCompletion @ask -WarningVariable warnings -WarningAction SilentlyContinue
        $again.FromJournal | Should -Be $true, $true, $true
        # The first run has asked again what the torn line began, and a killed run leaves no other damage.
        $warnings | Should -BeLike '*Line 2 of the journal*damaged*'
        (Get-ChatJournal $journal -WarningVariable warnings -WarningAction SilentlyContinue).Count | Should -Be 3
        $warnings | Should -BeLike '*Line 2 of the journal*damaged*'
        $said = Get-ChatJournal $journal -Verbose 4>&1 3>$null | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$said" | Should -BeLike "*Line 3 of the journal*$journal*not finished*"
    }

    It 'is free for the next run where its first warning ended the one before' {
        $null = 'a', 'b' | Invoke-ChatCompletion @ask -ThrottleLimit 1
        $lines = Get-Content $journal
        Set-Content $journal ($lines[0].Replace('"answer"', 'answer') + "`n" + $lines[1])
        $ended = Get-TerminatingError { 'a', 'b' | Invoke-ChatCompletion @ask -WarningAction Stop 3>$null }
        $ended.FullyQualifiedErrorId | Should -BeLike 'ActionPreferenceStop,*'
        $server.Requests.Count | Should -Be 2
        ('a', 'b' | Invoke-ChatCompletion @ask -WarningAction SilentlyContinue).FromJournal | Should -Be $false, $true
    }

    It 'is found from where PowerShell stands, and its name taken literally' {
        $null = New-Item -ItemType Directory "$TestDrive/place" -Force
        Push-Location "$TestDrive/place"
        try {
            $null = Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -JournalPath '[a]*.jsonl'
            (Get-ChatJournal '[a]*.jsonl').Content | Should -BeExactly 'Paris.'
        }
        finally { Pop-Location }
        [System.IO.File]::Exists("$TestDrive/place/[a]*.jsonl") | Should -BeTrue
    }

    It 'does not go with -Stream, nor with what is no file' {
        Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream } | Should -BeLike '*-JournalPath*-Stream*'
        $ask.JournalPath = 'env:x'
        Get-TerminatingError { Invoke-ChatCompletion hi @ask } | Should -BeLike '*-JournalPath takes a file*'
        $ask.JournalPath = "a`0b"
        Get-TerminatingError { Invoke-ChatCompletion hi @ask } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $server.Requests.Count | Should -Be 0
        Test-Path $journal | Should -BeFalse
    }

    It 'is not made by a call that is wrong' {
        $null = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Temperature 3 }
        Test-Path $journal | Should -BeFalse
    }

    It 'keeps who answered in whose place, and asks nobody again' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{}', 501))
        foreach ($isAgain in $false, $true) {
            $answer = Invoke-ChatCompletion hi @ask -Fallbacks other
            $answer.FromJournal, $answer.FallbackFrom, $answer.Attempts | Should -Be $isAgain, "$(([uri] $server.BaseUrl).Authority)/m", 2
        }
        $server.Requests.Count | Should -Be 2
        # Without this fallback the call asks nobody but its model, and then it has an answer of its own.
        foreach ($more in @{}, @{ Fallbacks = 'third' }) {
            $null = (Get-Item $journal).CopyTo("$journal.copy", $true)
            $answer = Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -JournalPath "$journal.copy" @more
            $answer.FromJournal, $answer.FallbackFrom | Should -Be $false, $null
        }
        (Invoke-ChatCompletion hi @ask -Fallbacks 'third', 'other').FromJournal | Should -BeTrue
    }
}

Describe 'Get-ChatJournal' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $journal = "$TestDrive/run.jsonl"
        $null = $server.Enqueue((New-Answer 'Yes.' -More ',"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"cost":0.1}')).
            Enqueue((New-Answer "No`e[31m, `"so`"." length ',"usage":{"prompt_tokens":20,"completion_tokens":4,"total_tokens":24,"cost":0.2}')).
            Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"bad \u001b]0;t\u0007"}}', 400))
        $null = 'a', 'b', 'c' | Invoke-ChatCompletion -ApiBase $server.BaseUrl -Model "m`e[1m" -JournalPath $journal -ThrottleLimit 1 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
    }
    AfterAll { $server.Dispose() }

    It 'gives each call, with what was sent and what came' {
        $entries = Get-ChatJournal $journal
        $entries.Count | Should -Be 3
        $entries[0].Completion.Content | Should -BeExactly 'Yes.'
        $entries[0].Completion.FromJournal | Should -BeTrue
        $entries[0].TotalTokens, $entries[0].Cost, $entries[0].Attempts, $entries[0].Provider | Should -Be 12, 0.1, 1, ([uri] $server.BaseUrl).Authority
        $entries[0].Duration | Should -BeGreaterOrEqual 0
        $entries[0].Request.messages[0].content | Should -BeExactly 'a'
        $entries.Complete | Should -Be $true, $false, $false
        $entries[2].ErrorKind | Should -BeExactly BadRequest
        $entries.Time | Should -Be ($entries.Time | Sort-Object)
        [Math]::Abs(([datetimeoffset]::Now - $entries[0].Time).TotalMinutes) | Should -BeLessThan 10
        $entries[0].Key | Should -Match '^[0-9a-f]{64}$'
    }

    It 'gives the totals' {
        $totals = Get-ChatJournal $journal -Summary
        $totals.Calls, $totals.Answered, $totals.Failed, $totals.Incomplete | Should -Be 3, 2, 1, 1
        $totals.PromptTokens, $totals.CompletionTokens, $totals.TotalTokens | Should -Be 30, 6, 36
        $totals.Cost | Should -BeExactly 0.3
        $totals.FirstTime | Should -BeLessOrEqual $totals.LastTime
    }

    It 'takes files from the pipeline, and goes on after one that is none' {
        Set-Content "$TestDrive/other.jsonl" other
        $totals = Get-ChildItem "$TestDrive/*.jsonl" | Get-ChatJournal -Summary -ErrorVariable failed -ErrorAction SilentlyContinue
        $totals.Calls | Should -Be 3
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'JournalFailed,*'
        Get-TerminatingError { Get-ChatJournal "$TestDrive/none.jsonl" } | Should -BeLike '*no such file*'
    }

    It 'refuses what is no file at once: <_>' -Skip:(-not $IsLinux) -ForEach 'pipe', '/dev/zero', '/dev/null', '/dev/full', '/', '/dev/fd/0' {
        $path = [System.IO.Path]::Combine("$TestDrive", $_)
        if ($_ -eq 'pipe') { mkfifo $path }
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $shell = [powershell]::Create().AddScript({
            param($Manifest, $Path)
            Import-Module $Manifest
            foreach ($call in { Get-ChatJournal $Path }, { Get-ChatJournal $Path -Summary }, { Invoke-ChatCompletion hi -Provider Mock -JournalPath $Path }) {
                try { & $call; 'read' } catch { $_.FullyQualifiedErrorId }
            }
        }).AddArgument((Get-Manifest)).AddArgument($path)
        $running = $shell.BeginInvoke()
        $running.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        $shell.EndInvoke($running) | Should -BeLike 'JournalFailed,*'
        $shell.Dispose()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'can be stopped in a line without end' {
        $path = "$TestDrive/endless.jsonl"
        [System.IO.File]::WriteAllText($path, '{"chatJournal":')
        $file = [System.IO.File]::OpenWrite($path)
        $file.SetLength(900MB)
        $file.Dispose()
        $shell = [powershell]::Create().AddScript({ param($Manifest, $Path) Import-Module $Manifest; 'loaded'; Get-ChatJournal $Path }).AddArgument((Get-Manifest)).AddArgument($path)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $null = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
        while ($output.Count -eq 0) { Start-Sleep -Milliseconds 10 }
        Start-Sleep -Milliseconds 100
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
        $shell.Dispose()
        Remove-Item $path
    }

    It 'gives an answer without a conversation where what was sent is none: <_>' -ForEach '[{"role":"user"}]', '[1]', '[]', '"x"', '[{"role":"user","content":"a"},null]' {
        (Get-Content $journal)[0] -replace '"messages":\[.*?\]', "`"messages`":$_" | Set-Content "$TestDrive/other.jsonl"
        $entry = Get-ChatJournal "$TestDrive/other.jsonl"
        $entry.Content | Should -BeExactly 'Yes.'
        $entry.Completion.Complete | Should -BeTrue
        Remove-Item "$TestDrive/other.jsonl"
    }

    It 'gives warnings in their places' {
        $lines = Get-Content $journal
        Set-Content "$TestDrive/damaged.jsonl" ($lines[0] + "`n{`"chatJournal`":3,key`n" + $lines[1])
        $got = Get-ChatJournal "$TestDrive/damaged.jsonl" 3>&1
        $got | ForEach-Object { $_.GetType().Name } | Should -BeExactly 'ChatJournalEntry', 'WarningRecord', 'ChatJournalEntry'
        Remove-Item "$TestDrive/damaged.jsonl"
    }

    It 'stops when enough was read' {
        (Get-ChatJournal $journal | Select-Object -First 1).Content | Should -BeExactly 'Yes.'
    }

    It 'gives answers that know their conversation' {
        $answer = (Get-ChatJournal $journal)[0].Completion | Invoke-ChatCompletion 'Why?' -Provider Mock -Model echo
        $answer.History.Content | Should -BeExactly 'a', 'Yes.', 'Why?', 'Why?'
    }

    It 'makes rows of CSV and XML that show everything' {
        $rows = Get-ChatJournal $journal | ConvertTo-Csv | ConvertFrom-Csv
        $rows[0].Request | Should -BeLike '{"model":"m*","messages":*"content":"a"*'
        $rows[0].Completion | Should -BeExactly 'Yes.'
        Get-ChatJournal $journal | Export-Clixml "$TestDrive/entries.xml"
        (Import-Clixml "$TestDrive/entries.xml")[1].Completion.Choices[0].Message.Content | Should -BeExactly "No`e[31m, `"so`"."
    }

    It 'is shown as a table that cannot steer the terminal' {
        $before = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        try { $shown = Get-ChatJournal $journal | Out-String -Width 200 } finally { $PSStyle.OutputRendering = $before }
        $shown | Should -Match 'Time\s.*Provider\s.*Model\s.*Tokens.*End\s.*Content'
        $shown | Should -Match '127\.0\.0\.1:\S+ +m.* 12 .*stop +Yes\.'
        $shown | Should -Match 'BadRequest +.*bad'
        $shown | Should -Not -Match '\a|\e\]|\e\[31m,|m\e\[1m '
    }
}
