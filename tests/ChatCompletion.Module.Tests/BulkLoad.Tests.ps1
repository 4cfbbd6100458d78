# Many questions: every row once, in order, in little memory and time; and by way of a CSV.

BeforeAll { . $PSScriptRoot/Support.ps1 }

Describe 'Many rows' {
    It 'come once each and in order through delays, refusals, failures and cuts; only what cannot be mended fails: <Shown>' -ForEach @(
        @{ Shown = 'in order'; Seed = 1; More = @{} }
        @{ Shown = 'in order, one after another in the window'; Seed = 2; More = @{ ThrottleLimit = 3 } }
        @{ Shown = 'as they come'; Seed = 3; More = @{ Unordered = $true; ThrottleLimit = 16 } }
    ) {
        $server = Start-Server
        try {
            $random = [random]::new($Seed)
            # What is answered to the request of each number. Which question that is, the server's record tells.
            $plan = foreach ($number in 0..599) {
                $kind = switch ($random.Next(1000)) {
                    { $_ -lt 20 } { 'busy'; break }
                    { $_ -lt 30 } { 'down'; break }
                    { $_ -lt 35 } { 'reset'; break }
                    { $_ -lt 40 } { 'cut'; break }
                    { $_ -lt 50 } { 'refused'; break }
                    default { 'answer' }
                }
                $reply = switch ($kind) {
                    busy { [ScriptedServers.Reply]::Json('{"error":{"message":"slow down"}}', 429).Header('Retry-After', '0') }
                    down { [ScriptedServers.Reply]::Json('{"error":{"message":"oops"}}', 500).Header('retry-after-ms', '5') }
                    reset { [ScriptedServers.Reply]::Sse().Reset() }
                    cut { [ScriptedServers.Reply]::Sse().Header('Content-Type', 'application/json').Header('Content-Length', '999').Send('{"choices":[{"mess').Close() }
                    refused { [ScriptedServers.Reply]::Json('{"error":{"message":"refused"}}', 400) }
                    answer { [ScriptedServers.Reply]::Sse().Header('Content-Type', 'application/json').Wait($random.Next(12)).Send((New-AnswerJson "answer $number")) }
                }
                $null = $server.Enqueue($reply)
                $kind
            }
            $rows = 1..500 | Invoke-ChatCompletion { "row $_" } -ApiBase $server.BaseUrl -Model m -NumRetries 6 -IncludeFailed @More -ErrorAction SilentlyContinue -ErrorVariable failures

            # The last request of each question decides.
            $last = @{}
            $requests = $server.Requests
            for ($number = 0; $number -lt $requests.Count; $number++) { $last[($requests[$number].Body | ConvertFrom-Json).messages[0].content] = $number }
            $last.Count | Should -Be 500
            $rows.Count | Should -Be 500
            if ($More.Unordered) { $rows = $rows | Sort-Object InputObject }
            ($rows.InputObject -join ',') | Should -BeExactly ((1..500) -join ',')
            $wrong = foreach ($row in $rows) {
                $number = $last["row $($row.InputObject)"]
                $isAnswered = $plan[$number] -eq 'answer'
                if ($row.Complete -ne $isAnswered) { "row $($row.InputObject) should be $($plan[$number]): $($row.Error)" }
                elseif ($isAnswered -and $row.Content -cne "answer $number") { "row $($row.InputObject) has $($row.Content) in place of $number" }
                elseif (-not $isAnswered -and $plan[$number] -notin 'cut', 'refused') { "row $($row.InputObject) was not asked again after $($plan[$number])" }
            }
            $wrong | Should -BeNullOrEmpty
            $failed = @($rows | Where-Object Complete -EQ $false)
            $failed.Count | Should -BeGreaterThan 0 -Because 'the plan has failures'
            ($failures.TargetObject | Sort-Object) | Should -Be ($failed.InputObject)
            $requests.Count | Should -BeGreaterThan 500 -Because 'some were asked again'
        }
        finally { $server.Dispose() }
    }

    It 'take no more memory than few' {
        $sizes = @{}
        $count = 0
        1..5000 | Invoke-ChatCompletion { "row $_" } -Provider Mock -Model echo -ThrottleLimit 8 | ForEach-Object {
            $count++
            if ($count -in 500, 5000) { $sizes[$count] = [System.GC]::GetTotalMemory($true) }
        }
        $count | Should -Be 5000
        # Each answer takes about 3 KB while it is held.
        ($sizes[5000] - $sizes[500]) | Should -BeLessThan 4MB
    }

    It 'take little longer than the server' {
        $ask = @{ Provider = 'Mock'; Model = 'echo'; AdditionalParameters = @{ mock_delay = 0.05 } }
        $null = 'warm up' | Invoke-ChatCompletion @ask
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $answers = 1..300 | Invoke-ChatCompletion { "row $_" } @ask -ThrottleLimit 32
        $took = $clock.ElapsedMilliseconds
        if ($env:CHATCOMPLETION_TEST_TIMES) { Write-Host "    300 rows of 50 ms, 32 at once: $took ms" }
        $answers.Count | Should -Be 300
        # 10 rounds of 50 ms; one after another would be 15 s. The limit leaves room for a busy machine.
        $took | Should -BeLessThan 2000
    }
}

Describe 'A CSV' {
    It 'goes in as rows and comes out as rows, failed ones included' {
        $rows = 1..20 | ForEach-Object { [pscustomobject]@{ Id = $_; Subject = $_ -eq 7 ? '' : "disk ""$_"", full;`nsecond line ü"; Model = 'evil' } }
        $rows | Export-Csv $TestDrive/tickets.csv
        Import-Csv $TestDrive/tickets.csv |
            Invoke-ChatCompletion { if (-not $_.Subject) { throw 'no subject' }; "Classify: $($_.Subject)" } -Provider Mock -Model echo -IncludeFailed -ErrorAction SilentlyContinue |
            Select-Object @{ Name = 'Id'; Expression = { $_.InputObject.Id } }, Content, Complete, Error, Model, TotalTokens |
            Export-Csv $TestDrive/answers.csv
        $answers = Import-Csv $TestDrive/answers.csv
        $answers.Count | Should -Be 20
        $answers.Id | Should -BeExactly (1..20 | ForEach-Object { "$_" })
        foreach ($row in $rows | Where-Object Id -NE 7) {
            $answer = $answers[$row.Id - 1]
            $answer.Content | Should -BeExactly "Classify: $($row.Subject)"
            $answer.Complete | Should -BeExactly 'True'
            $answer.Error | Should -BeNullOrEmpty
            $answer.Model | Should -BeExactly 'echo'
            [int] $answer.TotalTokens | Should -BeGreaterThan 0
        }
        $answers[6].Complete | Should -BeExactly 'False'
        $answers[6].Content | Should -BeNullOrEmpty
        $answers[6].Error | Should -Match 'no subject'
    }

    It 'of another culture''s separator is the same' {
        Use-Culture de-DE {
            1..3 | ForEach-Object { [pscustomobject]@{ Id = $_; Size = 1.5 } } | Export-Csv $TestDrive/de.csv -UseCulture
            Import-Csv $TestDrive/de.csv -UseCulture | Invoke-ChatCompletion { "Size $($_.Size)" } -Provider Mock -Model echo | Select-Object Content | Export-Csv $TestDrive/de-answers.csv -UseCulture
            (Import-Csv $TestDrive/de-answers.csv -UseCulture).Content | Should -BeExactly 'Size 1,5', 'Size 1,5', 'Size 1,5'
        }
    }
}
