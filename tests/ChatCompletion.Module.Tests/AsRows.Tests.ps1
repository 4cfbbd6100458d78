# The values of -As in tables, files and jobs.

Describe 'The values of -As' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterAll { $server.Dispose() }

    It 'make a CSV of a CSV, in the order of its rows' {
        'Subject', 'No network', 'Disk full', '"Say ""hi"", ä"' | Set-Content $TestDrive/in.csv
        foreach ($json in '{"name":"net","severity":2,"tags":["a","b"]}', '{"severity":5,"tags":[],"name":"disk; \"C:\"\nfull"}', '{"name":"ä","severity":1,"tags":["c"]}') { $null = $server.Enqueue((New-Answer $json)) }
        Import-Csv $TestDrive/in.csv | Invoke-ChatCompletion { "Classify: $($_.Subject)" } @ask -ThrottleLimit 1 -As 'name:string', 'severity:int', 'tags:string[]' |
            ForEach-Object Value |
            Export-Csv $TestDrive/out.csv
        $rows = @(Import-Csv $TestDrive/out.csv)
        $rows.Count | Should -Be 3
        $rows[0].PSObject.Properties.Name | Should -BeExactly 'name', 'severity', 'tags'
        $rows.name | Should -BeExactly 'net', "disk; `"C:`"`nfull", 'ä'
        $rows.severity | Should -BeExactly '2', '5', '1'
        $rows.tags | Should -BeExactly '["a","b"]', '[]', '["c"]'
        $server.Requests.Body[0] | Should -BeLike '*"content":"Classify: No network"*'
        [array]::Empty[object]().PSObject.TypeNames | Should -BeExactly 'System.Object[]', 'System.Array', 'System.Object' -Because 'the empty array is everybody''s'
    }

    It 'are JSON text in a CSV of the answers' {
        $null = $server.Enqueue((New-Answer '{"name":"net","who":{"id":1.5}}'))
        $schema = '{"type":"object","properties":{"name":{"type":"string"},"who":{"type":"object","properties":{"id":{"type":"number"}}}}}'
        $row = Use-Culture de-DE { Invoke-ChatCompletion hi @ask -As $schema | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv
        $row.Value | Should -BeExactly '{"name":"net","who":{"id":1.5}}'
    }

    It 'have the same text in a CSV under the culture <_>, and keep the offset of a time' -ForEach 'de-DE', 'ar-SA', 'sv-SE', 'th-TH' {
        $null = $server.Enqueue((New-Answer '{"cost":-1.5,"n":-4,"amount":99999999999999.99,"huge":1e400,"day":"2026-02-28","utc":"2026-02-28T12:30:00Z","zone":"2026-02-28T12:30:00.25+05:30","none":"2026-02-28T12:30:00","extra":-2.5}'))
        $schema = '{"type":"object","properties":{"cost":{"type":"number"},"n":{"type":"integer"},"amount":{"type":"number"},"huge":{"type":"integer"},"day":{"type":"string","format":"date"},' +
        '"utc":{"type":"string","format":"date-time"},"zone":{"type":"string","format":"date-time"},"none":{"type":"string","format":"date-time"}}}'
        $value = Use-Culture $_ { (Invoke-ChatCompletion hi @ask -As $schema).Value }
        $value.amount | Should -BeOfType ([decimal])
        $value.amount | Should -Be 99999999999999.99d
        $value.huge | Should -Be ([bigint]::Pow(10, 400))
        $value.zone | Should -BeOfType ([datetime])
        $value.zone.ToUniversalTime() | Should -Be ([datetime]::new(2026, 2, 28, 7, 0, 0, 250, [DateTimeKind]::Utc))
        $value.cost + 1 | Should -Be -0.5
        $csv = Use-Culture $_ { $value | ConvertTo-Csv -Delimiter ',' }
        $row = $csv | ConvertFrom-Csv
        $row.cost, $row.n, $row.amount, $row.extra | Should -BeExactly '-1.5', '-4', '99999999999999.99', '-2.5'
        $row.day, $row.utc, $row.zone, $row.none | Should -BeExactly '2026-02-28', '2026-02-28T12:30:00Z', '2026-02-28T12:30:00.25+05:30', '2026-02-28T12:30:00'
        $row.huge | Should -BeExactly ('1' + '0' * 400)
        Use-Culture $_ { "$value" } | Should -BeLike '*"zone":"2026-02-28T12:30:00.2500000+05:30"*'
        $value | Export-Clixml $TestDrive/value.xml
        $back = Import-Clixml $TestDrive/value.xml
        $back.zone | Should -Be $value.zone
        $back.cost | Should -Be -1.5
    }

    It 'have the text of what they hold now' {
        $null = $server.Enqueue((New-Answer '{"name":"net"}'))
        $answer = Invoke-ChatCompletion hi @ask -As name
        $answer.Value.name = 'changed'
        "$($answer.Value)" | Should -BeExactly '{"name":"changed"}'
    }

    It 'are empty for answers without -As' {
        $answer = Invoke-ChatCompletion hi @ask
        $answer.Value | Should -Be $null
        $answer.Choices[0].Value | Should -Be $null
    }

    It 'are kept by Export-Clixml' {
        $null = $server.Enqueue((New-Answer '{"name":"net","who":{"tags":["a"]},"cost":1.5}'))
        $schema = '{"type":"object","properties":{"name":{"type":"string"},"who":{"type":"object"},"cost":{"type":"number"}}}'
        Invoke-ChatCompletion hi @ask -As $schema | Export-Clixml $TestDrive/answer.xml
        $value = (Import-Clixml $TestDrive/answer.xml).Value
        $value.name | Should -BeExactly 'net'
        $value.who.tags | Should -BeExactly 'a'
        $value.cost | Should -Be 1.5
    }

    It 'come back from a job' {
        $manifest = Get-Manifest
        $value = (Start-Job { Import-Module $using:manifest; Invoke-ChatCompletion hi -Provider Mock -As 'name', 'tags:int[]' } | Receive-Job -Wait -AutoRemoveJob).Value
        $value.name | Should -BeExactly 'text'
        $value.tags | Should -Be 1
    }

    It 'go on into JSON' {
        $null = $server.Enqueue((New-Answer '{"name":"net","tags":["a"]}'))
        Invoke-ChatCompletion hi @ask -As 'name', 'tags:string[]' | ForEach-Object Value | ConvertTo-Json -Compress | Should -BeExactly '{"name":"net","tags":["a"]}'
    }
}
