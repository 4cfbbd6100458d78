using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ChatCompletions;

/// <summary>Linux functions that .NET does not offer: the identity of files, locks of open files, and append mode.</summary>
internal static class LinuxFile
{
    // https://man7.org/linux/man-pages/man2/statx.2.html
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const int BasicStats = 0x7FF;
    private const int StatSize = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;

    // https://man7.org/linux/man-pages/man2/fcntl.2.html
    private const int SetFlags = 4;
    private const int SetOpenFileLock = 37;
    private const int AppendFlag = 0x400;
    private const short WriteLock = 1;
    private const short Unlock = 2;
    private const int Again = 11;
    private const int AccessDenied = 13;

    /// <summary>The locked byte is after the end of any file, because some network shares prevent reading locked bytes.</summary>
    private const long LockedByte = long.MaxValue - 1;

    /// <summary>Whether this is Linux with a C library that has statx; glibc before 2.28 and musl before 1.2.5 do not.</summary>
    public static bool HasStat { get; } =
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), nameof(statx), out _);

    /// <summary>Gets the identity of the file at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLink">Whether to follow a symbolic link; if not, the link itself is meant.</param>
    /// <returns>The identity; <see langword="null"/> if the file does not exist or cannot be accessed.</returns>
    public static FileStat? Stat(string path, bool followsLink)
    {
        var stat = new byte[StatSize];
        var name = Encoding.UTF8.GetBytes(path + '\0');
        return statx(CurrentFolder, name, followsLink ? 0 : NoFollow, BasicStats, stat) == 0 ? Read(stat) : null;
    }

    /// <summary>Gets the identity of an open file.</summary>
    public static FileStat? Stat(SafeFileHandle file)
    {
        var stat = new byte[StatSize];
        return statx(file, [0], EmptyPath, BasicStats, stat) == 0 ? Read(stat) : null;
    }

    /// <summary>Sets append mode: every write goes to the current end of the file.</summary>
    public static void SetAppend(SafeFileHandle file) => _ = fcntl(file, SetFlags, AppendFlag);

    /// <summary>
    /// Locks an open file against other processes that lock it. Unlike a lock of the process, it is not released if the process opens the
    /// file again and closes that handle.
    /// </summary>
    /// <returns>Whether the file is now locked; <see langword="null"/> if the file system does not support these locks.</returns>
    public static bool? TryLock(SafeFileHandle file)
    {
        var wanted = new FileLock { Type = WriteLock, Start = LockedByte, Length = 1 };
        if (fcntl(file, SetOpenFileLock, ref wanted) == 0) return true;
        return Marshal.GetLastPInvokeError() is Again or AccessDenied ? false : null;
    }

    /// <summary>Releases a lock at once, even if a process that is just being started has a copy of the handle.</summary>
    public static void EndLock(SafeFileHandle file)
    {
        var wanted = new FileLock { Type = Unlock, Start = LockedByte, Length = 1 };
        _ = fcntl(file, SetOpenFileLock, ref wanted);
    }

    private static FileStat Read(byte[] stat)
    {
        var kind = BitConverter.ToUInt16(stat, ModeOffset) & KindMask;
        return new FileStat(kind == RegularFile, BitConverter.ToInt64(stat, DeviceOffset), BitConverter.ToInt64(stat, InodeOffset));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }

#pragma warning disable SYSLIB1054 // Generated marshalling needs unsafe code.
    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, byte[] path, int flags, int mask, [Out] byte[] stat);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(SafeFileHandle file, byte[] path, int flags, int mask, [Out] byte[] stat);

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(SafeFileHandle file, int command, nint value);

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(SafeFileHandle file, int command, ref FileLock value);
#pragma warning restore SYSLIB1054
}
