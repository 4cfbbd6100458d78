# The documents' tick boxes: as switches, with a value, and as text that a form or a file gives.

Describe 'A tick box' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $tools = '[{"type":"function","function":{"name":"f"}}]'
        $withTools = "`"tools`":$tools,`"parallel_tool_calls`":"
    }
    AfterAll { $server.Dispose() }

    It 'takes <Value> for <Sent>' -ForEach @(
        foreach ($true_ in $true, 'true', 'True', ' TRUE ', 1, [switch] $true) { @{ Value = $true_; Sent = 'true' } }
        foreach ($false_ in $false, 'false', 'False', 0, [switch] $false) { @{ Value = $false_; Sent = 'false' } }
    ) {
        foreach ($name in 'LogProbs', 'Include Log Probabilities', 'IncludeLogProbabilities') {
            $given = @{ $name = $Value }
            $null = Invoke-ChatCompletion hi @ask @given
            $server.Requests[-1].Body | Should -BeExactly (Get-Body "`"logprobs`":$Sent")
        }
        foreach ($name in 'ParallelToolCalls', 'parallel_tool_calls', 'Parallel Tool Calls') {
            $given = @{ $name = $Value }
            $null = Invoke-ChatCompletion hi @ask -Tools $tools @given
            $server.Requests[-1].Body | Should -BeExactly (Get-Body "$withTools$Sent")
        }
        if ($Sent -eq 'true') { $null = $server.Enqueue((New-StreamReply)) }
        $given = @{ stream = $Value }
        @(Invoke-ChatCompletion hi @ask @given)[0] | Should -BeOfType ($Sent -eq 'true' ? [ChatCompletions.ChatCompletionChunk] : [ChatCompletions.ChatCompletion])
    }

    It 'is not given where it is $null' {
        $none = @{ stream = $null; logprobs = $null; parallel_tool_calls = $null }
        Invoke-ChatCompletion hi @ask -Tools $tools @none | Should -BeOfType ([ChatCompletions.ChatCompletion])
        $server.Requests[-1].Body | Should -BeExactly (Get-Body "`"tools`":$tools")
    }

    It 'refuses <_>' -ForEach 'yes', '', '1', 2, -1, 'ja' {
        $count = $server.Requests.Count
        foreach ($name in 'Stream', 'LogProbs', 'ParallelToolCalls') {
            $given = @{ $name = $_ }
            $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -Tools $tools @given }
            "$failure" | Should -BeLike "*'$name'*neither true nor false*"
        }
        $server.Requests.Count | Should -Be $count
    }

    It 'sends -ParallelToolCalls <Shown> as <Sent>' -ForEach @(
        @{ Shown = 'by itself'; Call = { Invoke-ChatCompletion hi @ask -Tools $tools -ParallelToolCalls }; Sent = 'true' }
        @{ Shown = 'by itself before another parameter'; Call = { Invoke-ChatCompletion -ParallelToolCalls -Tools $tools hi @ask }; Sent = 'true' }
        @{ Shown = 'with a colon'; Call = { Invoke-ChatCompletion hi @ask -Tools $tools -ParallelToolCalls:$false }; Sent = 'false' }
        @{ Shown = 'with a value'; Call = { Invoke-ChatCompletion hi @ask -Tools $tools -ParallelToolCalls $true }; Sent = 'true' }
        @{ Shown = 'with a value that is false'; Call = { Invoke-ChatCompletion hi @ask -Tools $tools -ParallelToolCalls $false }; Sent = 'false' }
        @{ Shown = 'with a value before the question'; Call = { Invoke-ChatCompletion @ask -Tools $tools -ParallelToolCalls $false hi }; Sent = 'false' }
        @{ Shown = 'with a value, and -Messages'; Call = { Invoke-ChatCompletion @ask -Tools $tools -ParallelToolCalls $false -Messages @{ role = 'user'; content = 'hi' } }; Sent = 'false' }
        @{ Shown = 'with a value, and piped messages'; Call = { New-ChatMessage hi | Invoke-ChatCompletion @ask -Tools $tools -ParallelToolCalls $false }; Sent = 'false' }
        @{ Shown = 'with a value, and piped text'; Call = { 'hi' | Invoke-ChatCompletion @ask -Tools $tools -ParallelToolCalls $true }; Sent = 'true' }
    ) {
        $null = & $Call
        $server.Requests[-1].Body | Should -BeExactly (Get-Body "$withTools$Sent")
    }

    It 'says how it is written where a value stands behind it: <Shown>' -ForEach @(
        @{ Shown = '-Stream $true'; Call = { Invoke-ChatCompletion hi @ask -Stream $true }; Says = '*-Stream is a switch*-Stream:$true*' }
        @{ Shown = '-Stream $true with -Messages'; Call = { Invoke-ChatCompletion @ask -Messages @{ role = 'user'; content = 'hi' } -Stream $true }; Says = '*-Stream is a switch*-Stream:$true*' }
        @{ Shown = '-Stream $false with a pipe'; Call = { 'hi' | Invoke-ChatCompletion @ask -Stream $false }; Says = '*-Stream is a switch*-Stream:$false*' }
        @{ Shown = '-LogProbs $true'; Call = { Invoke-ChatCompletion hi @ask -LogProbs $true }; Says = '*-LogProbs is a switch*' }
        @{ Shown = '-Unordered $true'; Call = { 'hi' | Invoke-ChatCompletion @ask -Unordered $true }; Says = '*-Unordered is a switch*' }
        @{ Shown = '$false behind one of two'; Call = { Invoke-ChatCompletion hi @ask -Tools $tools -LogProbs -ParallelToolCalls $false }; Says = '*-ParallelToolCalls is a switch*-ParallelToolCalls:$false*' }
        @{ Shown = 'a word behind the question'; Call = { Invoke-ChatCompletion hi there @ask -Stream }; Says = "*'there'*quotes*" }
    ) {
        $count = $server.Requests.Count
        $failure = Get-TerminatingError $Call
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.InvokeChatCompletionCommand'
        "$failure" | Should -BeLike $Says
        $server.Requests.Count | Should -Be $count
    }

    It 'leaves the syntax, and the errors of PowerShell, as they were' {
        Get-Command Invoke-ChatCompletion -Syntax | Should -Not -Match 'SwitchValue'
        (Get-TerminatingError { Invoke-ChatCompletion hi there @ask }).FullyQualifiedErrorId | Should -BeLike 'PositionalParameterNotFound,*'
        (Get-TerminatingError { Invoke-ChatCompletion hi @ask -Stream -Nonsense 1 }).FullyQualifiedErrorId | Should -BeLike 'NamedParameterNotFound,*'
    }
}
