# Each document's own forms, with the fields and values as it documents them: bodies of curl, the Python loop, forms filled in by a workflow, the step.

Describe 'The forms of the Helix documents' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server ([ScriptedServers.Reply]::Json((Get-Content "$PSScriptRoot/../Fixtures/seeds/helix.json" -Raw)))
        Set-ChatProvider helix-user -Scope Session -Type Helix -ApiBase $server.BaseUrl -ApiKey (ConvertTo-SecureString hl-user-0123456789 -AsPlainText -Force)
        Set-ChatProvider helix-agent -Scope Session -Type Helix -base_url $server.BaseUrl -api_key (ConvertTo-SecureString hl-agent-0123456789 -AsPlainText -Force)
        $story = New-StreamReply 'Once', ' upon', ' a time.'
    }
    AfterAll {
        $server.Dispose()
        'helix-user', 'helix-agent' | Remove-ChatProvider -Confirm:$false
    }

    It 'sends the body of the basic request, splatted' {
        $body = '{ "model": "qwen3:8b", "messages": [ {"role": "system", "content": "You name capitals."}, {"role": "user", "content": "What is the capital of Peru?"} ] }' | ConvertFrom-Json -AsHashtable
        $response = Invoke-ChatCompletion @body -Provider helix-user
        $server.Requests[-1].Headers['Authorization'] | Should -BeExactly 'Bearer hl-user-0123456789'
        $server.Requests[-1].Path | Should -BeExactly '/v1/chat/completions'
        $server.Requests[-1].Body | Should -BeExactly '{"model":"qwen3:8b","messages":[{"role":"system","content":"You name capitals."},{"role":"user","content":"What is the capital of Peru?"}]}'
        $response.id, $response.object, $response.model | Should -BeExactly 'ses_01a4t10c132825d3k037tyh7ap', 'chat.completion', 'qwen3:8b'
        $response.choices[0].index | Should -Be 0
        $response.choices[0].finish_reason, $response.choices[0].message.role, $response.choices[0].message.content | Should -BeExactly 'stop', 'assistant', 'The capital of France is Paris.'
        $response.usage.prompt_tokens, $response.usage.completion_tokens, $response.usage.total_tokens | Should -Be 24, 8, 32
        ($response.ToJson() | ConvertFrom-Json).created | Should -Be 1723155364
    }

    It 'sends the body of the streaming request, splatted' {
        $null = $server.Enqueue($story)
        $body = '{ "model": "qwen3:8b", "messages": [ {"role": "user", "content": "Make up a tale"} ], "stream": true }' | ConvertFrom-Json -AsHashtable
        $chunks = Invoke-ChatCompletion @body -Provider helix-user
        $server.Requests[-1].Body | Should -BeLike '{"model":"qwen3:8b","messages":[[]{"role":"user","content":"Make up a tale"}],"stream":true*'
        -join $chunks.choices.delta.content | Should -BeExactly 'Once upon a time.'
    }

    It 'sends every parameter of a body' {
        $body = '{ "model": "llama3:instruct", "messages": [ {"role": "assistant", "content": "Well?"}, {"role": "user", "content": "Go on"} ], "stream": false, "temperature": 0.7, "max_tokens": 99, "top_p": 0.9 }' | ConvertFrom-Json -AsHashtable
        $null = Invoke-ChatCompletion @body -Provider helix-user
        $server.Requests[-1].Body | Should -BeExactly '{"model":"llama3:instruct","messages":[{"role":"assistant","content":"Well?"},{"role":"user","content":"Go on"}],"max_tokens":99,"temperature":0.7,"top_p":0.9}'
    }

    It 'asks an agent by its own key' {
        $body = '{ "model": "qwen3:8b", "messages": [ {"role": "user", "content": "What do you know?"} ] }' | ConvertFrom-Json -AsHashtable
        $null = Invoke-ChatCompletion @body -Connection helix-agent
        $server.Requests[-1].Headers['Authorization'] | Should -BeExactly 'Bearer hl-agent-0123456789'
    }

    It 'reads as the Python example reads' {
        $client = @{ base_url = $server.BaseUrl; Provider = 'helix-user' }
        $response = Invoke-ChatCompletion @client -model 'qwen3:8b' -messages @(
            @{ role = 'system'; content = 'You are polite.' }
            @{ role = 'user'; content = 'Good day!' }
        )
        $response.choices[0].message.content | Should -BeExactly 'The capital of France is Paris.'

        $null = $server.Enqueue($story)
        $stream = Invoke-ChatCompletion @client -model 'qwen3:8b' -messages @{ role = 'user'; content = 'Make up a tale' } -stream
        $printed = foreach ($chunk in $stream) {
            if ($chunk.choices[0].delta.content) { $chunk.choices[0].delta.content }
        }
        $printed | Should -BeExactly 'Once', ' upon', ' a time.'
    }

    It 'reads as the JavaScript example reads' {
        $client = @{ baseURL = $server.BaseUrl; Provider = 'helix-user' }
        $response = Invoke-ChatCompletion @client -Model 'qwen3:8b' -Messages @{ role = 'user'; content = 'Good day!' }
        $response.choices[0].message.content | Should -BeExactly 'The capital of France is Paris.'
    }

    It 'takes the form of the workflow action' {
        $form = @{
            Messages = '[ {"role": "system", "content": "You name capitals."}, {"role": "user", "content": "What is the capital of Peru?"} ]'
            Model = 'qwen3:8b'; 'Max Tokens' = '64'; Temperature = '0.2'; 'Top P' = '0.5'
        }
        $null = Invoke-ChatCompletion @form -Provider helix-user
        $server.Requests[-1].Body | Should -BeExactly ('{"model":"qwen3:8b","messages":[{"role":"system","content":"You name capitals."},{"role":"user","content":"What is the capital of Peru?"}],' +
            '"max_tokens":64,"temperature":0.2,"top_p":0.5}')
    }
}

