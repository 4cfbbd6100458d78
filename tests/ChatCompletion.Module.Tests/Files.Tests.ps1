# Piped files: their contents with -FileContent, else a warning; and other input that is not what was meant.

Describe 'Piped files' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $folder = (New-Item -ItemType Directory "$TestDrive/logs").FullName
        Set-Content "$folder/a.log" 'Link down on eth0'
        Set-Content "$folder/b.log" 'All good: 12 °C'
        function Get-Question { ($server.Requests[-1].Body | ConvertFrom-Json).messages[-1].content }
        function Get-Questions([int] $Last) { $server.Requests | Select-Object -Last $Last | ForEach-Object { ($_.Body | ConvertFrom-Json).messages[-1].content } }
    }
    AfterAll { $server.Dispose() }

    It 'are one question each with their content' {
        $answers = Get-ChildItem $folder -File | Invoke-ChatCompletion 'Summarize this file.' -FileContent @ask -WarningVariable warnings
        $answers | Should -HaveCount 2
        $warnings | Should -BeNullOrEmpty
        $questions = Get-Questions 2 | Sort-Object
        $questions | Should -BeLike 'Summarize this file.*'
        $questions -like "*File: a.log`nLink down on eth0*" | Should -HaveCount 1
        $questions -like "*File: b.log`nAll good: 12 °C*" | Should -HaveCount 1
        $answers.InputObject.Name | Should -BeExactly 'a.log', 'b.log'
    }

    It 'can be paths, objects of a job, or a list' {
        foreach ($files in "$folder/a.log", (Get-Item "$folder/a.log" | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) })) {
            $null = $files | Invoke-ChatCompletion 'Sum up.' -FileContent @ask
            Get-Question | Should -BeLike '*Link down on eth0*'
        }
        Invoke-ChatCompletion 'Sum up.' -InputObject (Get-ChildItem $folder -File) -FileContent @ask | Should -HaveCount 2
        Push-Location $folder
        try { $null = 'b.log' | Invoke-ChatCompletion 'Sum up.' -FileContent @ask } finally { Pop-Location }
        Get-Question | Should -BeLike '*All good*'
    }

    It 'can have a question made by a script block' {
        $null = Get-Item "$folder/a.log" | Invoke-ChatCompletion { "Sum up $($_.Name)." } -FileContent @ask
        Get-Question | Should -BeLike "Sum up a.log.*Link down*"
    }

    It 'are read in their encoding: <Name>' -ForEach @(
        @{ Name = 'UTF-16'; Encoding = [System.Text.Encoding]::Unicode; Warns = $false }
        @{ Name = 'UTF-16, big-endian'; Encoding = [System.Text.Encoding]::BigEndianUnicode; Warns = $false }
        @{ Name = 'UTF-8 with a mark'; Encoding = [System.Text.UTF8Encoding]::new($true); Warns = $false }
        @{ Name = 'UTF-32'; Encoding = [System.Text.Encoding]::UTF32; Warns = $false }
        @{ Name = 'Latin-1'; Encoding = [System.Text.Encoding]::Latin1; Warns = $true }
    ) {
        $file = "$TestDrive/encoded.txt"
        [System.IO.File]::WriteAllText($file, 'Größe 12 °C', $Encoding)
        $null = Get-Item $file | Invoke-ChatCompletion 'Sum up.' -FileContent @ask -WarningVariable warnings -WarningAction SilentlyContinue
        Get-Question | Should -BeLike "*`nGröße 12 °C`n*"
        [bool] $warnings | Should -Be $Warns
        if ($Warns) { "$warnings" | Should -BeLike '*encoded.txt is not in UTF-8*' }
    }

    It 'with invalid bytes after a mark get a warning' {
        [System.IO.File]::WriteAllBytes("$TestDrive/broken.txt", [byte[]] (0xFF, 0xFE, 0x61, 0, 0x62, 0, 0x63))
        $null = Get-Item "$TestDrive/broken.txt" | Invoke-ChatCompletion 'Sum up.' -FileContent @ask -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*broken.txt has invalid bytes*'
    }

    It 'of another computer are not read from this one' {
        $file = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Item "$folder/a.log")))
        $file | Add-Member PSComputerName srv01
        { $file | Invoke-ChatCompletion 'Sum up.' -FileContent @ask -ErrorAction Stop } | Should -Throw '*on the computer srv01*'
    }

    It 'can have names that look like the path of a provider' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has no colons in names'; return }
        [System.IO.File]::WriteAllText("$folder/File::Spec.log", 'odd')
        $null = Get-ChildItem $folder -Filter 'File*' | Invoke-ChatCompletion 'Sum up.' -FileContent @ask
        Get-Question | Should -BeLike '*File: File::Spec.log*odd*'
        [System.IO.File]::Delete("$folder/File::Spec.log")
    }

    It 'that cannot be read are errors of their own: <Name>' -ForEach @(
        @{ Name = 'a folder'; Make = { param($path) $null = New-Item -ItemType Directory $path }; Says = '*is a folder*' }
        @{ Name = 'binary'; Make = { param($path) [System.IO.File]::WriteAllBytes($path, [byte[]] (0x7F, 0x45, 0, 1)) }; Says = '*is not a text file*New-ChatMessage*' }
        @{ Name = 'an image'; Make = { param($path) [System.IO.File]::WriteAllBytes($path, [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x41)) }; Says = '*is not a text file*New-ChatMessage*' }
        @{ Name = 'a document'; Make = { param($path) Set-Content $path '%PDF-1.4 text' }; Says = '*is not a text file*New-ChatMessage*' }
        @{ Name = 'nothing but a mark'; Make = { param($path) [System.IO.File]::WriteAllBytes($path, [byte[]] (0xFF, 0xFE)) }; Says = '*is empty*' }
        @{ Name = 'empty'; Make = { param($path) $null = New-Item $path }; Says = '*is empty*' }
        @{ Name = 'too long'; Make = { param($path) Set-Content $path ('x' * 300) }; Says = '*maximum is 200*-MaxContextChars*' }
    ) {
        $bad = Join-Path $TestDrive "bad-$([guid]::NewGuid().ToString('N'))"
        & $Make $bad
        $asked = $server.Requests.Count
        $answers = (Get-Item $bad), (Get-Item "$folder/a.log") | Invoke-ChatCompletion 'Sum up.' -FileContent -MaxContextChars 200 @ask -ErrorVariable failures -ErrorAction SilentlyContinue
        $answers | Should -HaveCount 1
        "$failures" | Should -BeLike $Says
        $server.Requests.Count | Should -Be ($asked + 1)
    }

    It 'need a question, input, and files' {
        { Get-Item "$folder/a.log" | Invoke-ChatCompletion -FileContent @ask } | Should -Throw '*-FileContent needs a question*'
        { Invoke-ChatCompletion 'Sum up.' -FileContent @ask } | Should -Throw '*nothing is piped*'
        { 5 | Invoke-ChatCompletion 'Sum up.' -FileContent @ask -ErrorAction Stop } | Should -Throw '*takes files*Int32*'
        { 'nosuch.log' | Invoke-ChatCompletion 'Sum up.' -FileContent @ask -ErrorAction Stop } | Should -Throw '*there is no file nosuch.log*Get-ChildItem*-FileContent*'
    }

    It 'are sent as a list with a warning without -FileContent' {
        $null = Get-ChildItem $folder -File | Invoke-ChatCompletion 'Which is new?' @ask -WarningVariable warnings -WarningAction SilentlyContinue
        Get-Question | Should -BeLike '*"Name":"a.log"*"Name":"b.log"*'
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '*not their contents*-FileContent*'
        $null = Get-Process -Id $PID | Invoke-ChatCompletion 'What is it?' @ask -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Input that is not what was meant' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        function Get-Sent { $server.Requests[-1].Body | ConvertFrom-Json }
    }
    AfterAll { $server.Dispose() }

    It 'is refused when it is output of <Name>' -ForEach @(
        @{ Name = 'Format-Table'; Format = { $input | Format-Table Name, Id } }
        @{ Name = 'Format-List'; Format = { $input | Format-List Name } }
        @{ Name = 'Format-Wide'; Format = { $input | Format-Wide Name } }
        @{ Name = 'Format-Custom'; Format = { $input | Format-Custom Name -Depth 1 } }
    ) {
        $asked = $server.Requests.Count
        { Get-Process -Id $PID | & $Format | Invoke-ChatCompletion 'Which is wrong?' @ask } | Should -Throw '*Select-Object*Out-String*'
        { Get-Process -Id $PID | & $Format | Invoke-ChatCompletion { "x $_" } @ask } | Should -Throw '*Select-Object*Out-String*'
        $server.Requests.Count | Should -Be $asked
        Get-Process -Id $PID | & $Format | Out-String | Invoke-ChatCompletion 'Which is wrong?' @ask | Should -HaveCount 1
    }

    It 'warns once for each column that a script block reads and the rows do not have' {
        $rows = [pscustomobject]@{ Subject = 'a' }, [pscustomobject]@{ Subject = 'b' }
        $null = $rows | Invoke-ChatCompletion { "x: $($_.Nosuch) $($_.subject) $($PSItem.Other.Length) $($_.Trim)" } @ask -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 3
        "$warnings" | Should -BeLike '*`$_.Nosuch*Subject*`$_.Other*'
        $null = $rows | Invoke-ChatCompletion { "x: $($_.Subject) $($_.PSObject.Properties.Name) $($_.GetType()) $($_.ToString().Length)" } @ask -WarningVariable warnings
        $null = @{ Subject = 'a' } | Invoke-ChatCompletion { "x: $($_.Subject) $($_.Count) $($_['Nosuch'])" } @ask -WarningVariable +warnings
        $null = 'no date' | Invoke-ChatCompletion { try { [datetime] $_ } catch { "bad: $($_.Exception.Message)" } } @ask -WarningVariable +warnings
        $null = $rows | Invoke-ChatCompletion { if ($_.Note) { "x $($_.Note)" } else { "$($_.Subject) $($_.Tag ?? 'd') $($_.Kind ? $_.Kind : 'k')" } } @ask -WarningVariable +warnings
        $null = $rows | Invoke-ChatCompletion { if ($_.PSObject.Properties['B']) { $_.B } else { "x $($_.Count)" } } @ask -WarningVariable +warnings
        $null = , $rows | Invoke-ChatCompletion { "x: $($_.Subject)" } @ask -WarningVariable +warnings
        $null = Get-Date | Invoke-ChatCompletion { "x: $($_.Year) $([datetime]::Now.Year)" } @ask -WarningVariable +warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'asks each piped model a question that a script block makes' {
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"object":"list","data":[{"id":"fast"},{"id":"slow"}]}'))
        $null = Get-ChatModel -ApiBase $server.BaseUrl | Invoke-ChatCompletion { "ask $_" } -ApiBase $server.BaseUrl -ThrottleLimit 1
        $server.Requests | Select-Object -Last 2 | ForEach-Object { ($_.Body | ConvertFrom-Json).model } | Should -BeExactly 'fast', 'slow'
        (Get-Sent).messages[-1].content | Should -BeExactly 'ask slow'
    }

    It 'sends new messages after the conversation that they continue' {
        $answer = Invoke-ChatCompletion 'first' @ask
        $null = $answer | Invoke-ChatCompletion -Messages @{ role = 'user'; content = 'second' } @ask
        (Get-Sent).messages.role | Should -BeExactly 'user', 'assistant', 'user'
        (Get-Sent).messages[-1].content | Should -BeExactly 'second'
        $null = $answer | Invoke-ChatCompletion 'third' -Messages @{ role = 'user'; content = 'second' } -History @{ role = 'system'; content = 'be brief' } @ask
        (Get-Sent).messages.content[0] | Should -BeExactly 'be brief'
        (Get-Sent).messages.content[-2, -1] | Should -BeExactly 'second', 'third'
    }
}
