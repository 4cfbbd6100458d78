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
            if (-not $Started.Process.WaitForExit(60000)) { $Started.Process.Kill(); throw "The script did not end: $($Started.Output.Result)" }
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
        "$refused" | Should -BeLike '*another run writes it*'
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
        "$refused" | Should -BeLike '*another run writes it*'
        @(Get-Content $journal).Count | Should -Be 1
        $null = $server.Release('second')
        $null = $server.WaitForRequest(2, 30000)
        # On Linux the reading above took the lock away; the second line took it again.
        Receive-Script (Start-Script "try { Invoke-ChatCompletion c @ask } catch { `"`$_`" }") | Should -BeLike '*another run writes it*'
        $null = $server.Release('third')
        (Receive-Run $run).Content | Should -BeExactly '1', '2', '3'
        $server.Requests.Count | Should -Be 3
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
            'a', 'b', "my key is $key" | Invoke-ChatCompletion -Provider journal-keys -JournalPath $journal -ThrottleLimit 1 -ErrorAction SilentlyContinue | ForEach-Object Content | Should -BeExactly "You sent $key and $header"
            $server.Requests[0].Headers['Authorization'] | Should -BeExactly "Bearer $key"
            $text = Get-Content $journal -Raw
            $text.Contains('You sent *** and ***') | Should -BeTrue
            foreach ($secret in $key, $key.Replace('/', '\/'), $header, 'canary', 'Authorization') { $text.Contains($secret) | Should -BeFalse -Because $secret }
            (Get-ChatJournal $journal).Count | Should -Be 3
        }
        finally { Remove-ChatProvider journal-keys }
    }

    It 'refuses <Shown>, and leaves it as it is' -ForEach @(
        @{ Shown = 'a file of somebody else'; Make = { Set-Content $journal 'Id,Name' }; Because = '*no journal*' }
        @{ Shown = 'a link'; Make = { $null = New-Item "$journal.target"; $null = New-Item -ItemType SymbolicLink $journal -Target "$journal.target" }; Because = '*symbolic link*' }
        @{ Shown = 'a folder'; Make = { $null = New-Item -ItemType Directory $journal }; Because = '*folder*' }
        @{ Shown = 'a file in a folder that is not there'; Make = { $journal = "$journal/none/run.jsonl" }; Because = '*no such folder*' }
        @{ Shown = 'a newer format'; Make = { Set-Content $journal '{"chatJournal":2,"key":"x"}' }; Because = '*newer version*' }
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
        $warnings[1] | Should -BeLike '*last line*not whole*'
        ('a', 'b', 'c' | Invoke-ChatCompletion @ask -WarningAction SilentlyContinue).FromJournal | Should -Be $true, $true, $true
        (Get-ChatJournal $journal -WarningVariable warnings -WarningAction SilentlyContinue).Count | Should -Be 3
        $warnings.Count | Should -Be 2
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
