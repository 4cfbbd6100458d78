# Runs every PowerShell block of the README, against a scripted server in the place of OpenAI and the others.

BeforeDiscovery {
    . $PSScriptRoot/Recipes.ps1
    $blocks = Get-ReadmeBlock | ForEach-Object { @{ Code = $_ } }
    # What needs a real vault is left out where there is none.
    . $PSScriptRoot/Vaults.ps1
    if (-not (Test-SecretStore)) { $blocks = $blocks | Where-Object { $_.Code -notmatch '-ApiKey \(' } }
}

Describe 'The README' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        . $PSScriptRoot/Isolated.ps1
        . $PSScriptRoot/Recipes.ps1
        $server = Start-RecipeServer 'network'
        $sink = [ScriptedServers.SmtpSink]::Start()
        New-RecipeFile $TestDrive
    }
    AfterAll {
        $server.Dispose()
        $sink.Dispose()
    }

    It 'has PowerShell blocks' { Get-ReadmeBlock | Should -HaveCount ([regex]::Matches((Get-Content "$PSScriptRoot/../../README.md" -Raw), '```powershell').Count) }

    It 'shows a block that works: <Code>' -ForEach $blocks {
        $store = if ($Code -match '-ApiKey \(') {
            Get-ResetScript
            if ($Code -notmatch 'Register-SecretVault') { 'Register-SecretVault SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault' }
        }
        # Each block has a process and a home of its own, so that a provider that it sets is not the default of the next.
        $sandbox = New-IsolatedHome
        $shown = Invoke-Isolated $sandbox -Environment (New-RecipeEnvironment $server) -Script "
            `$ErrorActionPreference = 'Stop'
            $(New-StoreScript -WithoutStore)
            Set-Location '$TestDrive'
            $($store -join "`n")
            $(ConvertTo-Runnable $Code $server $sink)"
        Remove-Item $sandbox -Recurse -Force
        $shown.ExitCode | Should -Be 0 -Because $shown.Output
        $shown.Output | Should -Not -Match 'No answer \('
    }

    It 'makes the CSV that it promises' {
        $rows = Import-Csv $TestDrive/answers.csv
        $rows.Count | Should -Be 2
        $rows[0].Subject | Should -Be 'No network'
        $rows[0].Content | Should -Be 'network'
        $rows[0].Complete | Should -Be 'True'
        $rows[0].TotalTokens | Should -Be '10'
    }

    It 'guards the cells that a spreadsheet would calculate, and no others: <Place>' -ForEach @(
        @{ Place = 'README'; Text = { Get-Content "$PSScriptRoot/../../README.md" -Raw } }
        @{ Place = 'about_ChatCompletion'; Text = { (Get-Help about_ChatCompletion) -join "`n" } }
    ) {
        $filter = [regex]::Match((& $Text), '(?ms)^( *)filter Protect-Cell \{.*?^\1\}')
        $filter.Success | Should -BeTrue
        . ([scriptblock]::Create($filter.Value))
        $formulas = '=1+1', '+1', '-1', '@SUM(1)', ' =1', "`t=1", "`r=1", "`n=1", "`tx", '=cmd|'' /C calc''!A0', '＝1', '＋1', '－1', '＠x', "`u{3000}=1", "`u{A0}-1", "=a`nb", '=', '- a list'
        $others = 'text', '', '1-2', 'a=b', "'quoted", '(=1)', 'x@y.z', '"=1"', '1+1', '_=1'
        foreach ($cell in $formulas) { ([pscustomobject]@{ n = $cell } | Protect-Cell).n | Should -BeExactly "'$cell" }
        foreach ($cell in $others) { ([pscustomobject]@{ n = $cell } | Protect-Cell).n | Should -BeExactly $cell }
        $row = [pscustomobject]@{ Number = -5; Date = [datetime]::new(2026, 1, 2); Nothing = $null; Flag = $true } | Protect-Cell
        $row.Number, $row.Date.Year, $row.Nothing, $row.Flag | Should -Be -5, 2026, $null, $true
        $cells = '=2+3' | Invoke-ChatCompletion -Provider Mock -Model echo | Select-Object InputObject, Content, TotalTokens, Duration | Protect-Cell | ConvertTo-Csv | ConvertFrom-Csv
        $cells.InputObject, $cells.Content | Should -BeExactly "'=2+3", "'=2+3"
        $cells.TotalTokens | Should -Match '^\d+$'
    }

    It 'sends the mails and writes the file that it promises' {
        $sink.Mails.Body | Should -Be 'network', 'network', 'network'
        Get-Content $TestDrive/summary.txt | Should -Be 'network'
    }

    It 'has the table of services as the code has it' {
        function Join-Name([string[]] $Name) { ($Name | ForEach-Object { "``$_``" }) -join ', ' }
        $expected = foreach ($preset in [ChatCompletions.ProviderPresets]::All | Where-Object Name -NotIn Custom, Mock) {
            $address = $preset.ApiBase ?? 'your resource'
            "| $($preset.Name) | $address | $(Join-Name (@($preset.KeyVariables) + @($preset.TokenVariables))) | $(Join-Name $preset.BaseVariables) | $($preset.Model) |"
        }
        $text = Get-Content "$PSScriptRoot/../../README.md" -Raw
        $text -match '(?s)\| service \|[^\n]*\n\|[-|]+\n(.*?)\n\| Mock \|' | Should -BeTrue
        $Matches[1] -split "`n" | Should -BeExactly $expected
    }
}
