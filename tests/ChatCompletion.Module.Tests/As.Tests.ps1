# -As: the schema that is sent for each of its forms, and the value that comes back.

Describe '-As' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $schema = '{"type":"object","properties":{"name":{"type":"string"},"severity":{"type":"integer"}},"required":["name","severity"],"additionalProperties":false}'
        $null = $server.Default = New-Answer '{"severity":3,"name":"Disk full"}'

        # The body of a question 'hi' that asks for a schema.
        function Get-SchemaBody([string] $Schema, [string] $Name = 'answer', [string] $Strict = 'true') {
            Get-Body ('"response_format":{"type":"json_schema","json_schema":{"name":"' + $Name + '","schema":' + $Schema + ',"strict":' + $Strict + '}}')
        }
        function Get-SentSchema { ($server.Requests[-1].Body | ConvertFrom-Json).response_format.json_schema.schema | ConvertTo-Json -Depth 9 -Compress }
    }
    AfterAll { $server.Dispose() }

    It 'sends the schema of fields, and gives the object in the order of the fields' {
        $answer = Invoke-ChatCompletion hi @ask -As 'name:string', 'severity:int'
        $server.Requests[-1].Body | Should -BeExactly (Get-SchemaBody $schema)
        $answer.Value | Should -BeOfType ([pscustomobject])
        $answer.Value.PSObject.Properties.Name | Should -BeExactly 'name', 'severity'
        $answer.Value.name | Should -BeExactly 'Disk full'
        $answer.Value.severity | Should -BeOfType ([long])
        $answer.Value.severity | Should -Be 3
        $answer.Choices[0].Value | Should -Be $answer.Value
        $answer.Content | Should -BeExactly '{"severity":3,"name":"Disk full"}'
        $answer.Complete | Should -BeTrue
    }

    It 'sends a schema given as <Form>' -ForEach @(
        @{ Form = 'JSON text'; Make = { $schema } }
        @{ Form = 'an ordered dictionary'; Make = { ConvertFrom-Json $schema -AsHashtable } }
        @{ Form = 'a custom object'; Make = { ConvertFrom-Json $schema } }
    ) {
        $answer = Invoke-ChatCompletion hi @ask -As (& $Make)
        $server.Requests[-1].Body | Should -BeExactly (Get-SchemaBody $schema)
        $answer.Value.name | Should -BeExactly 'Disk full'
    }

    It 'sends a schema given as a hashtable, as it is and not strict where it has no strict form' {
        $answer = Invoke-ChatCompletion hi @ask -As @{ type = 'object' }
        $server.Requests[-1].Body | Should -BeExactly (Get-SchemaBody '{"type":"object"}' -Strict false)
        $answer.Value.PSObject.Properties.Name | Should -BeExactly 'severity', 'name'
    }

    It 'reads a schema from a file: <Form>' -ForEach @(
        @{ Form = 'a path from here'; Make = { 'ticket [1].json' } }
        @{ Form = 'a path on a drive'; Make = { 'AsDrive:/ticket [1].json' } }
        @{ Form = 'a file object'; Make = { Get-Item -LiteralPath "$TestDrive/ticket [1].json" } }
        @{ Form = 'one path in a list'; Make = { , @("$TestDrive/ticket [1].json") } }
    ) {
        Set-Content -LiteralPath "$TestDrive/ticket [1].json" $schema -Encoding utf8BOM
        $null = New-PSDrive AsDrive FileSystem $TestDrive
        Push-Location $TestDrive
        try { $null = Invoke-ChatCompletion hi @ask -As (& $Make) }
        finally { Pop-Location }
        $server.Requests[-1].Body | Should -BeExactly (Get-SchemaBody $schema -Name ticket1)
    }

    It 'is read once, however many items there are' {
        Set-Content "$TestDrive/once.json" $schema
        $rows = 1..3 | ForEach-Object { if ($_ -eq 2) { Remove-Item "$TestDrive/once.json" }; "item $_" } | Invoke-ChatCompletion @ask -As "$TestDrive/once.json" -ThrottleLimit 1
        $rows.Value.severity | Should -Be 3, 3, 3
    }

    It 'takes the name from the title of a schema' {
        $null = Invoke-ChatCompletion hi @ask -As '{"type":"object","title":"My ticket"}'
        $server.Requests[-1].Body | Should -BeExactly (Get-SchemaBody '{"type":"object","title":"My ticket"}' -Name Myticket -Strict false)
    }

    It 'makes dates, numbers and lists of what the schema says' {
        $null = $server.Enqueue((New-Answer '{"day":"2026-02-28","at":"2026-02-28T12:30:00Z","cost":2,"tags":["a","b"],"none":null,"single":["x"],"empty":[],"n":4.0}'))
        $value = (Invoke-ChatCompletion hi @ask -As 'day:date', 'at:datetime', 'cost:number', 'tags:string[]', 'none:date?', 'single:string[]', 'empty:int[]', 'n:int').Value
        $value.day | Should -Be ([datetime]::new(2026, 2, 28))
        $value.at | Should -Be ([datetime]::new(2026, 2, 28, 12, 30, 0, [DateTimeKind]::Utc))
        $value.at.Kind | Should -Be Utc
        $value.cost | Should -BeOfType ([double])
        , $value.tags | Should -BeOfType ([object[]])
        $value.tags | Should -BeExactly 'a', 'b'
        $value.none | Should -Be $null
        , $value.single | Should -BeOfType ([object[]])
        , $value.empty | Should -BeOfType ([object[]])
        $value.empty.Count | Should -Be 0
        $value.n | Should -BeOfType ([long])
    }

    It 'follows $ref and anyOf to the dates in them' {
        $null = $server.Enqueue((New-Answer '{"who":{"born":"2000-01-02"},"end":"2026-02-28"}'))
        $value = (Invoke-ChatCompletion hi @ask -As '{"type":"object","properties":{"who":{"$ref":"#/$defs/who"},"end":{"anyOf":[{"type":"string","format":"date"},{"type":"null"}]}},"$defs":{"who":{"type":"object","properties":{"born":{"type":"string","format":"date"}}}}}').Value
        $value.who.born | Should -Be ([datetime]::new(2000, 1, 2))
        $value.end | Should -Be ([datetime]::new(2026, 2, 28))
    }

    It 'gives each of several choices its value' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","message":{"content":"{\"a\":1}"}},{"index":1,"finish_reason":"stop","message":{"content":"{\"a\":2}"}}]}'))
        $answer = Invoke-ChatCompletion hi @ask -N 2 -As 'a:int'
        $answer.Choices.Value.a | Should -Be 1, 2
        $answer.Value.a | Should -Be 1
    }

    It 'takes off the fence that a model puts around JSON' {
        $null = $server.Enqueue((New-Answer "``````json`n{`"a`":1}`n``````"))
        (Invoke-ChatCompletion hi @ask -As 'a:int').Value.a | Should -Be 1
    }

    It 'puts the schema into the instructions where the provider takes none' {
        $null = Set-ChatProvider -Name as-deepseek -Type DeepSeek -ApiBase $server.BaseUrl -Scope Session
        $answer = Invoke-ChatCompletion hi -Provider as-deepseek -Model m -Instructions 'Be brief.' -As 'name:string', 'severity:int' -WarningVariable warnings
        $server.Requests[-1].Body | Should -BeExactly ('{"model":"m","messages":[{"role":"system","content":"Be brief.\n\nAnswer with nothing but JSON: an object that satisfies this JSON schema.\n' +
            $schema.Replace('"', '\"') + '"},{"role":"user","content":"hi"}],"response_format":{"type":"json_object"}}')
        $answer.Value.severity | Should -Be 3
        $warnings | Should -BeNullOrEmpty
    }

    It 'lets another response_format of -AdditionalParameters win, with a warning, and holds the answer to -As' {
        $other = @{ response_format = [ordered]@{ type = 'json_schema'; schema = @{} } }
        $answer = Invoke-ChatCompletion hi @ask -As 'name', 'severity:int' -AdditionalParameters $other -WarningVariable warnings -WarningAction SilentlyContinue
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"response_format":{"type":"json_schema","schema":{}}')
        "$warnings" | Should -BeLike '*-AdditionalParameters*-As*'
        $answer.Value.severity | Should -Be 3
    }

    It 'is honoured by Mock' {
        $value = (Invoke-ChatCompletion Classify -Provider Mock -As 'name:string', 'severity:int').Value
        $value.name | Should -BeExactly 'text'
        $value.severity | Should -Be 1
    }

    It 'gives the value on the last chunk of a stream, and chunks as always' {
        $null = $server.Enqueue((New-StreamReply '{"a"', ':1}'))
        $chunks = Invoke-ChatCompletion hi @ask -Stream -As 'a:int'
        -join $chunks.Content | Should -BeExactly '{"a":1}'
        $chunks[-1].Completion.Value.a | Should -Be 1
    }

    It 'reads numbers and dates the same under the culture <_>' -ForEach 'de-DE', 'ar-SA', 'tr-TR' {
        $null = $server.Enqueue((New-Answer '{"cost":1.5,"whole":1000000,"day":"2026-02-03","I":"x"}'))
        $value = Use-Culture $_ { (Invoke-ChatCompletion hi @ask -As 'cost:number', 'whole:int', 'day:date', 'I:x|y').Value }
        $value.cost | Should -Be 1.5
        $value.whole | Should -Be 1000000
        $value.day | Should -Be ([datetime]::new(2026, 2, 3))
        Use-Culture $_ { "$value" } | Should -BeExactly '{"cost":1.5,"whole":1000000,"day":"2026-02-03T00:00:00.0000000","I":"x"}'
        $server.Requests[-1].Body | Should -BeLike '*"required":`["cost","whole","day","I"`]*'
    }
}
