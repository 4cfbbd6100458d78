Describe 'Importing the module' {
    It 'exports exactly the cmdlets of the manifest' {
        $module = Get-Module ChatCompletion
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be 'Get-ChatModel', 'Invoke-ChatCompletion', 'New-ChatMessage', 'Set-ChatProvider'
        $module.ExportedFunctions.Count + $module.ExportedVariables.Count + $module.ExportedAliases.Count | Should -Be 0
    }
}
