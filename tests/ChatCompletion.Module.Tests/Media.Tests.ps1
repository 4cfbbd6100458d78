# Images, documents and recordings in messages.

Describe 'New-ChatMessage with files' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        # The smallest PNG there is.
        $png = [Convert]::FromBase64String('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=')
        $wav = [Text.Encoding]::Latin1.GetBytes("RIFF`u{24}`0`0`0WAVEfmt ")
        New-Item $TestDrive/in -ItemType Directory | Out-Null
        [IO.File]::WriteAllBytes("$TestDrive/in/dot.png", $png)
        [IO.File]::WriteAllBytes("$TestDrive/in/[1].png", $png)
        [IO.File]::WriteAllBytes("$TestDrive/in/wrong.txt", $png)
        [IO.File]::WriteAllBytes("$TestDrive/in/call.wav", $wav)
        [IO.File]::WriteAllText("$TestDrive/in/report.pdf", '%PDF-1.4 ü')
        [IO.File]::WriteAllText("$TestDrive/in/app.log", 'line')
        New-Item $TestDrive/in/empty.png -ItemType File | Out-Null
        $dataUri = 'data:image/png;base64,' + [Convert]::ToBase64String($png)
        function Get-Parts($Message) { $Message.Parts | ForEach-Object { $_ | ConvertTo-Json -Compress -Depth 5 } }
        Push-Location $TestDrive/in
    }
    AfterAll { Pop-Location }

    It 'puts an image behind the text, from a path: <_>' -ForEach './dot.png', 'dot.png', '[1].png', 'wrong.txt', 'TestDrive:/in/dot.png' {
        $message = New-ChatMessage 'What is it?' -Image $_
        $message.Role, $message.Content | Should -BeExactly 'user', 'What is it?'
        Get-Parts $message | Should -BeExactly '{"type":"text","text":"What is it?"}', "{`"type`":`"image_url`",`"image_url`":{`"url`":`"$dataUri`"}}"
    }

    It 'passes an address on, and opens no connection' {
        $server = Start-Server
        $url = $server.BaseUrl + '/rack.jpg'
        (New-ChatMessage hi -Image $url -Detail Low).Parts[1].image_url.url | Should -BeExactly $url
        (New-ChatMessage hi -Image $url -Detail Low).Parts[1].image_url.detail | Should -BeExactly 'low'
        (New-ChatMessage hi -File ($server.BaseUrl + '/a%20b.pdf')).Parts[1].file.filename | Should -BeExactly 'a b.pdf'
        $server.Requests.Count | Should -Be 0
        $server.Dispose()
    }

    It 'passes a data URI on' {
        (New-ChatMessage hi -Image $dataUri).Parts[1].image_url.url | Should -BeExactly $dataUri
    }

    It 'takes several images, documents and recordings, and files as objects' {
        $message = New-ChatMessage hi -Image (Get-Item dot.png), $dataUri -File report.pdf, app.log -Audio call.wav
        $message.Parts.type | Should -BeExactly 'text', 'image_url', 'image_url', 'file', 'file', 'input_audio'
        $message.Parts[3].file.filename, $message.Parts[4].file.filename | Should -BeExactly 'report.pdf', 'app.log'
        $message.Parts[3].file.file_data | Should -BeExactly ('data:application/pdf;base64,' + [Convert]::ToBase64String([IO.File]::ReadAllBytes("$TestDrive/in/report.pdf")))
        $message.Parts[4].file.file_data | Should -BeExactly 'data:text/plain;base64,bGluZQ=='
        $message.Parts[5].input_audio.format, $message.Parts[5].input_audio.data | Should -BeExactly 'wav', ([Convert]::ToBase64String($wav))
    }

    It 'needs no text beside an image' {
        $message = New-ChatMessage -Image dot.png
        $message.Content | Should -BeNullOrEmpty
        @($message.Parts).Count | Should -Be 1
    }

    It 'puts the files beside each piped text, read once' {
        $copy = Join-Path $TestDrive once.png
        Copy-Item dot.png $copy
        $messages = 'a', 'b' | ForEach-Object { $_; Remove-Item $copy -ErrorAction Ignore } | New-ChatMessage -Image $copy
        $messages.Content | Should -BeExactly 'a', 'b'
        $messages[1].Parts[1].image_url.url | Should -BeExactly $dataUri
    }

    It 'reads the file at creation, not later' {
        $copy = Join-Path $TestDrive later.png
        Copy-Item dot.png $copy
        $message = New-ChatMessage hi -Image $copy
        Remove-Item $copy
        $server = Start-Server
        $null = $message | Invoke-ChatCompletion -ApiBase $server.BaseUrl -Model m
        $server.Requests[0].Body | Should -BeExactly ('{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"' + $dataUri + '"}}]}]}')
        $server.Dispose()
    }

    It 'never opens a text that looks like a path' {
        (New-ChatMessage ./dot.png).Parts | Should -BeNullOrEmpty
        $server = Start-Server
        $null = Invoke-ChatCompletion -Messages @{ role = 'user'; content = @(@{ type = 'image_url'; image_url = @{ url = 'dot.png' } }) } -ApiBase $server.BaseUrl -Model m
        $server.Requests[0].Body | Should -BeLike '*"url":"dot.png"*'
        $server.Dispose()
    }

    It 'refuses <Shown>' -ForEach @(
        @{ Shown = 'a file that is not there'; Call = { New-ChatMessage hi -Image nothing.png }; Says = '*-Image*no file nothing.png*' }
        @{ Shown = 'a pattern'; Call = { New-ChatMessage hi -Image *.png }; Says = '*no file `*.png*literal*Get-ChildItem*' }
        @{ Shown = 'an empty file'; Call = { New-ChatMessage hi -Image empty.png }; Says = '*-Image*empty.png is empty*' }
        @{ Shown = 'a folder'; Call = { New-ChatMessage hi -File . }; Says = '*-File*folder*' }
        @{ Shown = 'an image that is none'; Call = { New-ChatMessage hi -Image report.pdf }; Says = '*-Image*not an image in a supported format*PNG*' }
        @{ Shown = 'a recording that is none'; Call = { New-ChatMessage hi -Audio dot.png }; Says = '*-Audio*not a recording*WAV*' }
        @{ Shown = 'the address of a recording'; Call = { New-ChatMessage hi -Audio https://example.com/a.wav }; Says = '*-Audio takes a file*' }
        @{ Shown = 'a data URI of something else'; Call = { New-ChatMessage hi -Image data:text/plain,hi }; Says = '*-Image*data:image/*' }
        @{ Shown = 'a broken address'; Call = { New-ChatMessage hi -Image 'https://' }; Says = '*-Image*not a valid URL*' }
        @{ Shown = 'another provider''s path'; Call = { New-ChatMessage hi -File env:PATH }; Says = '*-File takes a file*Environment*' }
        @{ Shown = 'a path above the root'; Call = { New-ChatMessage hi -File "..//$('../' * 40)x" }; Says = '*-File*is not the path*' }
        @{ Shown = 'a null character'; Call = { New-ChatMessage hi -File "a`0b" }; Says = '*-File*is not the path*' }
        @{ Shown = 'an unknown drive'; Call = { New-ChatMessage hi -File nodrive:/x }; Says = '*-File*nodrive:/x is not the path*' }
        @{ Shown = 'an image of the assistant'; Call = { New-ChatMessage hi -Role assistant -Image dot.png }; Says = '*only with -Role user*' }
        @{ Shown = '-Detail by itself'; Call = { New-ChatMessage hi -Detail low }; Says = '*-Detail*needs -Image*' }
        @{ Shown = 'no text and no file'; Call = { New-ChatMessage }; Says = '*no text*-Content*-Image*' }
    ) {
        $failure = Get-TerminatingError $Call
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.NewChatMessageCommand'
        "$failure" | Should -BeLike $Says
    }

    It 'refuses a file that is too large before reading it' {
        $large = Join-Path $TestDrive large.bin
        $file = [IO.File]::Create($large); $file.SetLength(51MB); $file.Dispose()
        "$(Get-TerminatingError { New-ChatMessage hi -File $large })" | Should -BeLike '*large.bin has 51 MiB; at most 50 MiB*'
    }

    It 'refuses <Parameter> with <Kind> at once' -Skip:(-not (Get-Command mkfifo -ErrorAction Ignore)) -ForEach @(
        foreach ($parameter in 'Image', 'File', 'Audio') {
            foreach ($kind in 'a pipe', 'a link to a pipe', 'a device', 'a terminal') { @{ Parameter = $parameter; Kind = $kind } }
        }
    ) {
        $path = switch ($Kind) {
            'a device' { '/dev/zero' }
            'a terminal' { '/dev/tty' }
            default { Join-Path $TestDrive "fifo$([guid]::NewGuid())" }
        }
        if ($Kind -like '*pipe') { mkfifo $path }
        if ($Kind -like '*link*') { $path = (New-Item "$path.link" -ItemType SymbolicLink -Target $path).FullName }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $failure = Get-TerminatingError { $more = @{ $Parameter = $path }; New-ChatMessage hi @more }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $failure.FullyQualifiedErrorId | Should -BeExactly 'InvalidRequest,ChatCompletions.Commands.NewChatMessageCommand'
        "$failure" | Should -BeLike "-$Parameter`: *, not a file on a disk*"
    }

    It 'refuses a pipe as a schema at once' -Skip:(-not (Get-Command mkfifo -ErrorAction Ignore)) {
        $fifo = Join-Path $TestDrive schema.json
        mkfifo $fifo
        "$(Get-TerminatingError { Invoke-ChatCompletion hi -Provider Mock -As (Get-Item $fifo) })" | Should -BeLike '*not a file on a disk*'
    }

    It 'takes a link to a file' -Skip:($IsWindows) {
        $link = New-Item "$TestDrive/link.pdf" -ItemType SymbolicLink -Target (Convert-Path report.pdf)
        (New-ChatMessage hi -File $link.FullName).Parts[1].type | Should -Be 'file'
    }

    It 'shows kinds and names in place of bytes' {
        $shown = New-ChatMessage 'What is it?' -Image dot.png, https://example.com/a.jpg -File report.pdf -Audio call.wav | Out-String
        $shown | Should -Match 'What is it\?'
        $shown | Should -Match '\[image\]'
        $shown | Should -Match '\[file report\.pdf\]'
        $shown | Should -Not -Match 'base64'
    }

    It 'survives a file and a job' {
        New-ChatMessage hi -Image dot.png | Export-Clixml $TestDrive/media.xml
        $server = Start-Server
        $null = Import-Clixml $TestDrive/media.xml | Invoke-ChatCompletion -ApiBase $server.BaseUrl -Model m
        $server.Requests[0].Body | Should -BeLike "*$dataUri*"
        $server.Dispose()
    }
}
