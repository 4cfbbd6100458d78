# -Message as a script block: a question of each piped object.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    # Asks Mock's model echo, so that an answer's content is the question.
    $ask = @{ Provider = 'Mock'; Model = 'echo' }
    $failing = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failures' }
}

Describe 'A script block' {
    It 'sees each object as $_ and as $PSItem, and gives its text' {
        $answers = [pscustomobject]@{ Subject = 'a' }, [pscustomobject]@{ Subject = 'b' } | Invoke-ChatCompletion { "Classify: $($_.Subject)$($PSItem.Subject)" } @ask
        $answers.Content | Should -BeExactly 'Classify: aa', 'Classify: bb'
        $answers.InputObject.Subject | Should -BeExactly 'a', 'b'
    }

    It 'sees the caller''s local variables and functions, and the rest of its scope' {
        function Get-Shout([string] $Text) { $Text.ToUpperInvariant() }
        function Invoke-Local([string] $Prefix) { $local = '!'; 'a', 'b' | Invoke-ChatCompletion { "$Prefix $(Get-Shout $_)$local" } @ask | ForEach-Object Content }
        Invoke-Local hello | Should -BeExactly 'hello A!', 'hello B!'
    }

    It 'keeps what it assigns, as in ForEach-Object, and leaves $_ as it was' {
        $i = 0
        $kept = 'mine'
        'outer' | ForEach-Object {
            (5, 6, 7 | Invoke-ChatCompletion { $i++; $kept += $_; "$i-$_" } @ask).Content | Should -BeExactly '1-5', '2-6', '3-7'
            $_ | Should -BeExactly 'outer'
            $PSItem | Should -BeExactly 'outer'
        }
        $i | Should -Be 3
        $kept | Should -BeExactly 'mine567'
    }

    It 'runs as ForEach-Object would run it: <_>' -ForEach @(
        { $n++; "n $n" }
        { $n += $_; $list += , $_; "q $n $($list.Count)" }
        { if ($_ -eq 1) { $first = "seen $_" }; "q $first" }
        { [int] $n = $n + 1; "q $n $($n.GetType().Name)" }
        { $a, $n = $n, $_; "q $a $n" }
        { $map[$_] = "v$_"; "q $($map.Count)" }
        { foreach ($x in 1, 2) { $n += $x }; "q $n" }
        { Set-Variable n ($n + 1); "q $n" }
        { $local:n = $n + 1; "q $n" }
        { if ($_ -eq 1) { function Get-It { 'it' } }; "q $(Get-It)" }
        { ForEach-Object { $n++ }; "q $n" }
        { . { $n++ }; "q $n" }
        { & { $n++ }; "q $n" }
        { "q $(@($input).Count) $($args.Count)" }
        { process { $n++; "q $_ $n" } }
        { $_ = 'changed'; "q $_ $PSItem" }
        { param($value) "q $value $_" }
        { try { $n++; throw 'x' } catch { "q $n $_" } }
        { $OFS = '-'; "q $(1, 2)" }
        { $null = 'ab' -match "(?<one>.)"; "q $($Matches.one)" }
    ) {
        function Invoke-Apart([scriptblock] $Call) { $n = 0; $list = @(); $map = @{}; $OFS = ' '; "$(& $Call)"; "left: $n $($list.Count) $($map.Count) $first $OFS $(Get-Command Get-It -ErrorAction Ignore)" }
        $block = $_
        # Bound to the file's scope, as a script block that is written down is to its own.
        $asked = Invoke-Apart { 1..3 | Invoke-ChatCompletion $block @ask | ForEach-Object Content }
        $asked | Should -BeExactly (Invoke-Apart { 1..3 | ForEach-Object $block })
    }

    It 'counts in <Place>' -ForEach @(
        @{ Place = 'a function'; Count = { function Invoke-Count { $i = 0; $null = 1..3 | Invoke-ChatCompletion { $i++; "q $i" } @ask; $i }; Invoke-Count } }
        @{ Place = 'a script block'; Count = { & { $i = 0; $null = 1..3 | Invoke-ChatCompletion { $i++; "q $i" } @ask; $i } } }
        @{ Place = 'a module'; Count = { & (New-Module { function Invoke-Count($ask) { $i = 0; $null = 1..3 | Invoke-ChatCompletion { $i++; "q $i" } @ask; $i } }) { Invoke-Count $args[0] } $ask } }
        @{ Place = 'another pipeline'; Count = { $i = 0; 1 | ForEach-Object { $null = 1..3 | Invoke-ChatCompletion { $i++; "q $i" } @ask }; $i } }
        @{ Place = 'a stream'; Count = { $i = 0; $null = 1..3 | Invoke-ChatCompletion { $i++; "q $i" } @ask -Stream; $i } }
        @{ Place = 'a function behind others'; Count = { $i = 0; function Get-Some { process { $i = 10; $_ } }; $null = 1..3 | Get-Some | Invoke-ChatCompletion { $i++; "q $i" } @ask; $i } }
        @{ Place = 'a scope that fails for an item'; Count = { $i = 0; $null = 1..3 | Invoke-ChatCompletion { $i++; if ($_ -eq 2) { throw 'no' }; "q $i" } @ask @failing; $i } }
        @{ Place = 'a file'; Count = { Set-Content $TestDrive/count.ps1 'param($ask) $i = 0; $null = 1..3 | Invoke-ChatCompletion { $i++; "q $i" } @ask; $i'; & $TestDrive/count.ps1 $ask } }
    ) {
        & $Count | Should -Be 3
    }

    It 'has no word of what runs it in its own names' {
        $seen = 'x' | Invoke-ChatCompletion { "$($args.Count) $(@($input)) $($MyInvocation.BoundParameters.Count)" } @ask
        $seen.Content | Should -BeExactly ('x' | ForEach-Object { "$($args.Count) $(@($input)) $($MyInvocation.BoundParameters.Count)" })
        { 'x' | Invoke-ChatCompletion { Set-StrictMode -Version Latest; "$_" } @ask } | Should -Not -Throw
        Set-StrictMode -Off
    }

    It 'can count by $script: and by a closure' {
        $script:count = 0
        (5, 6, 7 | Invoke-ChatCompletion { $script:count++; "$script:count-$_" } @ask).Content | Should -BeExactly '1-5', '2-6', '3-7'
        $prefix = 'then'
        $block = { "$prefix $_" }.GetNewClosure()
        $prefix = 'now'
        ('x' | Invoke-ChatCompletion $block @ask).Content | Should -BeExactly 'then x'
    }

    It 'of a module sees what is private to the module' {
        $module = New-Module -AsCustomObject { $private = 'secret sauce'; function Get-Block { { "$private $_" } } }
        ('x' | Invoke-ChatCompletion $module.'Get-Block'() @ask).Content | Should -BeExactly 'secret sauce x'
    }

    It 'may ask questions itself' {
        $answers = 'a', 'b' | Invoke-ChatCompletion { "of $(($_, 'z' | Invoke-ChatCompletion { "inner $_" } @ask).Content)" } @ask
        $answers.Content | Should -BeExactly 'of inner a inner z', 'of inner b inner z'
    }

    It 'works in ForEach-Object -Parallel' {
        $manifest = Get-Manifest
        1..4 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            $own = $_ * 10
            ($_ | Invoke-ChatCompletion { "q $_ $own" } -Provider Mock -Model echo).Content
        } | Sort-Object | Should -BeExactly 'q 1 10', 'q 2 20', 'q 3 30', 'q 4 40'
    }

    It 'takes <Shown> as an object like any other' -ForEach @(
        @{ Shown = 'a message'; Value = { New-ChatMessage hi } }
        @{ Shown = 'an answer'; Value = { Invoke-ChatCompletion hi -Provider Mock -Model echo } }
        @{ Shown = 'a model, which is asked itself'; Value = { Get-ChatModel echo -Provider Mock } }
        @{ Shown = 'a row with a role'; Value = { [pscustomobject]@{ role = 'user'; content = 'hi' } } }
    ) {
        (& $Value | Invoke-ChatCompletion { "type $($_.GetType().Name)" } @ask).Content | Should -BeExactly "type $((& $Value).GetType().Name)"
    }

    It 'may be asked of objects of several kinds' {
        ('a', 1, @{ x = 1 }, (New-ChatMessage b) | Invoke-ChatCompletion { "$($_.GetType().Name)" } @ask).Content | Should -BeExactly 'String', 'Int32', 'Hashtable', 'ChatMessage'
    }

    It 'skips $null' {
        ($null, 1, $null | Invoke-ChatCompletion { "q $_" } @ask).Content | Should -BeExactly 'q 1'
        @() | Invoke-ChatCompletion { "q $_" } @ask | Should -BeNullOrEmpty
    }

    It 'takes -InputObject as one object, as ForEach-Object does' {
        $answer = Invoke-ChatCompletion { "q $_" } -InputObject @(1, 2) @ask
        $answer.Content | Should -BeExactly 'q 1 2'
        $answer.InputObject | Should -Be @(1, 2)
    }

    It 'without input is a wrong call' {
        $failure = Get-TerminatingError { Invoke-ChatCompletion { 'q' } @ask }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -Match 'nothing is piped'
    }

    It 'makes the questions of streams, too' {
        $chunks = 1, 2 | Invoke-ChatCompletion { "q $_" } @ask -Stream
        -join $chunks.Content | Should -BeExactly 'q 1q 2'
        $chunks.Completion.InputObject | Should -Be 1, 2
    }
}

