@{
    RootModule             = 'ChatCompletion.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = 'e2871b59-aa3a-46d6-8c7d-95d5f10a45dc'
    Author                 = 'ChatCompletion contributors'
    CompanyName            = 'ChatCompletion contributors'
    Copyright              = '(c) ChatCompletion contributors. MIT licence.'
    Description            = 'Use language models from PowerShell, at the prompt or in an unattended runbook, with any OpenAI-compatible server: answers are objects in the pipeline, streamed as they arrive, and a cut or failed answer is never passed on as complete.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    RequiredAssemblies     = @('ChatCompletion.Client.dll')
    FormatsToProcess       = @('ChatCompletion.format.ps1xml')
    TypesToProcess         = @('ChatCompletion.types.ps1xml')
    CmdletsToExport        = @(
        'Get-ChatJournal'
        'Get-ChatModel'
        'Get-ChatProvider'
        'Invoke-ChatCompletion'
        'New-ChatMessage'
        'Remove-ChatProvider'
        'Set-ChatProvider'
        'Show-ChatCompletion'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('ChatCompletion', 'OpenAI', 'LLM', 'LiteLLM', 'Helix', 'Ollama', 'AI', 'PSEdition_Core')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
