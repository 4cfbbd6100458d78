# How objects are written into the context of a question.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    # The data of the last request.
    function Get-Data {
        ($server.Requests[-1].Body | ConvertFrom-Json).messages[-1].content -match '(?s)<data-([0-9a-f]{16})>\n(.*)</data-\1>$' | Should -BeTrue
        $Matches[2]
    }
    # What becomes of objects: the lines between the marks.
    function Send-Context { $input | Invoke-ChatCompletion Which? @ask | Should -Not -BeNullOrEmpty; (Get-Data) -replace '\n$' -split "`n" }
}

Describe 'An object in the context' {
    BeforeEach {
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterEach { $server.Dispose() }

    It 'is <Json> of <Shown>' -ForEach @(
        @{ Shown = 'a custom object'; Value = { [pscustomobject]@{ A = 1; B = $null } }; Json = '{"A":1,"B":null}' }
        @{ Shown = 'an ordered dictionary'; Value = { [ordered]@{ z = 1; a = 'x' } }; Json = '{"z":1,"a":"x"}' }
        @{ Shown = 'a generic dictionary'; Value = { $map = [System.Collections.Generic.Dictionary[string, int]]::new(); $map.a = 1; , $map }; Json = '{"a":1}' }
        @{ Shown = 'a generic dictionary inside'; Value = { $map = [System.Collections.Generic.Dictionary[int, string]]::new(); $map[7] = 'x'; @{ m = $map } }; Json = '{"m":{"7":"x"}}' }
        @{ Shown = 'a row of a CSV'; Value = { "Name,Size`na,1" | ConvertFrom-Csv }; Json = '{"Name":"a","Size":"1"}' }
        @{ Shown = 'numbers'; Value = { , @(1, 2.5, 3.50d, 4L, 1e300, [float] 0.1, [bigint]::Parse('12345678901234567890'), [double]::NaN) }; Json = '[1,2.5,3.50,4,1E+300,0.1,12345678901234567890,"NaN"]' }
        @{ Shown = 'a time'; Value = { @{ t = [datetime]::new(2026, 2, 3, 4, 5, 6, [System.DateTimeKind]::Utc) } }; Json = '{"t":"2026-02-03T04:05:06.0000000Z"}' }
        @{ Shown = 'a day'; Value = { @{ t = [DateOnly]::new(2026, 2, 3) } }; Json = '{"t":"2026-02-03"}' }
        @{ Shown = 'an offset'; Value = { @{ t = [datetimeoffset]::new(2026, 2, 3, 4, 5, 6, [timespan]::FromHours(2)) } }; Json = '{"t":"2026-02-03T04:05:06.0000000+02:00"}' }
        @{ Shown = 'a time span'; Value = { @{ t = [timespan]::new(1, 2, 3, 4) } }; Json = '{"t":"1.02:03:04"}' }
        @{ Shown = 'an enum'; Value = { @{ e = [System.DayOfWeek]::Friday } }; Json = '{"e":"Friday"}' }
        @{ Shown = 'an enum of flags'; Value = { @{ e = [System.IO.FileAttributes] 'Hidden, System' } }; Json = '{"e":"Hidden, System"}' }
        @{ Shown = 'lists in lists'; Value = { , @(@(1, 2), @(3, @(4))) }; Json = '[[1,2],[3,[4]]]' }
        @{ Shown = 'bytes'; Value = { @{ b = [byte[]] (1, 2, 255) } }; Json = '{"b":"AQL/"}' }
        @{ Shown = 'an XML document'; Value = { [xml] '<a><b c="1">t</b></a>' }; Json = '"<a><b c=\"1\">t</b></a>"' }
        @{ Shown = 'a switch'; Value = { @{ s = [switch] $true } }; Json = '{"s":true}' }
        @{ Shown = 'other values'; Value = { [ordered]@{ g = [guid]::Empty; u = [uri] 'https://a.b/c'; v = [version] '1.2'; c = [char] 'x'; i = [ipaddress]::Loopback; t = [int]; s = { hi }; n = [System.DBNull]::Value } }; Json = '{"g":"00000000-0000-0000-0000-000000000000","u":"https://a.b/c","v":"1.2","c":"x","i":"127.0.0.1","t":"System.Int32","s":" hi ","n":null}' }
        @{ Shown = 'control characters'; Value = { @{ x = "a`nb`t`e`0" } }; Json = '{"x":"a\nb\t\u001B\u0000"}' }
        @{ Shown = 'half a pair of surrogates'; Value = { @{ "k`u{d800}" = "v`u{dc00}" } }; Json = '{"k\uFFFD":"v\uFFFD"}' }
        @{ Shown = 'an object of a class in another one'; Value = { Add-Type 'namespace ContextTests { public class Inner { public int Value { get; set; } = 5; } public class Outer { public Inner Part { get; } = new(); } }'; [ContextTests.Outer]::new() }; Json = '{"Part":{"Value":5}}' }
        @{ Shown = 'a live object in another one, as in a table''s cell'; Value = { [pscustomobject]@{ Folder = [System.IO.DirectoryInfo]::new('/'); Culture = [cultureinfo]::new('de-DE') } }; Json = '{"Folder":"/","Culture":"de-DE"}' }
        @{ Shown = 'a getter that throws'; Value = { [pscustomobject]@{ a = 1 } | Add-Member -PassThru ScriptProperty Bad { throw 'x' } | Add-Member -PassThru ScriptProperty Good { 5 } }; Json = '{"a":1,"Good":5}' }
    ) {
        & $Value | Send-Context | Should -BeExactly $Json
    }

    It 'is the same in every culture: <_>' -ForEach 'de-DE', 'tr-TR', 'fa-IR' {
        $lines = Use-Culture $_ { [ordered]@{ I = 1.5; d = 2.5d; t = [datetime]::new(2026, 2, 3); s = [timespan]::FromSeconds(1.5); f = [float] 1.5; n = -1; h = [half] 0.5 } | Send-Context }
        $lines | Should -BeExactly '{"I":1.5,"d":2.5,"t":"2026-02-03T00:00:00.0000000","s":"00:00:01.5000000","f":1.5,"n":-1,"h":"0.5"}'
    }

    It 'is what PowerShell shows of a process' {
        $line = Get-Process -Id $PID | Send-Context
        ($line | ConvertFrom-Json).PSObject.Properties.Name | Should -BeExactly 'Id', 'Handles', 'CPU', 'SI', 'Name'
        ($line | ConvertFrom-Json).Id | Should -Be $PID
    }

    It 'is what PowerShell shows of files, and of a folder no more' {
        'x' | Set-Content $TestDrive/file.txt -NoNewline
        $null = New-Item -ItemType Directory $TestDrive/folder -Force
        $lines = Get-Item $TestDrive/file.txt, $TestDrive/folder | Send-Context | ForEach-Object { $_ | ConvertFrom-Json }
        $lines[0].PSObject.Properties.Name | Should -BeExactly 'LastWriteTime', 'Length', 'Name'
        $lines[1].PSObject.Properties.Name | Should -BeExactly 'LastWriteTime', 'Name'
        $lines.Name | Should -BeExactly 'file.txt', 'folder'
    }

    It 'is what happened, of an error, and not the arguments of what failed' {
        function Connect-Thing { [CmdletBinding()] param([string] $Password) $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new('no way'), 'NoWay', 'OpenError', 'thing')) }
        $record = try { Connect-Thing -Password s3cr3t } catch { $_ }
        $line = $record | Send-Context
        $line | Should -BeLike '{"Exception":"System.InvalidOperationException: no way","FullyQualifiedErrorId":"NoWay*","CategoryInfo":"OpenError: (thing:String)*","TargetObject":"thing","ScriptStackTrace":"at *"}'
        $line | Should -Not -Match 's3cr3t|BoundParameters'
    }

    It 'is the columns of a DataRow, also in a view' {
        $table = [System.Data.DataTable]::new()
        $null = $table.Columns.Add('a'), $table.Columns.Add('b', [int]), $table.Rows.Add('x', 1), $table.Rows.Add('y', [System.DBNull]::Value)
        $table | Send-Context | Should -BeExactly '{"a":"x","b":1}', '{"a":"y","b":null}'
        $table.DefaultView | Send-Context | Should -BeExactly '{"a":"x","b":1}', '{"a":"y","b":null}'
    }

    It 'is as readable when it came from a file or a job' {
        [pscustomobject]@{ A = 1; T = [datetime]::new(2026, 1, 2); N = @{ b = @(1, 2) } } | Export-Clixml $TestDrive/one.xml
        Import-Clixml $TestDrive/one.xml | Send-Context | Should -BeExactly '{"A":1,"T":"2026-01-02T00:00:00.0000000","N":{"b":[1,2]}}'
        $line = Start-Job { Get-Process -Id $PID | Select-Object Name, Id } | Receive-Job -Wait -AutoRemoveJob | Select-Object Name, Id | Send-Context
        $line | Should -Match '^{"Name":"pwsh[^"]*","Id":\d+}$'
    }

    It 'never tells a secret: <Shown>' -ForEach @(
        @{ Shown = 'SecureString'; Value = { , (ConvertTo-SecureString s3cr3t -AsPlainText -Force) } }
        @{ Shown = 'PSCredential'; Value = { [pscredential]::new('u', (ConvertTo-SecureString s3cr3t -AsPlainText -Force)) } }
        @{ Shown = 'NetworkCredential'; Value = { [System.Net.NetworkCredential]::new('u', 's3cr3t') } }
        @{ Shown = 'a credential deep in an object'; Value = { @{ a = @{ b = @{ c = @{ d = [System.Net.NetworkCredential]::new('u', 's3cr3t') } } } } } }
        @{ Shown = 'a list of them'; Value = { , @([pscredential]::new('u', (ConvertTo-SecureString s3cr3t -AsPlainText -Force))) } }
    ) {
        & $Value | Send-Context | Should -Match '\*\*\*'
        $server.Requests[0].Body | Should -Not -Match 's3cr3t'
    }

    It 'tells nothing of a key by the words of another object: <Shown>' -ForEach @(
        @{ Shown = 'a request'; Value = { $request }; Json = '{"Version":"1.1",*"RequestUri":"https://a.b/c","Headers":"`*`*`*"*' }
        @{ Shown = 'a client'; Value = { $client = [System.Net.Http.HttpClient]::new(); $client.DefaultRequestHeaders.Authorization = 'Bearer s3cr3t'; $client }; Json = '{"DefaultRequestHeaders":"`*`*`*"*' }
        @{ Shown = 'a request in an object'; Value = { [pscustomobject]@{ Request = $request; N = 1 } }; Json = '{"Request":"System.Net.Http.HttpRequestMessage","N":1}' }
        @{ Shown = 'a request in a list in a hashtable'; Value = { @{ All = @($request) } }; Json = '{"All":`["System.Net.Http.HttpRequestMessage"`]}' }
        @{ Shown = 'a request deeper than is read'; Value = { @{ a = @{ b = @{ c = [pscustomobject]@{ d = [pscustomobject]@{ r = $request } } } } } }; Json = '{"a":{"b":{"c":{"d":"System.Management.Automation.PSCustomObject"}}}}' }
        @{ Shown = 'a request as a key'; Value = { @{ $request = 1 } }; Json = '{"System.Net.Http.HttpRequestMessage":1}' }
        @{ Shown = 'the header itself in an object'; Value = { @{ Header = $request.Headers.Authorization } }; Json = '{"Header":"System.Net.Http.Headers.AuthenticationHeaderValue"}' }
        @{ Shown = 'an address with a password'; Value = { @{ At = [uri] 'https://ann:s3cr3t@a.b/c?d=e' } }; Json = '{"At":"https://a.b/c?d=e"}' }
        @{ Shown = 'a secure string deeper than is read'; Value = { @{ a = @{ b = @{ c = @{ d = $secret } } } } }; Json = '{"a":{"b":{"c":{"d":"`*`*`*"}}}}' }
        @{ Shown = 'a credential in the text of an object deeper than is read'; Value = { @{ a = @{ b = @{ c = @{ d = [pscustomobject]@{ c = [System.Net.NetworkCredential]::new('u', 's3cr3t'); s = $secret } } } } } }; Json = '{"a":{"b":{"c":{"d":"*PSCustomObject"}}}}' }
        @{ Shown = 'a record that tells all of itself'; Value = { Add-Type 'namespace ContextTests { public record Login(string User, string Password); }' -ErrorAction Ignore; @{ Login = [ContextTests.Login]::new('ann', 's3cr3t') } }; Json = '{"Login":"ContextTests.Login"}' }
        @{ Shown = 'an error about a request'; Value = { [System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new('no way'), 'NoWay', 'OpenError', $request) }; Json = '{"Exception":"System.InvalidOperationException: no way","FullyQualifiedErrorId":"NoWay","CategoryInfo":"OpenError: (HttpRequestMessage) `[`], InvalidOperationException","TargetObject":"System.Net.Http.HttpRequestMessage"*' }
    ) {
        $secret = ConvertTo-SecureString s3cr3t -AsPlainText -Force
        $request = [System.Net.Http.HttpRequestMessage]::new('GET', 'https://a.b/c')
        $request.Headers.Authorization = 'Bearer s3cr3t'
        (& $Value | Invoke-ChatCompletion Which? @ask -WarningAction Ignore) | Should -Not -BeNullOrEmpty
        (Get-Data).TrimEnd() | Should -BeLike $Json
        $server.Requests[0].Body | Should -Not -Match 's3cr3t'
    }

    It 'is in another one what PowerShell shows of it, where that is known' {
        $process = (@{ p = (Get-Process -Id $PID) } | Send-Context | ConvertFrom-Json).p
        $process.PSObject.Properties.Name | Should -BeExactly 'Id', 'Handles', 'CPU', 'SI', 'Name'
        Add-Type 'namespace ContextTests { public class Silent : System.IComparable { public int A => 1; public int CompareTo(object other) => 0; public override string ToString() => throw new System.InvalidOperationException(); } }' -ErrorAction Ignore
        @{ s = [ContextTests.Silent]::new() } | Send-Context | Should -BeExactly '{"s":{"A":1}}'
        @{ e = try { throw 'no way' } catch { $_ } } | Send-Context | Should -BeExactly '{"e":"no way"}'
        @{ c = Get-Command Get-Item; m = [System.Net.Http.HttpMethod]::Get } | Send-Context | ConvertFrom-Json | ForEach-Object { "$($_.c) $($_.m)" } | Should -BeExactly 'Get-Item GET'
    }

    It 'that holds itself is cut, with one warning for all: <Shown>' -ForEach @(
        @{ Shown = 'a hashtable'; Value = { $self = @{ n = 1 }; $self.self = $self; $self }; Deep = '"self":"System.Collections.Hashtable"' }
        @{ Shown = 'a custom object'; Value = { $self = [pscustomobject]@{ n = 1; self = $null }; $self.self = $self; $self }; Deep = '"n":1' }
        @{ Shown = 'parent and child'; Value = { $parent = [pscustomobject]@{ n = 1; child = $null }; $parent.child = [pscustomobject]@{ n = 2; parent = $parent }; $parent }; Deep = '"n":2' }
        @{ Shown = 'a list'; Value = { $self = [System.Collections.ArrayList]::new(); $null = $self.Add(1); $null = $self.Add($self); , $self }; Deep = '[1,[1,' }
    ) {
        $Value, $Value | ForEach-Object { , (& $_) } | Invoke-ChatCompletion Q @ask -WarningVariable warnings -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        @($warnings).Count | Should -Be 1
        $warnings[0].Message | Should -Match 'too large.*4 levels.*Select-Object'
        Get-Data | Should -BeLike "*$($Deep.Replace('[', '`['))*"
    }

    It 'whose parts all hold each other is cut before it grows without end' {
        $parts = [System.Collections.ArrayList]::new()
        1..200 | ForEach-Object { $null = $parts.Add([System.Collections.ArrayList]::new()) }
        foreach ($part in $parts) { $part.AddRange($parts) }
        $failure = Get-TerminatingError { , $parts | Invoke-ChatCompletion Q @ask -MaxContextChars 10 -WarningAction SilentlyContinue }
        # Without a limit these are 200 ^ 4 values.
        "$failure" | Should -Match '10 characters'
    }

    It 'with a list of more than 1000 items is cut, which the warning and the model are told' {
        $null = @{ l = 1..1000 } | Invoke-ChatCompletion Q @ask -WarningVariable none
        $none | Should -BeNullOrEmpty
        $null = @{ l = 1..1001 } | Invoke-ChatCompletion Q @ask -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'the first 1000 items'
        Get-Data | Should -BeLike '*,999,1000,"…"`]}*'
    }

    It 'that breaks while it is read is sent as text' {
        Add-Type 'namespace ContextTests { public class Broken { public System.Collections.Generic.IEnumerable<int> Items { get { yield return 1; throw new System.InvalidOperationException("broken"); } } } }'
        $null = [ContextTests.Broken]::new() | Invoke-ChatCompletion Q @ask -WarningVariable warnings -WarningAction SilentlyContinue
        Get-Data | Should -Match '^{"Items":"[^"]*Items[^"]*"}\n$'
        @($warnings).Count | Should -Be 1
    }

    It 'with a huge text is sent whole' {
        $null = @{ x = 'y' * 150000 } | Invoke-ChatCompletion Q @ask -WarningVariable warnings
        (Get-Data).Length | Should -Be 150009
        $warnings | Should -BeNullOrEmpty
    }
}
