# A key and a header's secret that stand nowhere else are looked for wherever they could show.

# What needs a real vault is skipped where there is none.
BeforeDiscovery {
    . $PSScriptRoot/Vaults.ps1
    $hasStore = Test-SecretStore
}

Describe 'A key and a secret header' -Skip:(-not $hasStore) {
    BeforeAll {
        . $PSScriptRoot/Isolated.ps1
        $key = 'sk-canary+/' + [guid]::NewGuid().ToString('N')
        $header = 'header-canary-' + [guid]::NewGuid().ToString('N')
        $sandbox = New-IsolatedHome
        $server = [ScriptedServers.ScriptedServer]::Start()
        $other = [ScriptedServers.ScriptedServer]::Start()
        $answer = '{"choices":[{"index":0,"message":{"role":"assistant","content":"fine"},"finish_reason":"stop"}]}'
        $other.Default = [ScriptedServers.Reply]::Json($answer)
        $server.Default = [ScriptedServers.Reply]::Json($answer)
        $escaped = $key.Replace('/', '\/')
        foreach ($reply in
            [ScriptedServers.Reply]::Json($answer),
            [ScriptedServers.Reply]::Sse($answer.Replace('message', 'delta'), '[DONE]'),
            # A server that echoes: in its body, escaped in JSON, in a header, inside an answer, in stray text, in a redirect.
            [ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"Wrong key $key and $header`",`"code`":`"$key`"}}", 401).Header('x-request-id', $key),
            [ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"Wrong key $escaped`"}}", 403),
            [ScriptedServers.Reply]::Text("<html>$key $header</html>", 500, 'text/html'),
            [ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"$key $header`"}}"),
            [ScriptedServers.Reply]::Sse('{"choices":[{"index":0,"delta":{"content":"a"}}]}', "{`"error`":{`"message`":`"$key $header`"}}"),
            [ScriptedServers.Reply]::Sse('{"choices":[{"index":0,"delta":{"content":"a"}}]}').Send("fatal: $key $header`n"),
            [ScriptedServers.Reply]::Text("no json $key", 200, 'application/json'),
            [ScriptedServers.Reply]::Text('', 307, 'text/plain').Header('Location', "$($other.BaseUrl)/chat/completions?key=$key")
        ) { $null = $server.Enqueue($reply) }
        $models = [ScriptedServers.Reply]::Json("{`"error`":{`"message`":`"$key $header`"}}", 403)
        $null = $server.On('/v1/models', $models)

        $result = Invoke-Isolated $sandbox "$((New-StoreScript) -join "`n")
            `$key = ConvertTo-Key ('$($key.Substring(0, 8))' + '$($key.Substring(8))')
            `$header = ConvertTo-Key ('$($header.Substring(0, 8))' + '$($header.Substring(8))')
            `$plain = '$($key.Substring(0, 8))' + '$($key.Substring(8))'
            `$null = Start-Transcript '$sandbox/transcript.txt'
            & {
                Set-ChatProvider canary -ApiBase $($server.BaseUrl) -ApiKey `$key -Headers @{ 'X-Secret' = `$header; 'X-Team' = 'ops' } -Model m -Default -NumRetries 0 -PassThru -Verbose -Confirm:`$false -Debug
                Set-ChatProvider canary -ApiKey `$plain
                Set-ChatProvider canary -Headers @{ Authorization = `$plain }
                Set-ChatProvider canary -ApiBase $($other.BaseUrl)
                Set-ChatProvider canary -ApiBase $($other.BaseUrl) -ApiKey `$key
                Set-ChatProvider canary -ApiBase $($other.BaseUrl) -Headers @{}
                Get-ChatProvider -Verbose | Format-List *
                Get-ChatProvider | ConvertTo-Json -Depth 5
                Get-ChatProvider | Export-Clixml '$sandbox/provider.xml'
                Invoke-ChatCompletion hi -Verbose -Debug
                Invoke-ChatCompletion hi -Stream -Verbose -Debug | Format-List *
                1..8 | ForEach-Object { Invoke-ChatCompletion hi -Stream:(`$_ -in 5, 6) -Verbose -Debug }
                Get-ChatModel -Verbose -Debug
                Invoke-ChatCompletion hi -ApiBase $($other.BaseUrl) -Verbose
                Set-ChatProvider session -Scope Session -ApiBase $($server.BaseUrl) -ApiKey `$key -Headers @{ 'X-Secret' = `$header } -Model m -PassThru | ConvertTo-Json -Depth 5
                Invoke-ChatCompletion hi -Provider session -Verbose -Debug
                Invoke-ChatCompletion hi -Provider session -ApiBase http://192.0.2.1/v1 -Verbose
            } *>&1 | Out-String -Width 500
            `$null = Stop-Transcript
            'ERRORS ' + `$Error.Count
            foreach (`$record in `$Error) {
                `$record | Format-List * -Force | Out-String -Width 500
                `$record.Exception | Format-List * -Force | Out-String -Width 500
                `$record.Exception.ToString(); `$record.ErrorDetails; `$record.Exception.Data | Out-String
                `$record.Exception | ConvertTo-Json -Depth 3 -WarningAction Ignore -ErrorAction Ignore
                `$record | Get-Error | Out-String -Width 500
            }"
        function Get-Leak([string] $Text) { $key, $escaped, $header | Where-Object { $Text.Contains($_) } }
    }
    AfterAll {
        $server.Dispose()
        $other.Dispose()
        Remove-Item $sandbox -Recurse -Force
    }

    It 'went the whole way' {
        $result.Output | Should -Match 'ERRORS [12][0-9]'
        $server.Requests.Count | Should -BeGreaterOrEqual 12 -Because $result.Output
    }

    It 'stand in no stream, no error and no view' {
        Get-Leak $result.Output | Should -BeNullOrEmpty
        $result.Output | Should -Match '\*\*\*'
    }

    It 'stand in no transcript and no file but the store, which is encrypted' {
        $files = Get-ChildItem $sandbox -Recurse -File -Force | Where-Object Name -NotLike 'script-*.ps1'
        $files.Name | Should -Contain 'transcript.txt'
        $files.Name | Should -Contain 'canary.json'
        foreach ($file in $files) { Get-Leak ([System.IO.File]::ReadAllText($file.FullName)) | Should -BeNullOrEmpty -Because $file.FullName }
    }

    It 'are sent in the one header each that they belong in' {
        foreach ($request in $server.Requests) {
            $request.Headers['Authorization'] | Should -BeExactly "Bearer $key"
            $request.Headers['X-Secret'] | Should -BeExactly $header
            $rest = $request.Target + $request.Body + (($request.Headers.Keys | Where-Object { $_ -notin 'Authorization', 'X-Secret' } | ForEach-Object { $request.Headers[$_] }) -join ' ')
            Get-Leak $rest | Should -BeNullOrEmpty
        }
    }

    It 'stay with their address unless both are given again' {
        [regex]::Matches($result.Output, 'key of .canary. was given for').Count | Should -BeGreaterOrEqual 2
        $result.Output | Should -Match 'secret headers of .canary. were given for'
    }

    It 'never reach another server, which is not even asked' {
        $other.Requests.Count | Should -Be 0
    }
}
