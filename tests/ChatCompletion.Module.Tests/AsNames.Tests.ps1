# -As: answers whose properties, or numbers, an object of PowerShell cannot have. They are faults of their item and of nothing else.

Describe 'An answer of -As with a property that no object can have' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $open = '{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}'
    }
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $journal = "$TestDrive/$([guid]::NewGuid()).jsonl"
    }
    AfterEach { $server.Dispose() }

    It 'is a fault of its item: <Shown>' -ForEach @(
        @{ Shown = 'an empty name'; Json = '{"a":"x","":1}' }
        @{ Shown = 'psobject'; Json = '{"a":"x","psobject":1}' }
        @{ Shown = 'PSBase'; Json = '{"a":"x","PSBase":{}}' }
        @{ Shown = 'PSTypeNames'; Json = '{"a":"x","PSTypeNames":["y"]}' }
        @{ Shown = 'PsAdapted'; Json = '{"a":"x","PsAdapted":null}' }
        @{ Shown = 'psextended, nested'; Json = '{"a":"x","b":[{"c":{"psextended":1}}]}' }
        @{ Shown = 'an empty name, nested'; Json = '{"a":"x","b":{"":""}}' }
        @{ Shown = 'one name twice'; Json = '{"a":"x","b":1,"b":2}' }
        @{ Shown = 'one name twice in different case'; Json = '{"a":"x","b":{"c":1,"C":2}}' }
        @{ Shown = 'a number that no type holds'; Json = '{"a":"x","b":1e-400}' }
    ) {
        $answers = @(New-Answer '{"a":"1"}') + (New-Answer $Json) + @(3..5 | ForEach-Object { New-Answer "{`"a`":`"$_`"}" })
        foreach ($answer in $answers) { $null = $server.Enqueue($answer) }
        $rows = 1..5 | ForEach-Object { "item $_" } | Invoke-ChatCompletion @ask -As $open -ThrottleLimit 1 -JournalPath $journal -ErrorVariable failures -ErrorAction SilentlyContinue
        $rows.Value.a | Should -BeExactly '1', '3', '4', '5'
        @($failures).Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidValue,ChatCompletions.Commands.InvokeChatCompletionCommand'
        $failures[0].TargetObject | Should -BeExactly 'item 2'
        $failures[0].Exception.Completion.Content | Should -BeExactly $Json
        $entries = @(Get-ChatJournal $journal)
        $entries.Count | Should -Be 5
        @($entries | Where-Object ErrorKind -EQ InvalidValue).Count | Should -Be 1 -Because 'it is no success'
        (Get-ChatJournal $journal -Summary).Failed | Should -Be 1

        # Only the faulty one is asked again.
        $null = $server.Enqueue((New-Answer '{"a":"2"}'))
        $rows = 1..5 | ForEach-Object { "item $_" } | Invoke-ChatCompletion @ask -As $open -ThrottleLimit 1 -JournalPath $journal
        $rows.Value.a | Should -BeExactly '1', '2', '3', '4', '5'
        $server.Requests.Count | Should -Be 6
    }

    It 'is a row with -IncludeFailed' {
        $null = $server.Enqueue((New-Answer '{"a":"x","":1}'))
        $row = 'x' | Invoke-ChatCompletion @ask -As $open -IncludeFailed -ErrorAction SilentlyContinue
        $row.Complete | Should -BeFalse
        $row.Error | Should -BeLike "*property ''*"
    }

    It 'comes with the last chunk of a stream' {
        $null = $server.Enqueue((New-StreamReply '{"a":"x","', 'psobject":1}'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream -As $open }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
    }

    It 'keeps a property named <_>' -ForEach 'ToString', 'tostring', 'GetHashCode', 'Equals', 'GetType', 'Count', 'Length', 'Item', 'Value', 'Keys', 'PSPath', 'PSComputerName', 'ForEach', 'Where', 'Properties', ' ', "a`tb", 'ü' {
        $null = $server.Enqueue((New-Answer (@{ a = 'x'; $_ = 'kept' } | ConvertTo-Json)))
        $answer = Invoke-ChatCompletion hi @ask -As $open
        $answer.Value.PSObject.Properties[$_].Value | Should -BeExactly 'kept'
        $answer.Value.$_ | Should -BeExactly 'kept'
        @($answer.Value.PSObject.Properties).Count | Should -Be 2
        ($answer.Value | ConvertTo-Csv | ConvertFrom-Csv).$_ | Should -BeExactly 'kept'
        ($answer | Select-Object Value | ConvertTo-Csv | ConvertFrom-Csv).Value | ConvertFrom-Json -AsHashtable | ForEach-Object { $_.Values } | Should -Contain 'kept'
    }

    It 'can be one of the fields that are asked for: ToString' {
        $null = $server.Enqueue((New-Answer '{"ToString":"kept","n":1}'))
        $value = (Invoke-ChatCompletion hi @ask -As 'ToString', 'n:int').Value
        $value.ToString | Should -BeExactly 'kept'
        $value | Export-Clixml $TestDrive/value.xml
        (Import-Clixml $TestDrive/value.xml).ToString | Should -BeExactly 'kept'
    }

    It 'is refused before anything is sent where the schema asks for it: <Shown>' -ForEach @(
        @{ Shown = 'a field'; As = 'psobject' }
        @{ Shown = 'fields'; As = @('a', 'PSBase:int') }
        @{ Shown = 'an empty name'; As = '{"type":"object","properties":{"":{"type":"string"}}}' }
        @{ Shown = 'a nested name'; As = '{"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{"PSTypeNames":{}}}}}}' }
        @{ Shown = 'a hashtable'; As = @{ type = 'object'; properties = @{ psextended = @{ type = 'string' } } } }
    ) {
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As $As }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -BeLike '*not a valid property name*'
        $server.Requests.Count | Should -Be 0
    }

    It 'is fine for a class, which has its own names' {
        Add-Type 'namespace AsNames { public class Odd { public string PSBase { get; set; } public new string ToString { get; set; } public double N { get; set; } } }'
        $null = $server.Enqueue((New-Answer '{"PSBase":"b","ToString":"t","N":1.5}'))
        $answer = Invoke-ChatCompletion hi @ask -As ([AsNames.Odd])
        [AsNames.Odd].GetProperty('PSBase').GetValue($answer.Value.PSObject.BaseObject) | Should -BeExactly 'b'
        $answer.Value.ToString | Should -BeExactly 't'
    }
}

