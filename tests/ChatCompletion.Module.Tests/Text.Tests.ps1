# The answer used as text, in files, tables and other forms.

Describe 'The answer used elsewhere' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
        $seeds = "$PSScriptRoot/../Fixtures/seeds"
        $null = $server.Enqueue([ScriptedServers.Reply]::Json((Get-Content "$seeds/litellm.json" -Raw))).Enqueue([ScriptedServers.Reply]::Json((Get-Content "$seeds/openai.json" -Raw)))
        $litellm = Invoke-ChatCompletion hi @ask
        $openai = 'q' | Invoke-ChatCompletion @ask
        $null = $server.Enqueue([ScriptedServers.Reply]::Json('{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}],"audio":{"id":"a"}}}],"x":{"y":[1]}}'))
        $tools = Invoke-ChatCompletion hi @ask
        $answer = Invoke-ChatCompletion hi @ask
        $all = $litellm, $openai, $tools, $answer
    }
    AfterAll { $server.Dispose() }

    It 'is its text in strings and comparisons' {
        "$answer" | Should -BeExactly 'Paris.'
        "<$answer>" + $answer | Should -BeExactly '<Paris.>Paris.'
        $answer -eq 'Paris.' | Should -BeTrue
        $answer -eq 'Rome.' | Should -BeFalse
        'Paris.' -eq $answer | Should -BeTrue
        $answer -match '^par' | Should -BeTrue
        $answer -like 'Par*' | Should -BeTrue
        $answer -replace 'Paris', 'Rome' | Should -BeExactly 'Rome.'
        -join @($answer, $answer) | Should -BeExactly 'Paris.Paris.'
        '{0}!' -f $answer | Should -BeExactly 'Paris.!'
        [string] $answer | Should -BeExactly 'Paris.'
        "$($answer.Choices[0])" | Should -BeExactly 'Paris.'
        "$tools" | Should -BeExactly ''
    }

    It 'binds to parameters that take text, such as the body of a mail' {
        function Send-TestMail([string] $Body, [string[]] $Lines) { "$Body|$($Lines -join '/')" }
        Send-TestMail -Body $answer -Lines $answer, $answer | Should -BeExactly 'Paris.|Paris./Paris.'
        Send-TestMail -Body (Invoke-ChatCompletion hi @ask) | Should -BeExactly 'Paris.|'
    }

    It 'is written to files as its text' {
        $answer | Set-Content $TestDrive/set.txt
        Get-Content $TestDrive/set.txt -Raw | Should -BeExactly "Paris.$([Environment]::NewLine)"
        $answer, $answer | Add-Content $TestDrive/set.txt
        (Get-Content $TestDrive/set.txt).Count | Should -Be 3
        $answer | Out-File $TestDrive/out.txt
        Get-Content $TestDrive/out.txt -Raw | Should -Match 'Paris\.'
        Get-Content $TestDrive/out.txt -Raw | Should -Not -Match '\e'
    }

    It 'has the narrow columns in the property set Row' {
        ($answer | Select-Object Row).PSObject.Properties.Name | Should -BeExactly 'Content', 'FinishReason', 'Complete', 'Provider', 'Model', 'PromptTokens', 'CompletionTokens', 'TotalTokens', 'Duration', 'Error'
    }

    It 'has no type name in any cell of a CSV' {
        $csv = $all | ConvertTo-Csv
        $csv -join "`n" | Should -Not -Match 'ChatCompletions\.|System\.|Collections'
        $rows = $csv | ConvertFrom-Csv
        $rows[1].InputObject | Should -BeExactly 'q'
        $rows[0].Choices | ConvertFrom-Json | ForEach-Object { $_.message.content } | Should -BeExactly $litellm.Content
        ($rows[1].Usage | ConvertFrom-Json).prompt_tokens_details.cached_tokens | Should -Be 2
        ($rows[2].AdditionalProperties | ConvertFrom-Json).x.y | Should -Be 1
        $all | Export-Csv $TestDrive/all.csv
        Get-Content $TestDrive/all.csv -Raw | Should -Not -Match 'ChatCompletions\.|System\.|Collections'
    }

    It 'has no hidden column in a CSV, a list or JSON' {
        ($all | ConvertTo-Csv)[0] | Should -Not -Match 'Display'
        $answer | Format-List * | Out-String | Should -Not -Match 'Display'
        $answer | ConvertTo-Json -Depth 10 | Should -Not -Match 'Display'
        ($answer | Select-Object *).PSObject.Properties.Name | Should -Not -Contain 'DisplayText'
    }

    It 'has no type name in the nested parts of a CSV' {
        $cells = @($all.Choices | ConvertTo-Csv) + @($all.Choices.Message | ConvertTo-Csv) + @($openai.Usage | ConvertTo-Csv) + @($litellm.Choices[0].LogProbs | ConvertTo-Csv) + @($litellm.Choices[0].LogProbs.Content | ConvertTo-Csv)
        $cells -join "`n" | Should -Not -Match 'ChatCompletions\.|System\.|Collections'
    }

    It 'shows a piped conversation in a CSV as JSON text: <Form>' -ForEach @(
        @{ Form = 'messages'; Call = { New-ChatMessage A | Invoke-ChatCompletion B @ask } }
        @{ Form = 'a list of messages'; Call = { , @((New-ChatMessage A), (New-ChatMessage B)) | Invoke-ChatCompletion @ask } }
        @{ Form = 'a list of hashtables'; Call = { , @(@{ role = 'user'; content = 'A' }) | Invoke-ChatCompletion @ask } }
    ) {
        $row = & $Call | ConvertTo-Csv | ConvertFrom-Csv
        $row.InputObject | Should -Not -Match 'ChatCompletions|System\.'
        @($row.InputObject | ConvertFrom-Json)[0].content | Should -BeExactly 'A'
    }

    It 'becomes JSON without the machinery of .NET' {
        $json = $all | ConvertTo-Json -Depth 10 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $json | Should -Not -Match 'ValueKind|ChatCompletions\.|System\.|\{\s*\}'
        $read = $json | ConvertFrom-Json
        $read[0].Choices[0].LogProbs.Content[0].TopLogProbs[2].Token | Should -BeExactly 'Currently'
        $read[1].Usage.CompletionTokensDetails.RejectedPredictionTokens | Should -Be 1
        $read[2].Choices[0].Message.ToolCalls[0].Arguments | Should -BeExactly '{"a":1}'
        $read[2].AdditionalProperties.x.y | Should -Be 1
    }

    It 'comes back whole from Clixml' {
        $all | Export-Clixml $TestDrive/all.xml
        $read = Import-Clixml $TestDrive/all.xml
        $read[0].PSTypeNames[0] | Should -BeExactly 'Deserialized.ChatCompletions.ChatCompletion'
        $read[0].Content | Should -BeExactly $litellm.Content
        $read[0].Choices[0].LogProbs.Content[0].TopLogProbs[1].LogProb | Should -Be (-7.001632213592529)
        $read[0].Choices[0].LogProbs.Content[0].TopLogProbs[1].Bytes[0] | Should -Be 73
        $read[1].Usage.CompletionTokensDetails.RejectedPredictionTokens | Should -Be 1
        $read[1].Usage.TotalTokens | Should -Be 10
        $read[1].Choices[0].Index | Should -Be 1
        $read[2].Choices[0].Message.ToolCalls[0].Name | Should -BeExactly 'f'
        $read[2].AdditionalProperties.x.y | Should -Be 1
        $read[3].Created.UtcDateTime | Should -Be $answer.Created.UtcDateTime
    }

    It 'sorts, groups and measures by its columns' {
        ($openai, $litellm | Sort-Object Model).Model | Should -BeExactly '<string>', 'gpt-4o-mini-2024-07-18'
        ($all | Group-Object FinishReason).Count | Should -Be 3
        ($all | Measure-Object TotalTokens -Sum).Sum | Should -Be 10
    }
}
