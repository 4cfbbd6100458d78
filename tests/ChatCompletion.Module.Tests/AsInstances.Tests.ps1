# -As with a type: how instances are made, which numbers they can hold, and their text in a CSV.

Describe 'An instance that -As makes' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        Add-Type @'
using System; using System.Collections; using System.Collections.Generic; using System.Numerics;
namespace AsInstances {
    public class Money {
        public Money() { }
        public Money(string text) { Currency = "constructed"; }
        public Money(object any) { Currency = "constructed"; }
        public Money(Hashtable map) { Currency = "constructed"; }
        public static Money Parse(string text) => new Money(text);
        public static implicit operator Money(string text) => new Money(text);
        public decimal Amount { get; set; }
        public string Currency { get; set; }
    }
    public class Order { public Money Price { get; set; } public List<Money> List { get; set; } public Money[] Array { get; set; } public Money[][] Nested { get; set; } public Dictionary<string, Money> ReadOnly { get; } = new(); }
    public class Base { public string Name { get; set; } public virtual int Level { get; set; } public object Hidden { get; set; } }
    public class Derived : Base { public override int Level { get; set; } public new string Hidden { get; set; } }
    public record Point { public int X { get; init; } public double? Y { get; init; } public int Sum => X + 1; private int Own { get; set; } }
    public record struct Pair(int A, double B);
    public enum Size { Small, small, Large }
    public class Kinds {
        public float F { get; set; } public double D { get; set; } public decimal M { get; set; } public int I { get; set; } public byte B { get; set; } public ulong U { get; set; }
        public BigInteger Big { get; set; } public long? N { get; set; } public Guid Id { get; set; } public Uri Link { get; set; } public char C { get; set; } public Size S { get; set; }
        public DateTime T { get; set; } public DateTimeOffset O { get; set; } public DateOnly Day { get; set; }
    }
    public class One<T> { public T V { get; set; } }
    public class Throwing { public int V { get => 1; set => throw new InvalidOperationException("no " + value); } }
    public class Unmakable { public Unmakable() => throw new InvalidOperationException("never"); public int V { get; set; } }
}
'@
        $kinds = '{"F":0.1,"D":1e300,"M":99999999999999.99,"I":-2147483648,"B":255,"U":18446744073709551615,"Big":123456789012345678901234567890,"N":null,' +
        '"Id":"7b1c8d1e-0000-0000-0000-000000000001","Link":"https://example.com/a","C":"ä","S":"small","T":"2026-02-28T12:00:00Z","O":"2026-02-28T12:00:00+05:30","Day":"2026-03-01"}'
        function Get-Value([type] $Type, [string] $Json) {
            $null = $server.Enqueue((New-Answer $Json))
            , (Invoke-ChatCompletion hi @ask -As $Type).Value
        }
    }
    AfterAll { $server.Dispose() }

    It 'comes from the constructor without parameters, whatever others there are' {
        $money = '{"Amount":12.5,"Currency":"EUR"}'
        $value = Get-Value ([AsInstances.Money]) $money
        $value.Currency | Should -BeExactly 'EUR'
        $value.Amount | Should -Be 12.5
        $order = Get-Value ([AsInstances.Order]) "{`"Price`":$money,`"List`":[$money,$money],`"Array`":[$money],`"Nested`":[[$money],[]]}"
        $order.Price.Currency | Should -BeExactly 'EUR'
        $order.List.Currency | Should -BeExactly 'EUR', 'EUR'
        $order.Array[0].Amount | Should -Be 12.5
        $order.Nested[0][0].Currency | Should -BeExactly 'EUR'
        $order.Nested[1].Count | Should -Be 0
        (Get-Value ([AsInstances.Money[]]) "{`"items`":[$money]}")[0].Currency | Should -BeExactly 'EUR'
        (Get-Value ([System.Collections.Generic.List[AsInstances.Money]]) "{`"items`":[$money]}")[0].Currency | Should -BeExactly 'EUR'
    }

    It 'is so for PowerShell''s own classes' {
        $types = & {
            class Inner { Inner() { } Inner([string] $text) { $this.A = 'constructed' } [string] $A }
            class Outer { Outer() { } Outer([object] $any) { $this.B = -1 } [int] $B; [Inner] $One; [Inner[]] $Many; [System.Collections.Generic.List[Inner]] $List }
            @{ Outer = [Outer] }
        }
        $value = Get-Value $types.Outer '{"B":2,"One":{"A":"x"},"Many":[{"A":"y"}],"List":[{"A":"z"}]}'
        $value.B | Should -Be 2
        $value.One.A | Should -BeExactly 'x'
        $value.Many.A | Should -BeExactly 'y'
        $value.List[0].A | Should -BeExactly 'z'
        $value.Many.GetType().Name | Should -BeExactly 'Inner[]'
    }

    It 'has inherited, overridden and replaced properties, and those of records' {
        $value = Get-Value ([AsInstances.Derived]) '{"Name":"n","Level":3,"Hidden":"h"}'
        $value.Name, $value.Level, $value.Hidden | Should -Be 'n', 3, 'h'
        $value = Get-Value ([AsInstances.Point]) '{"X":1,"Y":2.5}'
        $value.X, $value.Y, $value.Sum | Should -Be 1, 2.5, 2
        (Get-Value ([AsInstances.Point]) '{"X":1,"Y":null}').Y | Should -Be $null
        $value = Get-Value ([AsInstances.Pair]) '{"A":1,"B":2.5}'
        $value.A, $value.B | Should -Be 1, 2.5
        (Get-Value ([AsInstances.Pair[]]) '{"items":[{"A":1,"B":2.5}]}')[0].B | Should -Be 2.5
    }

    It 'holds every number, date and name exactly' {
        $value = Use-Culture de-DE { Get-Value ([AsInstances.Kinds]) $kinds }
        $value.F | Should -Be ([float] 0.1)
        $value.D | Should -Be 1e300
        $value.M | Should -Be 99999999999999.99d
        $value.I | Should -Be ([int]::MinValue)
        $value.U | Should -Be ([ulong]::MaxValue)
        $value.Big | Should -Be ([bigint]::Parse('123456789012345678901234567890'))
        $value.N | Should -Be $null
        $value.S.value__ | Should -Be 1 -Because 'the case of a name counts'
        $value.O.Offset | Should -Be ([timespan]::FromHours(5.5))
        $value.T.Kind | Should -Be Utc
        $value.Day | Should -Be ([DateOnly]::new(2026, 3, 1))
        $value.C | Should -Be ([char] 'ä')
        $value.Link.Host | Should -BeExactly 'example.com'
        (Get-Value ([AsInstances.One[decimal]]) '{"V":0.1234567890123456789012345678}').V.ToString([cultureinfo]::InvariantCulture) | Should -BeExactly '0.1234567890123456789012345678'
        (Get-Value ([AsInstances.One[double]]) '{"V":0.33333333333333333333333333333333333333333}').V | Should -Be (1 / 3)
        (Get-Value ([AsInstances.One[int]]) '{"V":1e3}').V | Should -Be 1000
        (Get-Value ([AsInstances.One[long]]) '{"V":9007199254740993.0}').V | Should -Be 9007199254740993
        (Get-Value ([AsInstances.One[Nullable[decimal]]]) '{"V":1e28}').V | Should -Be ([decimal]::Parse('10000000000000000000000000000'))
        (Get-Value ([AsInstances.One[decimal[]]]) '{"V":[99999999999999.99]}').V[0] | Should -Be 99999999999999.99d
        Get-Value ([bigint]) '{"value":1e30}' | Should -Be ([bigint]::Pow(10, 30))
    }

    It 'is a fault where a property cannot hold the value: <Type> <Json>' -ForEach @(
        @{ Type = 'int'; Json = '3000000000' }
        @{ Type = 'byte'; Json = '256' }
        @{ Type = 'byte'; Json = '-1' }
        @{ Type = 'uint'; Json = '-1' }
        @{ Type = 'long'; Json = '9223372036854775808' }
        @{ Type = 'int'; Json = '1e400' }
        @{ Type = 'float'; Json = '1e39' }
        @{ Type = 'float'; Json = '-1e60' }
        @{ Type = 'float'; Json = '1e-60' }
        @{ Type = 'double'; Json = '1e400' }
        @{ Type = 'double'; Json = '1e-400' }
        @{ Type = 'decimal'; Json = '1e29' }
        @{ Type = 'decimal'; Json = '0.12345678901234567890123456789012' }
        @{ Type = 'decimal'; Json = '79228162514264337593543950336' }
        @{ Type = 'char'; Json = '"ab"' }
        @{ Type = 'char'; Json = '""' }
        @{ Type = 'Nullable[int]'; Json = '3000000000' }
        @{ Type = 'int[]'; Json = '[1,3000000000]' }
    ) {
        $of = [AsInstances.One`1].MakeGenericType([type] $Type)
        $journal = "$TestDrive/$([guid]::NewGuid()).jsonl"
        $null = $server.Enqueue((New-Answer "{`"V`":$Json}"))
        $failure = $null
        $rows = 'x', 'y' | Invoke-ChatCompletion @ask -As $of -ThrottleLimit 1 -JournalPath $journal -ErrorVariable failure -ErrorAction SilentlyContinue
        $rows.Count | Should -Be 0 -Because 'the server''s second answer is no JSON at all'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        "$($failure[0])" | Should -BeLike '*$.V*'
        (Get-ChatJournal $journal -Summary).Failed | Should -Be 2
    }

    It 'is a fault where the type refuses the value: <Name>' -ForEach @(
        @{ Name = 'Throwing'; Says = '*$.V: no 5*' }
        @{ Name = 'Unmakable'; Says = '*never*' }
    ) {
        $null = $server.Enqueue((New-Answer '{"V":5}'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -As ([type] "AsInstances.$Name") }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        "$failure" | Should -BeLike $Says
        $failure.Exception.Completion.Content | Should -BeExactly '{"V":5}'
    }

    It 'has the same text in a CSV under the culture <_>' -ForEach 'de-DE', 'ar-SA', 'sv-SE', 'fa-IR' {
        $value = Use-Culture $_ { Get-Value ([AsInstances.Kinds]) $kinds }
        $row = Use-Culture $_ { $value | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv
        $row.PSObject.Properties.Name | Should -BeExactly 'F', 'D', 'M', 'I', 'B', 'U', 'Big', 'N', 'Id', 'Link', 'C', 'S', 'T', 'O', 'Day'
        $row.F, $row.D, $row.M, $row.I | Should -BeExactly '0.1', '1E+300', '99999999999999.99', '-2147483648'
        $row.T | Should -BeExactly '2026-02-28T12:00:00Z'
        $row.O | Should -BeExactly '2026-02-28T12:00:00+05:30'
        $row.Day | Should -BeExactly '2026-03-01'
        $nested = Use-Culture $_ { Get-Value ([AsInstances.Order]) '{"Price":{"Amount":-1.5,"Currency":"x"},"List":[],"Array":[{"Amount":2.5,"Currency":"y"}],"Nested":[]}' }
        $row = Use-Culture $_ { $nested | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv
        $row.Price | Should -BeExactly '{"Amount":-1.5,"Currency":"x"}'
        $row.Array | Should -BeExactly '[{"Amount":2.5,"Currency":"y"}]'
        (Use-Culture $_ { $nested.Array | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv).Amount | Should -BeExactly '2.5'
        $single = Use-Culture $_ { $null = $server.Enqueue((New-Answer '{"value":-1.5}')); Invoke-ChatCompletion hi @ask -As ([double]) }
        $single.Value | Should -BeOfType ([double])
        (Use-Culture $_ { $single | Select-Object Value | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv).Value | Should -BeExactly '-1.5'
        $pair = Use-Culture $_ { Get-Value ([AsInstances.Pair]) '{"A":-1,"B":2.5}' | ConvertTo-Csv -Delimiter ',' } | ConvertFrom-Csv
        $pair.A, $pair.B | Should -BeExactly '-1', '2.5'
    }

    It 'stays an instance: its properties are read, set and compared as ever' {
        $value = Get-Value ([AsInstances.Kinds]) $kinds
        $value | Should -BeOfType ([AsInstances.Kinds])
        $value.D + 1 | Should -Be (1e300 + 1)
        $value.D = 7
        $value.PSObject.BaseObject.D | Should -Be 7
        $value.D | Should -Be 7
        { $value.I = 'abc' } | Should -Throw
        ($value | Sort-Object M | Group-Object I).Name | Should -BeExactly '-2147483648'
        $value.T.Year | Should -Be 2026
        @($value.PSObject.Properties).Count | Should -Be 15
        ($value | ConvertTo-Json -Compress) | Should -BeLike '{"F":0.1,"D":7.0,"M":99999999999999.99,*'
        $value | Export-Clixml $TestDrive/instance.xml
        $back = Import-Clixml $TestDrive/instance.xml
        $back.D | Should -Be 7
        $back.T | Should -Be $value.T
    }
}
