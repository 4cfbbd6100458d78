namespace ChatCompletions;

/// <summary>Recognizes journals, so that other files stay unchanged, and explains why a file cannot be used.</summary>
internal static class JournalStart
{
    /// <summary>Why a pipe or a device is rejected.</summary>
    public const string NoFile = "it is not a file on a disk. Name a file.";

    /// <summary>Why a journal is refused while a run holds its lock.</summary>
    public const string OtherRun = "another run writes to it. Give each run its own journal, or wait for the other run to end.";

    // The error code cannot tell a run from a program that keeps others from writing, such as an editor or a backup.
    private const string OtherProgram = "another run writes to it, or another program has it open exclusively. "
        + "Give each run its own journal, or close the file in the other program.";

    // ERROR_SHARING_VIOLATION of Windows; on Unix the HRESULT is the errno: EAGAIN is 11 on Linux and 35 on macOS.
    private const int InUse = unchecked((int)0x80070020);
    private const int Again = 11;
    private const int AgainOfBsd = 35;

    /// <summary>Opens a journal for reading, even while a run writes it.</summary>
    /// <param name="path">The full path, taken literally.</param>
    /// <exception cref="ChatRequestException">The file is not a journal, or cannot be read.</exception>
    public static FileStream OpenForReading(string path)
    {
        CheckKind(path, isLinkAllowed: true);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (!file.CanSeek) throw Failed(path, NoFile);
            Check(path, file);
            return file;
        }
        catch (Exception failed)
        {
            file?.Dispose();
            throw Explain(path, failed);
        }
    }

    /// <summary>Rejects anything but a file before it is opened: opening a pipe can block, and opening a device can change it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isLinkAllowed">Whether the path may be a symbolic link.</param>
    public static void CheckKind(string path, bool isLinkAllowed)
    {
        if (Directory.Exists(path)) throw Failed(path, "it is a folder.");
        // Another user who can create a link could have the answers written to another file of this user.
        if (!isLinkAllowed && new FileInfo(path).LinkTarget is not null) throw Failed(path, "it is a symbolic link. Name the file itself.");
        if (FileStat.Of(path, isLinkAllowed) is { IsRegular: false }) throw Failed(path, NoFile);
    }

    /// <summary>Rejects a file that is not a journal. A killed run can have left a part of the first line.</summary>
    public static void Check(string path, FileStream file)
    {
        if (!IsJournal(file.SafeFileHandle))
            throw Failed(path, "it is not a journal of Invoke-ChatCompletion. It was not changed; name another file.");
    }

    /// <summary>Whether an open file starts like a journal, or is empty.</summary>
    public static bool IsJournal(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[JournalLine.Start.Length];
        start = start[..RandomAccess.Read(file, start, 0)];
        var line = start.IndexOf((byte)'\n') is var end and >= 0 ? start[..end] : start;
        return start.IsEmpty || (!line.IsEmpty && JournalLine.Start.StartsWith(line));
    }

    /// <summary>Creates the error for a journal that cannot be used.</summary>
    public static ChatRequestException Failed(string path, string why, Exception? cause = null) =>
        new(new CallFailure(ChatErrorKind.JournalFailed, $"The journal {SafeText.Excerpt(path, 500)} cannot be used: {why}", cause)
        {
            IsRefusedCall = true,
            Parameter = "JournalPath",
            Advice = "Name another file, or correct what is wrong with this one. Nothing was sent.",
        });

    /// <summary>Converts an exception of the file system to the error of a journal; returns any other exception unchanged.</summary>
    public static Exception Explain(string path, Exception failed) => failed switch
    {
        FileNotFoundException => Failed(path, "there is no such file.", failed),
        DirectoryNotFoundException => Failed(path, "there is no such folder.", failed),
        UnauthorizedAccessException => Failed(path, "access is denied.", failed),
        IOException { HResult: InUse or Again or AgainOfBsd } => Failed(path, OtherProgram, failed),
        IOException => Failed(path, SafeText.Excerpt(failed.Message, 300), failed),
        _ => failed,
    };
}
