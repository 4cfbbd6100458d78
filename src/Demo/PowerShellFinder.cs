namespace ChatCompletions.Demo;

/// <summary>Finds a PowerShell 7 on this machine.</summary>
internal static class PowerShellFinder
{
    /// <summary>The path of pwsh: from the variable PWSH, otherwise from PATH; <see langword="null"/> if there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PWSH") is { Length: > 0 } named) return named;
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
