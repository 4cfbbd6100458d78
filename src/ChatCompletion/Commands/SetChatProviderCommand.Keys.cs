using System.Security;

namespace ChatCompletions.Commands;

// The provider's key and the secrets of its headers.
public sealed partial class SetChatProviderCommand
{
    /// <summary>Replaces the source of the key: a provider has only one.</summary>
    private ChatProvider WithKey(ChatProvider provider, ChatProvider? known)
    {
        CheckKeySources();
        if (Vault is not null) provider = provider with { Vault = Vault };
        var isSession = provider.Scope == ChatProvider.SessionScope;
        if (HasNewKey) provider = WithNewKey(provider, isSession);
        if (!isSession && provider.SessionKey is not null)
            throw Errors.Wrong(
                nameof(ApiKey),
                "The provider's key is in memory only. To save the provider in a file, give -ApiKey again, or -ApiKeyVariable.");
        if (IsGiven(nameof(Headers))) return WithHeaders(provider, known, isSession);
        if (!isSession && provider.SessionHeaders is not null)
            throw Errors.Wrong(
                nameof(Headers),
                "The provider's secret headers are in memory only. To save the provider in a file, give -Headers again.");
        return provider;
    }

    private bool HasNewKey => ApiKey is not null || SecretName is not null || ApiKeyVariable is not null || ApiKeyCommand is not null;

    private void CheckKeySources()
    {
        if (ApiKeyVariable is not null && (ApiKey is not null || SecretName is not null))
            throw Errors.Wrong(
                nameof(ApiKeyVariable),
                "-ApiKeyVariable cannot be used with -ApiKey or -SecretName: a provider has only one source for its key.");
        if (ApiKeyCommand is not null && (ApiKey is not null || SecretName is not null || ApiKeyVariable is not null))
            throw Errors.Wrong(
                nameof(ApiKeyCommand),
                "-ApiKeyCommand cannot be used with -ApiKey, -SecretName or -ApiKeyVariable: a provider has only one source for its key.");
    }

    private ChatProvider WithNewKey(ChatProvider provider, bool isSession)
    {
        var former = provider.SecretName;
        provider = provider with { KeyCommand = null, ApiKeyVariable = null, SecretName = null, SessionKey = null };
        if (ApiKeyCommand is not null) return provider with { KeyCommand = new KeyCommand(ApiKeyCommand.ToString()) };
        if (ApiKeyVariable is not null) return provider with { ApiKeyVariable = ApiKeyVariable };
        if (ApiKey is not null && isSession && SecretName is null && Vault is null) return provider with { SessionKey = ApiKey };
        return provider with { SecretName = SecretName ?? former ?? ProviderVault.DefaultName(provider.Name) };
    }

    private ChatProvider WithHeaders(ChatProvider provider, ChatProvider? known, bool isSession)
    {
        var plain = new JsonDictionary();
        var secret = new Dictionary<string, SecureString>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in HeaderPairs())
        {
            ProviderRules.CheckHeaderName(name);
            if (SecureCopy.Of(value, nameof(Headers)) is { } secure) secret[name] = secure;
            else plain[name] = value as string ?? throw NotText(name);
        }
        var inVault = isSession ? new JsonDictionary() : NamesOfSecrets(provider.Name, secret.Keys, known?.SecretHeaders);
        return provider with
        {
            Headers = plain.Count > 0 ? plain : null,
            SecretHeaders = inVault.Count > 0 ? inVault : null,
            SessionHeaders = isSession && secret.Count > 0 ? secret : null,
        };
    }

    private static ChatRequestException NotText(string header) =>
        Errors.Wrong(nameof(Headers), $"-Headers: the value of {SafeText.Label(header)} is neither text nor a secure string.");

    /// <summary>
    /// The names of the headers' secrets. A known header keeps its name; a new one gets an unused name, because the former secrets must
    /// stay intact until the provider is saved.
    /// </summary>
    private static JsonDictionary NamesOfSecrets(string provider, ICollection<string> headers, JsonDictionary? former)
    {
        var names = new JsonDictionary();
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (header, secret) in former?.Pairs() ?? []) known[header] = (string)secret!;
        var used = new HashSet<string>(known.Values, StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            var number = 1;
            if (!known.TryGetValue(header, out var name))
                while (!used.Add(name = $"{ProviderVault.HeaderPrefix}{provider}-{number}")) number++;
            names[header] = name;
        }
        return names;
    }

    /// <summary>The secrets to store, by their names.</summary>
    private Dictionary<string, SecureString> NewSecrets(ChatProvider provider)
    {
        var secrets = new Dictionary<string, SecureString>();
        if (ApiKey is not null && provider.SecretName is { } name) secrets[name] = ApiKey;
        if (provider.SecretHeaders is null || !IsGiven(nameof(Headers))) return secrets;
        foreach (var (header, value) in HeaderPairs())
            if (SecureCopy.Of(value, nameof(Headers)) is { } secret && provider.SecretHeaders[header] is string secretName)
                secrets[secretName] = secret;
        return secrets;
    }
}
