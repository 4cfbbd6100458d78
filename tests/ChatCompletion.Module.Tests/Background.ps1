# Runs a script in a runspace of its own, so that a test can watch the server meanwhile. Needs Support.ps1, and a $server.

# An answer that waits for a gate, the one of its own text unless told.
function New-GatedAnswer([string] $Content, [string] $Gate = $Content) { [ScriptedServers.Reply]::Sse().Header('Content-Type', 'application/json').WaitFor($Gate).Send((New-AnswerJson $Content)) }

# The script finds the module, and $ask for the server.
function Start-Shell([string] $Script) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript("Import-Module '$(Get-Manifest)'; `$ask = @{ ApiBase = '$($server.BaseUrl)'; Model = 'm' }; $Script")
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    @{ Shell = $shell; Output = $output; Running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output) }
}

function Wait-Shell([hashtable] $Started) {
    $Started.Running.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue -Because 'the pipeline ends'
    $null = $Started.Shell.EndInvoke($Started.Running)
    $Started.Shell.Streams.Error | Should -BeNullOrEmpty
    $Started.Shell.Dispose()
}

function Wait-Until([scriptblock] $Condition) {
    $end = [datetime]::UtcNow.AddSeconds(10)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $end) { throw "It did not come to: $Condition" }
        [System.Threading.Thread]::Sleep(2)
    }
}