Describe 'A schema given as text' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterAll { $server.Dispose() }

    It 'is sent with every digit of its numbers, and held to them' {
        $schema = '{"type":"object","properties":{"n":{"type":"number","maximum":0.10000000000000000000000000000000001,"multipleOf":1e-40}}}'
        $null = $server.Enqueue((New-Answer '{"n":0.10000000000000000000000000000000002}'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As $schema }
        $server.Requests[-1].Body | Should -BeLike "*$([WildcardPattern]::Escape($schema))*"
        "$failure" | Should -BeLike '*$.n must be at most 0.10000000000000000000000000000000001; it is 0.10000000000000000000000000000000002*'
    }

    It 'is refused before anything is sent: <Shown>' -ForEach @(
        @{ Shown = 'a keyword twice'; Schema = '{"type":"object","type":"object"}'; Says = "*the property 'type' occurs twice*" }
        @{ Shown = 'a property twice'; Schema = '{"type":"object","properties":{"a":{"type":"string"},"a":{"type":"integer"}}}'; Says = "*the property 'a' occurs twice*" }
        @{ Shown = 'an unsupported keyword'; Schema = '{"type":"object","unevaluatedProperties":false}'; Says = "*'unevaluatedProperties' is not supported*" }
        @{ Shown = 'a misspelt keyword'; Schema = '{"type":"object","properties":{"a":{"type":"string","minLenght":3}}}'; Says = "*`$.properties.a: the keyword 'minLenght'*" }
        @{ Shown = 'another document'; Schema = '{"type":"object","properties":{"a":{"$ref":"https://example.com/a.json"}}}'; Says = '*does not exist in the schema*' }
        @{ Shown = 'a loop'; Schema = '{"type":"object","properties":{"a":{"allOf":[{"$ref":"#/properties/a"}]}}}'; Says = '*refers back to itself*' }
        @{ Shown = 'a wrong pattern'; Schema = '{"type":"object","properties":{"a":{"pattern":"("}}}'; Says = "*'pattern' has a pattern that cannot be used*" }
    ) {
        $before = $server.Requests.Count
        foreach ($as in $Schema, "$TestDrive/schema.json") {
            Set-Content "$TestDrive/schema.json" $Schema
            $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As $as }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
            "$failure" | Should -BeLike $Says
        }
        $server.Requests.Count | Should -Be $before
    }

    It 'makes the values of all that applies to them: <Shown>' -ForEach @(
        @{ Shown = 'allOf'; Schema = '{"allOf":[{"properties":{"b":{"type":"integer"}}},{"properties":{"d":{"type":"string","format":"date"}}}]}' }
        @{ Shown = 'oneOf'; Schema = '{"oneOf":[{"type":"string"},{"properties":{"b":{"type":"integer"},"d":{"type":"string","format":"date"}}}]}' }
        @{ Shown = 'if'; Schema = '{"if":{"required":["b"]},"then":{"properties":{"b":{"type":"integer"},"d":{"format":"date"}}}}' }
        @{ Shown = '$ref with siblings'; Schema = '{"$ref":"#/$defs/b","properties":{"d":{"format":"date"}}}' }
        @{ Shown = 'patternProperties'; Schema = '{"patternProperties":{"^b":{"type":"integer"},"^d":{"format":"date"}}}' }
        @{ Shown = 'additionalProperties'; Schema = '{"properties":{"b":{"type":"integer"}},"additionalProperties":{"format":"date"}}' }
        @{ Shown = 'dependentSchemas'; Schema = '{"dependentSchemas":{"b":{"properties":{"b":{"type":"integer"},"d":{"format":"date"}}}}}' }
    ) {
        $null = $server.Enqueue((New-Answer '{"v":{"b":4.0,"d":"2026-02-28"},"l":["2026-02-28",2.0]}'))
        $whole = '{"type":"object","properties":{"v":' + $Schema + ',"l":{"prefixItems":[{"format":"date"}],"items":{"type":"integer"}}},"$defs":{"b":{"properties":{"b":{"type":"integer"}}}}}'
        $value = (Invoke-ChatCompletion hi @ask -As $whole).Value
        $value.v.b | Should -BeOfType ([long])
        $value.v.d | Should -Be ([datetime]::new(2026, 2, 28))
        $value.l[0] | Should -Be ([datetime]::new(2026, 2, 28))
        $value.l[1] | Should -BeOfType ([long])
    }
}
