# Runs every PowerShell block of the README, against a scripted server in the place of OpenAI and the others.

BeforeDiscovery {
    $text = Get-Content "$PSScriptRoot/../../README.md" -Raw
    $blocks = [regex]::Matches($text, '(?s)```powershell\n(.*?)```') | ForEach-Object { @{ Code = $_.Groups[1].Value.Trim() } }
    # What needs a real vault is left out where there is none.
    if (-not (Get-Module Microsoft.PowerShell.SecretStore -ListAvailable)) { $blocks = $blocks | Where-Object { $_.Code -notmatch '-ApiKey \(' } }
}

Describe 'The README' {
    BeforeAll {
        . $PSScriptRoot/Isolated.ps1
        $server = [ScriptedServers.ScriptedServer]::Start()
        $server.Default = [ScriptedServers.Reply]::Json('{"id":"a","object":"chat.completion","model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"network"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}')
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"object":"list","data":[{"id":"gpt-4o-mini","object":"model"},{"id":"other","object":"model"}]}'))
        $env:OPENAI_API_KEY = 'sk-readme'
        $env:OPENAI_BASE_URL = $env:OLLAMA_API_BASE = $server.BaseUrl
        Push-Location $TestDrive
        "Subject`nNo network`nDisk full" | Set-Content tickets.csv
        "author,text`nAnna,Shall we wait?`nBot,Until Monday." | Set-Content transcript.csv
    }
    AfterAll {
        Pop-Location
        Remove-Item env:OPENAI_API_KEY, env:OPENAI_BASE_URL, env:OLLAMA_API_BASE
        $server.Dispose()
    }

    It 'has PowerShell blocks' {
        $text = Get-Content "$PSScriptRoot/../../README.md" -Raw
        [regex]::Matches($text, '```powershell').Count | Should -BeGreaterThan 8
    }

    It 'shows a block that works: <Code>' -ForEach $blocks {
        $output = (Split-Path (Split-Path (Split-Path (Get-Module ChatCompletion).Path))) + '/'
        # What a test cannot have: a person at the keyboard, other people's servers, the end of the process.
        $runnable = $Code -replace '\./output/', $output -replace 'exit 1', '' -replace 'http://localhost:8080/v1', $server.BaseUrl `
            -replace 'https://(llm\.example\.com|myresource\.openai\.azure\.com)', $server.Url `
            -replace 'Read-Host -AsSecureString', "ConvertTo-SecureString 'sk-readme' -AsPlainText -Force" `
            -replace 'Set-ChatProvider OpenAI', "Set-ChatProvider OpenAI -ApiBase $($server.BaseUrl)" -replace '-Type Helix', "-Type Helix -ApiBase $($server.BaseUrl)"
        $store = if ($Code -match '-ApiKey \(') {
            'Import-Module Microsoft.PowerShell.SecretStore'
            '$null = Reset-SecretStore -Authentication None -Interaction None -Force -WarningAction Ignore'
            if ($Code -notmatch 'Register-SecretVault') { 'Register-SecretVault SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault' }
        }
        # Each block has a process and a home of its own, so that a provider that it sets is not the default of the next.
        $sandbox = New-IsolatedHome
        $shown = Invoke-Isolated $sandbox "`$ErrorActionPreference = 'Stop'; $(New-StoreScript -WithoutStore); Set-Location '$TestDrive'`n$($store -join "`n")`n$runnable"
        Remove-Item $sandbox -Recurse -Force
        $shown.ExitCode | Should -Be 0 -Because $shown.Output
        $shown.Output | Should -Not -Match 'No answer \('
    }

    It 'makes the CSV that it promises' {
        $rows = Import-Csv $TestDrive/answers.csv
        $rows.Count | Should -Be 2
        $rows[0].InputObject | Should -Be 'Classify in one word: No network'
        $rows[0].Content | Should -Be 'network'
        $rows[0].TotalTokens | Should -Be '10'
    }

    It 'names the table of services as the code has it' {
        $table = Get-Content "$PSScriptRoot/../../README.md" -Raw
        foreach ($preset in [ChatCompletions.ProviderPresets]::All | Where-Object { $_.Name -notin 'Custom', 'Mock' }) {
            $row = [regex]::Match($table, "(?m)^\| $($preset.Name) \|.*$").Value
            $expected = @($preset.ApiBase) + @($preset.KeyVariables) + @($preset.TokenVariables) + @($preset.BaseVariables) + @($preset.Model) | Where-Object { $_ }
            foreach ($word in $expected) { $row | Should -Match ([regex]::Escape($word)) }
        }
    }
}