Describe 'The form of LiteLLM' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server ([ScriptedServers.Reply]::Json((Get-Content "$PSScriptRoot/../Fixtures/seeds/litellm.json" -Raw)))
        Set-ChatProvider documents-lite -Scope Session -Type LiteLLM -ApiBase $server.BaseUrl -ModelId openai/gpt-4o
    }
    AfterAll { $server.Dispose(); Remove-ChatProvider documents-lite -Confirm:$false }

    It 'is sent with all its fields, as the texts that a form gives' {
        $form = @{
            'Completions Number' = '2'; 'Frequency Penalty' = '-2.0'; 'Include Log Probabilities' = 'True'; 'Include Top Log Probabilities' = '3'; 'Logit Bias' = '{ "11": "-100", "12": 5 }'
            'Max Completion Tokens' = '50'; Messages = '[ {"role": "system", "content": "You know code."}, {"role": "user", "content": "What is a set?"} ]'; 'Model ID' = 'anthropic/claude-sonnet-4'
            'Parallel Tool Calls' = 'true'; 'Presence Penalty' = '0.5'; 'Response Format' = '{ "type": "text" }'; 'Safety Identifier' = 'id-1'; Seed = '7'; 'Stop Tokens' = '\n, END, ---'; Temperature = '0.0'
            'Tool Choice' = '{ "type": "function", "function": { "name": "get_time" } }'; Tools = '[ { "type": "function", "function": { "name": "get_time" } } ]'; 'Top P' = '1'; 'User ID' = 'ann'
            'API Base' = $server.BaseUrl; 'Additional Parameters' = '{ "first_key": 12345, "second_key": "some_value" }'; Fallbacks = '[ { "anthropic/*": [ "gpt-4o-mini" ] } ]'
            Metadata = '{ "request_id": "r", "debug": true }'; 'Num Retries' = '1'
        }
        $answer = Invoke-ChatCompletion @form -Connection documents-lite -WarningVariable warnings -WarningAction SilentlyContinue
        $server.Requests[-1].Body | Should -BeExactly ('{"model":"anthropic/claude-sonnet-4","messages":[{"role":"system","content":"You know code."},{"role":"user","content":"What is a set?"}],' +
            '"max_completion_tokens":50,"temperature":0,"top_p":1,"n":2,"stop":["\n","END","---"],"frequency_penalty":-2,"presence_penalty":0.5,"logit_bias":{"11":-100,"12":5},"logprobs":true,"top_logprobs":3,' +
            '"seed":7,"response_format":{"type":"text"},"tools":[{"type":"function","function":{"name":"get_time"}}],"tool_choice":{"type":"function","function":{"name":"get_time"}},"parallel_tool_calls":true,' +
            '"metadata":{"request_id":"r","debug":true},"safety_identifier":"id-1","user":"ann","first_key":12345,"second_key":"some_value"}')
        $warnings | Should -BeLike '-N requested 2 answers*' -Because 'the example has one'
        $answer.choices[0].logprobs.content[0].top_logprobs[2].token | Should -BeExactly 'Currently'
        $answer.system_fingerprint | Should -BeExactly 'fp_29330a9688'
    }

    It 'leaves out what was left empty, and what was not ticked' {
        $form = @{ Messages = '[{"role":"user","content":"hi"}]'; 'Max Tokens' = $null; 'Include Log Probabilities' = $null; 'Parallel Tool Calls' = $null; 'Stop Tokens' = $null; Metadata = $null }
        $null = Invoke-ChatCompletion @form -Connection documents-lite
        $server.Requests[-1].Body | Should -BeExactly '{"model":"openai/gpt-4o","messages":[{"role":"user","content":"hi"}]}'
    }

    It 'asks the fallback of the pattern where the first fails' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"error":{"message":"gone"}}', 501))
        $answer = Invoke-ChatCompletion hi -Connection documents-lite -Fallbacks '[ { "openai/*": [ "gpt-4o-mini" ] } ]'
        $answer.FallbackFrom | Should -BeExactly 'documents-lite/openai/gpt-4o'
        ($server.Requests[-1].Body | ConvertFrom-Json).model | Should -BeExactly 'gpt-4o-mini'
    }

    It 'sends the version of the API' {
        $form = @{ 'API Base' = $server.BaseUrl; 'API Version' = '2024-10-21'; 'Model ID' = 'm' }
        $null = Invoke-ChatCompletion hi @form
        $server.Requests[-1].Target | Should -BeLike '*?api-version=2024-10-21'
    }

    It 'tries again after a time-out, where both limits are given for the call' {
        $null = $server.Enqueue([ScriptedServers.Reply]::Sse().Wait(20000).Send('{}'))
        $count = $server.Requests.Count
        (Invoke-ChatCompletion hi -Connection documents-lite -FirstByteTimeoutSec 2 -NumRetries 1).Attempts | Should -Be 2
        $server.Requests.Count | Should -Be ($count + 2)
    }
}

