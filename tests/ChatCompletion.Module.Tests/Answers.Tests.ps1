# Answers that are not what one thinks, and answers as input.

Describe 'An answer' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $server = Start-Server
        $ask = @{ ApiBase = $server.BaseUrl; Model = 'm' }
    }
    AfterAll { $server.Dispose() }

    It 'that ended for an unknown reason is incomplete and says so: <_>' -ForEach 'model_length', 'abort', 'error' {
        $null = $server.Enqueue((New-Answer Par $_))
        $answer = Invoke-ChatCompletion hi @ask -WarningVariable warnings -WarningAction SilentlyContinue
        $answer.Complete | Should -BeFalse
        "$warnings" | Should -BeLike "*'$_'*"
    }

    It 'is not lost where a warning ends the pipeline' {
        $null = $server.Enqueue((New-Answer Par length))
        $seen = [System.Collections.Generic.List[object]]::new()
        { Invoke-ChatCompletion hi @ask -WarningAction Stop | ForEach-Object { $seen.Add($_) } } | Should -Throw
        "$($seen[0])" | Should -BeExactly 'Par'
    }

    It 'warns when fewer come than were asked for' {
        $null = $server.Enqueue((New-Answer))
        $null = Invoke-ChatCompletion hi @ask -N 2 -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '-N requested 2 answers*1 arrived*'
    }

    It 'warns when fewer come than -AdditionalParameters ask for: <_>' -ForEach '{"n":2}', '{"n":2.0}', '{"n":2e0}' {
        $null = $server.Enqueue((New-Answer))
        $null = Invoke-ChatCompletion hi @ask -N 1 -AdditionalParameters $_ -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '-N requested 2 answers*1 arrived*'
    }

    It 'is text where the module wants text, and a message where it wants messages' {
        $null = $server.Enqueue((New-Answer))
        $answer = Invoke-ChatCompletion hi @ask
        $null = Invoke-ChatCompletion 'Sum up:', $answer @ask
        $server.Requests[-1].Body | Should -BeLike '*{"role":"user","content":"Sum up:\nParis."}*'
        $null = Invoke-ChatCompletion -Messages (New-ChatMessage hi), $answer, (New-ChatMessage more) @ask
        $server.Requests[-1].Body | Should -BeLike '*"hi"},{"role":"assistant","content":"Paris."},{"role":"user","content":"more"}*'
    }

    It 'is a message also when it came back from a file, whole or as a chunk: <_>' -ForEach $false, $true {
        $null = $server.Enqueue(($_ ? (New-StreamReply) : (New-Answer)))
        Invoke-ChatCompletion hi @ask -Stream:$_ | Select-Object -Last 1 | Export-Clixml $TestDrive/back.xml
        $null = Invoke-ChatCompletion -Messages (New-ChatMessage hi), (Import-Clixml $TestDrive/back.xml), (New-ChatMessage more) @ask
        $server.Requests[-1].Body | Should -BeLike '*"hi"},{"role":"assistant","content":"Paris."},{"role":"user","content":"more"}*'
    }

    It 'is asked for with roles in the case that servers want' {
        $null = Invoke-ChatCompletion 'q' -Instructions NEW -Messages @{ Role = 'System'; Content = 'OLD' }, @{ Role = 'User'; Content = 'a' } @ask
        $server.Requests[-1].Body | Should -BeLike '*"messages":`[{"role":"system","content":"NEW"},{"role":"user","content":"a"},{"role":"user","content":"q"}`]*'
    }

    It 'is not spoiled by an odd wait, nor a call by a property that throws' {
        "$(Invoke-ChatCompletion hi -Provider Mock -Model echo -AdditionalParameters @{ mock_delay = 'x' })" | Should -Be 'hi'
        $odd = [pscustomobject]@{ a = 1 } | Add-Member -MemberType ScriptProperty -Name b -Value { throw 'no' } -PassThru
        (Get-TerminatingError { Invoke-ChatCompletion hi @ask -Metadata $odd }).FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
    }
}
