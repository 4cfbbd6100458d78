using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The providers in the user's configuration folder: one file for each, readable only by the user, and a file that names the default.
/// Files are written completely and then moved into place, so a reader never sees a partial file.
/// </summary>
internal sealed class ProviderFolder(string path)
{
    private const string Extension = ".json";
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _defaultFile = Path.Combine(path, "default");

    /// <summary>Gets the folder of the current user: <c>ChatCompletion/providers</c> in the system's folder for application data.</summary>
    public static ProviderFolder ForUser() => new(Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "ChatCompletion",
        "providers"));

    /// <summary>Gets the names of the saved providers.</summary>
    public IEnumerable<string> Names()
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(path, "*" + Extension)
                    .Select(static file => Path.GetFileNameWithoutExtension(file))
                    .Where(ProviderRules.IsName)
                    .Order(StringComparer.OrdinalIgnoreCase),
            ];
        }
        catch (Exception missing) when (missing is DirectoryNotFoundException or FileNotFoundException)
        {
            return [];
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, broken);
        }
    }

    /// <summary>Gets a provider; <see langword="null"/> if it does not exist.</summary>
    /// <exception cref="ChatRequestException">The file cannot be read, or is damaged.</exception>
    public ChatProvider? Find(string name)
    {
        if (Names().FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) is not { } known) return null;
        var file = FileOf(known);
        try
        {
            var isDefault = string.Equals(Default, known, StringComparison.OrdinalIgnoreCase);
            return ProviderJson.Read(known, File.ReadAllText(file)) with { Default = isDefault };
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception damaged) when (damaged is JsonException or ChatRequestException)
        {
            throw new ChatRequestException(
                ChatErrorKind.ProviderDamaged,
                "Provider",
                $"The file of the provider '{known}' is damaged: {damaged.Message} It was not changed: {file}. "
                + $"Repair it, or remove it with Remove-ChatProvider {known}.",
                damaged);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, broken);
        }
    }

    /// <summary>The name of the default provider; <see langword="null"/> if none is set.</summary>
    public string? Default
    {
        get
        {
            try
            {
                return File.ReadAllText(_defaultFile).Trim() is var name && ProviderRules.IsName(name) ? name : null;
            }
            catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Saves a provider.</summary>
    /// <exception cref="ChatRequestException">The file cannot be written.</exception>
    public void Save(ChatProvider provider)
    {
        var known = Names().FirstOrDefault(name => string.Equals(name, provider.Name, StringComparison.OrdinalIgnoreCase)) ?? provider.Name;
        WriteAtomically(FileOf(known), ProviderJson.Write(provider));
    }

    /// <summary>Sets the default provider; <see langword="null"/> clears it.</summary>
    /// <exception cref="ChatRequestException">The file cannot be written.</exception>
    public void SetDefault(string? name)
    {
        if (name is not null) WriteAtomically(_defaultFile, System.Text.Encoding.ASCII.GetBytes(name));
        else Delete(_defaultFile);
    }

    /// <summary>Deletes the file of a provider, even a damaged one.</summary>
    public void Remove(string name)
    {
        foreach (var known in Names().Where(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))) Delete(FileOf(known));
        if (string.Equals(Default, name, StringComparison.OrdinalIgnoreCase)) SetDefault(null);
    }

    private string FileOf(string name) => Path.Combine(path, name + Extension);

    private void WriteAtomically(string file, byte[] content)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UserOnly | UnixFileMode.UserExecute);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UserOnly;
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // If the folder does not exist, deleting the file would fail too.
            if (File.Exists(temporary)) File.Delete(temporary);
            throw new ChatRequestException(
                ChatErrorKind.ProviderDamaged,
                "Name",
                $"{file} cannot be written: {broken.Message} To keep the provider in memory only, use -Scope Session.",
                broken);
        }
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (DirectoryNotFoundException)
        {
            // There is nothing to delete.
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, broken);
        }
    }

    private static ChatRequestException Unreadable(string file, Exception cause) =>
        new(ChatErrorKind.ProviderDamaged, "Provider", $"{file} cannot be used: {cause.Message}", cause);
}
