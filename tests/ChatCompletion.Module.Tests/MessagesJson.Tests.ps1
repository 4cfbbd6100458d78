# Text that is JSON of messages, or of a whole request, where a question is expected: refused, with what to write instead.

Describe 'JSON in place of a question' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $list = '[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}]'
        $body = '{"model":"qwen3:8b","messages":[{"role":"user","content":"hi"}],"stream":true}'
        function Get-Failure([scriptblock] $Question) {
            $count = $server.Requests.Count
            $failure = Get-TerminatingError { $ErrorActionPreference = 'Stop'; & $Question }
            $server.Requests.Count | Should -Be $count -Because 'nothing is paid for'
            $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.InvokeChatCompletionCommand'
            "$failure"
        }
    }
    AfterAll { $server.Dispose() }

    It 'is refused, and -Messages named, where it is messages: <Shown>' -ForEach @(
        @{ Shown = 'a list'; Text = '[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}]' }
        @{ Shown = 'a list of several lines'; Text = "[`n  {`n    `"role`": `"user`",`n    `"content`": `"hi`"`n  }`n]`n" }
        @{ Shown = 'one message'; Text = '{"role":"user","content":"hi"}' }
        @{ Shown = 'a message with parts'; Text = '[{"role":"user","content":[{"type":"text","text":"hi"}]}]' }
        @{ Shown = 'tool calls'; Text = '{"role":"assistant","tool_calls":[{"id":"t"}]}' }
    ) {
        Get-Failure { $Text | Invoke-ChatCompletion @ask } | Should -BeLike '*JSON of messages*-Messages*ConvertFrom-Json*'
        Get-Failure { Invoke-ChatCompletion $Text @ask } | Should -BeLike '*-Message*JSON of messages*-Messages*'
        Get-Failure { $Text | Invoke-ChatCompletion @ask -Stream } | Should -BeLike '*JSON of messages*'
        Get-Failure { Invoke-ChatCompletion -InputObject $Text @ask } | Should -BeLike '*JSON of messages*'
    }

    It 'is refused, and splatting shown, where it is a body: <Shown>' -ForEach @(
        @{ Shown = 'piped'; Call = { $body | Invoke-ChatCompletion @ask } }
        @{ Shown = 'as -Message'; Call = { Invoke-ChatCompletion $body @ask } }
        @{ Shown = 'as -Messages'; Call = { Invoke-ChatCompletion -Messages $body @ask } }
        @{ Shown = 'as -History'; Call = { Invoke-ChatCompletion hi -History $body @ask } }
        @{ Shown = 'as a piped hashtable'; Call = { $body | ConvertFrom-Json -AsHashtable | Invoke-ChatCompletion @ask } }
        @{ Shown = 'as a piped object'; Call = { $body | ConvertFrom-Json | Invoke-ChatCompletion @ask } }
        @{ Shown = 'as the lines of a file'; Call = { Invoke-ChatCompletion ($body -split '(?<=,)') @ask } }
    ) {
        Get-Failure $Call | Should -BeLike '*body of a request*ConvertFrom-Json -AsHashtable; Invoke-ChatCompletion @body*'
    }

    It 'works the way that the error says' {
        $null = Invoke-ChatCompletion -Messages $list @ask
        $sent = $server.Requests[-1].Body
        $null = $list | ConvertFrom-Json | Invoke-ChatCompletion @ask
        $server.Requests[-1].Body | Should -BeExactly $sent
        $json = $body
        $null = $server.Enqueue((New-StreamReply))
        $splat = $json | ConvertFrom-Json -AsHashtable
        Invoke-ChatCompletion @splat -ApiBase $server.BaseUrl | Should -HaveCount 3
    }

    It 'ends the pipeline at the first line of a file, so that none of its lines is paid for: <Shown>' -ForEach @(
        @{ Shown = 'an indented list'; Lines = '[', '  {', '    "role": "user",', '    "content": "hi"', '  }', ']' }
        @{ Shown = 'a message a line'; Lines = '[', '{"role":"user","content":"hi"},', '{"role":"assistant","content":"ho"}', ']' }
        @{ Shown = 'a message a line, packed'; Lines = '[{"role":"user","content":"hi"},', ' {"role":"assistant","content":"ho"}]' }
        @{ Shown = 'a body'; Lines = '{', ' "model": "m",', ' "messages": [', '  {"role":"user","content":"hi"}', ' ]', '}' }
        @{ Shown = 'a body that begins on its first line'; Lines = '{ "model": "m",', '  "messages": [{"role":"user","content":"hi"}] }' }
    ) {
        $Lines | Set-Content $TestDrive/chat.json
        Get-Failure { Get-Content $TestDrive/chat.json | Invoke-ChatCompletion @ask } | Should -BeLike '*fragment of JSON*-Raw*-Messages*'
    }

    It 'says that a file is read with -Raw where its lines are given to -Messages' {
        Set-Content $TestDrive/lines.json "[`n{ `"role`": `"user`", `"content`": `"x`" }`n]"
        $count = $server.Requests.Count
        "$(Get-TerminatingError { Invoke-ChatCompletion @ask -Messages (Get-Content $TestDrive/lines.json) })" | Should -BeLike '*-Messages*Get-Content -Raw*'
        $server.Requests.Count | Should -Be $count
        $null = Invoke-ChatCompletion @ask -Messages (Get-Content $TestDrive/lines.json -Raw)
        $server.Requests.Count | Should -Be ($count + 1)
    }

    It 'is an error of its own for each line that is a message' {
        '{"role":"user","content":"a"}', '{"role":"user","content":"b"}' | Set-Content $TestDrive/chat.jsonl
        $count = $server.Requests.Count
        Get-Content $TestDrive/chat.jsonl | Invoke-ChatCompletion @ask -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Should -HaveCount 2
        $server.Requests.Count | Should -Be $count
    }

    It 'leaves the other questions alone, so that no row of a table can stop them' {
        $answers = 'a', $list, 'b' | Invoke-ChatCompletion @ask -ErrorVariable failures -ErrorAction SilentlyContinue
        $answers.InputObject | Should -BeExactly 'a', 'b'
        $failures.TargetObject | Should -BeExactly $list
    }

    It 'is data where there is a question for it, and a question where it is none of these: <Shown>' -ForEach @(
        @{ Shown = 'a task beside it'; Call = { $list | Invoke-ChatCompletion 'Sum this up.' @ask } }
        @{ Shown = 'a list of lines beside a task'; Call = { '[', '{"role":"user","content":"hi"}', ']' | Invoke-ChatCompletion 'Sum this up.' @ask } }
        @{ Shown = 'a script block that asks about it'; Call = { $list | Invoke-ChatCompletion { "Sum up: $_" } @ask } }
        @{ Shown = 'words in front'; Call = { Invoke-ChatCompletion "Sum up: $list" @ask } }
        @{ Shown = 'words behind'; Call = { "$list What is wrong here?" | Invoke-ChatCompletion @ask } }
        @{ Shown = 'other JSON'; Call = { '{"question":"Why?","id":3}' | Invoke-ChatCompletion @ask } }
        @{ Shown = 'a row with a role'; Call = { '{"role":"admin","host":"x"}' | Invoke-ChatCompletion @ask } }
        @{ Shown = 'a list of numbers'; Call = { '[1, 2, 3]' | Invoke-ChatCompletion @ask } }
        @{ Shown = 'a word in brackets'; Call = { '[urgent] Why is the disk full?' | Invoke-ChatCompletion @ask } }
        @{ Shown = 'a reference'; Call = { '[1] What does this footnote mean?' | Invoke-ChatCompletion @ask } }
        @{ Shown = 'a format item'; Call = { '{0} is what?' | Invoke-ChatCompletion @ask } }
    ) {
        $count = $server.Requests.Count
        $null = & $Call
        $server.Requests.Count | Should -Be ($count + 1)
    }
}