Describe 'The form of OpenAI' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server ([ScriptedServers.Reply]::Json((Get-Content "$PSScriptRoot/../Fixtures/seeds/openai.json" -Raw)))
    }
    AfterAll { $server.Dispose() }

    It 'is sent with all its fields' {
        $form = @{
            Messages = '[ {"role": "developer", "content": "You are kind."}, {"role": "user", "content": "Good day!"} ]'; Model = 'gpt-5'; 'Max Completion Tokens' = '100'; 'Reasoning Effort' = 'low'
            Stop = 'END,STOP'; Temperature = '0.8'; User = 'ann'; 'API Base' = $server.BaseUrl
        }
        $answer = Invoke-ChatCompletion @form -WarningAction Ignore
        $server.Requests[-1].Body | Should -BeExactly ('{"model":"gpt-5","messages":[{"role":"developer","content":"You are kind."},{"role":"user","content":"Good day!"}],' +
            '"max_completion_tokens":100,"temperature":0.8,"stop":["END","STOP"],"reasoning_effort":"low","user":"ann"}')
        $answer.choices[0].index | Should -Be 1
        $answer.usage.completion_tokens_details.rejected_prediction_tokens | Should -Be 1
        $answer.usage.prompt_tokens_details.cached_tokens | Should -Be 2
        $answer.service_tier | Should -BeExactly '<string>'
    }

    It 'takes one stop text' {
        $null = Invoke-ChatCompletion hi -ApiBase $server.BaseUrl -Model m -Stop END -WarningAction Ignore
        $server.Requests[-1].Body | Should -BeExactly (Get-Body '"stop":["END"]')
    }
}

