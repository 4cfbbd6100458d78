# docs/documents.md, compared with the real parameters and properties, and with the documents' fields in their order.

BeforeDiscovery {
    $page = Get-Content "$PSScriptRoot/../../docs/documents.md" -Raw
    # The rows of the tables below a heading: the cells of each, by the table's first heading.
    function Get-Row([string] $Section, [string] $Table) {
        $text = ($page -split '(?m)^## ' | Where-Object { $_ -match "^$([regex]::Escape($Section))\r?\n" })
        if ($text -notmatch "(?ms)^\| $Table \|[^\n]*\n\|[-|]+\n(.*?)(\n\n|\z)") { throw "No table $Table in $Section." }
        foreach ($line in $Matches[1] -split '\n') { , @($line.Trim('|') -split '\|' | ForEach-Object Trim) }
    }

    # What each document lists, in its order.
    $documents = @(
        @{ Section = 'Helix: the workflow action'; Example = 'helix'; Names = 'Messages', 'Model', 'Max Tokens', 'Temperature', 'Top P' }
        @{ Section = 'Helix: the API'; Names = 'base_url', 'api_key', 'model', 'messages', 'stream', 'temperature', 'max_tokens', 'top_p' }
        @{
            Section = 'LiteLLM'; Example = 'litellm'
            Names   = 'Completions Number', 'Frequency Penalty', 'Include Log Probabilities', 'Include Top Log Probabilities', 'Logit Bias', 'Max Completion Tokens', 'Max Tokens', 'Messages', 'Model ID',
            'Parallel Tool Calls', 'Presence Penalty', 'Provider', 'Response Format', 'Safety Identifier', 'Seed', 'Stop Tokens', 'Temperature', 'Tool Choice', 'Tools', 'Top P', 'User ID',
            'API Base', 'API Version', 'Additional Parameters', 'Fallbacks', 'Metadata', 'Num Retries'
        }
        @{ Section = 'OpenAI'; Example = 'openai'; Names = 'Messages', 'Model', 'Max Completion Tokens', 'Reasoning Effort', 'Stop', 'Temperature', 'User' }
        @{ Section = 'The chatbot step'; Names = 'Connection', 'Model', 'Instructions', 'Message', 'History: Assistant', 'History: Messages', 'Max Tokens' }
    )
    foreach ($document in $documents) {
        $document.Rows = @(Get-Row $document.Section Parameter)
        if ($document.Example) { $document.Paths = @(Get-Row $document.Section Output) }
    }
    $parameters = foreach ($document in $documents) {
        foreach ($row in $document.Rows) { @{ Section = $document.Section; Name = $row[0]; Here = $row[1]; Remarks = $row[2] } }
    }
    $outputs = foreach ($document in $documents | Where-Object Example) {
        foreach ($row in $document.Paths) { @{ Example = $document.Example; Path = $row[0].Trim('`'); Here = $row[1].Trim('`') } }
    }
    $blocks = [regex]::Matches($page, '(?s)```powershell\n(.*?)\n```') | ForEach-Object { @{ Code = $_.Groups[1].Value } }
}

