namespace ChatCompletions;

/// <summary>
/// The folder with the saved providers: the one that the variable <see cref="Variable"/> names, otherwise <c>ChatCompletion</c> in the
/// user's application data (<c>~/.config</c> on Linux, <c>%APPDATA%</c> on Windows, <c>~/Library/Application Support</c> on macOS).
/// </summary>
internal static class ConfigurationFolder
{
    /// <summary>The environment variable that names another folder, for containers, services and tests.</summary>
    public const string Variable = "CHATCOMPLETION_CONFIG_HOME";

    /// <summary>Gets the folder of the providers' files.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="applicationData">The folder of the user's application data; empty if the account has none.</param>
    /// <returns>The full path; <see langword="null"/> if the account has no folder for application data.</returns>
    /// <exception cref="ChatRequestException">
    /// The variable does not contain a full path. A relative path would depend on the current folder, where others may write.
    /// </exception>
    public static string? OfProviders(Func<string, string?> environment, string applicationData)
    {
        if (environment(Variable) is { Length: > 0 } named)
        {
            if (!Path.IsPathFullyQualified(named))
                throw new ChatRequestException(
                    ChatErrorKind.InvalidRequest,
                    "Provider",
                    $"The environment variable {Variable} must contain a full path, such as {Example}; "
                    + $"it contains '{SafeText.Excerpt(named, 200)}'.");
            return Path.Combine(named, "providers");
        }
        return Path.IsPathFullyQualified(applicationData) ? Path.Combine(applicationData, "ChatCompletion", "providers") : null;
    }

    /// <summary>Gets the folder of the current user.</summary>
    public static string? OfProviders(Func<string, string?> environment) => OfProviders(
        environment,
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>
    /// Gets the part of a path that exists and is not a folder: a file, or a link whose target is missing, such as an unmounted disk. Then
    /// it is unknown what the folder contains.
    /// </summary>
    /// <returns>The path of that part; <see langword="null"/> if the folder exists, or has not been created yet.</returns>
    public static string? Obstacle(string path)
    {
        for (var part = path; part is not null && !Directory.Exists(part); part = Path.GetDirectoryName(part))
            if (File.Exists(part) || new FileInfo(part).LinkTarget is not null) return part;
        return null;
    }

    /// <summary>The error if a provider cannot be saved, because there is no folder.</summary>
    public static ChatRequestException Missing() => new(
        ChatErrorKind.ProviderDamaged,
        "Name",
        "This account has no folder for application data, so no provider can be saved. Set the environment variable "
        + $"{Variable} to the full path of a folder that only this account can write to, or use -Scope Session.");

    private static string Example => OperatingSystem.IsWindows()
        ? @"C:\Users\service\ChatCompletion"
        : "/home/service/chatcompletion";
}
