namespace ChatCompletions.Tests;

/// <summary>A folder for providers' files that is removed after the test. At first it does not exist.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _root = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "chatcompletion-" + Guid.NewGuid().ToString("N"));

    public string Path => System.IO.Path.Combine(_root, "settings", "providers");

    public ProviderFolder Folder => new(Path);

    public string[] Files => [.. Directory.GetFiles(Path).Select(static file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>A registry over this folder, as a new process has it.</summary>
    public ProviderRegistry Registry(Func<string, string?>? environment = null) => new(environment ?? (static _ => null), Path);

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public void Write(string file, string content)
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(PathOf(file), content);
    }

    public void Dispose()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }
}
