param([string] $Name)
"$((Get-Module $Name -ListAvailable | Select-Object -First 1).Version)"