Describe 'What a script block gives' {
    It 'is <Question> of <Shown>' -ForEach @(
        @{ Shown = 'several texts: its lines'; Block = { 'a'; 'b' }; Question = "a`nb" }
        @{ Shown = 'a list of texts'; Block = { , @('a', 'b') }; Question = "a`nb" }
        @{ Shown = 'texts and $null'; Block = { 'a'; $null; 'b' }; Question = "a`nb" }
        @{ Shown = 'a number'; Block = { 1.5 }; Question = '1.5' }
        @{ Shown = 'a date'; Block = { [datetime]::new(2026, 2, 3) }; Question = '02/03/2026 00:00:00' }
        @{ Shown = 'an enum'; Block = { [System.DayOfWeek]::Friday }; Question = 'Friday' }
        @{ Shown = 'text with notes, as Get-Content''s'; Block = { 'a' | Add-Member -PassThru NoteProperty x 1 }; Question = 'a' }
        @{ Shown = 'return'; Block = { return 'a'; 'b' }; Question = 'a' }
        @{ Shown = 'an answer: its text'; Block = { Invoke-ChatCompletion inner -Provider Mock -Model echo }; Question = 'inner' }
    ) {
        (Use-Culture de-DE { 1 | Invoke-ChatCompletion $Block @ask }).Content | Should -BeExactly $Question
    }

    It 'is a message with an image, sent as it is' {
        $server = Start-Server
        try {
            $null = 'https://example.com/a.png' | Invoke-ChatCompletion { New-ChatMessage 'What is it?' -Image $_ } -ApiBase $server.BaseUrl -Model m
            $server.Requests[0].Body | Should -BeExactly '{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]}'
        }
        finally { $server.Dispose() }
    }

    It 'is several messages, of any form, behind those of the parameters' {
        $server = Start-Server
        try {
            $null = 'x' | Invoke-ChatCompletion { New-ChatMessage A; @{ role = 'assistant'; content = 'B' }; [pscustomobject]@{ role = 'user'; content = "C $_" } } -ApiBase $server.BaseUrl -Model m -Instructions S
            $server.Requests[0].Body | Should -BeExactly '{"model":"m","messages":[{"role":"system","content":"S"},{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"C x"}]}'
        }
        finally { $server.Dispose() }
    }

    It 'is the item''s error where it is <Shown>, and the others go on in order' -ForEach @(
        @{ Shown = 'nothing'; Block = { if ($_ -ne 2) { "q $_" } }; Says = 'no question' }
        @{ Shown = 'empty'; Block = { if ($_ -ne 2) { "q $_" } else { '' } }; Says = 'no question' }
        @{ Shown = 'white space'; Block = { if ($_ -ne 2) { "q $_" } else { " `n" } }; Says = 'no question' }
        @{ Shown = '$null'; Block = { if ($_ -ne 2) { "q $_" } else { $null } }; Says = 'no question' }
        @{ Shown = '$true'; Block = { if ($_ -ne 2) { "q $_" } else { $true } }; Says = 'true or false' }
        @{ Shown = 'an object'; Block = { if ($_ -ne 2) { "q $_" } else { [pscustomobject]@{ a = 1 } } }; Says = 'custom object.*Classify: \$\(\$_\.Subject\)' }
        @{ Shown = 'a hashtable'; Block = { if ($_ -ne 2) { "q $_" } else { @{ a = 1 } } }; Says = 'Hashtable' }
        @{ Shown = 'a secret'; Block = { if ($_ -ne 2) { "q $_" } else { ConvertTo-SecureString x -AsPlainText -Force } }; Says = 'SecureString' }
        @{ Shown = 'a text and a message'; Block = { "q $_"; if ($_ -eq 2) { New-ChatMessage x } }; Says = 'messages and texts' }
        @{ Shown = 'a malformed message'; Block = { if ($_ -ne 2) { "q $_" } else { @{ role = 'user'; content = 'x'; name = 5 } } }; Says = 'name must be text' }
        @{ Shown = 'thrown'; Block = { if ($_ -eq 2) { throw "cannot $_" }; "q $_" }; Says = 'failed for this item: cannot 2' }
        @{ Shown = 'the error of a cmdlet'; Block = { if ($_ -eq 2) { 'x' | ConvertFrom-Json } else { "q $_" } }; Says = 'failed for this item' }
        @{ Shown = 'the error of a method'; Block = { if ($_ -eq 2) { [int]::Parse('x') } else { "q $_" } }; Says = 'failed for this item' }
        @{ Shown = 'the error of a question in it'; Block = { if ($_ -eq 2) { (Invoke-ChatCompletion x -Provider Mock -Model none).Content } else { "q $_" } }; Says = 'does not exist' }
    ) {
        $answers = 1..3 | Invoke-ChatCompletion $Block @ask @failing
        $answers.Content | Should -BeExactly 'q 1', 'q 3'
        @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -like '*InvokeChatCompletionCommand' -and $_.TargetObject -eq 2 }).Count | Should -Be 1
        "$($failures[-1])" | Should -Match $Says
        $failures[-1].TargetObject | Should -Be 2
        $failures[-1].CategoryInfo.Category | Should -Be InvalidArgument
    }
}

