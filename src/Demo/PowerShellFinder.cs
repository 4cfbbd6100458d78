namespace ChatCompletions.Demo;

/// <summary>Finds a PowerShell 7 on this machine.</summary>
internal static class PowerShellFinder
{
    /// <summary>The path of pwsh: from the variable PWSH, otherwise from PATH; <see langword="null"/> if there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PWSH") is { Length: > 0 } named) return named;
        return FindIn(Environment.GetEnvironmentVariable("PATH") ?? "", OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
    }

    /// <summary>
    /// The path of a program in a list of folders, as in PATH; <see langword="null"/> if there is none. Empty entries are skipped:
    /// they would mean the current folder, which can contain anybody's program.
    /// </summary>
    internal static string? FindIn(string folders, string program) =>
        folders.Split(Path.PathSeparator).Where(static folder => !string.IsNullOrWhiteSpace(folder))
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
