using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace ChatCompletions;

/// <summary>
/// Reads and replaces small files that other processes use at the same time. Windows refuses to replace or delete a file while a process
/// has it open, and to open it while it is being replaced: both are retried for a short time.
/// </summary>
internal static class SharedFile
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How long to wait for another process that has the file open.</summary>
    private static readonly TimeSpan InUseLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long to retry if access is denied: Windows reports that for a moment while a file is replaced or deleted.</summary>
    private static readonly TimeSpan DeniedLimit = TimeSpan.FromSeconds(0.25);

    private const FileShare AnyShare = FileShare.ReadWrite | FileShare.Delete;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Reads a whole file. Other processes can replace it meanwhile.</summary>
    /// <exception cref="IOException">It cannot be read, or is not a file on a disk: opening a named pipe would block.</exception>
    public static string ReadText(string file) => Retry(() =>
    {
        if (FileStat.Of(file, followsLink: true) is { IsRegular: false }) throw new IOException("It is not a file on a disk.");
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, AnyShare);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>Replaces a file, or creates it and its folder. Only the user can read it.</summary>
    /// <remarks>A reader sees either the old file or the new one.</remarks>
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
            }, file);
        }
        catch
        {
            DeleteQuietly(temporary);
            throw;
        }
    }

    /// <summary>Deletes a file, if it exists.</summary>
    public static void Delete(string file) => Retry(() =>
    {
        File.Delete(file);
        return true;
    }, file);

    /// <summary>Retries an action while a file is in use.</summary>
    /// <param name="use">The action.</param>
    /// <param name="changed">The file that the action replaces or deletes, if any.</param>
    private static T Retry<T>(Func<T> use, string? changed = null)
    {
        var start = Environment.TickCount64;
        while (true)
        {
            try
            {
                return use();
            }
            catch (Exception refused)
                when (Limit(refused, changed) is { } limit && Environment.TickCount64 - start < limit.TotalMilliseconds)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    /// <summary>How long to retry after a failure; <see langword="null"/> if it is permanent.</summary>
    private static TimeSpan? Limit(Exception failure, string? changed)
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
            // Windows also denies access to replace or delete an open file.
            UnauthorizedAccessException when OperatingSystem.IsWindows() =>
                changed is not null && IsWritable(changed) ? InUseLimit : DeniedLimit,
            _ => null,
        };
    }

    /// <summary>Whether the user may write a file, so that only another process can prevent its replacement.</summary>
    private static bool IsWritable(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, AnyShare);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused is IOException and not (FileNotFoundException or DirectoryNotFoundException);
        }
    }

    /// <summary>Deletes a temporary file. A failure must not replace the error that matters.</summary>
    private static void DeleteQuietly(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // It is not a provider's file, so it is ignored.
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) CreateFolderForUser(folder);
        else Directory.CreateDirectory(folder, UserOnly | UnixFileMode.UserExecute);
    }

    private static FileStream Create(string file)
    {
        if (OperatingSystem.IsWindows()) return CreateForUser(file);
        return new(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UserOnly });
    }

    /// <summary>Creates a folder in which only the current user can place files, whatever the rules of its parent are.</summary>
    [SupportedOSPlatform("windows")]
    private static void CreateFolderForUser(string folder)
    {
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        using var identity = WindowsIdentity.GetCurrent();
        var security = new DirectorySecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            identity.User!,
            FileSystemRights.FullControl,
            InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
            PropagationFlags.None,
            AccessControlType.Allow));
        new DirectoryInfo(folder).Create(security);
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