Describe 'An error in a script block' {
    It 'that ends nothing is written, and the question is asked' {
        $ErrorActionPreference = 'Continue'
        $output = & { 1, 2 | Invoke-ChatCompletion { if ($_ -eq 1) { Write-Error 'a note' }; "q $_" } @ask } 2>&1
        $output | ForEach-Object { "$_" } | Should -BeExactly 'a note', 'q 1', 'q 2'
    }

    It 'that is to stop the script stops the pipeline: <Shown>' -ForEach @(
        @{ Shown = '-ErrorAction Stop'; Block = { if ($_ -eq 2) { Write-Error 'stop here' -ErrorAction Stop }; "q $_" } }
        @{ Shown = '$ErrorActionPreference'; Block = { $ErrorActionPreference = 'Stop'; if ($_ -eq 2) { Write-Error 'stop here' }; "q $_" } }
    ) {
        $answers = [System.Collections.ArrayList]::new()
        { 1..3 | Invoke-ChatCompletion $Block @ask -ThrottleLimit 1 | ForEach-Object { $null = $answers.Add($_.Content) } } | Should -Throw '*stop here*'
        $answers | Should -BeExactly 'q 1'
    }

    It 'is caught by a try of its own' {
        (1, 2 | Invoke-ChatCompletion { try { if ($_ -eq 1) { throw 'x' }; "q $_" } catch { "caught $_" } } @ask).Content | Should -BeExactly 'caught x', 'q 2'
    }

    It 'never is break or continue: those leave the loop around the pipeline' {
        $seen = [System.Collections.ArrayList]::new()
        foreach ($round in 1, 2) {
            $null = $seen.Add("begin $round")
            1..3 | Invoke-ChatCompletion { if ($_ -eq 2) { break }; "q $_" } @ask -ThrottleLimit 1 | ForEach-Object { $null = $seen.Add($_.Content) }
            $null = $seen.Add('not reached')
        }
        $seen | Should -BeExactly 'begin 1', 'q 1'
        $seen.Clear()
        foreach ($round in 1, 2) {
            1..3 | Invoke-ChatCompletion { if ($_ -eq 2) { continue }; "q $_" } @ask -ThrottleLimit 1 | ForEach-Object { $null = $seen.Add($_.Content) }
            $null = $seen.Add('not reached')
        }
        $seen | Should -BeExactly 'q 1', 'q 1'
    }

    It 'never is exit: that ends the script with its code' {
        $file = "$TestDrive/exit.ps1"
        "Import-Module '$(Get-Manifest)'; 1..3 | Invoke-ChatCompletion { if (`$_ -eq 2) { exit 7 }; `"q `$_`" } -Provider Mock -Model echo -ThrottleLimit 1 | ForEach-Object Content; 'not reached'" | Set-Content $file
        $output = & (Get-Process -Id $PID).Path -NoProfile -File $file
        $LASTEXITCODE | Should -Be 7
        $output | Should -BeExactly 'q 1'
    }

    It 'never is Ctrl+C: that stops the pipeline, and what is under way' {
        $server = Start-Server ([ScriptedServers.Reply]::Sse().Hang())
        $inside = [System.Threading.ManualResetEventSlim]::new()
        [AppDomain]::CurrentDomain.SetData('ScriptQuestion', $inside)
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-Manifest)'; 1, 2 | Invoke-ChatCompletion { if (`$_ -eq 2) { [AppDomain]::CurrentDomain.GetData('ScriptQuestion').Set(); Start-Sleep 60 }; 'q' } -ApiBase $($server.BaseUrl) -Model m")
            $running = $shell.BeginInvoke()
            $inside.Wait(5000) | Should -BeTrue
            $request = $server.WaitForRequest(0, 30000)
            $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(5000) | Should -BeTrue
            $request.WaitForClientClose(10000) | Should -BeTrue
            try { $null = $shell.EndInvoke($running) } catch [System.Management.Automation.PipelineStoppedException] { $null = $_ }
            $shell.Streams.Error | Should -BeNullOrEmpty
            $server.Requests.Count | Should -Be 1
        }
        finally {
            $shell.Dispose()
            $server.Dispose()
        }
    }
}