Describe 'The page of the documents'' names' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $page = Get-Content "$PSScriptRoot/../../docs/documents.md" -Raw
        $json = @{}
        $answers = @{}
        foreach ($name in 'helix', 'litellm', 'openai') {
            $json[$name] = Get-Content "$PSScriptRoot/../Fixtures/seeds/$name.json" -Raw
            $null = $server.Enqueue([ScriptedServers.Reply]::Json($json[$name]))
            $answers[$name] = Invoke-ChatCompletion hi @ask -WarningAction Ignore
        }
        # The paths of all values of an example, in its order; of a list the first item.
        function Get-Path($Value, [string] $Path) {
            if ($Value -is [pscustomobject]) { foreach ($field in $Value.PSObject.Properties) { Get-Path $field.Value ($Path ? "$Path.$($field.Name)" : $field.Name) } }
            elseif ($Value -is [array] -and $Value[0] -is [pscustomobject]) { Get-Path $Value[0] "$Path[0]" }
            else { $Path }
        }
        function Get-Value($Object, [string] $Path) { & ([scriptblock]::Create("param(`$o) , `$o.$Path")) $Object }
        function Get-Json($Value) { ConvertTo-Json -InputObject $Value -Compress }
    }
    AfterAll { $server.Dispose() }

    It 'lists the fields of <Section> in its order' -ForEach $documents {
        $Rows | ForEach-Object { $_[0] } | Should -BeExactly $Names
    }

    It 'lists every value of the example of <Section> in its order' -ForEach ($documents | Where-Object Example) {
        $Paths | ForEach-Object { $_[0].Trim('`') } | Should -BeExactly @(Get-Path ($json[$Example] | ConvertFrom-Json))
    }

    It 'names a parameter that there is for <Name> of <Section>: <Here>' -ForEach $parameters {
        $Here -match '^`(?:(\w+-\w+) )?-(\w+)`$' | Should -BeTrue
        $command = Get-Command ($Matches[1] ?? 'Invoke-ChatCompletion')
        $ours = $Matches[2]
        $command.Parameters.Keys | Should -Contain $ours
        if ("$Section/$Name" -in 'LiteLLM/Provider', 'The chatbot step/History: Messages') {
            # These names mean something else here, which the page says.
            ($Name -replace '.*: ') | Should -BeIn $command.Parameters.Keys
            $Remarks | Should -Not -BeNullOrEmpty
            return
        }
        foreach ($name in ($Name -replace '.*: '), ($Name -replace '.*: ' -replace ' ')) { $command.ResolveParameter($name).Name | Should -BeExactly $ours -Because $name }
    }

    It 'names nothing in its remarks that there is not: <Name> of <Section>' -ForEach ($parameters | Where-Object Remarks -Match '`') {
        foreach ($code in [regex]::Matches($Remarks, '`([^`]+)`')) {
            $command = [regex]::Match($code.Groups[1].Value, '^[A-Z]\w+-[A-Z]\w+').Value
            $own = Get-Command ($command ? $command : 'Invoke-ChatCompletion')
            foreach ($use in [regex]::Matches($code.Groups[1].Value, '(?:^| )-(\w+)')) { $own.Parameters.Keys | Should -Contain $use.Groups[1].Value }
        }
    }

    It 'names a property that has the value of <Path> in <Example>: <Here>' -ForEach $outputs {
        $answer = $answers[$Example]
        $own = Get-Value $answer $Here
        $named = Get-Value $answer $Path
        $expected = Get-Value ($json[$Example] | ConvertFrom-Json) $Path
        if ($Path -eq 'created') { $own, $named = $own.ToUnixTimeSeconds(), $named.ToUnixTimeSeconds() }
        Get-Json $own | Should -BeExactly (Get-Json $expected)
        Get-Json $named | Should -BeExactly (Get-Json $expected)
        # Each part of the name is written as the property is.
        $object = $answer
        foreach ($part in $Here -split '\.') {
            $name = $part -replace '\[0\]'
            $object.GetType().GetProperty($name) | Should -Not -BeNullOrEmpty -Because $part
            $object = $part -match '\[0\]' ? $object.$name[0] : $object.$name
        }
    }

    It 'says what the only output of the step is' {
        $page | Should -Match '\| `Message` \| `Content` \|'
        $answers.helix.Message, $answers.helix.Content | Should -BeExactly 'The capital of France is Paris.', 'The capital of France is Paris.'
    }

    It 'shows code that works: <Code>' -ForEach $blocks {
        Push-Location $TestDrive
        try { $shown = & ([scriptblock]::Create("`$ErrorActionPreference = 'Stop'`n$Code")) 6>&1 }
        finally { Pop-Location }
        -join $shown | Should -BeIn 'Hello!', 'Tell a story.', 'Are you there?'
    }

    It 'is linked in the README' { Get-Content "$PSScriptRoot/../../README.md" -Raw | Should -Match '\(docs/documents\.md\)' }
}
