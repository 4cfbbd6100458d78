namespace ChatCompletions.Tests;

/// <summary>Makes symbolic links where the system has them.</summary>
internal static class SymbolicLink
{
    /// <summary>Why a test without a symbolic link is skipped.</summary>
    public const string Missing = "No symbolic link was made. Windows makes them only for administrators and in developer mode, and Wine 8 makes none.";

    /// <summary>Makes a link to a file or folder.</summary>
    /// <returns>Whether there is a link now. Wine reports success without one.</returns>
    public static bool TryMake(string path, string target)
    {
        try
        {
            if (Directory.Exists(target)) Directory.CreateSymbolicLink(path, target);
            else File.CreateSymbolicLink(path, target);
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            return false;
        }
        return new FileInfo(path).LinkTarget is not null;
    }
}
