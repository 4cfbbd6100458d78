# What the tests of documented code share: the README's blocks, the help topics' examples, and how a test can run them.

# The PowerShell blocks of the README.
function Get-ReadmeBlock {
    $text = Get-Content "$PSScriptRoot/../../README.md" -Raw
    foreach ($match in [regex]::Matches($text, '(?s)```powershell\n(.*?)```')) { $match.Groups[1].Value.Trim() }
}

# The examples of a help topic: in it, what is indented by eight columns is code, and nothing else is.
function Get-TopicExample([string] $Topic) {
    foreach ($match in [regex]::Matches((Get-Help $Topic), '(?m)^ {8}(?! ).*\n(?: {8}.*\n)*')) { $match.Value -replace '(?m)^ {8}' }
}

# Documented code with what a test cannot have taken out of it: other people's servers, a mail server, a person at the keyboard.
function ConvertTo-Runnable([string] $Code, [ScriptedServers.ScriptedServer] $Server, [ScriptedServers.SmtpSink] $Sink) {
    $output = (Split-Path (Split-Path (Split-Path (Get-Module ChatCompletion).Path))) + '/'
    $Code -replace '\./output/', $output `
        -replace 'http://localhost:8080/v1', $Server.BaseUrl `
        -replace 'https://(llm\.example\.com|myresource\.openai\.azure\.com)', $Server.Url `
        -replace 'Set-ChatProvider OpenAI -ApiKey', "Set-ChatProvider OpenAI -ApiBase $($Server.BaseUrl) -ApiKey" `
        -replace '-Type (Helix|OpenAI)\b', "-Type `$1 -ApiBase $($Server.BaseUrl)" `
        -replace "Read-Host ('Key' )?-AsSecureString", "ConvertTo-SecureString 'sk-recipe' -AsPlainText -Force" `
        -replace "SmtpServer( *)= 'smtp\.example\.com'", "SmtpServer = '127.0.0.1'; Port = $($Sink.Port); WarningAction = 'Ignore'" `
        -replace 'Get-AzAccessToken [^)]*', "[pscustomobject] @{ Token = ConvertTo-SecureString 'sk-recipe' -AsPlainText -Force }" `
        -replace '\$PSScriptRoot', '.' `
        -replace '(?m)^Install-PSResource .*\n'
}

# The files that documented code reads.
function New-RecipeFile([string] $Folder) {
    'Subject', 'No network', 'Disk full' | Set-Content "$Folder/tickets.csv"
    'author,text', 'Anna,Shall we wait?', 'Bot,Until Monday.' | Set-Content "$Folder/transcript.csv"
    'Backup started', 'Link down on eth0' | Set-Content "$Folder/error.log"
    'All jobs done.' | Set-Content "$Folder/report.txt"
    '%PDF-1.4' | Set-Content "$Folder/contract.pdf"
    [byte[]] (0xFF, 0xD8, 0xFF, 0xE0) | Set-Content "$Folder/rack.jpg" -AsByteStream
    'Is it up?', 'Is it cold?' | Set-Content "$Folder/questions.txt"
}

# The environment of a process that runs documented code: a key and an address for OpenAI, and the module where it is looked for.
function New-RecipeEnvironment([ScriptedServers.ScriptedServer] $Server) {
    @{
        OPENAI_API_KEY  = 'sk-recipe'
        TEAM_KEY        = 'sk-recipe'
        OPENAI_BASE_URL = $Server.BaseUrl
        OLLAMA_API_BASE = $Server.BaseUrl
        PSModulePath    = (Split-Path (Split-Path (Get-Module ChatCompletion).ModuleBase)) + [System.IO.Path]::PathSeparator + $env:PSModulePath
    }
}

# A server that answers every question with a text, and lists some models.
function Start-RecipeServer([string] $Content = '12 °C') {
    $started = Start-Server (New-Answer $Content -More ',"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}')
    $null = $started.On('/v1/models', [ScriptedServers.Reply]::Json('{"object":"list","data":[{"id":"gpt-4o-mini","object":"model"},{"id":"other","object":"model"}]}'))
    $started
}
