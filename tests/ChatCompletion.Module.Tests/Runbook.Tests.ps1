# The README's runbook, run by the command that its schedules name.

Describe 'The runbook of the README' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        . $PSScriptRoot/Isolated.ps1
        . $PSScriptRoot/Recipes.ps1
        $readme = Get-Content "$PSScriptRoot/../../README.md" -Raw
        $commands = [regex]::Matches($readme, 'pwsh (-\S+ )+-File (''[^'']*[\\/]|\S*[\\/])?nightly\.ps1') | ForEach-Object Value
        $place = New-IsolatedHome
        New-RecipeFile $place
        @(Get-ReadmeBlock) -match '^# nightly.ps1' | Set-Content "$place/nightly.ps1"

        function Invoke-Runbook([ScriptedServers.Reply] $Reply, [hashtable] $Environment = @{}) {
            Remove-Item "$place/summary.txt" -ErrorAction Ignore
            $server = Start-Server $Reply
            $variables = New-RecipeEnvironment $server
            foreach ($name in $Environment.Keys) { $variables[$name] = $Environment[$name] }
            try {
                $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
                # A scheduler starts it in some folder or other.
                foreach ($argument in -split $commands[0] -replace '/opt/runbooks', $place | Select-Object -Skip 1) { $start.ArgumentList.Add($argument) }
                $start.WorkingDirectory = $TestDrive
                $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
                foreach ($setting in (Get-HomeEnvironment $place).GetEnumerator()) { $start.Environment[$setting.Key] = $setting.Value }
                $start.Environment['NO_COLOR'] = '1'
                $null = $start.Environment.Remove('XDG_CONFIG_HOME')
                foreach ($name in $variables.Keys) { $start.Environment[$name] = $variables[$name] }
                $process = [System.Diagnostics.Process]::Start($start)
                $process.StandardInput.Close()
                $errors = $process.StandardError.ReadToEndAsync()
                $output = $process.StandardOutput.ReadToEnd()
                $process.WaitForExit()
                [pscustomobject]@{ Output = $output; Errors = $errors.Result -replace '\s*\n\s*\|?\s*', ' '; ExitCode = $process.ExitCode; Requests = $server.Requests }
            }
            finally { $server.Dispose() }
        }
    }
    AfterAll { Remove-Item $place -Recurse -Force }

    It 'is started without a profile and without prompts, however it is scheduled' {
        $commands | Should -HaveCount 2
        $commands | Should -BeLike 'pwsh -NoProfile -NonInteractive -File *nightly.ps1*'
    }

    It 'writes the summary and ends with 0' {
        $run = Invoke-Runbook (New-Answer 'Link eth0: 12 °C')
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Errors)"
        Get-Content "$place/summary.txt" | Should -BeExactly 'Link eth0: 12 °C'
        $run.Requests[0].Body | Should -BeLike '*Link down on eth0*'
        $run.Errors | Should -BeNullOrEmpty
    }

    It 'ends with 1 and the reason on stderr when <Name>' -ForEach @(
        @{ Name = 'the key is refused'; Reason = 'bad key'; Make = { [ScriptedServers.Reply]::Json('{"error":{"message":"bad key sk-recipe"}}', 401) } }
        @{ Name = 'the server fails'; Reason = 'on fire'; Make = { [ScriptedServers.Reply]::Json('{"error":{"message":"on fire"}}', 500).Header('x-should-retry', 'false') } }
        @{ Name = 'the answer breaks off'; Reason = 'broke in the middle'; Make = { [ScriptedServers.Reply]::Json('{"choices":[{"index":0,"message":{"content":"12').Header('Content-Length', '500').Close() } }
        @{ Name = 'the answer is cut'; Reason = 'incomplete \(length\)'; Make = { New-Answer '12' 'length' } }
        @{ Name = 'there is no key'; Reason = 'No provider is named'; Environment = @{ OPENAI_API_KEY = '' }; Make = { New-Answer } }
    ) {
        $run = Invoke-Runbook (& $Make) ($Environment ?? @{})
        $run.ExitCode | Should -Be 1
        $run.Errors | Should -Match "No summary: .*$Reason"
        "$($run.Output)$($run.Errors)" | Should -Not -Match 'sk-recipe'
        "$place/summary.txt" | Should -Not -Exist
    }
}
