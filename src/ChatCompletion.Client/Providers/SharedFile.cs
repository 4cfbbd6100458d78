using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace ChatCompletions;

/// <summary>
/// Reads and replaces small files that other processes use at the same time. Windows refuses to replace or delete a file while a process
/// has it open, and to open it while it is being replaced: both are tried again for a short time.
/// </summary>
internal static class SharedFile
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How long to wait for another process that has the file open.</summary>
    private static readonly TimeSpan InUseLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long to try if access is denied. While a file is being replaced, Windows reports that too.</summary>
    private static readonly TimeSpan DeniedLimit = TimeSpan.FromSeconds(0.25);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Reads a whole file. Other processes can replace it meanwhile.</summary>
    public static string ReadText(string file) => Retry(() =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>Replaces a file, or creates it and its folder. Only the user can read it. A reader sees the old file or the new one.</summary>
    public static void Replace(string file, byte[] content)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        CreateFolder(Path.GetDirectoryName(file)!);
        try
        {
            using (var stream = Create(temporary))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            Retry(() =>
            {
                File.Move(temporary, file, overwrite: true);
                return true;
            });
        }
        catch
        {
            // If the folder does not exist, deleting the file would fail too.
            if (File.Exists(temporary)) File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes a file, if it exists.</summary>
    public static void Delete(string file) => Retry(() =>
    {
        File.Delete(file);
        return true;
    });

    private static T Retry<T>(Func<T> use)
    {
        var start = Environment.TickCount64;
        while (true)
        {
            try
            {
                return use();
            }
            catch (Exception refused) when (Limit(refused) is { } limit && Environment.TickCount64 - start < limit.TotalMilliseconds)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    /// <summary>How long a failure may pass by itself; <see langword="null"/> if it does not.</summary>
    private static TimeSpan? Limit(Exception failure)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        const int lockViolation = unchecked((int)0x80070021);
        // .NET implements FileShare on Unix with locks: EWOULDBLOCK on Linux and on macOS.
        const int linuxLocked = 11;
        const int macLocked = 35;
        return failure switch
        {
            IOException { HResult: sharingViolation or lockViolation } => InUseLimit,
            IOException { HResult: linuxLocked } when OperatingSystem.IsLinux() => InUseLimit,
            IOException { HResult: macLocked } when OperatingSystem.IsMacOS() => InUseLimit,
            UnauthorizedAccessException when OperatingSystem.IsWindows() => DeniedLimit,
            _ => null,
        };
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UserOnly | UnixFileMode.UserExecute);
    }

    private static FileStream Create(string file)
    {
        if (OperatingSystem.IsWindows()) return CreateForUser(file);
        return new(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UserOnly });
    }

    /// <summary>Creates a file without the access rules of its folder: only the current user has access.</summary>
    [SupportedOSPlatform("windows")]
    private static FileStream CreateForUser(string file)
    {
        using var identity = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(identity.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(file).Create(
            FileMode.CreateNew, FileSystemRights.Write | FileSystemRights.Delete, FileShare.None, 4096, FileOptions.None, security);
    }
}
