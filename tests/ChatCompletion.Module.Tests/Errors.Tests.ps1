# What a server answers, and the error that is made of it.

Describe 'The error for an answer' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $null = Set-ChatProvider -Name errors -ApiBase $server.BaseUrl -Model m
        $ask = @{ Provider = 'errors'; NumRetries = 0 }
    }
    AfterAll { $server.Dispose() }

    It 'of status <Status> <Code> is <Id>, <Category>' -ForEach @(
        @{ Status = 400; Code = 'invalid_value'; Id = 'BadRequest'; Category = 'InvalidArgument' }
        @{ Status = 422; Code = ''; Id = 'BadRequest'; Category = 'InvalidArgument' }
        @{ Status = 413; Code = ''; Id = 'BadRequest'; Category = 'InvalidArgument' }
        @{ Status = 401; Code = 'invalid_api_key'; Id = 'AuthenticationFailed'; Category = 'AuthenticationError'; Advice = '*key*' }
        @{ Status = 403; Code = ''; Id = 'PermissionDenied'; Category = 'PermissionDenied'; Advice = '*rights*' }
        @{ Status = 404; Code = 'model_not_found'; Id = 'NotFound'; Category = 'ObjectNotFound'; Advice = '*Get-ChatModel*' }
        @{ Status = 429; Code = 'rate_limit_exceeded'; Id = 'RateLimited'; Category = 'LimitsExceeded'; Advice = '*Wait*' }
        @{ Status = 429; Code = 'insufficient_quota'; Id = 'QuotaExceeded'; Category = 'QuotaExceeded'; Advice = '*credit*' }
        @{ Status = 402; Code = ''; Id = 'QuotaExceeded'; Category = 'QuotaExceeded'; Advice = '*credit*' }
        @{ Status = 408; Code = ''; Id = '*'; Category = 'OperationTimeout' }
        @{ Status = 500; Code = ''; Id = 'ServerError'; Category = 'ConnectionError'; Advice = '*later*' }
        @{ Status = 503; Code = ''; Id = 'ServerError'; Category = 'ConnectionError'; Advice = '*later*' }
        @{ Status = 529; Code = ''; Id = 'ServerError'; Category = 'ConnectionError'; Advice = '*later*' }
        @{ Status = 400; Code = 'context_length_exceeded'; Id = 'BadRequest'; Category = 'InvalidArgument'; Advice = '*too long*' }
        @{ Status = 400; Code = 'content_filter'; Id = 'ContentFiltered'; Category = 'PermissionDenied'; Advice = '*filter*' }
        @{ Status = 400; Code = 'unsupported_parameter'; Param = 'max_tokens'; Id = 'BadRequest'; Category = 'InvalidArgument'; Advice = '*-MaxCompletionTokens*' }
    ) {
        $body = [ordered]@{ error = [ordered]@{ message = "no: $Status"; type = 'some_error'; param = $Param; code = $Code } } | ConvertTo-Json -Compress
        $null = $server.Enqueue([ScriptedServers.Reply]::Json($body, $Status).Header('x-request-id', 'req_7').Header('Retry-After', '20'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,ChatCompletions.Commands.InvokeChatCompletionCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
        "$failure" | Should -BeLike "*errors*$Status*no: $Status*"
        $said = $failure.Exception
        $said | Should -BeOfType ([ChatCompletions.ChatApiException])
        $said.StatusCode | Should -Be $Status
        $said.Type | Should -BeExactly 'some_error'
        "$($said.Code)" | Should -BeExactly $Code
        "$($said.Param)" | Should -BeExactly "$Param"
        $said.RequestId | Should -BeExactly 'req_7'
        $said.RetryAfter | Should -Be 20
        $said.Provider | Should -BeExactly 'errors'
        $said.Model | Should -BeExactly 'm'
        $said.Attempts | Should -Be 1
        $said.Body | Should -BeExactly $body
        if ($Advice) { $failure.ErrorDetails.RecommendedAction | Should -BeLike $Advice }
    }

    It 'has the message wherever servers hide it: <Body>' -ForEach @(
        @{ Body = '{"error":"plain text"}'; Says = 'plain text' }
        @{ Body = '{"message":"at the top"}'; Says = 'at the top' }
        @{ Body = '{"detail":[{"loc":["body","messages"],"msg":"field required"}]}'; Says = 'field required' }
        @{ Body = '{"detail":"not found here"}'; Says = 'not found here' }
        @{ Body = '[{"error":{"message":"in a list"}}]'; Says = 'in a list' }
        @{ Body = 'just text'; Says = 'just text' }
        @{ Body = ''; Says = '400' }
        @{ Body = '<html><body>Bad gateway</body></html>'; Says = '400' }
    ) {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json($Body, 400))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask }
        $failure.FullyQualifiedErrorId | Should -BeLike 'BadRequest,*'
        "$failure" | Should -BeLike "*$Says*"
    }

    It 'of status 200 is an error where the body is one: <Body>' -ForEach @(
        @{ Body = '{"error":{"message":"no such model","code":"model_not_found"}}'; Id = 'NotFound'; Category = 'ObjectNotFound' }
        @{ Body = '{"error":{"message":"slow down","code":429}}'; Id = 'RateLimited'; Category = 'LimitsExceeded' }
        @{ Body = '{"error":"broken"}'; Id = 'ServerError'; Category = 'ConnectionError' }
        @{ Body = '{"choices":[{"error":{"message":"upstream","code":502},"finish_reason":"error","message":{"content":"Par"}}]}'; Id = 'ServerError'; Category = 'ConnectionError' }
        @{ Body = '{"object":"list","data":[]}'; Id = 'ProtocolError'; Category = 'ProtocolError' }
        @{ Body = '{"choices":[]}'; Id = 'ProtocolError'; Category = 'ProtocolError' }
        @{ Body = 'null'; Id = 'ProtocolError'; Category = 'ProtocolError' }
        @{ Body = ''; Id = 'ProtocolError'; Category = 'ProtocolError' }
        @{ Body = '{"choices":[{"message":{"content":"Par'; Id = 'IncompleteAnswer'; Category = 'ProtocolError' }
        @{ Body = '<!doctype html><title>Sign in</title>'; Id = 'ProtocolError'; Category = 'ProtocolError' }
    ) {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json($Body))
        $output = [System.Collections.ArrayList]::new()
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask | ForEach-Object { $output.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,ChatCompletions.Commands.InvokeChatCompletionCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
        $output.Count | Should -Be 0 -Because 'a failure is never an answer'
    }

    It 'keeps the text that came with an error inside an answer' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"error":{"message":"upstream"},"finish_reason":"error","message":{"content":"Par"}}]}'))
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask }
        $failure.Exception.Completion.Content | Should -BeExactly 'Par'
        $failure.Exception.Completion.Complete | Should -BeFalse
    }

    It 'that is cut is IncompleteAnswer, with what came of the body' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json((New-AnswerJson)).Header('Content-Length', '9999').Close())
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask }
        $failure.FullyQualifiedErrorId | Should -BeLike 'IncompleteAnswer,*'
        $failure.CategoryInfo.Category | Should -Be ProtocolError
        $failure.Exception.Body | Should -BeLike '*Paris.*'
    }

    It 'that never comes is ConnectionFailed' {
        $gone = Start-Server
        $base = $gone.BaseUrl
        $gone.Dispose()
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -ApiBase $base -Model m -NumRetries 0 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed,*'
        $failure.CategoryInfo.Category | Should -Be ConnectionError
        "$failure" | Should -BeLike "*$($base -replace '/v1')*"
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse().Reset())
        (Get-TerminatingError { Invoke-ChatCompletion hi @ask }).FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed,*'
    }

    It 'that redirects with <_> names the target, which hears nothing' -ForEach 301, 302, 307, 308 {
        $other = Start-Server
        try {
            $null = $server.Enqueue([ScriptedServers.Reply]::Text('', $_, 'text/html').Header('Location', "$($other.BaseUrl)/chat/completions"))
            $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider errors }
            $failure.FullyQualifiedErrorId | Should -BeLike 'RedirectRefused,*'
            $failure.CategoryInfo.Category | Should -Be SecurityError
            "$failure" | Should -BeLike "*$($other.Url)*"
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-ApiBase*'
            $other.ConnectionCount | Should -Be 0
        }
        finally { $other.Dispose() }
    }
}

