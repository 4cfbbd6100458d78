# Makes a binary module with one cmdlet that does nothing: what any binary module costs.
param([string] $Folder)
$null = New-Item -ItemType Directory $Folder
Add-Type -OutputType Library -OutputAssembly (Join-Path $Folder Empty.dll) -TypeDefinition @'
using System.Management.Automation;
[Cmdlet(VerbsDiagnostic.Test, "Empty")]
public sealed class TestEmptyCommand : PSCmdlet { }
'@
New-ModuleManifest (Join-Path $Folder Empty.psd1) -RootModule Empty.dll -CmdletsToExport Test-Empty -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()
