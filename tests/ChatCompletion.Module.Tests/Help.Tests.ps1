# What Get-Help says about each cmdlet, compared with the cmdlet itself; and every example of it, run.

BeforeDiscovery {
    # What needs a real vault is skipped where there is none.
    . $PSScriptRoot/Vaults.ps1
    $hasStore = Test-SecretStore
    $cmdlets = (Get-Module ChatCompletion).ExportedCmdlets.Keys | Sort-Object
    $names = $cmdlets | ForEach-Object { @{ Name = $_ } }
    $examples = foreach ($name in $cmdlets) {
        foreach ($example in (Get-Help $name -Full).examples.example) { @{ Name = $name; Title = $example.title.Trim(' -'); Code = $example.code } }
    }
}

Describe 'Help' {
    BeforeAll {
        # The text of a description, which Get-Help hands out as paragraphs.
        function Get-Text($Description) { (@($Description).Text -join ' ').Trim() }

        # The parameters that are the cmdlet's own, not those of all cmdlets.
        function Get-OwnParameter([string] $Name) {
            $shared = [System.Management.Automation.Cmdlet]::CommonParameters
            (Get-Command $Name).Parameters.Values | Where-Object Name -NotIn $shared
        }
    }

    It 'of <Name> has a synopsis, a description, inputs and outputs' -ForEach $names {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        $help.Synopsis | Should -Not -Match '\[<CommonParameters>\]'
        Get-Text $help.description | Should -Match '\.$'
        foreach ($type in @($help.inputTypes.inputType) + @($help.returnValues.returnValue)) {
            $type.type.name | Should -Not -BeNullOrEmpty
            Get-Text $type.description | Should -Match '\.$' -Because $type.type.name
        }
        $piped = Get-OwnParameter $Name | Where-Object { $_.Attributes.ValueFromPipeline -contains $true }
        $help.inputTypes.inputType.type.name | Should -Be ($piped ? $piped.ParameterType.FullName : 'None')
        $written = (Get-Command $Name).OutputType.Name
        $help.returnValues.returnValue.type.name | Should -Be ($written ? $written : 'None')
    }

    It 'of <Name> describes each parameter as it is, and no other' -ForEach $names {
        $parameters = (Get-Help $Name -Full).parameters.parameter
        $own = Get-OwnParameter $Name
        $parameters.name | Sort-Object | Should -Be ($own.Name | Sort-Object)
        foreach ($known in $own) {
            $said = $parameters | Where-Object name -EQ $known.Name
            $use = $known.Attributes.Where{ $_ -is [Parameter] }[0]
            Get-Text $said.description | Should -Match '^[A-Z].{15,}\.$' -Because "-$($known.Name)"
            $said.aliases | Should -Be ($known.Aliases ? $known.Aliases -join ', ' : 'none') -Because "-$($known.Name)"
            $said.required | Should -Be "$($use.Mandatory)" -Because "-$($known.Name)"
            $said.position | Should -Be ($use.Position -ge 0 ? "$($use.Position)" : 'Named') -Because "-$($known.Name)"
            $said.pipelineInput | Should -BeLike ($use.ValueFromPipeline ? 'True*ByValue*' : 'False') -Because "-$($known.Name)"
            $said.globbing | Should -Be "$([bool] $known.Attributes.Where{ $_ -is [SupportsWildcards] })" -Because "-$($known.Name)"
        }
    }

    It 'of <Name> shows the syntax that Get-Command shows' -ForEach $names {
        $page = Get-Help $Name | Out-String
        $page -match '(?s)SYNTAX\s(.*?)DESCRIPTION' | Should -BeTrue
        $Matches[1] -replace '\s' | Should -Be ((Get-Command $Name -Syntax) -replace '\s')
    }

    It 'of <Name> has three examples or more, which fit into a console of 80 columns' -ForEach $names {
        $given = (Get-Help $Name -Full).examples.example
        $given.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $given) {
            Get-Text $example.remarks | Should -Match '\.$'
            $example.code | Should -Match $Name
            $example.title.Length | Should -BeLessOrEqual 76 -Because $example.title
            foreach ($line in $example.code -split "`n") { $line.Length | Should -BeLessOrEqual 76 -Because $line }
        }
    }

    It 'of <Name> leads to pages that there are, the topics first' -ForEach $names {
        $links = (Get-Help $Name).relatedLinks.navigationLink.linkText
        $links[0..1] | Should -Be 'about_ChatCompletion', 'about_ChatCompletion_Providers'
        $links | Should -Not -Contain $Name
        foreach ($link in $links) { @(Get-Help $link -ErrorAction Stop).Count | Should -Be 1 -Because $link }
    }

    It 'of Invoke-ChatCompletion says of -<Parameter> what it is on the wire, which values it takes, and its default' -ForEach @(
        @{ Parameter = 'Messages'; Says = '(messages)', 'At least one' }
        @{ Parameter = 'Model'; Says = '(model)', 'unless the provider has a default' }
        @{ Parameter = 'Stream'; Says = '(stream)' }
        @{ Parameter = 'MaxTokens'; Says = '(max_tokens)', 'at least 1', 'Default:' }
        @{ Parameter = 'MaxCompletionTokens'; Says = '(max_completion_tokens)', 'at least 1', 'Default:' }
        @{ Parameter = 'Temperature'; Says = '(temperature)', 'from 0', 'to 2', 'Default:' }
        @{ Parameter = 'TopP'; Says = '(top_p)', 'from 0 to 1', 'Default:' }
        @{ Parameter = 'N'; Says = '(n)', 'from 1 to 128', 'Default:' }
        @{ Parameter = 'Stop'; Says = '(stop)', 'four at most', 'Default:' }
        @{ Parameter = 'FrequencyPenalty'; Says = '(frequency_penalty)', 'from -2 to 2', 'Default:' }
        @{ Parameter = 'PresencePenalty'; Says = '(presence_penalty)', 'from -2 to 2', 'Default:' }
        @{ Parameter = 'LogitBias'; Says = '(logit_bias)', 'from -100', 'to 100', 'Default:' }
        @{ Parameter = 'LogProbs'; Says = '(logprobs)' }
        @{ Parameter = 'TopLogProbs'; Says = '(top_logprobs)', 'from 0 to 20', 'Needs -LogProbs' }
        @{ Parameter = 'Seed'; Says = '(seed)', '64 bits', 'Default:' }
        @{ Parameter = 'ResponseFormat'; Says = '(response_format)', 'json_object', 'Default:' }
        @{ Parameter = 'Tools'; Says = '(tools)' }
        @{ Parameter = 'ToolChoice'; Says = '(tool_choice)', 'auto, required, none', 'Default:', 'Needs -Tools' }
        @{ Parameter = 'ParallelToolCalls'; Says = '(parallel_tool_calls)', 'Default:', 'Needs -Tools' }
        @{ Parameter = 'ReasoningEffort'; Says = '(reasoning_effort)', 'none, minimal, low, medium, high, xhigh or max', 'Default:' }
        @{ Parameter = 'Metadata'; Says = '(metadata)', 'up to 16 pairs' }
        @{ Parameter = 'SafetyIdentifier'; Says = '(safety_identifier)', '64 characters' }
        @{ Parameter = 'User'; Says = '(user)' }
        @{ Parameter = 'ApiVersion'; Says = '(api-version)' }
        @{ Parameter = 'NumRetries'; Says = 'from 0 to 10', 'Default:' }
        @{ Parameter = 'TimeoutSec'; Says = 'seconds', 'more than 0', 'Default:', '3600' }
        @{ Parameter = 'FirstByteTimeoutSec'; Says = 'seconds', 'more than 0', 'Default:', '600' }
        @{ Parameter = 'IdleTimeoutSec'; Says = 'seconds', 'more than 0', 'Default:', '120' }
    ) {
        $text = Get-Text (Get-Help Invoke-ChatCompletion -Parameter $Parameter).description
        foreach ($words in $Says) { $text | Should -Match ([regex]::Escape($words)) }
    }

    It 'of Invoke-ChatCompletion says that a pipe straight into Send-MailMessage cannot work, and what does' {
        $text = Get-Text (Get-Help Invoke-ChatCompletion).description
        $text | Should -Match 'Piping straight into Send-MailMessage cannot work.*-Body.*ForEach-Object.*-Encoding utf8'
        $text | Should -Match 'Get-Help about_ChatCompletion '
    }

    It 'is found in every culture, also in none' {
        $manifest = (Get-Module ChatCompletion).Path -replace 'dll$', 'psd1'
        $before = $env:LANG, $env:LC_ALL
        try {
            foreach ($language in 'C', 'de_DE.UTF-8', 'tr_TR.UTF-8', 'en_US.UTF-8') {
                $env:LANG = $env:LC_ALL = $language
                pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; (Get-Help New-ChatMessage).Synopsis" | Should -Be 'Creates a message for a conversation.' -Because $language
            }
        }
        finally { $env:LANG, $env:LC_ALL = $before }
    }
}

