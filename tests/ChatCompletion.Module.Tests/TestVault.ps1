# A vault of SecretManagement that keeps secrets in a file, and fails where it is told to.

# Makes the module of the vault in a folder, and gives its path.
function New-TestVaultModule([string] $Folder) {
    $module = Join-Path $Folder TestVault
    $extension = Join-Path $module TestVault.Extension
    $null = New-Item -ItemType Directory $extension -Force
    Set-Content "$module/TestVault.psd1" "@{ ModuleVersion = '1.0.0'; NestedModules = @('./TestVault.Extension'); FunctionsToExport = @() }"
    Set-Content "$extension/TestVault.Extension.psd1" "@{ ModuleVersion = '1.0.0'; RootModule = 'TestVault.Extension.psm1'; FunctionsToExport = 'Get-Secret', 'Set-Secret', 'Remove-Secret', 'Get-SecretInfo', 'Test-SecretVault' }"
    Set-Content "$extension/TestVault.Extension.psm1" @'
function Read-All($Parameters) { if (Test-Path $Parameters.Path) { Import-Clixml $Parameters.Path } else { @{} } }
function Test-Fault($Parameters, [string] $Action, [string] $Name, $Secret) {
    if ((Get-Content $Parameters.FaultPath -ErrorAction Ignore) -notcontains "$Action $Name") { return }
    $shown = $Secret -is [securestring] ? (ConvertFrom-SecureString $Secret -AsPlainText) : $Secret
    throw "The store is full: $shown"
}
function Get-Secret([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters) { (Read-All $AdditionalParameters)[$Name] }
function Set-Secret([string] $Name, [object] $Secret, [string] $VaultName, [hashtable] $AdditionalParameters) {
    Test-Fault $AdditionalParameters Set $Name $Secret
    $all = Read-All $AdditionalParameters
    $all[$Name] = $Secret
    Export-Clixml -InputObject $all $AdditionalParameters.Path
}
function Remove-Secret([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters) {
    Test-Fault $AdditionalParameters Remove $Name
    $all = Read-All $AdditionalParameters
    $all.Remove($Name)
    Export-Clixml -InputObject $all $AdditionalParameters.Path
}
function Get-SecretInfo([string] $Filter, [string] $VaultName, [hashtable] $AdditionalParameters) {
    (Read-All $AdditionalParameters).Keys | Where-Object { $_ -like $Filter } | Sort-Object | ForEach-Object {
        [Microsoft.PowerShell.SecretManagement.SecretInformation]::new($_, 'SecureString', $VaultName)
    }
}
function Test-SecretVault([string] $VaultName, [hashtable] $AdditionalParameters) { $true }
'@
    "$module/TestVault.psd1"
}

# What a script begins with: the module, such vaults, the first of them the default, and what shows their secrets.
function New-TestVaultScript([string] $Folder, [string[]] $Vault = 'Store') {
    "Import-Module '$((Get-Module ChatCompletion).Path -replace 'dll$', 'psd1')'"
    $module = New-TestVaultModule $Folder
    foreach ($name in $Vault) {
        "Register-SecretVault -Name $name -ModuleName '$module' -VaultParameters @{ Path = '$Folder/$name.xml'; FaultPath = '$Folder/faults.txt' } -DefaultVault:`$$($name -eq $Vault[0])"
    }
    'function ConvertTo-Key([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }'
    'function Show-Secret { (Get-SecretInfo | Sort-Object VaultName, Name | ForEach-Object { "$($_.VaultName)/$($_.Name)=$(Get-Secret $_.Name -Vault $_.VaultName -AsPlainText)" }) -join " " }'
    'function Show-Failure([scriptblock] $Script) { try { & $Script } catch { "$($_.FullyQualifiedErrorId -replace ",.*"): $_" } }'
    "function Set-Fault([string[]] `$Fault) { Set-Content '$Folder/faults.txt' `$Fault }"
    "`$base = 'http://127.0.0.1:9/v1'"
    "`$WarningPreference = 'Continue'"
}
