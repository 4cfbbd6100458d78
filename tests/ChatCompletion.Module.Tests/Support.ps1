# What the Pester files share. Each dot-sources it in BeforeAll.

# The JSON of a whole answer; -More is put behind the choices.
function New-AnswerJson([string] $Content = 'Paris.', [string] $FinishReason = 'stop', [string] $More = '') {
    '{"id":"c1","object":"chat.completion","created":1723155364,"model":"m-1","choices":[{"index":0,"finish_reason":"' +
    $FinishReason + '","message":{"role":"assistant","content":' + (ConvertTo-Json $Content) + '}}]' + $More + '}'
}

function New-Answer([string] $Content = 'Paris.', [string] $FinishReason = 'stop', [string] $More = '') {
    [ScriptedServers.Reply]::Json((New-AnswerJson $Content $FinishReason $More))
}

# A whole answer that begins after so many milliseconds.
function New-LateAnswer([int] $Milliseconds, [string] $Content = 'Paris.', [string] $More = '') {
    [ScriptedServers.Reply]::Sse().Header('Content-Type', 'application/json').Wait($Milliseconds).Send((New-AnswerJson $Content -More $More))
}

# The JSON of one event of a stream: a delta of content, or the end of a choice.
function New-EventJson([string] $Content, [string] $FinishReason, [int] $Index = 0) {
    $delta = $Content ? '{"content":' + (ConvertTo-Json $Content) + '}' : '{}'
    $finish = $FinishReason ? "`"$FinishReason`"" : 'null'
    '{"id":"c1","object":"chat.completion.chunk","created":1723155364,"model":"m-1","choices":[{"index":' + $Index + ',"delta":' + $delta + ',"finish_reason":' + $finish + '}]}'
}

# A whole stream: the texts, an end, [DONE].
function New-StreamReply([string[]] $Text = @('Par', 'is.')) {
    $events = @($Text | ForEach-Object { New-EventJson $_ }) + (New-EventJson -FinishReason stop) + '[DONE]'
    [ScriptedServers.Reply]::Sse([object[]] $events)
}

# A server that answers every request, with 'Paris.' unless told.
function Start-Server([ScriptedServers.Reply] $Reply = (New-Answer)) {
    $started = [ScriptedServers.ScriptedServer]::Start()
    $started.Default = $Reply
    $started
}

# Runs a call and gives the error that ended it. Errors that end nothing are not shown, so that only a terminating one counts.
function Get-TerminatingError([scriptblock] $Call) {
    $ErrorActionPreference = 'SilentlyContinue'
    try { $null = & $Call } catch { return $_ }
}

# The body of a question 'hi' to the model m, with further fields.
function Get-Body([string] $Fields = '') {
    '{"model":"m","messages":[{"role":"user","content":"hi"}]' + ($Fields ? ",$Fields" : '') + '}'
}

# Runs a script with another culture for conversions and formats.
function Use-Culture([string] $Name, [scriptblock] $Script) {
    $before = [cultureinfo]::CurrentCulture
    try {
        [cultureinfo]::CurrentCulture = [cultureinfo]::new($Name)
        & $Script
    }
    finally { [cultureinfo]::CurrentCulture = $before }
}

# Everything that an error says, in every view of it.
function Get-WholeError([System.Management.Automation.ErrorRecord] $Record) {
    @(
        $Record | Out-String
        $Record | Format-List * -Force | Out-String
        $Record | Get-Error | Out-String
        $Record.Exception.ToString()
        $Record.Exception | Format-List * -Force | Out-String
        $Record.ErrorDetails | Format-List * -Force | Out-String
        $Record.Exception.Completion | ConvertTo-Json -Depth 9
    ) -join "`n"
}

# The manifest of the module under test, for other runspaces and processes.
function Get-Manifest { (Get-Module ChatCompletion).Path -replace 'dll$', 'psd1' }
