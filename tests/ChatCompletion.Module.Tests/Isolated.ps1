# Runs a script in a PowerShell of its own, with a home, and so a configuration and a SecretStore, of its own.

. $PSScriptRoot/Vaults.ps1

function New-IsolatedHome {
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "chatcompletion-home-$([guid]::NewGuid().ToString('N'))"
    (New-Item -ItemType Directory $folder).FullName
}

# What every such script begins with: the module, and a vault that needs no password.
function New-StoreScript([switch] $WithoutStore) {
    "Import-Module '$((Get-Module ChatCompletion).Path -replace 'dll$', 'psd1')'"
    if (-not $WithoutStore) {
        Get-ResetScript
        'Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault'
        'function ConvertTo-Key([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }'
    }
}

function Invoke-Isolated {
    param(
        [Parameter(Mandatory)] [string] $HomeFolder,
        # The script, as text: values are put in by the caller.
        [Parameter(Mandatory)] [string] $Script,
        [string[]] $Arguments = @('-NonInteractive'),
        [hashtable] $Environment = @{},
        # Runs it at a console, with this typed at it; else its input is empty.
        [string] $Typed
    )
    $file = Join-Path $HomeFolder "script-$([guid]::NewGuid().ToString('N')).ps1"
    Set-Content $file $Script
    $pwsh = (Get-Process -Id $PID).Path
    $start = [System.Diagnostics.ProcessStartInfo]::new()
    $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
    if ($PSBoundParameters.ContainsKey('Typed')) {
        $start.FileName = 'script'
        foreach ($argument in '-qec', "'$pwsh' -NoProfile $Arguments -File '$file'", '/dev/null') { $start.ArgumentList.Add($argument) }
    }
    else {
        $start.FileName = $pwsh
        foreach ($argument in @('-NoProfile') + $Arguments + @('-File', $file)) { $start.ArgumentList.Add($argument) }
    }
    $start.Environment['NO_COLOR'] = '1'
    $null = $start.Environment.Remove('XDG_CONFIG_HOME')
    foreach ($settings in (Get-HomeEnvironment $HomeFolder), $Environment) {
        foreach ($name in $settings.Keys) { $start.Environment[$name] = $settings[$name] }
    }

    $process = [System.Diagnostics.Process]::Start($start)
    $errors = $process.StandardError.ReadToEndAsync()
    $text = [System.Text.StringBuilder]::new()
    if ($Typed) { $process.StandardInput.Write($Typed); $process.StandardInput.Flush() } else { $process.StandardInput.Close() }
    $buffer = [char[]]::new(4096)
    # Only a hang takes this long, even on a machine that is very busy.
    $end = [datetime]::UtcNow.AddMinutes(5)
    while ($true) {
        $read = $process.StandardOutput.ReadAsync($buffer, 0, $buffer.Length)
        if (-not $read.Wait([Math]::Max(1, ($end - [datetime]::UtcNow).TotalMilliseconds))) {
            $process.Kill($true)
            throw "The script did not end within 5 minutes: $Script`n$text"
        }
        if ($read.Result -eq 0) { break }
        $piece = [string]::new($buffer, 0, $read.Result)
        $null = $text.Append($piece)
        # A console asks its terminal where the cursor is, and waits for seconds if nobody tells.
        foreach ($question in [regex]::Matches($piece, '\e\[6n')) {
            $process.StandardInput.Write("`e[1;1R")
            $process.StandardInput.Flush()
        }
    }
    $process.WaitForExit()
    [pscustomobject]@{ Output = "$text$($errors.Result)"; ExitCode = $process.ExitCode }
}

# A PowerShell process with a home of its own that runs many scripts. It saves about a second of processor time for each.
function Start-IsolatedShell([string] $HomeFolder) {
    $before = $env:HOME, $env:CHATCOMPLETION_CONFIG_HOME, $env:XDG_CONFIG_HOME
    try {
        $own = Get-HomeEnvironment $HomeFolder
        $env:HOME, $env:CHATCOMPLETION_CONFIG_HOME, $env:XDG_CONFIG_HOME = $own.HOME, $own.CHATCOMPLETION_CONFIG_HOME, $null
        $runspace = [runspacefactory]::CreateOutOfProcessRunspace([System.Management.Automation.Runspaces.TypeTable]::LoadDefaultTypeFiles())
        $runspace.Open()
        $runspace
    }
    finally { $env:HOME, $env:CHATCOMPLETION_CONFIG_HOME, $env:XDG_CONFIG_HOME = $before }
}

# Runs a script in such a process, and gives its output. An error that ends the script ends the test.
function Invoke-IsolatedShell([runspace] $Runspace, [string] $Script) {
    $shell = [powershell]::Create()
    $shell.Runspace = $Runspace
    try {
        $running = $shell.AddScript($Script).BeginInvoke()
        if (-not $running.AsyncWaitHandle.WaitOne([timespan]::FromMinutes(5))) { throw "The script did not end within 5 minutes: $Script" }
        $shell.EndInvoke($running)
    }
    finally { $shell.Dispose() }
}
