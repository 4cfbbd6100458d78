using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// Manages the secrets of providers in vaults: it knows which provider uses which secret, stores new secrets, restores the former ones if
/// the provider cannot be saved, and removes those that no provider uses any longer.
/// </summary>
/// <param name="cmdlet">Writes warnings.</param>
/// <param name="vault">Calls SecretManagement.</param>
internal sealed class ProviderVault(ChatCmdlet cmdlet, SecretVault vault)
{
    /// <summary>The prefix of header secrets, which only this module creates.</summary>
    public const string HeaderPrefix = "ChatCompletionHeader-";

    private readonly List<(string Name, string? Vault, object? Former)> _changed = [];

    /// <summary>The names of a provider's secrets.</summary>
    public static IEnumerable<string> SecretsOf(ChatProvider provider)
    {
        var headers = (provider.SecretHeaders ?? new JsonDictionary()).Values.Cast<string>();
        return (provider.SecretName is { } key ? headers.Prepend(key) : headers).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The providers that use a secret: those in memory and those in files, even if they have the same name.</summary>
    /// <param name="secret">The secret's name.</param>
    /// <param name="home">Its vault; <see langword="null"/> for the default vault.</param>
    /// <exception cref="ChatRequestException">The vaults cannot be listed.</exception>
    public List<ChatProvider> UsersOf(string secret, string? home) =>
        ProviderRegistry.Shared.Definitions().Where(provider => IsUser(provider, secret, home)).ToList();

    /// <summary>Stores the secrets of a provider that is about to be saved.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="secrets">The secrets, by their names.</param>
    /// <param name="replaced">The definitions that it replaces.</param>
    /// <exception cref="ChatRequestException">A secret belongs to another provider, or cannot be stored.</exception>
    public void Store(ChatProvider provider, IReadOnlyDictionary<string, SecureString> secrets, IReadOnlyList<ChatProvider> replaced)
    {
        foreach (var name in secrets.Keys) CheckOwner(name, provider.Vault, replaced);
        foreach (var (name, secret) in secrets)
        {
            var former = vault.Find(name, provider.Vault);
            // A provider in another configuration folder may use it.
            if (former is not null && name == provider.SecretName && !replaced.Any(one => IsUser(one, name, provider.Vault)))
                cmdlet.WriteWarning($"The secret {name} already existed in the vault, and its value is replaced.");
            _changed.Add((name, provider.Vault, former));
            vault.Write(name, provider.Vault, secret);
        }
    }

    /// <summary>Reverts the changes of <see cref="Store"/>.</summary>
    public void Undo()
    {
        foreach (var (name, home, former) in Enumerable.Reverse(_changed))
        {
            try
            {
                if (former is null) vault.Remove(name, home);
                else vault.Write(name, home, former);
            }
            catch (ChatException failed)
            {
                cmdlet.WriteWarning($"The former value of the secret {name} could not be restored: {failed.Message}");
            }
        }
        _changed.Clear();
    }

    /// <summary>
    /// Removes header secrets that no provider uses any longer. A key is kept, with a warning, because it may be used elsewhere.
    /// </summary>
    /// <param name="former">The definitions that were replaced.</param>
    public void RemoveUnused(IReadOnlyList<ChatProvider> former)
    {
        foreach (var provider in former)
            foreach (var name in SecretsOf(provider))
            {
                try
                {
                    if (UsersOf(name, provider.Vault).Count > 0) continue;
                    var home = provider.Vault is { } named ? $" in vault {SafeText.Label(named)}" : "";
                    if (name.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase)) vault.Remove(name, provider.Vault);
                    else cmdlet.WriteWarning($"The provider's former key stays in the vault, as secret {SafeText.Label(name)}{home}.");
                }
                catch (ChatException failed)
                {
                    cmdlet.WriteWarning($"The unused secret {SafeText.Label(name)} stays in the vault: {failed.Message}");
                }
            }
    }

    /// <summary>The default name of a secret: only letters, digits and hyphens, because some vaults accept no others.</summary>
    public static string DefaultName(string provider) => "ChatCompletion-" + provider;

    private bool IsUser(ChatProvider provider, string secret, string? home) =>
        SecretsOf(provider).Contains(secret, StringComparer.OrdinalIgnoreCase) && vault.IsSame(provider.Vault, home);

    private void CheckOwner(string name, string? home, IReadOnlyList<ChatProvider> replaced)
    {
        var users = UsersOf(name, home);
        var others = users.Where(user => !replaced.Any(one => IsSame(one, user))).ToList();
        if (others.Count == 0) return;
        if (others.Count == users.Count)
            throw Errors.Wrong(
                "SecretName",
                $"The provider {Describe(others)} uses the secret {name}, and its value would be replaced. "
                + "Give another name with -SecretName; to use the existing value, omit -ApiKey; "
                + "to replace it, set the key of that provider.");
        cmdlet.WriteWarning($"The provider {Describe(others)} also uses the secret {name} and gets the new value as well.");
    }

    /// <summary>The names of providers, with their scopes.</summary>
    public static string Describe(IEnumerable<ChatProvider> providers) =>
        string.Join(", ", providers.Select(static provider => $"'{provider.Name}' ({provider.Scope})"));

    /// <summary>Whether two providers are one: the same name in the same scope.</summary>
    public static bool IsSame(ChatProvider one, ChatProvider other) =>
        one.Scope == other.Scope && string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);
}
