namespace ChatCompletions;

/// <summary>
/// A journal that is open for one writer, while others may read it. The lock ends with its process, however that ends, and leaves
/// nothing behind. It is a lock of the file and not of its name, so that another name of the same file does not pass it.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>The code of an <see cref="IOException"/> where somebody else has the file open: Windows' sharing violation.</summary>
    private const int InUseCode = unchecked((int)0x80070020);

    private DateTime _written;

    private JournalFile(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        // Prompts and answers are private. On Windows a new file has the rights of its folder, and a user's folder is the user's alone.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Path = path;
        Stream = new FileStream(path, options);
    }

    /// <summary>The whole path.</summary>
    public string Path { get; }

    /// <summary>The file. It stands where this process has read or written up to.</summary>
    public FileStream Stream { get; }

    /// <summary>Whether the path leads to another file by now, or to none. Windows lets nobody delete or rename an open journal.</summary>
    private bool IsReplaced => !OperatingSystem.IsWindows() && FileStat.Of(Path, followsLink: false) != FileStat.Of(Stream.SafeFileHandle);

    /// <summary>Opens a journal for a run, and makes it where there is none.</summary>
    /// <param name="path">The whole path, taken literally.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be used.</exception>
    public static JournalFile OpenForWriting(string path)
    {
        JournalStart.CheckKind(path, isLinkAllowed: false);
        JournalFile? file = null;
        try
        {
            file = Open(path);
            if (!file.Stream.CanSeek) throw JournalStart.Failed(path, JournalStart.NoFile);
            // It could have become a link between the look at it and the opening.
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
    /// Finds out whether the file is still the one that was read, with no more and no less in it than this process knows of. It is
    /// called before each write: what is not a journal any more is never written, and lines in a deleted file would be lost. A change that
    /// leaves the length is known by the time of the last write, as exactly as the file system keeps it.
    /// </summary>
    /// <exception cref="IOException">It is not.</exception>
    public void CheckUnchanged()
    {
        if (IsReplaced) throw new IOException("it was deleted, renamed or replaced during the run.");
        var length = RandomAccess.GetLength(Stream.SafeFileHandle);
        if (length < Stream.Position) throw new IOException("it was shortened during the run.");
        if (length > Stream.Position) throw new IOException("something else has written to it during the run.");
        if (!JournalStart.IsJournal(Stream.SafeFileHandle))
            throw new IOException("it was overwritten during the run, and is no journal any more.");
        if (LastWrite() != _written) throw new IOException("something else has overwritten a part of it during the run.");
    }

    /// <summary>Takes what is in the file now for what this process knows of. It is called after each write.</summary>
    public void NoteWritten() => _written = LastWrite();

    /// <summary>Lets others write.</summary>
    public void Dispose()
    {
        if (OperatingSystem.IsLinux() && !Stream.SafeFileHandle.IsClosed) LinuxFile.EndLock(Stream.SafeFileHandle);
        Stream.Dispose();
    }

    /// <summary>When the file was last written. Windows tells it late, but lets nobody else write an open journal.</summary>
    private DateTime LastWrite() => OperatingSystem.IsWindows() ? default : File.GetLastWriteTimeUtc(Stream.SafeFileHandle);

    /// <summary>
    /// Windows lets others read and not write by the way of opening alone. On Linux that keeps nobody out, and a lock does. Where a
    /// file system has none, and on other systems, nobody else can open the file until the run is over.
    /// </summary>
    private static JournalFile Open(string path)
    {
        if (OperatingSystem.IsWindows()) return new JournalFile(path, FileShare.Read);
        if (!OperatingSystem.IsLinux()) return new JournalFile(path, FileShare.None);
        var file = new JournalFile(path, FileShare.Read);
        var isLocked = LinuxFile.TryLock(file.Stream.SafeFileHandle);
        if (isLocked == true) return file;
        file.Stream.Dispose();
        return isLocked is null ? new JournalFile(path, FileShare.None) : throw new IOException("Another run has its lock.", InUseCode);
    }
}
