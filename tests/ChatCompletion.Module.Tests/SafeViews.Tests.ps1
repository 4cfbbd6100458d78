# No view of any object shows a character that could steer a terminal or turn the direction of text, whatever the object holds.

Describe 'A view' {
    BeforeDiscovery {
        . $PSScriptRoot/Filled.ps1
        $cases = foreach ($type in Get-OutputType) {
            @{ Type = $type; Way = 'live' }
            # Errors come back as PowerShell itself writes them.
            if ($type -notlike '*Exception') { @{ Type = $type; Way = 'from a file' } }
        }
    }
    BeforeAll {
        . $PSScriptRoot/Filled.ps1
        # Every control character but tab and line feed, and every character of the Unicode property Bidi_Control.
        $bidi = [char[]] (0x061C, 0x200E, 0x200F + (0x202A..0x202E) + (0x2066..0x2069))
        $controls = [char[]] ((0..31 | Where-Object { $_ -notin 9, 10 }) + (127..159))
        $nasty = "begin`e[31mred`e]0;title`a`e]8;;http://x`e\" + (-join ($controls + $bidi)) + "tab`tline`nend"
        # PowerShell's own colours and resets are no harm: what is ours is the dimmed line.
        $unsafe = "[$(-join ($bidi | ForEach-Object { '\u{0:x4}' -f [int] $_ }))\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\r(?!\n)|\e(?!\[[\d;]*m)|\e\[31mred"

        function Get-Ansi([scriptblock] $Show, [int] $Width = 200) {
            $before = $PSStyle.OutputRendering
            $PSStyle.OutputRendering = 'Ansi'
            try { & $Show | Out-String -Width $Width } finally { $PSStyle.OutputRendering = $before }
        }
    }

    It 'of <Type> shows nothing that steers a terminal, <Way>' -ForEach $cases {
        $item = Get-Filled $Type $nasty $Way
        Get-Ansi { $item } | Should -Not -Match $unsafe
        Get-Ansi { $item } 30 | Should -Not -Match $unsafe
        Get-Ansi { $item | Format-List } | Should -Not -Match $unsafe
        Get-Ansi { $item | Format-Table } | Should -Not -Match $unsafe
        Get-Ansi { $item | Format-Table -AutoSize -Wrap } 5000 | Should -Not -Match $unsafe
        Get-Ansi { $item | Format-Wide } 5000 | Should -Not -Match $unsafe
        Get-Ansi { $item | Format-Wide -Column 3 } | Should -Not -Match $unsafe
        Get-Ansi { $item | Format-Custom } | Should -Not -Match $unsafe
        Get-Ansi { Get-Item $TestDrive; $item } | Should -Not -Match $unsafe
        Get-Ansi { $item, $item | Format-Table -GroupBy { 'x' } } | Should -Not -Match $unsafe
    }

    It 'of <Type> shows something of it, in every shape, <Way>' -ForEach $cases {
        $item = Get-Filled $Type $nasty $Way
        foreach ($show in { $item }, { $item | Format-List }, { $item | Format-Table }, { $item | Format-Wide }, { $item | Format-Custom }) {
            Get-Ansi $show | Should -Match 'begin|7' -Because "of$show"
        }
    }
}
