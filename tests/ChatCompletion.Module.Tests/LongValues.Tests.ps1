# However long a value is, what is said of it is short, and what is shown takes no longer than it must.

Describe 'An error about a long value' {
    BeforeDiscovery {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + 'WhatIf', 'Confirm'
        $cases = foreach ($cmdlet in Get-Command -Module ChatCompletion) {
            foreach ($parameter in $cmdlet.Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.SwitchParameter }) { @{ Cmdlet = $cmdlet.Name; Parameter = $parameter.Name } }
        }
    }
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $text = "`e[31m" + 'x' * 300000 + [char] 0x202e
        $values = @{
            Text = $text; Word = 'x' * 300000; List = @($text, $text); Map = @{ $text = $text }; Nested = @{ type = 'function'; function = @{ name = $text } }
            Object = [pscustomobject]@{ $text = $text }; Message = @{ role = $text; content = @{ $text = 1 } }; Number = [bigint]::Pow(10, 30000); Script = [scriptblock]::Create("'$text'")
        }
        # What each command needs beside the parameter that is tried. None of the calls may reach a server.
        $base = @{
            'Invoke-ChatCompletion' = @{ Message = 'hi'; Provider = 'Mock' }; 'New-ChatMessage' = @{ Content = 'hi' }; 'Get-ChatModel' = @{ Provider = 'Mock' }
            'Set-ChatProvider' = @{ Name = 'long'; Type = 'Custom'; ApiBase = 'http://127.0.0.1:9/v1'; Scope = 'Session' }; 'Get-ChatProvider' = @{}; 'Remove-ChatProvider' = @{ Name = 'long' }
            'Show-ChatCompletion' = @{ InputObject = 1 }; 'Get-ChatJournal' = @{ Path = "$TestDrive/none.jsonl" }
        }
        function Get-AllErrors([string] $Cmdlet, [hashtable] $Arguments) {
            $found = [System.Collections.Generic.List[object]]::new()
            try { $null = & $Cmdlet @Arguments -ErrorAction SilentlyContinue -ErrorVariable found -WarningVariable said -WarningAction SilentlyContinue } catch { $_ }
            $found | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
            $said
        }
    }

    It 'does not repeat it: -<Parameter> of <Cmdlet>' -ForEach $cases {
        foreach ($kind in $values.Keys) {
            $arguments = $base[$Cmdlet] + @{}
            $arguments[$Parameter] = $values[$kind]
            foreach ($failure in Get-AllErrors $Cmdlet $arguments) {
                $words = @("$failure", $failure.Exception.Message, $failure.ErrorDetails.Message, $failure.ErrorDetails.RecommendedAction, $failure.Message, $failure.FullyQualifiedErrorId) -ne $null
                foreach ($said in $words) {
                    if ($said.Length -ge 2500) { $said.Length | Should -BeLessThan 2500 -Because "of -$Parameter with a long $kind it says $($said.Substring(0, 300))" }
                    if ($said -match '[\e\u202e]') { $said | Should -Not -Match '[\e\u202e]' -Because "-$Parameter was given a $kind" }
                }
            }
        }
    }
}

Describe 'A view of long texts' {
    BeforeDiscovery {
        . $PSScriptRoot/Filled.ps1
        $cases = foreach ($type in Get-OutputType) {
            @{ Type = $type; Way = 'live' }
            if ($type -notlike '*Exception') { @{ Type = $type; Way = 'from a file' } }
        }
    }
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        . $PSScriptRoot/Filled.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        # How often a text is in another one. A Match for each of 500,000 characters takes seconds.
        function Get-Count([string] $Text, [string] $Part) { ($Text.Length - $Text.Replace($Part, '').Length) / $Part.Length }
        function Get-Hidden($Item) { $Item | Get-Member Display* -Force | ForEach-Object { [pscustomobject]@{ Name = $_.Name; Value = $Item.($_.Name) } } }
    }
    AfterAll { $server.Dispose() }

    It 'has no line that is long to wrap, and cuts what is a label: <Type>, <Way>' -ForEach $cases {
        $item = Get-Filled $Type ('x' * 20000) $Way
        $hidden = @(Get-Hidden $item)
        if ($Type -ne 'ChatRateLimit') { $hidden | Should -Not -BeNullOrEmpty }
        foreach ($property in $hidden) {
            $longest = ($property.Value -split "`n" | Measure-Object Length -Maximum).Maximum
            $longest | Should -BeLessOrEqual 8200 -Because "$($property.Name) has a line of $longest characters"
            # Whole texts are whole; all else is a label, with a mark where it is cut.
            if ($property.Name -notmatch 'Text$|Answer$|Arguments|ReasoningContent|Error$|Message|Advice|Body|Completion|InnerException') {
                $property.Value.Length | Should -BeLessOrEqual 1001 -Because $property.Name
                if ($property.Value.Length -gt 150) { $property.Value | Should -BeLike '*…' }
            }
        }
    }

    It 'is made in a moment in every culture, also with a model''s name of a million characters: <Name>' -ForEach @{ Name = 'en-US' }, @{ Name = 'ja-JP' }, @{ Name = '' } {
        $long = 'm' * 1000000
        $null = $server.Enqueue([ScriptedServers.Reply]::Json("{`"model`":`"$long`",`"choices`":[{`"index`":0,`"finish_reason`":`"$long`",`"message`":{`"role`":`"$long`",`"name`":`"$long`",`"content`":`"Paris.`"}}]}"))
        $answer = Invoke-ChatCompletion hi @ask -WarningAction SilentlyContinue -WarningVariable warnings
        "$warnings".Length | Should -BeLessThan 500
        $answer.Model.Length | Should -Be 1000000
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        Use-Culture $Name {
            foreach ($show in { $answer }, { $answer | Format-List }, { $answer | Format-Table }, { $answer | Format-Wide }, { $answer.Choices }, { $answer.History }, { $answer.History | Format-List }) {
                (& $show | Out-String -Width 80).Length | Should -BeLessThan 5000
            }
            ($answer, $answer.History[-1] | Show-ChatCompletion 6>&1 | Out-String -Width 80).Length | Should -BeLessThan 2000
        }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'has the whole content, in its own lines, in no more than a moment: <Name>' -ForEach @{ Name = 'en-US' }, @{ Name = 'ja-JP' }, @{ Name = '' } {
        $content = 'x' * 500000 + "`n" + 'word ' * 20000 + "`n" + "`u{1F600}" * 20000 + "`nend"
        $null = $server.Enqueue((New-Answer $content))
        $answer = Invoke-ChatCompletion hi @ask
        $answer.Content | Should -BeExactly $content
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        Use-Culture $Name {
            foreach ($show in { $answer }, { $answer | Format-List }, { $answer.Choices }, { $answer.History[-1] }) {
                $shown = (& $show | Out-String -Width 80) -replace '\s'
                Get-Count $shown x | Should -BeGreaterOrEqual 500000
                Get-Count $shown word | Should -Be 20000
                Get-Count $shown "`u{1F600}" | Should -Be 20000
            }
        }
        # Without a limit to the length of a line it took more than a minute.
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
        # Where there is no width, only lines that are very long are broken.
        ($answer | Out-String) -replace '\r?\n' | Should -BeLike "$($content -replace "`n")*"
    }
}
