Describe 'Importing the module' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $module = Get-Module ChatCompletion
        $folder = Split-Path $module.Path
        $cmdlets = 'Get-ChatJournal', 'Get-ChatModel', 'Get-ChatProvider', 'Invoke-ChatCompletion', 'New-ChatMessage', 'Remove-ChatProvider', 'Set-ChatProvider', 'Show-ChatCompletion'
    }

    It 'exports exactly the cmdlets of the manifest' {
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be $cmdlets
        $module.ExportedFunctions.Count + $module.ExportedVariables.Count + $module.ExportedAliases.Count | Should -Be 0
        $manifest = Import-PowerShellDataFile (Get-Manifest)
        $manifest.CmdletsToExport | Sort-Object | Should -Be $cmdlets
        $manifest.FunctionsToExport, $manifest.VariablesToExport, $manifest.AliasesToExport | ForEach-Object Count | Should -Be 0, 0, 0
        $manifest.RootModule | Should -BeExactly 'ChatCompletion.dll'
        Test-ModuleManifest (Get-Manifest) | ForEach-Object Version | Should -Be $module.Version
    }

    It 'finds every cmdlet that the assembly has' {
        $found = [System.Reflection.Assembly]::LoadFrom($module.Path).GetExportedTypes().Where{ $_.IsSubclassOf([System.Management.Automation.PSCmdlet]) -and -not $_.IsAbstract }
        $found.ForEach{ $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) }.ForEach{ "$($_.VerbName)-$($_.NounName)" } | Sort-Object | Should -Be $cmdlets
    }

    It 'needs a folder with the manifest, our two assemblies, formats and types, and no other assembly' {
        Split-Path $folder -Leaf | Should -BeExactly "$($module.Version)"
        $files = (Get-ChildItem $folder -File -Recurse).Name
        'ChatCompletion.psd1', 'ChatCompletion.dll', 'ChatCompletion.Client.dll', 'ChatCompletion.format.ps1xml', 'ChatCompletion.types.ps1xml' | Where-Object { $_ -notin $files } | Should -BeNullOrEmpty
        $files | Where-Object { $_ -like '*.dll' } | Sort-Object | Should -Be 'ChatCompletion.Client.dll', 'ChatCompletion.dll'
        $files | Where-Object { $_ -notmatch '\.(psd1|dll|ps1xml|xml|txt|md|pdb)$' } | Should -BeNullOrEmpty -Because 'nothing that runs is beside them'
    }

    It 'uses only verbs that are approved, and says what each cmdlet emits' {
        foreach ($cmdlet in Get-Command -Module ChatCompletion) {
            $cmdlet.Verb | Should -BeIn (Get-Verb).Verb
            if ($cmdlet.Verb -ne 'Remove') { $cmdlet.OutputType | Should -Not -BeNullOrEmpty }
        }
    }

    It 'loads no assembly but its own and those of .NET, opens no socket, and leaves no file in the home folder' {
        $script = {
            param([string] $Manifest)
            function Get-Loaded { [AppDomain]::CurrentDomain.GetAssemblies().Where{ -not $_.IsDynamic }.ForEach{ $_.Location } }
            function Get-Socket { $IsLinux ? @(Get-ChildItem /proc/self/fd | ForEach-Object { $_.ResolvedTarget ?? $_.LinkTarget } | Where-Object { $_ -match 'socket:' }).Count : 0 }
            # What the test itself needs is loaded first.
            $null = Get-Loaded; $null = Get-Socket; $null = Get-Module; $null = [System.IO.Path]::GetFullPath('.')
            $before = Get-Loaded
            $sockets = Get-Socket
            Import-Module $Manifest
            $new = @(Get-Loaded | Where-Object { $_ -notin $before })
            [pscustomobject]@{ New = $new; Sockets = (Get-Socket) - $sockets; Home = $PSHOME; Cmdlets = (Get-Module ChatCompletion).ExportedCmdlets.Count } | ConvertTo-Json -Compress
        }
        $names = 'HOME', 'CHATCOMPLETION_CONFIG_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME'
        $saved = @{}
        foreach ($name in $names) { $saved[$name] = [Environment]::GetEnvironmentVariable($name) }
        $place = New-Item $TestDrive/home -ItemType Directory
        try {
            foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, "$place") }
            $result = pwsh -NoProfile -NonInteractive -Command "& { $script } '$(Get-Manifest)'" | ConvertFrom-Json
        }
        finally { foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) } }
        $result.Cmdlets | Should -Be $cmdlets.Count
        $result.Sockets | Should -Be 0
        $result.New | Should -Contain (Join-Path $folder ChatCompletion.dll)
        $result.New | Where-Object { -not $_.StartsWith($result.Home) -and (Split-Path $_) -ne $folder } | Should -BeNullOrEmpty
        $result.New | Where-Object { (Split-Path $_ -Leaf) -in 'System.Net.Http.dll', 'System.Net.Sockets.dll', 'System.Net.Security.dll', 'System.Net.NameResolution.dll' } | Should -BeNullOrEmpty
        # PowerShell itself keeps a cache of modules and its own profile data there.
        Get-ChildItem $place -Recurse -File -Force | Where-Object FullName -NotMatch '[\\/]powershell[\\/]|\.dotnet|\.NET' | Should -BeNullOrEmpty
    }

    It 'takes back all it brought when it is removed' {
        $result = pwsh -NoProfile -NonInteractive -Command "Import-Module '$(Get-Manifest)'; Remove-Module ChatCompletion; Import-Module '$(Get-Manifest)' -Prefix Ai; (Invoke-AiChatCompletion hi -Provider Mock -Model echo).Content; (ChatCompletion\Invoke-AiChatCompletion hi -Provider Mock -Model echo).Content"
        $result | Should -Be 'hi', 'hi'
    }
}
