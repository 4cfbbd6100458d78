using Microsoft.Win32.SafeHandles;

namespace ChatCompletions;

/// <summary>The identity of a file, independent of its names.</summary>
/// <param name="IsRegular">Whether it is a file on a disk, and not a folder, pipe, device or symbolic link.</param>
/// <param name="Device">On Linux, the id of the device; elsewhere the creation time.</param>
/// <param name="Number">On Linux, the inode number; elsewhere the time of the last write.</param>
internal readonly record struct FileStat(bool IsRegular, long Device, long Number)
{
    /// <summary>Gets the identity of the file at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLink">Whether to follow a symbolic link; if not, the link itself is meant.</param>
    /// <returns>The identity; <see langword="null"/> if the file does not exist.</returns>
    public static FileStat? Of(string path, bool followsLink)
    {
        if (LinuxFile.HasStat) return LinuxFile.Stat(path, followsLink);
        var file = new FileInfo(path);
        return file.Exists ? new(followsLink || file.LinkTarget is null, file.CreationTimeUtc.Ticks, file.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>Gets the identity of an open file.</summary>
    public static FileStat? Of(SafeFileHandle file) =>
        LinuxFile.HasStat ? LinuxFile.Stat(file) : new(true, File.GetCreationTimeUtc(file).Ticks, File.GetLastWriteTimeUtc(file).Ticks);
}
