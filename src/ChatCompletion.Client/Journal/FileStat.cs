using Microsoft.Win32.SafeHandles;

namespace ChatCompletions;

/// <summary>What tells a file from another one, whatever their names.</summary>
/// <param name="IsRegular">Whether it is a file on a disk: no folder, pipe, device or symbolic link.</param>
/// <param name="Device">The disk, on Linux; elsewhere when the file was created.</param>
/// <param name="Number">The file's number on its disk, on Linux; elsewhere when it was last written.</param>
internal readonly record struct FileStat(bool IsRegular, long Device, long Number)
{
    /// <summary>Looks at the file that a path leads to.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLink">Whether a symbolic link is followed, or looked at itself.</param>
    /// <returns><see langword="null"/> where there is none.</returns>
    public static FileStat? Of(string path, bool followsLink)
    {
        if (LinuxFile.HasStat) return LinuxFile.Stat(path, followsLink);
        var file = new FileInfo(path);
        return file.Exists ? new(followsLink || file.LinkTarget is null, file.CreationTimeUtc.Ticks, file.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>Looks at an open file.</summary>
    public static FileStat? Of(SafeFileHandle file) =>
        LinuxFile.HasStat ? LinuxFile.Stat(file) : new(true, File.GetCreationTimeUtc(file).Ticks, File.GetLastWriteTimeUtc(file).Ticks);
}
