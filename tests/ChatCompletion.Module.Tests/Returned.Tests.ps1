# What comes back from files and jobs is what went there, whatever it holds.

Describe 'What comes back from a file' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        function Restore-Item { $input | Export-Clixml $TestDrive/items.xml; Import-Clixml $TestDrive/items.xml }
    }
    AfterAll { $server.Dispose() }

    It 'can be read again where the same <Kind> is found in several places' -ForEach @(
        @{ Kind = 'hashtable'; Value = @{ a = 1 } }
        @{ Kind = 'custom object'; Value = [pscustomobject]@{ a = 1 } }
        @{ Kind = 'date'; Value = [datetimeoffset]::new(2026, 1, 2, 3, 4, 5, [timespan]::Zero) }
        @{ Kind = 'list'; Value = , @(1, @{ a = 1 }) }
        @{ Kind = 'file'; Value = [System.IO.FileInfo]::new('/etc/hosts') }
        @{ Kind = 'message'; Value = New-ChatMessage hi }
    ) {
        $null = $server.Enqueue((New-StreamReply))
        $chunks = $Value | Invoke-ChatCompletion { 'hi' } @ask -Stream
        $answer = $Value | Invoke-ChatCompletion { 'hi' } @ask
        $again = Invoke-ChatCompletion { 'hi' } @ask -InputObject $Value
        $all = [pscustomobject]@{ Row = $Value; Answer = $answer; Again = $again; Chunks = $chunks; Last = $chunks[-1].Completion }
        $all, $Value, $answer | Restore-Item | Restore-Item | Should -HaveCount 3
        $back = (Import-Clixml $TestDrive/items.xml)[0]
        $back.Chunks[-1].Completion.Content | Should -BeExactly 'Paris.'
        "$($back.Answer.InputObject)" | Should -BeExactly "$($back.Last.InputObject)"
    }

    It 'is small, though the system hangs on what was piped in' {
        $answer = Get-Item $PSCommandPath | Invoke-ChatCompletion { 'hi' } @ask
        $back = $answer | Restore-Item
        (Get-Item $TestDrive/items.xml).Length | Should -BeLessThan 200kb
        $back.InputObject.FullName | Should -BeExactly $PSCommandPath
        $back.InputObject.Length | Should -Be $answer.InputObject.Length
    }

    It 'is whole, however deep an answer is' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","a":{"b":{"c":{"d":{"e":[{"f":1}]}}}},"message":{"content":"x"},"logprobs":{"content":[{"token":"x","logprob":0,"top_logprobs":[{"token":"y","logprob":-1,"bytes":[1]}]}]}}],"usage":{"prompt_tokens_details":{"x":{"y":{"z":7}}}}}'))
        $back = @{ k = @([pscustomobject]@{ l = @{ m = @([pscustomobject]@{ n = 5 }) } }) } | Invoke-ChatCompletion { 'hi' } @ask -LogProbs | Restore-Item
        $back.InputObject.k[0].l.m[0].n | Should -Be 5
        $back.Choices[0].AdditionalProperties.a.b.c.d.e[0].f | Should -Be 1
        $back.Choices[0].LogProbs.Content[0].TopLogProbs[0].Bytes[0] | Should -Be 1
        $back.Usage.PromptTokensDetails.AdditionalProperties.x.y.z | Should -Be 7
        $back.History[-1].Content | Should -BeExactly x
    }

    It 'is whole, however deep the type of -As is' {
        Add-Type 'namespace ReturnedTests { public class D { public int Number { get; set; } } public class C { public D Four { get; set; } } public class B { public C Three { get; set; } } public class A { public B Two { get; set; } } }'
        $null = $server.Enqueue((New-Answer '{"Two":{"Three":{"Four":{"Number":7}}}}'))
        $back = Invoke-ChatCompletion hi @ask -As ([ReturnedTests.A]) | Restore-Item
        $back.Value.Two.Three.Four.Number, $back.Choices[0].Value.Two.Three.Four.Number | Should -Be 7, 7
        $back.Value.Two.PSObject.Properties.Name | Should -Be Three
    }

    It 'has text in its cells where it was piped in: <Cell>' -ForEach @(
        @{ Value = { [pscustomobject]@{ a = 1; b = @(@{ c = 2 }) } }; Cell = '{"a":1,"b":[{"c":2}]}' }
        @{ Value = { [System.IO.FileInfo]::new('/etc/hosts') }; Cell = '/etc/hosts' }
        @{ Value = { [datetimeoffset]::new(2026, 1, 2, 3, 4, 5, [timespan]::Zero) }; Cell = '2026-01-02T03:04:05Z' }
    ) {
        $answer = & $Value | Restore-Item | Invoke-ChatCompletion { 'hi' } @ask
        ($answer | ConvertTo-Csv | ConvertFrom-Csv).InputObject | Should -BeExactly $Cell
    }

    It 'is sent as what it was' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"stop","mood":"calm","message":{"role":"assistant","content":null,"audio":{"id":"a1","data":"AAAA","transcript":"Paris."},"annotations":[{"url":"u"}],"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}'))
        $answer = Invoke-ChatCompletion @ask -Messages @{ role = 'user'; content = 'Where?'; cache_control = @{ type = 'ephemeral' } } -WarningAction Ignore
        $result = New-ChatMessage '12' -Role tool -ToolCallId t
        $null = Invoke-ChatCompletion @ask -History $answer.History -Messages $result
        $null = Invoke-ChatCompletion @ask -History ($answer.History | Restore-Item) -Messages $result
        $server.Requests[-1].Body | Should -BeExactly $server.Requests[-2].Body
        $server.Requests[-1].Body | Should -BeLike '*"cache_control":*"audio":{"id":"a1"}*'
    }
}