Describe 'The chatbot step' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server (New-Answer 'Turn it off and on.')
        Set-ChatProvider -Connection help-desk -Scope Session -Type OpenAI -BaseUrl $server.BaseUrl -ApiKey (ConvertTo-SecureString sk-desk-0123456789 -AsPlainText -Force) -Defaults @{ max_tokens = 256 }
        $step = @{ Connection = 'help-desk'; Instructions = 'You are the help desk.' }
        function Get-Sent { ($server.Requests[-1].Body | ConvertFrom-Json).messages | ForEach-Object { "$($_.role): $($_.content)" } }
    }
    AfterAll { $server.Dispose(); Remove-ChatProvider help-desk -Confirm:$false }

    It 'goes on from the history of a CSV, with its own model and limit' {
        Set-Content $TestDrive/chat.csv 'author,text', 'Ann,My printer is on fire.', 'Desk,Leave the building.', 'Bob,Me too.'
        $answer = Invoke-ChatCompletion @step -Message 'Done. And now?' -History (Import-Csv $TestDrive/chat.csv) -Assistant Desk
        Get-Sent | Should -BeExactly 'system: You are the help desk.', 'user: My printer is on fire.', 'assistant: Leave the building.', 'user: Me too.', 'user: Done. And now?'
        $sent = $server.Requests[-1].Body | ConvertFrom-Json
        $sent.model, $sent.max_tokens | Should -Be 'gpt-4o-mini', 256
        $answer.Message | Should -BeExactly 'Turn it off and on.'
        "$($answer.Message)" | Should -BeExactly "$answer"
    }

    It 'begins with a history that is empty' {
        Set-Content $TestDrive/new.csv 'author,text'
        $answer = Invoke-ChatCompletion @step -Message 'Help!' -History (Import-Csv $TestDrive/new.csv) -Assistant Desk -WarningVariable warnings
        Get-Sent | Should -BeExactly 'system: You are the help desk.', 'user: Help!'
        $answer.Message | Should -BeExactly 'Turn it off and on.'
        $warnings | Should -BeNullOrEmpty
    }

    It 'needs no message where the history ends with the user''s, and takes rows of a database' {
        $rows = [pscustomobject]@{ author = 1; text = 'Hello' }, [pscustomobject]@{ author = 2; text = 404 }, [pscustomobject]@{ author = 1; text = 'What is that?' }
        $null = Invoke-ChatCompletion @step -History $rows -Assistant 2 -Model gpt-4o -MaxTokens 9
        Get-Sent | Should -BeExactly 'system: You are the help desk.', 'user: Hello', 'assistant: 404', 'user: What is that?'
        ($server.Requests[-1].Body | ConvertFrom-Json).max_tokens | Should -Be 9
    }

    It 'keeps its own history, turn after turn' {
        $log = "$TestDrive/log.csv"
        Set-Content $log 'author,text'
        foreach ($text in 'First', 'Second') {
            $answer = Invoke-ChatCompletion @step -Message $text -History (Import-Csv $log) -Assistant Desk
            [pscustomobject]@{ author = 'Ann'; text = $text }, [pscustomobject]@{ author = 'Desk'; text = $answer.Message } | Export-Csv $log -Append
        }
        Get-Sent | Should -BeExactly 'system: You are the help desk.', 'user: First', 'assistant: Turn it off and on.', 'user: Second'
    }
}
