using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The providers in the user's configuration folder: one file for each, readable only by the user, and a file that names the default.
/// Files are written completely and then moved into place, so a reader never sees a partial file.
/// </summary>
/// <param name="path">
/// The folder; <see langword="null"/> if this account has none. Then there are no saved providers, and none can be saved.
/// </param>
internal sealed class ProviderFolder(string? path)
{
    private const string Extension = ".json";

    private readonly string _defaultFile = Path.Combine(path ?? "", "default");

    /// <summary>Gets the names of the saved providers.</summary>
    /// <exception cref="ChatRequestException">The folder exists and cannot be read.</exception>
    public IEnumerable<string> Names()
    {
        // A file in the place of the folder contains no providers either. Windows reports it as an I/O error.
        if (path is null || File.Exists(path)) return [];
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
            return ProviderJson.Read(known, SharedFile.ReadText(file)) with { Default = IsDefault(known) };
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

    /// <summary>Gets the name of the default provider; <see langword="null"/> if none is set.</summary>
    /// <exception cref="ChatRequestException">
    /// The file exists and cannot be read, or contains no name. Then the default is unknown, and no other provider may take its place.
    /// </exception>
    public string? ReadDefault()
    {
        if (path is null) return null;
        if (ConfigurationFolder.Obstacle(path) is { } obstacle)
            throw DefaultUnknown($"{obstacle} is not a folder, or a link to one that is missing.");
        string name;
        try
        {
            name = SharedFile.ReadText(_defaultFile).Trim();
        }
        catch (Exception missing) when (missing is DirectoryNotFoundException or FileNotFoundException)
        {
            return null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw DefaultUnknown($"{_defaultFile} cannot be read: {broken.Message}", broken);
        }
        return ProviderRules.IsName(name) ? name : throw DefaultUnknown($"{_defaultFile} does not contain the name of a provider.");
    }

    /// <summary>Whether a provider is the default; <see langword="false"/> if the default cannot be read.</summary>
    public bool IsDefault(string name)
    {
        try
        {
            return string.Equals(ReadDefault(), name, StringComparison.OrdinalIgnoreCase);
        }
        catch (ChatRequestException)
        {
            return false;
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
        if (name is not null) WriteAtomically(_defaultFile, Encoding.ASCII.GetBytes(name));
        else if (path is not null) Delete(_defaultFile);
    }

    /// <summary>Deletes the file of a provider, even a damaged one.</summary>
    public void Remove(string name)
    {
        foreach (var known in Names().Where(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))) Delete(FileOf(known));
        if (IsDefault(name)) SetDefault(null);
    }

    private string FileOf(string name) => Path.Combine(path ?? "", name + Extension);

    private void WriteAtomically(string file, byte[] content)
    {
        if (path is null) throw ConfigurationFolder.Missing();
        try
        {
            SharedFile.Replace(file, content);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
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
            SharedFile.Delete(file);
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

    private static ChatRequestException DefaultUnknown(string fault, Exception? cause = null) => new(
        ChatErrorKind.ProviderDamaged,
        "Provider",
        $"The default provider is unknown: {fault} Name a provider with -Provider, or set the default again: "
        + "Set-ChatProvider -Name … -Default.",
        cause);

    private static ChatRequestException Unreadable(string file, Exception cause) =>
        new(ChatErrorKind.ProviderDamaged, "Provider", $"{file} cannot be used: {cause.Message}", cause);
}