Describe 'A failed call' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server ([ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 400))
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterAll { $server.Dispose() }

    It 'without pipeline input ends the statement, whatever the error preference' {
        foreach ($preference in 'Continue', 'SilentlyContinue', 'Ignore') {
            $ErrorActionPreference = $preference
            $seen = $null
            $x = 'before'
            $reached = $false
            try { $x = Invoke-ChatCompletion hi @ask; $reached = $true } catch { $seen = $_ }
            $seen.FullyQualifiedErrorId | Should -BeLike 'BadRequest,*'
            $x | Should -BeExactly 'before'
            $reached | Should -BeFalse
        }
    }

    It 'without pipeline input leaves the body of a mail unsent' {
        $sent = [System.Collections.ArrayList]::new()
        function Send-TestMail([string] $Body) { $null = $sent.Add($Body) }
        try { Send-TestMail -Body (Invoke-ChatCompletion hi @ask) } catch { $null = $_ }
        $sent.Count | Should -Be 0
    }

    It 'with pipeline input ends nothing' {
        $ErrorActionPreference = 'SilentlyContinue'
        $x = 'hi' | Invoke-ChatCompletion @ask -ErrorVariable failures
        $x | Should -BeNullOrEmpty
        @($failures).Count | Should -Be 1
        $failures[0].TargetObject | Should -BeExactly 'hi'
    }

    It 'shows what happened, and its advice in the whole view of the error' {
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi -Provider Mock -Model none }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failure | Out-String | Should -BeLike "*The model 'none' does not exist*"
        $failure | Get-Error | Out-String | Should -BeLike '*Get-ChatModel lists the models*'
    }
}
