namespace ChatCompletions;

/// <summary>Tells journals from other files, which are left as they are, and says why one cannot be used.</summary>
internal static class JournalStart
{
    /// <summary>Why a pipe or a device is refused.</summary>
    public const string NoFile = "it is no file on a disk. Name a file.";

    private const int InUse = unchecked((int)0x80070020);

    // On Unix the code is the system's own number: EAGAIN, of Linux and of others.
    private const int Again = 11;
    private const int AgainOfBsd = 35;

    /// <summary>Opens a journal for reading, also while a run writes it.</summary>
    /// <param name="path">The whole path, taken literally.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be read.</exception>
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

    /// <summary>Refuses what is no file, before it is opened: that alone can wait for ever, or do something to a device.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isLinkAllowed">Whether the path may be a symbolic link.</param>
    public static void CheckKind(string path, bool isLinkAllowed)
    {
        if (Directory.Exists(path)) throw Failed(path, "it is a folder.");
        // Whoever can make a link could have the answers written over another file of the user.
        if (!isLinkAllowed && new FileInfo(path).LinkTarget is not null) throw Failed(path, "it is a symbolic link. Name the file itself.");
        if (FileStat.Of(path, isLinkAllowed) is { IsRegular: false }) throw Failed(path, NoFile);
    }

    /// <summary>Refuses a file that begins otherwise. A run that was killed can have left a piece of a first line.</summary>
    public static void Check(string path, FileStream file)
    {
        if (!IsJournal(file.SafeFileHandle))
            throw Failed(path, "it is no journal of Invoke-ChatCompletion. It was not changed; name another file.");
    }

    /// <summary>Whether an open file begins like a journal, or is empty.</summary>
    public static bool IsJournal(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[JournalLine.Start.Length];
        start = start[..RandomAccess.Read(file, start, 0)];
        var line = start.IndexOf((byte)'\n') is var end and >= 0 ? start[..end] : start;
        return start.IsEmpty || (!line.IsEmpty && JournalLine.Start.StartsWith(line));
    }

    /// <summary>Why a journal cannot be used.</summary>
    public static ChatRequestException Failed(string path, string why, Exception? cause = null) =>
        new(new CallFailure(ChatErrorKind.JournalFailed, $"The journal {SafeText.Excerpt(path, 500)} cannot be used: {why}", cause)
        {
            IsRefusedCall = true,
            Parameter = "JournalPath",
            Advice = "Name another file, or correct what is wrong with this one. Nothing was sent.",
        });

    /// <summary>What a failure of the system means for a journal; any other exception as it is.</summary>
    public static Exception Explain(string path, Exception failed) => failed switch
    {
        FileNotFoundException => Failed(path, "there is no such file.", failed),
        DirectoryNotFoundException => Failed(path, "there is no such folder.", failed),
        UnauthorizedAccessException => Failed(path, "it may not be opened.", failed),
        IOException { HResult: InUse or Again or AgainOfBsd } =>
            Failed(path, "another run writes it. Give each run a journal of its own, or wait for the other one.", failed),
        IOException => Failed(path, SafeText.Excerpt(failed.Message, 300), failed),
        _ => failed,
    };
}
