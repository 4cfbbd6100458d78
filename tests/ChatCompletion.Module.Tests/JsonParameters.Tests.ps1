# The parameters that are documented as JSON: as JSON text, hashtable, ordered dictionary and custom object, with the examples of the documents.

BeforeDiscovery {
    # Each example in its forms; a plain hashtable keeps no order, so it is used where there is one key.
    function Get-Form([string] $Json) {
        @{ Form = 'JSON text'; Value = $Json }
        @{ Form = 'an ordered dictionary'; Value = ConvertFrom-Json $Json -AsHashtable -NoEnumerate }
        @{ Form = 'a custom object'; Value = ConvertFrom-Json $Json -NoEnumerate }
    }
    $tool = @'
[
 {
   "type": "function",
   "function": {
     "name": "get_weather",
     "description": "Fetches the current weather for a given location.",
     "parameters": {
       "type": "object",
       "properties": {
         "location": { "type": "string", "description": "The city or location to get the weather for." },
         "date": { "type": "string", "description": "The date for which to get the weather (YYYY-MM-DD)." }
       },
       "required": ["location"]
     }
   }
 }
]
'@
    $metadata = '{ "request_id": "req-8f21c9a2", "tenant_id": "acme-prod", "workflow": "blink-workflow", "feature": "docs-helper", "trace_id": "trace-91b7e3", "user_id": "user-1234", "debug": true }'
    $messages = @{
        Helix   = '[ {"role": "system", "content": "You are a helpful assistant."}, {"role": "user", "content": "What is the capital of France?"} ]'
        LiteLLM = '[ {"role": "system", "content": "You are a helpful assistant that answers questions about programming."}, {"role": "user", "content": "Can you explain what a JSON map is?"} ]'
        OpenAI  = '[ {"role": "developer", "content": "You are a helpful assistant."}, {"role": "user", "content": "Hello!"} ]'
    }
}