Describe 'The examples of help' -Skip:(-not $hasStore) {
    BeforeAll {
        . $PSScriptRoot/Vaults.ps1
        $server = [ScriptedServers.ScriptedServer]::Start()
        $server.Default = [ScriptedServers.Reply]::Json('{"id":"a","object":"chat.completion","model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"{\"what\":\"12 °C\"}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}')
        $null = $server.On('/v1/models', [ScriptedServers.Reply]::Json('{"object":"list","data":[{"id":"gpt-4o-mini","object":"model","created":1721172741},{"id":"gpt-4o","object":"model","created":1715367049},{"id":"other","object":"model"}]}'))
        $broken = [ScriptedServers.ScriptedServer]::Start()
        $broken.Default = [ScriptedServers.Reply]::Json('{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}', 401)

        # Commands that a test cannot really run: what they get is kept, or what they ask is answered.
        $stubs = {
            function Send-MailMessage {
                param($SmtpServer, $From, $To, $Subject, [string] $Body, $Encoding, [Parameter(ValueFromPipeline)] [string[]] $Attachments)
                [pscustomobject]@{ Subject = $Subject; Body = $Body; Encoding = $Encoding; Attachments = $Attachments } | ConvertTo-Json -Compress | Add-Content mails.txt
            }
            function Read-Host([switch] $AsSecureString) { ConvertTo-SecureString sk-typed -AsPlainText -Force }
            function Install-PSResource { }
        }

        # Runs a script in a process of its own, in a copy of a folder that is its home as well.
        function Invoke-InHome([string] $Script, [string] $From, [string] $BaseUrl = $server.BaseUrl) {
            $place = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
            if ($From) { Copy-Item $From $place -Recurse } else { $null = New-Item $place -ItemType Directory }
            $manifest = (Get-Module ChatCompletion).Path -replace 'dll$', 'psd1'
            "`$ErrorActionPreference = 'Stop'`nImport-Module '$manifest'`n$stubs`n$Script" | Set-Content "$place/script.ps1"
            $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
            foreach ($argument in '-NoProfile', '-NonInteractive', '-File', "$place/script.ps1") { $start.ArgumentList.Add($argument) }
            $start.WorkingDirectory = $place
            $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
            foreach ($name in 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME') { $null = $start.Environment.Remove($name) }
            foreach ($name in 'HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA') { $start.Environment[$name] = $place }
            $start.Environment['CHATCOMPLETION_CONFIG_HOME'] = (Get-HomeEnvironment $place).CHATCOMPLETION_CONFIG_HOME
            $start.Environment['OPENAI_API_KEY'] = $start.Environment['TEAM_KEY'] = 'sk-example'
            $start.Environment['OPENAI_BASE_URL'] = $BaseUrl
            $start.Environment['NO_COLOR'] = '1'
            $process = [System.Diagnostics.Process]::Start($start)
            $process.StandardInput.Close()
            $errors = $process.StandardError.ReadToEndAsync()
            $output = $process.StandardOutput.ReadToEnd() + $errors.Result
            $process.WaitForExit()
            [pscustomobject]@{ Place = $place; Output = $output; ExitCode = $process.ExitCode; Mails = Get-Mail $place }
        }
        function Get-Mail([string] $Place) { if (Test-Path "$Place/mails.txt") { Get-Content "$Place/mails.txt" | ConvertFrom-Json } }

        # The home that the examples take for granted: a vault, a provider with its key in it, and some files.
        $prepared = Invoke-InHome "
            $((Get-ResetScript) -join "`n")
            Register-SecretVault SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
            Set-ChatProvider work -ApiBase $($server.BaseUrl) -ApiKey (Read-Host -AsSecureString) -Model gpt-4o
            'Subject', 'No network', 'Disk full' | Set-Content tickets.csv
            'author,text', 'Anna,Shall we wait?', 'Bot,Until Monday.' | Set-Content transcript.csv
            'Backup started', 'Link down on eth0' | Set-Content error.log
            'All jobs done.' | Set-Content report.txt
            `$null = 'Up?', 'Down?' | Invoke-ChatCompletion -Provider Mock -JournalPath run.jsonl
            '%PDF-1.4' | Set-Content contract.pdf
            [byte[]] (0xFF, 0xD8, 0xFF, 0xE0) | Set-Content rack.jpg -AsByteStream
            'Is it up?', 'Is it cold?' | Set-Content questions.txt"
        if ($prepared.ExitCode) { throw $prepared.Output }

        # What some examples find and others must not.
        function Get-Preparation([string] $Name, [string] $Code) {
            if ($Code -match 'Register-SecretVault') { 'Unregister-SecretVault SecretStore' }
            if ($Code -match 'Where-Object Default') { 'Set-ChatProvider work -Default' }
            if ($Name -eq 'Remove-ChatProvider') { "Set-ChatProvider test-1 -ApiBase $($server.BaseUrl)"; 'Set-ChatProvider former -ApiBase https://old.example.com' }
        }

        function Get-Runnable([string] $Code) { $Code -replace 'http://localhost:8080/v1', $server.BaseUrl }

        # The examples of a cmdlet share a process, as each takes a second of processor time. Those that change what others see have their own.
        function Test-Alone([string] $Name, [string] $Code) {
            (Get-Preparation $Name $Code) -or $Code -match '(Set|Remove)-ChatProvider|Secret|-Scope|\$env:|PSDefaultParameterValues'
        }
        $shared = @{}
        function Invoke-Example([string] $Name, [string] $Title, [string] $Code) {
            if (Test-Alone $Name $Code) { return Invoke-InHome "$((Get-Preparation $Name $Code) -join "`n")`n$(Get-Runnable $Code)" $prepared.Place }
            if (-not $shared[$Name]) {
                $scripts = foreach ($example in (Get-Help $Name -Full).examples.example | Where-Object { -not (Test-Alone $Name $_.code) }) {
                    $own = $example.title.Trim(' -') -replace '\W'
                    # The files of an example are its own. An example that fails leaves its reason in the file 'failed'.
                    "`$null = New-Item -ItemType Directory `$HOME/$own; Get-ChildItem `$HOME -File | Copy-Item -Destination `$HOME/$own; Set-Location `$HOME/$own"
                    "try { & {`n$(Get-Runnable $example.code)`n} *>&1 | Out-String | Set-Content shown } catch { `$_ | Out-String | Set-Content failed }"
                }
                $shared[$Name] = Invoke-InHome ($scripts -join "`n") $prepared.Place
            }
            $all = $shared[$Name]
            $place = Join-Path $all.Place ($Title -replace '\W')
            $isWhole = (Test-Path "$place/shown") -and -not (Test-Path "$place/failed")
            [pscustomobject]@{
                Output   = "$(Get-Content "$place/shown", "$place/failed" -Raw -ErrorAction Ignore)$($all.Output)"
                ExitCode = $isWhole ? $all.ExitCode : 1
                Mails    = Get-Mail $place
            }
        }
    }
    AfterAll {
        $server.Dispose()
        $broken.Dispose()
    }

    It 'work: <Name>, <Title>' -ForEach $examples {
        $run = Invoke-Example $Name $Title $Code
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Not -Match 'No answer \('
        if ($Code -match 'Send-MailMessage') {
            $run.Mails.Count | Should -Be ($Code -match 'questions.txt' ? 2 : 1)
            foreach ($mail in $run.Mails) {
                $mail.Body | Should -BeExactly '{"what":"12 °C"}'
                $mail.Encoding | Should -Be 'utf8'
                $mail.Attachments | Should -BeNullOrEmpty
            }
        }
    }

    It 'that mail send nothing when the question fails' {
        $mailing = (Get-Help Invoke-ChatCompletion).examples.example.code -match 'Send-MailMessage'
        $mailing.Count | Should -Be 2
        foreach ($code in $mailing) {
            $run = Invoke-InHome "`$ErrorActionPreference = 'Continue'`n$code" $prepared.Place $broken.BaseUrl
            $run.Output | Should -Match 'Incorrect API key provided'
            $run.Mails | Should -BeNullOrEmpty
        }
    }

    It 'that catch an error give the exit code that they promise' {
        $code = (Get-Help Invoke-ChatCompletion).examples.example.code -match 'exit 1'
        $code.Count | Should -Be 1
        $run = Invoke-InHome $code[0] $prepared.Place $broken.BaseUrl
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'No answer \(\w+,.*Incorrect API key provided'
    }

    It 'that remove providers remove what they say' {
        $run = Invoke-InHome "$((Get-Preparation Remove-ChatProvider '') -join "`n")
            $(((Get-Help Remove-ChatProvider).examples.example.code -match 'old.example.com'))
            Remove-ChatProvider work -RemoveSecret
            (Get-ChatProvider).Name
            (Get-SecretInfo).Name" $prepared.Place
        $run.Output.Trim() | Should -Be 'test-1'
    }
}
