# Vaults of SecretManagement in tests. On Windows nothing gives a process a registry of vaults or a SecretStore of its own, so tests that need
# them are skipped there: they would change those of the person who runs them.

# Whether tests may register vaults.
function Test-Vault { -not $IsWindows -and [bool] (Get-Module Microsoft.PowerShell.SecretManagement -ListAvailable) }

# Whether tests may use, and reset, a SecretStore.
function Test-SecretStore { -not $IsWindows -and [bool] (Get-Module Microsoft.PowerShell.SecretStore -ListAvailable) }

# The command that makes the SecretStore of a home empty and without a password.
function Get-ResetScript {
    'if ($IsWindows) { throw ''A test never resets a SecretStore on Windows.'' }'
    'Import-Module Microsoft.PowerShell.SecretStore'
    '$null = Reset-SecretStore -Authentication None -Interaction None -Force -WarningAction Ignore'
}

# The environment of a process with a home of its own. On Windows the providers, the only part that the module itself keeps, are in it too.
function Get-HomeEnvironment([string] $HomeFolder) {
    @{ HOME = $HomeFolder; CHATCOMPLETION_CONFIG_HOME = Join-Path $HomeFolder .config/ChatCompletion }
}
