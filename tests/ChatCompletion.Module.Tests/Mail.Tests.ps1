# Answers by mail: the forms that the README shows, against a real SMTP server, and what happens when there is no answer to mail.

BeforeDiscovery {
    . $PSScriptRoot/Recipes.ps1
    $forms = @(Get-ReadmeBlock) -match 'Send-MailMessage' | ForEach-Object { @{ Code = $_; Form = $_ -match '-Body \(' ? '-Body (…)' : '… | ForEach-Object { … }' } }
    $cases = foreach ($form in $forms) {
        foreach ($failure in 'status 500', 'a cut answer', 'a refused key', 'no provider') {
            foreach ($preference in 'Continue', 'Stop') { $form + @{ Failure = $failure; Preference = $preference } }
        }
    }
}

Describe 'A mailed answer' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        . $PSScriptRoot/Recipes.ps1
        New-RecipeFile $TestDrive
        # An empty line, one that begins with a dot, one that is a dot, one that is longer than SMTP allows.
        $text = "12 °C, schön 🌡️`n`n.hidden`n.`n$('wörter ' * 300)`nend"
    }
    BeforeEach {
        $server = Start-RecipeServer $text
        $sink = [ScriptedServers.SmtpSink]::Start()
        $env:OPENAI_API_KEY = 'sk-recipe'
        $env:OPENAI_BASE_URL = $server.BaseUrl
        # Runs the form as a script of its own: within a try, as tests are, every failed statement would end the whole.
        function Invoke-Form([string] $Code, [string] $Preference = 'Stop') {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("
                Set-Location '$TestDrive'
                Import-Module '$(Get-Manifest)'
                `$ErrorActionPreference = '$Preference'
                $(ConvertTo-Runnable $Code $server $sink)
                'went on'")
            $output = try { $shell.Invoke() } catch { $ended = $_.Exception.InnerException.ErrorRecord }
            [pscustomobject]@{
                Ids      = @($shell.Streams.Error) + @($ended) -ne $null | ForEach-Object FullyQualifiedErrorId | Select-Object -Unique
                Warnings = "$($shell.Streams.Warning)"
                WentOn   = $output -contains 'went on'
            }
            $shell.Dispose()
        }
    }
    AfterEach {
        Remove-Item env:OPENAI_API_KEY, env:OPENAI_BASE_URL -ErrorAction Ignore
        $server.Dispose()
        $sink.Dispose()
    }

    It 'by <Form> arrives as it is, in UTF-8' -ForEach $forms {
        $run = Invoke-Form $Code
        $run.Ids | Should -BeNullOrEmpty
        $sink.Mails.Count | Should -Be ($Form -match 'ForEach' ? 2 : 1)
        foreach ($mail in $sink.Mails) {
            $mail.Charset | Should -Be 'utf-8'
            $mail.Body | Should -BeExactly $text
        }
    }

    It 'loses all but ASCII without -Encoding utf8, as the README says' {
        $null = Invoke-Form (@(Get-ReadmeBlock) -match '-Body \(' -replace "; Encoding = 'utf8'")[0]
        $sink.Mails[0].Charset | Should -Be 'us-ascii'
        $sink.Mails[0].Body | Should -BeLike '12 ?C, sch?n*'
        $sink.Mails[0].Body | Should -Not -Match '°'
    }

    It 'by <Form> is not sent after <Failure>, under <Preference>' -ForEach $cases {
        switch ($Failure) {
            'status 500' { $server.Default = [ScriptedServers.Reply]::Json('{"error":{"message":"no"}}', 500).Header('x-should-retry', 'false') }
            'a cut answer' { $server.Default = [ScriptedServers.Reply]::Json('{"choices":[{"index":0,"message":{"content":"12').Header('Content-Length', '500').Close() }
            'a refused key' { $server.Default = [ScriptedServers.Reply]::Json('{"error":{"message":"bad key"}}', 401) }
            'no provider' { Remove-Item env:OPENAI_API_KEY }
        }
        $id = @{ 'status 500' = 'ServerError'; 'a cut answer' = 'IncompleteAnswer'; 'a refused key' = 'AuthenticationFailed'; 'no provider' = 'ProviderNotFound' }[$Failure]
        $run = Invoke-Form $Code $Preference
        $sink.ConnectionCount | Should -Be 0
        $run.Ids | Should -Be "$id,ChatCompletions.Commands.InvokeChatCompletionCommand"
        $run.WentOn | Should -Be ($Preference -eq 'Continue')
    }

    It 'that was cut at the token limit warns, and is kept back by Complete' {
        $server.Default = New-Answer '12' 'length'
        foreach ($code in @(Get-ReadmeBlock) -match 'Send-MailMessage') {
            $before = $sink.Mails.Count
            $run = Invoke-Form $code
            $run.Warnings | Should -Match 'cut at the token limit'
            $run.Ids | Should -BeNullOrEmpty
            $sink.Mails.Count - $before | Should -Be ($code -match 'Complete\)' ? 0 : 1) -Because $code
        }
        $sink.Mails.Body | Should -BeExactly '12'
    }

    It 'cannot be piped straight into Send-MailMessage, which sends nothing then' {
        $code = "`$mail = @{ SmtpServer = 'smtp.example.com'; From = 'a@example.com'; To = 'b@example.com'; Subject = 's' }; Invoke-ChatCompletion hi | Send-MailMessage @mail -Body x"
        (Invoke-Form $code Continue).Ids | Should -Match 'SendMailMessage'
        $sink.Mails | Should -BeNullOrEmpty
        (Get-Command Send-MailMessage).Parameters.Values.Where{ $_.Attributes.ValueFromPipeline -contains $true }.Name | Should -Be 'Attachments'
    }
}

Describe 'The mail server of these tests' {
    It 'decodes <Encoding>, and takes away the dot that SMTP adds' -ForEach @(
        @{ Encoding = '7bit'; Lines = 'a', '..b', '...'; Body = "a`r`n.b`r`n.." }
        @{ Encoding = 'quoted-printable'; Lines = '..a=C3=A4=', '..', 'b=3D'; Body = ".aä.`r`nb=" }
        @{ Encoding = 'base64'; Lines = 'MTIg', 'wrBD'; Body = '12 °C' }
    ) {
        $sink = [ScriptedServers.SmtpSink]::Start()
        $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $sink.Port)
        $stream = $client.GetStream()
        $reader = [System.IO.StreamReader]::new($stream)
        $codes = foreach ($line in '', 'EHLO me', 'MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.com>', 'DATA',
            (@('Subject: s', 'Content-Type: text/plain;', ' charset=utf-8', "Content-Transfer-Encoding: $Encoding", '') + $Lines + '.' -join "`r`n"), 'WHAT', 'QUIT') {
            if ($line) { $stream.Write([System.Text.Encoding]::ASCII.GetBytes("$line`r`n")) }
            $reader.ReadLine().Substring(0, 3)
        }
        $codes | Should -Be 220, 250, 250, 250, 354, 250, 502, 221
        $sink.Mails.Body | Should -BeExactly $Body
        $sink.Mails.Headers['subject'] | Should -Be 's'
        $client.Dispose()
        $sink.Dispose()
    }
}
