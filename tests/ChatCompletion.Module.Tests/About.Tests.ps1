# The help topics: that they are found, fit a console, say what the code says, and that each of their examples works.

BeforeDiscovery {
    . $PSScriptRoot/Recipes.ps1
    . $PSScriptRoot/Vaults.ps1
    $hasStore = Test-SecretStore
    $topics = 'about_ChatCompletion', 'about_ChatCompletion_Providers'
    $examples = foreach ($topic in $topics) {
        $index = 0
        foreach ($code in Get-TopicExample $topic) { @{ Topic = $topic; Index = $index++; Code = $code.Trim() } }
    }
}

Describe 'The topic <_>' -ForEach $topics {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        . $PSScriptRoot/Recipes.ps1
        $topic = $_
        $text = Get-Help $topic
        $file = "$((Get-Module ChatCompletion).ModuleBase)/en-US/$topic.help.txt"
    }

    It 'is shown by Get-Help, and listed with a short description' {
        $text | Should -BeExactly (Get-Content $file -Raw)
        $text | Should -Match "^TOPIC\n    $topic\n\nSHORT DESCRIPTION\n    [A-Z]"
        (Get-Help 'about_ChatCompletion*' | Where-Object Name -EQ $topic).Synopsis | Should -Match '^[A-Z].{20,}'
    }

    It 'is found in every culture, also in none' {
        foreach ($culture in 'de-DE', 'tr-TR', 'ja-JP', 'en-GB', '') {
            $before = [cultureinfo]::CurrentUICulture
            try {
                [cultureinfo]::CurrentUICulture = [cultureinfo]::new($culture)
                Get-Help $topic | Should -BeExactly $text -Because "the culture is '$culture'"
            }
            finally { [cultureinfo]::CurrentUICulture = $before }
        }
    }

    It 'fits into a console of 80 columns' {
        foreach ($line in $text -split "`n") {
            $line.Length | Should -BeLessOrEqual 80 -Because $line
            $line | Should -Not -Match '\s$|\t'
        }
    }

    It 'names commands and parameters that there are' {
        $cmdlets = (Get-Module ChatCompletion).ExportedCmdlets.Keys
        $named = [regex]::Matches($text, '\b(Get|Set|Remove|New|Invoke|Show)-Chat\w+').Value | Sort-Object -Unique
        $named | Where-Object { $_ -notin $cmdlets } | Should -BeNullOrEmpty
        foreach ($code in Get-TopicExample $topic) {
            $errors = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $code
        }
    }
}

