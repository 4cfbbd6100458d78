# -As with classes and types: the schema that is made of them, and the instances that come back.

Describe '-As with a type' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $types = & {
            enum Level { low; medium; high }
            [System.ComponentModel.Description('Somebody.')]
            class Person { [string] $Name; [Nullable[int]] $Age }
            class Base { [int] $Id }
            class Ticket : Base {
                [System.ComponentModel.Description('In one line')] [string] $Title
                [Level] $Level
                [ValidateSet('net', 'disk')] [string] $Kind
                [ValidateRange(1, 5)] [int] $Severity
                [Person] $Owner
                [System.ComponentModel.Description('All others')] [Person[]] $Others
                [datetime] $Opened
                [DateOnly] $Due
                [AllowNull()] [string] $Note
                [decimal] $Cost
                [System.Collections.Generic.List[string]] $Tags
                hidden [string] $Secret
                static [int] $Count
            }
            class Node { [string] $Name; [Node[]] $Children }
            class Loose { $Anything }
            class Mapped { [hashtable] $Map }
            class Closed { Closed([int] $needed) { } [int] $A }
            class Picky { [ValidatePattern('^[a-z]+$')] [string] $Name }
            @{ Ticket = [Ticket]; Tickets = [Ticket[]]; Person = [Person]; Level = [Level]; Node = [Node]; Loose = [Loose]; Mapped = [Mapped]; Closed = [Closed]; Picky = [Picky] }
        }
        $person = '"type":"object","description":"Somebody.","properties":{"Name":{"type":"string"},"Age":{"type":["integer","null"]}},"required":["Name","Age"],"additionalProperties":false'
        $ticketSchema = '{"type":"object","properties":{"Id":{"type":"integer"},"Title":{"type":"string","description":"In one line"},"Level":{"type":"string","enum":["low","medium","high"]},' +
        '"Kind":{"type":"string","enum":["net","disk"]},"Severity":{"type":"integer","minimum":1,"maximum":5},"Owner":{' + $person + '},' +
        '"Others":{"type":"array","description":"All others","items":{' + $person + '}},"Opened":{"type":"string","format":"date-time"},"Due":{"type":"string","format":"date"},' +
        '"Note":{"type":["string","null"]},"Cost":{"type":"number"},"Tags":{"type":"array","items":{"type":"string"}}},' +
        '"required":["Id","Title","Level","Kind","Severity","Owner","Others","Opened","Due","Note","Cost","Tags"],"additionalProperties":false}'
        $ticket = '{"Id":7,"Title":"Net","Level":"high","Kind":"net","Severity":5,"Owner":{"Name":"Ann","Age":null},"Others":[{"Name":"Bob","Age":30}],"Opened":"2026-02-28T12:00:00Z","Due":"2026-03-01","Note":null,"Cost":0.1,"Tags":["a","b"]}'
        function Get-SentFormat { $server.Requests[-1].Body -replace '^.*"response_format":(.*)}$', '$1' }
    }
    AfterAll { $server.Dispose() }

    It 'sends the schema of a class with its attributes, and gives an instance' {
        $null = $server.Enqueue((New-Answer $ticket))
        $answer = Use-Culture de-DE { Invoke-ChatCompletion hi @ask -As $types.Ticket }
        Get-SentFormat | Should -BeExactly ('{"type":"json_schema","json_schema":{"name":"Ticket","schema":' + $ticketSchema + ',"strict":true}}')
        $value = $answer.Value
        $value | Should -BeOfType $types.Ticket
        $value.Id | Should -Be 7
        $value.Level | Should -BeOfType $types.Level
        "$($value.Level)" | Should -BeExactly 'high'
        $value.Owner | Should -BeOfType $types.Person
        $value.Owner.Age | Should -Be $null
        $value.Others[0].Name | Should -BeExactly 'Bob'
        $value.Others[0].Age | Should -Be 30
        $value.Opened.ToUniversalTime() | Should -Be ([datetime]::new(2026, 2, 28, 12, 0, 0, [DateTimeKind]::Utc))
        $value.Due | Should -Be ([DateOnly]::new(2026, 3, 1))
        $value.Cost | Should -Be 0.1d
        $value.Tags | Should -BeExactly 'a', 'b'
    }

    It 'gives instances that are JSON text in a CSV of the answers' {
        $null = $server.Enqueue((New-Answer '{"Name":"Ann","Age":3}'))
        $row = Invoke-ChatCompletion hi @ask -As $types.Person | ConvertTo-Csv | ConvertFrom-Csv
        $row.Value | Should -BeExactly '{"Name":"Ann","Age":3}'
        Add-Type 'namespace AsTypesTests { public class Name { public string First { get; set; } public override string ToString() => First; } public class Holder { public Name Who { get; set; } } }'
        $null = $server.Enqueue((New-Answer '{"Who":{"First":"Ann"}}'))
        $row = Invoke-ChatCompletion hi @ask -As ([AsTypesTests.Holder]) | ConvertTo-Csv | ConvertFrom-Csv
        $row.Value | Should -BeExactly '{"Who":{"First":"Ann"}}'
    }

    It 'lets a property of a .NET class be null where the class says so' {
        Add-Type '#nullable enable
            namespace AsTypes { public class Nullability { public string Must { get; set; } = ""; public string? May { get; set; } public string ReadOnly => "x"; public System.Guid Id { get; init; } } }'
        $value = (Invoke-ChatCompletion hi -Provider Mock -As ([AsTypes.Nullability])).Value
        $value.Id | Should -Be ([guid]::Empty)
        $null = $server.Enqueue((New-Answer '{"Must":"a","May":null,"Id":"7b1c8d1e-0000-0000-0000-000000000001"}'))
        $value = (Invoke-ChatCompletion hi @ask -As ([AsTypes.Nullability])).Value
        Get-SentFormat | Should -BeLike '*"properties":{"Must":{"type":"string"},"May":{"type":`["string","null"`]},"Id":{"type":"string","format":"uuid"}},*'
        $value.Must | Should -BeExactly 'a'
        $value.May | Should -BeNullOrEmpty
        "$($value.Id)" | Should -BeExactly '7b1c8d1e-0000-0000-0000-000000000001'
    }

    It 'wraps an array, which cannot be the root, and unwraps it again' {
        $null = $server.Enqueue((New-Answer ('{"items":[' + $ticket + ']}')))
        $answer = Invoke-ChatCompletion hi @ask -As $types.Tickets
        Get-SentFormat | Should -BeExactly ('{"type":"json_schema","json_schema":{"name":"Ticket","schema":{"type":"object","properties":{"items":{"type":"array","items":' + $ticketSchema +
            '}},"required":["items"],"additionalProperties":false},"strict":true}}')
        , $answer.Value | Should -BeOfType $types.Tickets
        $answer.Value.Count | Should -Be 1
        ($answer | ForEach-Object Value).Title | Should -BeExactly 'Net'
    }

    It 'wraps a single value: <Shown>' -ForEach @(
        @{ Shown = 'int'; Of = [int]; Schema = '{"type":"integer"}'; Json = '5'; Expected = 5 }
        @{ Shown = 'bool'; Of = [bool]; Schema = '{"type":"boolean"}'; Json = 'false'; Expected = $false }
        @{ Shown = 'datetime'; Of = [datetime]; Schema = '{"type":"string","format":"date-time"}'; Json = '"2026-02-28T00:00:00"'; Expected = [datetime]::new(2026, 2, 28) }
        @{ Shown = 'DayOfWeek'; Of = [DayOfWeek]; Schema = '{"type":"string","enum":["Sunday","Monday","Tuesday","Wednesday","Thursday","Friday","Saturday"]}'; Json = '"Friday"'; Expected = [DayOfWeek]::Friday }
    ) {
        $null = $server.Enqueue((New-Answer "{`"value`":$Json}"))
        $value = (Invoke-ChatCompletion hi @ask -As $Of).Value
        Get-SentFormat | Should -BeLike "*`"properties`":{`"value`":$([WildcardPattern]::Escape($Schema))},*"
        $value | Should -BeOfType $Of
        $value | Should -Be $Expected
    }

    It 'takes the name of a type in brackets, as PowerShell passes it without parentheses' {
        $shell = [powershell]::Create().AddScript("Import-Module '$(Get-Manifest)'; class Pair { [string] `$A; [int] `$B }; (Invoke-ChatCompletion hi -Provider Mock -As [Pair]).Value")
        try { $value = $shell.Invoke()[0] } finally { $shell.Dispose() }
        $value.PSObject.TypeNames[0] | Should -BeExactly 'Pair'
        $value.A | Should -BeExactly 'text'
        $value.B | Should -Be 1
    }

    It 'refuses a type that has no strict form: <Name>' -ForEach @(
        @{ Name = 'Node'; Says = '*Node.Children contains Node within Node*' }
        @{ Name = 'Loose'; Says = '*Loose.Anything has the type Object*' }
        @{ Name = 'Mapped'; Says = '*Mapped.Map has the type Hashtable*' }
        @{ Name = 'Closed'; Says = '*type Closed*constructor without parameters*' }
        @{ Name = 'hashtable'; Of = [hashtable]; Says = '*type Hashtable*' }
        @{ Name = 'dictionary'; Of = [System.Collections.Generic.Dictionary[string, int]]; Says = '*cannot be used in strict mode*' }
        @{ Name = 'action'; Of = [Action]; Says = '*type Action*' }
        @{ Name = 'pointer'; Of = [IntPtr]; Says = '*type IntPtr*' }
        @{ Name = 'object list'; Of = [object[]]; Says = '*type Object*' }
        @{ Name = 'interface'; Of = [System.IDisposable]; Says = '*type IDisposable*' }
        @{ Name = 'open generic'; Of = [System.Collections.Generic.List`1]; Says = '*cannot be used in strict mode*' }
        @{ Name = 'script block'; Of = [scriptblock]; Says = '*type ScriptBlock*' }
        @{ Name = 'secret'; Of = [securestring]; Says = '*type SecureString*' }
    ) {
        $before = $server.Requests.Count
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As ($Of ?? $types[$Name]) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $failure.Exception.Parameter | Should -BeExactly 'As'
        "$failure" | Should -BeLike $Says
        $server.Requests.Count | Should -Be $before
    }

    It 'makes what a class refuses the error of the answer' {
        $null = $server.Enqueue((New-Answer '{"Name":"A1"}'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As $types.Picky }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        "$failure" | Should -BeLike '*could not be converted to Picky*'
        $failure.Exception.Completion.Content | Should -BeExactly '{"Name":"A1"}'
    }
}
