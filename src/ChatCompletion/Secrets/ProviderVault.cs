using System.Security;

namespace ChatCompletions.Commands;

/// <summary>
/// Keeps the secrets of providers in vaults: it knows which provider uses which secret, stores new ones, puts the former ones back where
/// the provider cannot be saved, and removes those that no provider uses any more.
/// </summary>
/// <param name="cmdlet">Writes warnings.</param>
/// <param name="vault">Talks to SecretManagement.</param>
internal sealed class ProviderVault(ChatCmdlet cmdlet, SecretVault vault)
{
    /// <summary>How the secrets of headers are named, which only this module makes.</summary>
    public const string HeaderPrefix = "ChatCompletionHeader-";

    private readonly List<(string Name, string? Vault, object? Former)> _changed = [];

    /// <summary>The secrets that a provider names.</summary>
    public static IEnumerable<string> SecretsOf(ChatProvider provider)
    {
        var headers = (provider.SecretHeaders ?? new JsonDictionary()).Values.Cast<string>();
        return (provider.SecretName is { } key ? headers.Prepend(key) : headers).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The providers that use a secret: those in memory, and those in files, also where one in memory has their name.</summary>
    /// <param name="secret">The secret's name.</param>
    /// <param name="home">Its vault; the default vault where it is <see langword="null"/>.</param>
    /// <exception cref="ChatRequestException">The vaults cannot be listed.</exception>
    public List<ChatProvider> UsersOf(string secret, string? home) =>
        ProviderRegistry.Shared.Definitions().Where(provider => IsUser(provider, secret, home)).ToList();

    /// <summary>Stores the secrets of a provider that is about to be saved.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="secrets">The secrets, by their names.</param>
    /// <param name="replaced">The definitions that it takes the place of.</param>
    /// <exception cref="ChatRequestException">A secret is another provider's, or cannot be stored.</exception>
    public void Store(ChatProvider provider, IReadOnlyDictionary<string, SecureString> secrets, IReadOnlyList<ChatProvider> replaced)
    {
        foreach (var name in secrets.Keys) CheckOwner(name, provider.Vault, replaced);
        foreach (var (name, secret) in secrets)
        {
            var former = vault.Find(name, provider.Vault);
            if (former is not null && name == provider.SecretName && name != DefaultName(provider.Name)
                && !replaced.Any(one => IsUser(one, name, provider.Vault)))
                cmdlet.WriteWarning($"The secret {name} was in the vault already, and its value is replaced.");
            _changed.Add((name, provider.Vault, former));
            vault.Write(name, provider.Vault, secret);
        }
    }

    /// <summary>Puts back what <see cref="Store"/> has changed.</summary>
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
                cmdlet.WriteWarning($"The secret {name} could not be put back as it was before: {failed.Message}");
            }
        }
        _changed.Clear();
    }

    /// <summary>Removes the secrets of headers that no provider uses any more, and warns of a key that stays: it may be used elsewhere.</summary>
    /// <param name="former">The definitions that are gone.</param>
    public void LeaveFormer(IReadOnlyList<ChatProvider> former)
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
                    cmdlet.WriteWarning($"The secret {SafeText.Label(name)}, which is not used any more, stays in the vault: {failed.Message}");
                }
            }
    }

    /// <summary>Letters, digits and hyphens only, since some vaults take no others.</summary>
    public static string DefaultName(string provider) => "ChatCompletion-" + provider;

    private bool IsUser(ChatProvider provider, string secret, string? home) =>
        SecretsOf(provider).Contains(secret, StringComparer.OrdinalIgnoreCase) && vault.IsSame(provider.Vault, home);

    private void CheckOwner(string name, string? home, IReadOnlyList<ChatProvider> replaced)
    {
        var users = UsersOf(name, home);
        var others = users.Where(user => !replaced.Any(one => IsSame(one, user))).ToList();
        if (others.Count == 0) return;
        if (others.Count == users.Count)
            throw Errors.Wrong("SecretName", $"The secret {name} is used by the provider {Describe(others)}, and its value would be replaced. "
                + "Give another name with -SecretName; to use the value that is there, leave -ApiKey out; to replace it, set the key of that provider.");
        cmdlet.WriteWarning($"The secret {name} is used by the provider {Describe(others)} too, which gets the new value as well.");
    }

    /// <summary>The names of providers, with their scopes.</summary>
    public static string Describe(IEnumerable<ChatProvider> providers) =>
        string.Join(", ", providers.Select(static provider => $"'{provider.Name}' ({provider.Scope})"));

    /// <summary>Whether two providers are one: the same name in the same scope.</summary>
    public static bool IsSame(ChatProvider one, ChatProvider other) =>
        one.Scope == other.Scope && string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);
}
