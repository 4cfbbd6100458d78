# A parameter that takes text refuses what is none: PowerShell alone makes the name of its type of a hashtable.

Describe 'A parameter that takes text' {
    BeforeDiscovery {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        $cases = foreach ($cmdlet in Get-Command -Module ChatCompletion) {
            foreach ($parameter in $cmdlet.Parameters.Values) {
                if ($parameter.Name -notin $common -and $parameter.ParameterType -in [string], [string[]]) {
                    @{ Cmdlet = $cmdlet.Name; Parameter = $parameter.Name; IsList = $parameter.ParameterType -eq [string[]] }
                }
            }
        }
    }
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $values = @{
            hashtable = @{ Path = 'run.jsonl' }; 'ordered dictionary' = [ordered] @{ a = 1 }; object = [pscustomobject] @{ Path = 'run.jsonl' }
            'script block' = { 'run.jsonl' }; 'object without a text' = [System.Text.UTF8Encoding]::new()
        }
        # What each command needs beside the parameter that is tried.
        $base = @{
            'Invoke-ChatCompletion' = @{ Message = 'hi'; ApiBase = $server.BaseUrl; Model = 'm' }; 'New-ChatMessage' = @{ Content = 'hi' }
            'Get-ChatModel' = @{ ApiBase = $server.BaseUrl }; 'Get-ChatProvider' = @{}; 'Remove-ChatProvider' = @{ Name = 'no-text' }
            'Set-ChatProvider' = @{ Name = 'no-text'; Type = 'Custom'; ApiBase = $server.BaseUrl; Scope = 'Session' }
            'Get-ChatJournal' = @{ Path = "$TestDrive/none.jsonl" }; 'Show-ChatCompletion' = @{ InputObject = 1 }
        }
        $place = (New-Item -ItemType Directory "$TestDrive/place").FullName
        Push-Location $place
    }
    AfterAll {
        Pop-Location
        $server.Dispose()
    }

    It 'refuses what is none, and nothing is sent or written: -<Parameter> of <Cmdlet>' -ForEach $cases {
        foreach ($kind in $values.Keys) {
            $forms = @(, $values[$kind])
            if ($IsList) { $forms += , @('a', $values[$kind]) }
            foreach ($value in $forms) {
                $arguments = $base[$Cmdlet] + @{}
                $arguments[$Parameter] = $value
                $failure = Get-TerminatingError { & $Cmdlet @arguments }
                $failure.FullyQualifiedErrorId | Should -Match '^(ParameterArgument(Transformation|Validation)Error|ScriptBlockArgumentNoInput)' -Because "a $kind is no text"
                "$failure" | Should -BeLike "*'$Parameter'*"
            }
        }
        $server.Requests.Count | Should -Be 0
        Get-ChildItem $place | Should -BeNullOrEmpty
        Get-ChatProvider no-text -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'refuses a piped hashtable as the path of a journal' {
        $failed = $null
        @{ Path = 'run.jsonl' } | Get-ChatJournal -ErrorAction SilentlyContinue -ErrorVariable failed
        @($failed).Count | Should -BeGreaterThan 0
        "$($failed[0])" | Should -Not -BeLike '*no such file*'
    }

    It 'takes files, paths, numbers and models by their text' {
        $null = Invoke-ChatCompletion hi -Provider Mock -JournalPath run.jsonl
        (Get-ChatJournal (Get-Item run.jsonl)).Content | Should -Not -BeNullOrEmpty
        (Get-ChatJournal (Resolve-Path run.jsonl)).Content | Should -Not -BeNullOrEmpty
        (Get-Item run.jsonl | Get-ChatJournal).Content | Should -Not -BeNullOrEmpty
        (Invoke-ChatCompletion hi -Provider Mock -JournalPath (Get-Item run.jsonl)).FromJournal | Should -BeTrue
        (Invoke-ChatCompletion hi -Provider Mock -Model (Get-ChatModel -Provider Mock | Select-Object -First 1) -User 5 | Get-Member -Name Content) | Should -Not -BeNullOrEmpty
        Remove-Item run.jsonl
    }
}
