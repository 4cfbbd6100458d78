<#
.SYNOPSIS
    Shows the module offline: an answer, a stream, a list of models, a CSV row, an error with its advice.
#>
param(
    # The manifest of the built module.
    [Parameter(Mandatory)] [string] $ModuleManifest
)
$ErrorActionPreference = 'Stop'
Import-Module $ModuleManifest

# Shows a command as a user would type it, then runs it.
function Show-Command([string] $Title, [string] $Command) {
    Write-Host "`n# $Title" -ForegroundColor Cyan
    Write-Host "PS> $Command" -ForegroundColor DarkGray
    & ([scriptblock]::Create($Command)) | Out-Host
}

Show-Command 'An answer' 'Invoke-ChatCompletion "Why is the sky blue?" -Provider Mock'
Show-Command 'A stream' 'Invoke-ChatCompletion "Why is the sky blue?" -Provider Mock -Stream -AdditionalParameters @{ mock_delay = 0.05 } | ForEach-Object { Write-Host $_.Content -NoNewline }'
Write-Host
Show-Command 'The models' 'Get-ChatModel -Provider Mock'
Show-Command 'A CSV row' '"Is disk C full?" | Invoke-ChatCompletion -Provider Mock | Select-Object Model, TotalTokens, Content | ConvertTo-Csv'
try {
    Show-Command 'An error, with advice' 'Invoke-ChatCompletion "Why is the sky blue?" -Provider Mock -Model no-such-model'
    exit 1
}
catch {
    Write-Host $_ -ForegroundColor Red
    Write-Host $_.ErrorDetails.RecommendedAction -ForegroundColor Yellow
}
Write-Host "`nTo continue in your own PowerShell, run: Import-Module '$ModuleManifest'"
exit 0
