namespace ChatCompletions;

/// <summary>
/// A journal that is open for one writer; other processes can read it. The lock is released when its process ends, even if it is killed. It
/// locks the file and not its name, so it also applies to other names of the same file.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private DateTime _written;

    private JournalFile(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        // Prompts and answers are private. On Windows a new file inherits the permissions of its folder.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Path = path;
        Stream = new FileStream(path, options);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The file. Its position is the end of the data that this process has read or written.</summary>
    public FileStream Stream { get; }

    /// <summary>Whether the path now names another file, or none. On Windows an open journal cannot be deleted or renamed.</summary>
    private bool IsReplaced => !OperatingSystem.IsWindows() && FileStat.Of(Path, followsLink: false) != FileStat.Of(Stream.SafeFileHandle);

    /// <summary>Opens a journal for a run, or creates it.</summary>
    /// <param name="path">The full path, taken literally.</param>
    /// <exception cref="ChatRequestException">The file is not a journal, or cannot be used.</exception>
    public static JournalFile OpenForWriting(string path)
    {
        JournalStart.CheckKind(path, isLinkAllowed: false);
        JournalFile? file = null;
        try
        {
            file = Open(path);
            if (!file.Stream.CanSeek) throw JournalStart.Failed(path, JournalStart.NoFile);
            // The path can have become a link between the check and the opening.
            if (file.IsReplaced) throw JournalStart.Failed(path, "it was deleted or replaced just now. Try again.");
            JournalStart.Check(path, file.Stream);
            if (OperatingSystem.IsLinux()) LinuxFile.SetAppend(file.Stream.SafeFileHandle);
            file.NoteWritten();
            return file;
        }
        catch (Exception failed)
        {
            file?.Dispose();
            throw JournalStart.Explain(path, failed);
        }
    }

    /// <summary>
    /// Checks that the file is still the one that was read, and that no other process changed it. Call it before each write: a file that
    /// is no longer a journal must not be overwritten, and lines in a deleted file would be lost. A change that keeps the length is
    /// detected by the time of the last write, with the resolution of the file system.
    /// </summary>
    /// <exception cref="IOException">The file was changed.</exception>
    public void CheckUnchanged()
    {
        if (IsReplaced) throw new IOException("it was deleted, renamed or replaced during the run.");
        var length = RandomAccess.GetLength(Stream.SafeFileHandle);
        if (length < Stream.Position) throw new IOException("it was shortened during the run.");
        if (length > Stream.Position) throw new IOException("another program wrote to it during the run.");
        if (!JournalStart.IsJournal(Stream.SafeFileHandle))
            throw new IOException("it was overwritten during the run, and is no longer a journal.");
        if (LastWrite() != _written) throw new IOException("another program overwrote a part of it during the run.");
    }

    /// <summary>Remembers the current state of the file as written by this process. Call it after each write.</summary>
    public void NoteWritten() => _written = LastWrite();

    /// <summary>Releases the file for other writers.</summary>
    public void Dispose()
    {
        if (OperatingSystem.IsLinux() && !Stream.SafeFileHandle.IsClosed) LinuxFile.EndLock(Stream.SafeFileHandle);
        Stream.Dispose();
    }

    /// <summary>The time of the last write. Windows updates it late, but no other process can write an open journal there.</summary>
    private DateTime LastWrite() => OperatingSystem.IsWindows() ? default : File.GetLastWriteTimeUtc(Stream.SafeFileHandle);

    /// <summary>
    /// On Windows the share mode prevents other writers and allows readers. On Linux it does not prevent writers, so the file is locked. If
    /// the file system has no locks, and on other systems, no other process can open the file until the run ends.
    /// </summary>
    private static JournalFile Open(string path)
    {
        if (OperatingSystem.IsWindows()) return new JournalFile(path, FileShare.Read);
        if (!OperatingSystem.IsLinux()) return new JournalFile(path, FileShare.None);
        var file = new JournalFile(path, FileShare.Read);
        var isLocked = LinuxFile.TryLock(file.Stream.SafeFileHandle);
        if (isLocked == true) return file;
        file.Stream.Dispose();
        return isLocked is null ? new JournalFile(path, FileShare.None) : throw JournalStart.Failed(path, JournalStart.OtherRun);
    }
}