Describe 'about_ChatCompletion' {
    It 'names every kind of error, and no other' {
        $text = Get-Help about_ChatCompletion
        $text -match '(?s)begins with one of these names:\n\n(.*?)\n\n' | Should -BeTrue
        $said = $Matches[1] -split '\n' -replace '(?<=\w)  .*' -split '[,\s]+' | Where-Object { $_ }
        $said | Sort-Object | Should -Be ([enum]::GetNames([ChatCompletions.ChatErrorKind]) | Sort-Object)
    }

    It 'says of piped input what happens' {
        . $PSScriptRoot/Support.ps1
        $ask = @{ Provider = 'Mock'; Model = 'echo' }
        ('a', 'b' | Invoke-ChatCompletion @ask).Content | Should -Be 'a', 'b'
        @((New-ChatMessage a), (New-ChatMessage b) | Invoke-ChatCompletion @ask).Count | Should -Be 1
        @(, @((New-ChatMessage a)) * 2 | Invoke-ChatCompletion @ask).Count | Should -Be 2
        $answer = Invoke-ChatCompletion hi @ask
        ($answer | Invoke-ChatCompletion more @ask).History.Count | Should -Be 4
        (Get-ChatModel echo -Provider Mock | Invoke-ChatCompletion hi).Content | Should -Be 'hi'
        ('a', 'b' | Invoke-ChatCompletion hi @ask).Content | Should -BeLike "hi*a`nb*"
        @(1, @{ a = 2 } | Invoke-ChatCompletion hi @ask).Content | Should -BeLike "hi*1`n{`"a`":2}*"
        ('a', 1, $answer | Invoke-ChatCompletion { "$_!" } @ask).Content | Should -Be 'a!', '1!', 'hi!'
        ($answer.Choices[0] | Invoke-ChatCompletion more @ask).Content | Should -Be 'more'
        $wrong = { $answer | Invoke-ChatCompletion @ask }, { Get-ChatModel echo -Provider Mock | Invoke-ChatCompletion }, { 1 | Invoke-ChatCompletion @ask }, { 'a', $answer | Invoke-ChatCompletion @ask }
        foreach ($call in $wrong) { (Get-TerminatingError $call).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*' -Because "$call" }
        $null | Invoke-ChatCompletion @ask -WarningVariable warned | Should -BeNullOrEmpty
        $warned | Should -BeNullOrEmpty
        $null | Invoke-ChatCompletion hi @ask -WarningVariable warned -WarningAction Ignore | Should -BeNullOrEmpty
        $warned.Count | Should -Be 1
    }
}

Describe 'about_ChatCompletion_Providers' {
    BeforeAll { $text = Get-Help about_ChatCompletion_Providers }

    It 'has a paragraph for each known service, with what the code knows of it' {
        foreach ($preset in [ChatCompletions.ProviderPresets]::All | Where-Object Name -NotIn Custom, Mock) {
            $paragraph = [regex]::Match($text, "(?m)^    $($preset.Name)\n(      .*\n)+").Value
            $words = @($preset.ApiBase) + $preset.KeyVariables + $preset.TokenVariables + $preset.BaseVariables + $preset.VersionVariables + @($preset.Model) + $preset.FieldNames.Values + @($preset.ModelsForbidden)
            foreach ($word in $words -ne $null) { $paragraph -replace '\s+', ' ' | Should -Match ([regex]::Escape($word)) -Because $preset.Name }
        }
    }

    It 'notes what is different at a service' {
        $notes = @{
            AzureOpenAI = 'header api-key', 'name of a deployment', 'pairs of text'
            Helix       = 'retried once'
            LiteLLM     = '-TopLogProbs is at most 5', 'without a key'
            Mistral     = 'usage is not requested for streams', 'seed is sent as random_seed', 'required is sent as any'
            Perplexity  = 'without a path is used as it is'
            Moonshot    = 'reasoning is sent back'
        }
        foreach ($name in $notes.Keys) {
            $paragraph = [regex]::Match($text, "(?m)^    $name\n(      .*\n)+").Value -replace '\s+', ' '
            foreach ($note in $notes[$name]) { $paragraph | Should -Match ([regex]::Escape($note)) -Because $name }
        }
        [regex]::Match($text, '(?m)^    Groq\n(      .*\n)+').Value | Should -Not -Match 'note'
    }
}

Describe 'The examples of the topics' -Skip:(-not $hasStore) {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        . $PSScriptRoot/Isolated.ps1
        . $PSScriptRoot/Recipes.ps1
        $server = Start-RecipeServer
        $sink = [ScriptedServers.SmtpSink]::Start()

        # All examples of a topic run in one process, one after the other, as somebody might try them.
        function Invoke-Topic([string] $Topic) {
            $place = New-IsolatedHome
            New-RecipeFile $place
            $files = foreach ($code in Get-TopicExample $Topic) {
                $file = Join-Path $place "example-$(([array] $files).Count)-$([guid]::NewGuid().ToString('N')).ps1"
                ConvertTo-Runnable $code $server $sink | Set-Content $file
                $file
            }
            $runbook = $files | Where-Object { (Get-Content $_ -Raw) -match 'Set-Content summary.txt' }
            foreach ($file in $files) { (Get-Content $file -Raw) -replace '/opt/runbooks/summary.ps1', $runbook | Set-Content $file }
            $store = $Topic -match 'Providers' ? ((Get-ResetScript) -join "`n") : ''
            $run = Invoke-Isolated $place -Environment (New-RecipeEnvironment $server) -Script "
                `$ErrorActionPreference = 'Stop'
                Set-Location '$place'
                $store
                Import-Module ChatCompletion
                foreach (`$file in '$($files -join "', '")') {
                    `$global:LASTEXITCODE = 0
                    `$global:Error.Clear()
                    `$failure = `$null
                    `$shown = try { & `$file *>&1 | Out-String } catch { `$failure = `"`$_`" }
                    [pscustomobject]@{ Shown = `$shown; Failure = `$failure; Errors = `$Error.Count; ExitCode = `$LASTEXITCODE } | ConvertTo-Json -Compress | Add-Content results.txt
                }"
            if ($run.ExitCode) { throw $run.Output }
            Get-Content "$place/results.txt" | ConvertFrom-Json
            Remove-Item $place -Recurse -Force
        }
        $results = @{}
        foreach ($topic in 'about_ChatCompletion', 'about_ChatCompletion_Providers') { $results[$topic] = @(Invoke-Topic $topic) }
    }
    AfterAll {
        $server.Dispose()
        $sink.Dispose()
    }

    It 'are many' {
        $results.about_ChatCompletion.Count | Should -BeGreaterThan 10
        $results.about_ChatCompletion_Providers.Count | Should -BeGreaterThan 10
    }

    It 'work: <Topic>, <Code>' -ForEach $examples {
        $result = $results[$Topic][$Index]
        $result.Failure | Should -BeNullOrEmpty
        $result.Errors | Should -Be 0 -Because $result.Shown
        $result.ExitCode | Should -Be 0 -Because $result.Shown
    }

    It 'that mail bring the answer' {
        $sink.Mails.Body | Should -BeExactly '12 °C', '12 °C', '12 °C'
        $sink.Mails.Charset | Should -Be 'utf-8', 'utf-8', 'utf-8'
    }

    It 'that give Mock its answer get it' {
        $results.about_ChatCompletion_Providers.Shown -match 'network' | Should -HaveCount 1
    }
}
