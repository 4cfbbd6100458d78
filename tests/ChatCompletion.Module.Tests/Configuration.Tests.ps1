# The folder of saved providers, and what happens if it or the default cannot be used.

Describe 'The configuration folder' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        . $PSScriptRoot/Isolated.ps1
        $server = Start-Server
        $sandbox = New-IsolatedHome
        $import = New-StoreScript -WithoutStore
        function Invoke-Configured([string] $Script, [string] $Folder, [hashtable] $Environment = @{}) {
            $all = @{ CHATCOMPLETION_CONFIG_HOME = $Folder } + $Environment
            Invoke-Isolated $sandbox "$import`n$Script" -Environment $all
        }
    }
    AfterAll {
        $server.Dispose()
        Remove-Item $sandbox -Recurse -Force
    }

    It 'is the one that the variable names' {
        $folder = Join-Path $sandbox named
        $run = Invoke-Configured "Set-ChatProvider work -ApiBase $($server.BaseUrl) -Model m -Default; (Invoke-ChatCompletion hi).Provider; Get-ChatProvider | ForEach-Object Name" $folder
        $run.Output.Trim() -split '\s+' | Should -BeExactly 'work', 'work'
        "$folder/providers/work.json" | Should -Exist
        "$folder/providers/default" | Should -Exist
        "$sandbox/.config/ChatCompletion" | Should -Not -Exist
    }

    It 'is named by a full path, and can be corrected in the session' {
        $full = Join-Path $sandbox corrected
        $run = Invoke-Configured "try { Get-ChatProvider } catch { `$_.FullyQualifiedErrorId; `"`$_`" }
            try { Invoke-ChatCompletion hi -Provider Mock } catch { `$_.FullyQualifiedErrorId }
            `$env:CHATCOMPLETION_CONFIG_HOME = '$full'
            Set-ChatProvider work -Type Ollama; (Get-ChatProvider).Name" 'relative'
        $run.Output | Should -Match 'InvalidRequest.*\s.*CHATCOMPLETION_CONFIG_HOME must contain a full path.*relative'
        $run.Output | Should -Match 'InvalidRequest,ChatCompletions.Commands.InvokeChatCompletionCommand\s+work\s*$'
        "$full/providers/work.json" | Should -Exist
    }

    It 'has a default that is unknown if <Case>, and no other provider gets the question' -ForEach @(
        @{ Case = 'its file is empty'; Make = { param($path) Set-Content $path '' } }
        @{ Case = 'a folder is in its place'; Make = { param($path) $null = New-Item -ItemType Directory $path } }
    ) {
        $folder = Join-Path $sandbox "unknown-$([guid]::NewGuid().ToString('N'))"
        $null = New-Item -ItemType Directory "$folder/providers"
        & $Make "$folder/providers/default"
        $asked = $server.Requests.Count
        $run = Invoke-Configured "try { Invoke-ChatCompletion hi -Model m } catch { `$_.FullyQualifiedErrorId; `"`$_`" }
            'AND ' + (Invoke-ChatCompletion hi -Provider Mock).Provider" $folder @{ OPENAI_API_KEY = 'sk-1'; OPENAI_BASE_URL = $server.BaseUrl }
        $run.Output | Should -Match 'ProviderDamaged'
        $run.Output | Should -Match 'The default provider is unknown.*default.*-Provider'
        $run.Output | Should -Match 'AND mock'
        $server.Requests.Count | Should -Be $asked
    }
}

Describe 'A saved provider' {
    BeforeAll { . $PSScriptRoot/Support.ps1 }

    It 'cannot have the name of a device of Windows: <_>' -ForEach 'con', 'NUL', 'com1', 'LPT9' {
        { Set-ChatProvider $_ -Type Ollama } | Should -Throw "-Name cannot be $_*device*" -ErrorId 'InvalidRequest,*'
    }

    It 'keeps whether to sign in to its proxy' {
        (Set-ChatProvider conf-proxy -Type Ollama -Proxy http://proxy.example.test:3128 -ProxyUseDefaultCredentials -PassThru).ProxyUseDefaultCredentials | Should -BeTrue
        (Get-ChatProvider conf-proxy).ProxyUseDefaultCredentials | Should -BeTrue
        (Set-ChatProvider conf-proxy -ProxyUseDefaultCredentials:$false -PassThru).ProxyUseDefaultCredentials | Should -BeFalse
        Remove-ChatProvider conf-proxy
    }
}

Describe 'The advice of an error' {
    It 'is part of the message where PowerShell does not display it' {
        $errors = (Get-Command Invoke-ChatCompletion).ImplementingType.Assembly.GetType('ChatCompletions.Commands.Errors')
        $details = $errors.GetMethod('Details')
        $shown = $details.Invoke($null, @('It failed.', 'Try again.', $true))
        $shown.Message, $shown.RecommendedAction | Should -BeExactly 'It failed.', 'Try again.'
        $shown = $details.Invoke($null, @('It failed.', 'Try again.', $false))
        $shown.Message, $shown.RecommendedAction | Should -BeExactly 'It failed. Try again.', 'Try again.'
    }
}
