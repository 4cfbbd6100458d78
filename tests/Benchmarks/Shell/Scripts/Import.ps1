# Imports a module, or none, and tells how many milliseconds the import took.
param([string] $Module)
if (-not $Module) { return }
$watch = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
$watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
