namespace ChatCompletions;

/// <summary>
/// Keeps a journal for one writer, while others may read it. A lock ends with its process, however that ends, and leaves nothing
/// behind.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    /// <summary>The byte that is locked on Linux lies behind all that a journal can hold.</summary>
    private const long Place = long.MaxValue - 1;

    /// <summary>The code of an <see cref="IOException"/> that says so: Windows' sharing violation.</summary>
    public const int InUseCode = unchecked((int)0x80070020);

    private static readonly HashSet<string> Taken = [];

    private readonly FileStream _file;
    private readonly string? _name;

    private JournalLock(FileStream file, string? name)
    {
        _file = file;
        _name = name;
    }

    /// <summary>
    /// How a journal is opened for writing. Windows lets others read and not write by this alone. On Linux it keeps nobody out, and
    /// a lock of a byte does. Other systems have neither, so nobody can read there until the run is over.
    /// </summary>
    public static FileShare Share => OperatingSystem.IsWindows() || OperatingSystem.IsLinux() ? FileShare.Read : FileShare.None;

    /// <summary>Refuses a journal that this process writes, before it is opened: closing it again would let other processes in.</summary>
    /// <exception cref="IOException">It does.</exception>
    public static void CheckOwn(string path)
    {
        lock (Taken)
            if (Taken.Contains(Path.GetFullPath(path))) throw InUse();
    }

    /// <summary>Takes the lock of an open journal.</summary>
    /// <exception cref="IOException">Another writer has it.</exception>
    public static JournalLock Take(FileStream file)
    {
        if (!OperatingSystem.IsLinux()) return new JournalLock(file, null);
        // A process does not lock itself out, so its own journals are known by their real paths.
        var name = new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget ?? file.Name;
        lock (Taken)
            if (!Taken.Add(name)) throw InUse();
        var taken = new JournalLock(file, name);
        try
        {
            taken.Renew();
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Takes the lock once more: on Linux a process loses it when anything in it closes the same file after reading it.</summary>
    /// <exception cref="IOException">Meanwhile another process has taken it.</exception>
    public void Renew()
    {
        if (OperatingSystem.IsLinux()) _file.Lock(Place, 1);
    }

    /// <summary>Lets others in. The lock of the file itself ends as it is closed.</summary>
    public void Dispose()
    {
        if (_name is null) return;
        lock (Taken) Taken.Remove(_name);
    }

    private static IOException InUse() => new("Another pipeline of this process writes it.", InUseCode);
}