Describe 'Parameters documented as JSON' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $weather = '[{"type":"function","function":{"name":"get_weather","description":"Fetches the current weather for a given location.","parameters":{"type":"object","properties":{' +
        '"location":{"type":"string","description":"The city or location to get the weather for."},"date":{"type":"string","description":"The date for which to get the weather (YYYY-MM-DD)."}},"required":["location"]}}}]'
    }
    AfterAll { $server.Dispose() }

    It 'sends -LogitBias given as <Form>' -ForEach @(
        Get-Form '{ "2683": -100, "7211": 5 }'
        @{ Form = 'an ordered dictionary with numbers for keys'; Value = & { $map = [ordered]@{}; $map.Add(2683, -100); $map.Add(7211, 5); $map } }
    ) {
        $null = Invoke-ChatCompletion hi @ask -LogitBias $Value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"logit_bias":{"2683":-100,"7211":5}')
    }

    It 'sends -LogitBias given as a hashtable' {
        $null = Invoke-ChatCompletion hi @ask -LogitBias @{ 2683 = -100 }
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"logit_bias":{"2683":-100}')
        $null = Invoke-ChatCompletion hi @ask -LogitBias @{ '2683' = 0.5 }
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"logit_bias":{"2683":0.5}')
    }

    It 'sends the values of -LogitBias as numbers where they are text: <Shown>' -ForEach @(
        @{ Shown = 'a hashtable'; Value = @{ '2683' = '-100' }; Sent = '{"2683":-100}' }
        @{ Shown = 'JSON'; Value = '{"2683":"-100","7211":"0.5"}'; Sent = '{"2683":-100,"7211":0.5}' }
        @{ Shown = 'a row of a CSV'; Value = "2683,7211`n-100,1.5E1" | ConvertFrom-Csv; Sent = '{"2683":-100,"7211":15}' }
    ) {
        Use-Culture de-DE { $null = Invoke-ChatCompletion hi @ask -LogitBias $Value }
        $server.Requests[-1].Body | Should -BeExactly (Get-Body "`"logit_bias`":$Sent")
    }

    It 'sends -Tools given as <Form>' -ForEach @(Get-Form $tool) {
        $null = Invoke-ChatCompletion hi @ask -Tools $Value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body "`"tools`":$weather")
    }

    It 'takes one tool for a list of one, as a dictionary and as JSON text' {
        $null = Invoke-ChatCompletion hi @ask -Tools ([ordered]@{ type = 'function'; function = @{ name = 'f' } })
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"tools":[{"type":"function","function":{"name":"f"}}]')
        $null = Invoke-ChatCompletion hi @ask -Tools '{"type":"function","function":{"name":"f"}}'
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"tools":[{"type":"function","function":{"name":"f"}}]')
    }

    It 'sends -ToolChoice <_> as the word' -ForEach 'auto', 'required', 'none' {
        $null = Invoke-ChatCompletion hi @ask -Tools $weather -ToolChoice $_
        $server.Requests[-1].Body | Should -BeExactly (Get-Body "`"tools`":$weather,`"tool_choice`":`"$_`"")
    }

    It 'sends -ToolChoice given as <Form>' -ForEach @(
        Get-Form '{ "type": "function", "function": { "name": "get_weather" } }'
        @{ Form = 'the name of a tool'; Value = 'get_weather' }
    ) {
        $null = Invoke-ChatCompletion hi @ask -Tools $weather -ToolChoice $Value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body "`"tools`":$weather,`"tool_choice`":{`"type`":`"function`",`"function`":{`"name`":`"get_weather`"}}")
    }

    It 'sends -ResponseFormat given as <Form>' -ForEach @(
        Get-Form '{ "type": "json_object" }'
        @{ Form = 'a hashtable'; Value = @{ type = 'json_object' } }
        @{ Form = 'a word'; Value = 'json_object' }
    ) {
        $null = Invoke-ChatCompletion 'JSON, please' @ask -ResponseFormat $Value -WarningVariable warnings -WarningAction SilentlyContinue
        $server.Requests[-1].Body | Should -BeExactly '{"model":"m","messages":[{"role":"user","content":"JSON, please"}],"response_format":{"type":"json_object"}}'
        $warnings | Should -BeNullOrEmpty
    }

    It 'sends a JSON schema in -ResponseFormat as it is, with the case and order of its keys' {
        $schema = '{"type":"json_schema","json_schema":{"name":"Ticket","strict":true,"schema":{"type":"object","properties":{"Zeta":{"type":"string"},"alpha":{"type":["integer","null"]}},"required":["Zeta","alpha"],"additionalProperties":false}}}'
        foreach ($form in $schema, (ConvertFrom-Json $schema), (ConvertFrom-Json $schema -AsHashtable)) {
            $null = Invoke-ChatCompletion hi @ask -ResponseFormat $form
            $server.Requests[-1].Body | Should -BeExactly (Get-Body "`"response_format`":$schema")
        }
    }

    It 'warns once where json_object is set and no message mentions JSON' {
        $null = 'a', 'b' | Invoke-ChatCompletion @ask -ResponseFormat json_object -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike '*json_object*JSON*'
        $null = Invoke-ChatCompletion hi @ask -Instructions 'Answer in json.' -ResponseFormat json_object -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }

    It 'sends -AdditionalParameters given as <Form>' -ForEach @(Get-Form '{ "first_key": 12345, "second_key": "some_value" }') {
        $null = Invoke-ChatCompletion hi @ask -AdditionalParameters $Value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"first_key":12345,"second_key":"some_value"')
    }

    It 'lets -AdditionalParameters override equivalent parameters' {
        $null = Invoke-ChatCompletion hi @ask -Temperature 0.1 -User ann -AdditionalParameters @{ temperature = 1.5 }
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"temperature":1.5,"user":"ann"')
        $null = Invoke-ChatCompletion hi @ask -AdditionalParameters @{ model = 'other' }
        $server.Requests[-1].Body | Should -BeExactly '{"model":"other","messages":[{"role":"user","content":"hi"}]}'
    }

    It 'removes a field that is $null in -AdditionalParameters' {
        $null = Invoke-ChatCompletion hi @ask -Temperature 0.1 -User ann -AdditionalParameters @{ temperature = $null; top_p = $null }
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"user":"ann"')
        $null = Invoke-ChatCompletion hi @ask -Temperature 0.1 -AdditionalParameters '{"temperature":null}'
        $server.Requests[-1].Body | Should -BeExactly (Get-Body)
    }

    It 'sends one stop text of -AdditionalParameters as a list' {
        $null = Invoke-ChatCompletion hi @ask -AdditionalParameters @{ stop = 'a,b' }
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"stop":["a,b"]')
    }

    It 'sends -Metadata given as <Form>' -ForEach @(Get-Form $metadata) {
        $null = Invoke-ChatCompletion hi @ask -Metadata $Value
        $server.Requests[-1].Body | Should -BeExactly (Get-Body ('"metadata":{"request_id":"req-8f21c9a2","tenant_id":"acme-prod","workflow":"blink-workflow","feature":"docs-helper",' +
                '"trace_id":"trace-91b7e3","user_id":"user-1234","debug":true}'))
    }

    It 'sends the example of <Document> in -Messages given as <Form>' -ForEach @(
        foreach ($document in $messages.Keys) {
            $sent = $messages[$document] -replace '": "', '":"' -replace '\[ ', '[' -replace ' \]', ']' -replace ', ("content"|\{)', ',$1'
            foreach ($form in Get-Form $messages[$document]) { $form + @{ Document = $document; Sent = $sent } }
        }
    ) {
        $null = Invoke-ChatCompletion @ask -Messages $Value
        $server.Requests[-1].Body | Should -BeExactly "{`"model`":`"m`",`"messages`":$Sent}"
    }

    It 'reads JSON text from a file, whose strings carry note properties' {
        '{"type":"json_schema",', '"json_schema":{"name":"n"}}' | Set-Content $TestDrive/format.json
        '{"a":"b"}' | Set-Content $TestDrive/metadata.json
        $null = Invoke-ChatCompletion hi @ask -ResponseFormat (Get-Content $TestDrive/format.json -Raw) -Metadata (Get-Content $TestDrive/metadata.json)
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"response_format":{"type":"json_schema","json_schema":{"name":"n"}},"metadata":{"a":"b"}')
    }

    It 'writes values of every kind as JSON has them' {
        $wrapped = 'x' | Add-Member -NotePropertyName Note -NotePropertyValue 1 -PassThru
        $extra = [ordered]@{
            text = 'ä "\ €'; flag = $false; none = @{ inner = $null }; list = @(1, 'a', $null, @()); real = 0.1; big = 12345678901234567890
            number = 1.50d; day = [datetime]::new(2024, 5, 6, 7, 8, 9, [System.DateTimeKind]::Utc); wrapped = $wrapped; switch = [switch] $true; single = @(@{ a = 1 })
        }
        $null = Invoke-ChatCompletion hi @ask -AdditionalParameters $extra
        $server.Requests[-1].Body | Should -BeExactly (Get-Body ('"text":"ä \"\\ €","flag":false,"none":{"inner":null},"list":[1,"a",null,[]],"real":0.1,"big":12345678901234567890,' +
                '"number":1.50,"day":"2024-05-06T07:08:09.0000000Z","wrapped":"x","switch":true,"single":[{"a":1}]'))
    }

    It 'refuses what JSON has no form for: <Shown>' -ForEach @(
        @{ Shown = 'a secure string'; Value = { @{ a = ConvertTo-SecureString x -AsPlainText -Force } } }
        @{ Shown = 'a script block'; Value = { @{ a = { 1 } } } }
        @{ Shown = 'not a number'; Value = { @{ a = [double]::NaN } } }
        @{ Shown = 'an object in itself'; Value = { $loop = @{}; $loop.loop = $loop; $loop } }
    ) {
        $count = $server.Requests.Count
        $failure = Get-TerminatingError { Invoke-ChatCompletion hi @ask -AdditionalParameters (& $Value) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        "$failure" | Should -BeLike '*-AdditionalParameters*'
        $server.Requests.Count | Should -Be $count
    }
}
