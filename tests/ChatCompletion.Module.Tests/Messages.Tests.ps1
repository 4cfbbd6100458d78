# The conversation: -Message, -Messages, -Instructions and -History, and the order in which they are sent.

Describe 'The messages of a request' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        function Get-Sent { $server.Requests[-1].Body -replace '^{"model":"m","messages":\[(.*)\]}$', '$1' }
    }
    AfterAll { $server.Dispose() }

    It 'takes several texts in -Message as lines' {
        $null = Invoke-ChatCompletion 'one', 'two' @ask
        Get-Sent | Should -BeExactly '{"role":"user","content":"one\ntwo"}'
        $null = Invoke-ChatCompletion -Message ([System.Collections.ArrayList] ('one', '', 'three')) @ask
        Get-Sent | Should -BeExactly '{"role":"user","content":"one\n\nthree"}'
    }

    It 'takes a ChatMessage in -Message as it is' {
        $null = Invoke-ChatCompletion (New-ChatMessage Hello -Name ann) @ask
        Get-Sent | Should -BeExactly '{"role":"user","content":"Hello","name":"ann"}'
    }

    It 'sends a text exactly: white space, quotes, every script, and what looks like a file or a URL' {
        foreach ($text in "  a`tb`r`n`"c`" \ ", 'Größe 😀 日本', '/etc/passwd', '@/etc/passwd', 'file:///etc/passwd', 'https://127.0.0.1:9/x.png') {
            $null = Invoke-ChatCompletion $text @ask
            ($server.Requests[-1].Body | ConvertFrom-Json).messages[0].content | Should -BeExactly $text
            $null = Invoke-ChatCompletion @ask -Messages @{ role = 'user'; content = $text }
            ($server.Requests[-1].Body | ConvertFrom-Json).messages[0].content | Should -BeExactly $text
        }
        $server.Requests[-1].Body | Should -BeExactly '{"model":"m","messages":[{"role":"user","content":"https://127.0.0.1:9/x.png"}]}'
    }

    It 'sends every role and documented field of a message' {
        $null = Invoke-ChatCompletion @ask -Messages @(
            [ordered]@{ role = 'developer'; content = 'D' }
            [ordered]@{ role = 'user'; name = 'ann'; content = @([ordered]@{ type = 'text'; text = 'T' }, [ordered]@{ type = 'image_url'; image_url = @{ url = 'https://x.invalid/a.png' } }) }
            [ordered]@{ role = 'assistant'; content = $null; tool_calls = , [ordered]@{ id = 'c'; type = 'function'; function = [ordered]@{ name = 'f'; arguments = '{}' } } }
            [ordered]@{ role = 'tool'; tool_call_id = 'c'; content = '5' }
        )
        Get-Sent | Should -BeExactly ('{"role":"developer","content":"D"},' +
            '{"role":"user","content":[{"type":"text","text":"T"},{"type":"image_url","image_url":{"url":"https://x.invalid/a.png"}}],"name":"ann"},' +
            '{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},' +
            '{"role":"tool","content":"5","tool_call_id":"c"}')
    }

    It 'takes messages of several forms together, whatever the case of their keys' {
        $null = Invoke-ChatCompletion @ask -Messages @((New-ChatMessage A -Role system), @{ Role = 'user'; Content = 'B' }, [pscustomobject]@{ ROLE = 'user'; content = 'C' }, '{"role":"user","content":"D"}')
        Get-Sent | Should -BeExactly '{"role":"system","content":"A"},{"role":"user","content":"B"},{"role":"user","content":"C"},{"role":"user","content":"D"}'
    }

    It 'puts -Instructions first, several texts as lines' {
        $null = Invoke-ChatCompletion hi @ask -Instructions 'Be short.', 'Be kind.'
        Get-Sent | Should -BeExactly '{"role":"system","content":"Be short.\nBe kind."},{"role":"user","content":"hi"}'
    }

    It 'replaces a leading system message of <Where> by -Instructions' -ForEach @(
        @{ Where = '-Messages'; Call = { Invoke-ChatCompletion @ask -Messages @{ role = 'system'; content = 'old' }, @{ role = 'user'; content = 'hi' } -Instructions new } }
        @{ Where = '-History'; Call = { Invoke-ChatCompletion hi @ask -History @{ role = 'system'; content = 'old' } -Instructions new } }
        @{ Where = 'piped messages'; Call = { @{ role = 'system'; content = 'old' }, @{ role = 'user'; content = 'hi' } | Invoke-ChatCompletion @ask -Instructions new } }
        @{ Where = 'a piped list'; Call = { , @(@{ role = 'system'; content = 'old' }, @{ role = 'user'; content = 'hi' }) | Invoke-ChatCompletion @ask -Instructions new } }
    ) {
        $null = & $Call
        Get-Sent | Should -BeExactly '{"role":"system","content":"new"},{"role":"user","content":"hi"}'
    }

    It 'keeps a system message that does not lead' {
        $null = Invoke-ChatCompletion @ask -Messages @{ role = 'user'; content = 'hi' }, @{ role = 'system'; content = 'late' } -Instructions new
        Get-Sent | Should -BeExactly '{"role":"system","content":"new"},{"role":"user","content":"hi"},{"role":"system","content":"late"}'
    }

    It 'sends Instructions, History, Messages and Message in this order' {
        $null = Invoke-ChatCompletion last @ask -Messages @{ role = 'user'; content = 'third' } -History @{ role = 'assistant'; content = 'second' } -Instructions first
        Get-Sent | Should -BeExactly '{"role":"system","content":"first"},{"role":"assistant","content":"second"},{"role":"user","content":"third"},{"role":"user","content":"last"}'
    }

    It 'makes roles of the authors in -History given as <Form>' -ForEach @(
        @{ Form = 'rows of a CSV'; History = { "author,text`nAnn,Hello?`nbot,Yes?`nBob,Fine." | ConvertFrom-Csv } }
        @{ Form = 'JSON text'; History = { '[{"author":"Ann","text":"Hello?"},{"author":"Bot","text":"Yes?"},{"author":"Bob","content":"Fine."}]' } }
        @{ Form = 'hashtables'; History = { @{ author = 'Ann'; text = 'Hello?' }, @{ Author = 'Bot'; Text = 'Yes?' }, @{ author = 'Bob'; content = 'Fine.' } } }
        @{ Form = 'custom objects'; History = { [pscustomobject]@{ author = 'Ann'; text = 'Hello?' }, [pscustomobject]@{ author = 'Bot'; content = 'Yes?' }, [pscustomobject]@{ author = 'Bob'; text = 'Fine.' } } }
    ) {
        $null = Invoke-ChatCompletion hi @ask -History (& $History) -AssistantAuthor Bot
        Get-Sent | Should -BeExactly '{"role":"user","content":"Hello?"},{"role":"assistant","content":"Yes?"},{"role":"user","content":"Fine."},{"role":"user","content":"hi"}'
    }

    It 'takes roles in -History, with content or text' {
        $null = Invoke-ChatCompletion hi @ask -History @(@{ role = 'user'; content = 'A' }; [pscustomobject]@{ role = 'assistant'; text = 'B' }; New-ChatMessage C)
        Get-Sent | Should -BeExactly '{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"C"},{"role":"user","content":"hi"}'
    }

    It 'goes on from an earlier answer in -History' {
        $question = New-ChatMessage 'The capital of France?'
        $answer = $question | Invoke-ChatCompletion @ask
        $null = Invoke-ChatCompletion 'And of Spain?' @ask -History $question, $answer
        Get-Sent | Should -BeExactly '{"role":"user","content":"The capital of France?"},{"role":"assistant","content":"Paris."},{"role":"user","content":"And of Spain?"}'
        $null = Invoke-ChatCompletion again @ask -History $answer.Choices[0].Message
        Get-Sent | Should -BeExactly '{"role":"assistant","content":"Paris."},{"role":"user","content":"again"}'
    }

    It 'goes on from an answer that came back from a file' {
        $answer = Invoke-ChatCompletion hi @ask
        $answer | Export-Clixml $TestDrive/answer.xml
        $null = Invoke-ChatCompletion again @ask -History (Import-Clixml $TestDrive/answer.xml)
        Get-Sent | Should -BeExactly '{"role":"user","content":"hi"},{"role":"assistant","content":"Paris."},{"role":"user","content":"again"}'
    }

    It 'sends the tool calls of an earlier answer, and leaves out what only an answer has' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"id":"c","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"reasoning_content":"hm","annotations":[],"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}}]}'))
        $answer = Invoke-ChatCompletion hi @ask
        $null = Invoke-ChatCompletion @ask -History $answer -Messages (New-ChatMessage '5' -Role tool -ToolCallId t1)
        Get-Sent | Should -BeExactly '{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","content":"5","tool_call_id":"t1"}'
    }
}
