namespace ChatCompletions;

/// <summary>Opens journals, and refuses to touch what is none.</summary>
internal static class JournalFile
{
    /// <summary>Opens a journal for a run, and makes it where there is none.</summary>
    /// <param name="path">The whole path, taken literally.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be used.</exception>
    public static (FileStream File, JournalLock Lock) OpenForWriting(string path)
    {
        CheckKind(path);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = JournalLock.Share, BufferSize = 0 };
        // Prompts and answers are the user's own. On Windows a new file has the rights of its folder, which a user's folder keeps to the user.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream? file = null;
        try
        {
            JournalLock.CheckOwn(path);
            file = new FileStream(path, options);
            if (!file.CanSeek) throw Failed(path, "it is no file on a disk.");
            var taken = JournalLock.Take(file);
            try
            {
                CheckStart(path, file);
                return (file, taken);
            }
            catch
            {
                taken.Dispose();
                throw;
            }
        }
        catch (Exception failed)
        {
            file?.Dispose();
            throw failed is IOException or UnauthorizedAccessException ? Explained(path, failed) : failed;
        }
    }

    /// <summary>Opens a journal for reading, also while a run writes it.</summary>
    /// <param name="path">The whole path, taken literally.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be read.</exception>
    public static FileStream OpenForReading(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            CheckStart(path, file);
            return file;
        }
        catch (Exception failed)
        {
            file?.Dispose();
            throw failed is IOException or UnauthorizedAccessException ? Explained(path, failed) : failed;
        }
    }

    /// <summary>Why a journal cannot be used.</summary>
    public static ChatRequestException Failed(string path, string why, Exception? cause = null) =>
        new(ChatErrorKind.JournalFailed, "JournalPath", $"The journal {SafeText.Excerpt(path, 500)} cannot be used: {why}", cause) { Advice = "Name another file, or mend what is wrong with this one. Nothing was sent." };

    private static void CheckKind(string path)
    {
        if (Directory.Exists(path)) throw Failed(path, "it is a folder.");
        // Whoever can make a link could have the answers written over a file of the user's.
        if (new FileInfo(path).LinkTarget is not null) throw Failed(path, "it is a symbolic link. Name the file itself.");
    }

    /// <summary>A file that begins otherwise is somebody's, and is left as it is. A run that was killed can have left a piece of a first line.</summary>
    private static void CheckStart(string path, FileStream file)
    {
        Span<byte> start = stackalloc byte[JournalLine.Start.Length];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var line = start[..read].IndexOf((byte)'\n') is var end and >= 0 ? start[..end] : start[..read];
        if (read > 0 && (line.IsEmpty || !JournalLine.Start.StartsWith(line))) throw Failed(path, "it is no journal of Invoke-ChatCompletion. It was not changed; name another file.");
    }

    private static ChatRequestException Explained(string path, Exception failed) => failed switch
    {
        FileNotFoundException => Failed(path, "there is no such file.", failed),
        DirectoryNotFoundException => Failed(path, "there is no such folder.", failed),
        UnauthorizedAccessException => Failed(path, "it may not be opened.", failed),
        _ => IsInUse(failed)
            ? Failed(path, "another run writes it. Give each run a journal of its own, or wait for the other one.", failed)
            : Failed(path, SafeText.Excerpt(failed.Message, 300), failed),
    };

    private static bool IsInUse(Exception failed)
    {
        // On Unix it is the system's own number: EAGAIN, of Linux and of others.
        const int EAgain = 11;
        const int EAgainOfBsd = 35;
        return failed.HResult is JournalLock.InUseCode or EAgain or EAgainOfBsd;
    }
}
