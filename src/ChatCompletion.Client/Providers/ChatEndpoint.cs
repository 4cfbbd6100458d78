namespace ChatCompletions;

/// <summary>A provider made ready for a call: its address, its key and the rules that both must keep.</summary>
public sealed class ChatEndpoint
{
    private readonly string? _key;

    private ChatEndpoint(ChatProvider provider, Uri apiBase, string? apiVersion, string? key)
    {
        Provider = provider;
        ApiBase = apiBase;
        ApiVersion = apiVersion;
        _key = key;
        Mask = new SecretMask(key);
    }

    /// <summary>The provider.</summary>
    public ChatProvider Provider { get; }

    /// <summary>The base URL.</summary>
    public Uri ApiBase { get; }

    /// <summary>The API version for the query, where there is one.</summary>
    public string? ApiVersion { get; }

    /// <summary>Where the key was found, for Verbose; <see langword="null"/> where there is none.</summary>
    public string? KeySource { get; private init; }

    /// <summary>The model that is asked where the call names none.</summary>
    internal string? DefaultModel => Provider.Model ?? Provider.Preset.Model;

    internal SecretMask Mask { get; }

    /// <summary>Makes a provider ready for a call.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="apiBase">A base URL for this call only.</param>
    /// <param name="apiVersion">An API version for the query (<c>api-version</c>).</param>
    /// <param name="allowUnencryptedAuthentication">Whether a key may go over plain http to another machine.</param>
    /// <param name="environment">Reads an environment variable; the process's own unless given.</param>
    /// <exception cref="ChatRequestException">An address is wrong, a key is missing, or sending would show the key to somebody else.</exception>
    public static ChatEndpoint Create(
        ChatProvider provider,
        string? apiBase = null,
        string? apiVersion = null,
        bool allowUnencryptedAuthentication = false,
        Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var read = environment ?? Environment.GetEnvironmentVariable;
        var preset = provider.Preset;
        var home = HomeOf(provider, read);
        var target = apiBase is null ? home : EndpointUrl.ParseBase(apiBase, "ApiBase");
        if (target is null)
            throw new ChatRequestException("ApiBase", $"The provider '{provider.Name}' has no base URL. Give -ApiBase, or set one with Set-ChatProvider -ApiBase.");

        var (key, source) = FindKey(provider, home, read);
        var isHome = home is not null && EndpointUrl.SameOrigin(home, target);
        if (key is null && preset.NeedsKey && isHome && IsPresetOrigin(preset, target))
            throw new ChatRequestException(ChatErrorKind.ApiKeyMissing, "Provider", $"The provider '{provider.Name}' needs a key, and none was found. Put it in the environment variable {string.Join(" or ", preset.KeyVariables)}.");
        if (key is not null && !isHome)
            throw new ChatRequestException(ChatErrorKind.InsecureRequest, "ApiBase", $"The key of '{provider.Name}' belongs to {home?.GetLeftPart(UriPartial.Authority)} and is not sent to {target.GetLeftPart(UriPartial.Authority)}. For another address make another provider: Set-ChatProvider -Name … -ApiBase … -ApiKeyVariable …");
        if (key is not null && target.Scheme == Uri.UriSchemeHttp && !target.IsLoopback && !allowUnencryptedAuthentication)
            throw new ChatRequestException(ChatErrorKind.InsecureRequest, "ApiBase", $"The key of '{provider.Name}' would go over plain http to {target.Host}, readable on the way. Use https, or allow it with -AllowUnencryptedAuthentication.");
        CheckKey(key, source);
        return new ChatEndpoint(provider, target, apiVersion, key) { KeySource = source };
    }

    /// <summary>Puts the key on a request, the only place where it leaves this object.</summary>
    internal void Authorize(HttpRequestMessage request)
    {
        if (_key is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _key);
    }

    /// <summary>The provider's own address: as defined, or as a variable says, or the preset's.</summary>
    private static Uri? HomeOf(ChatProvider provider, Func<string, string?> read)
    {
        if (provider.ApiBase is not null) return EndpointUrl.ParseBase(provider.ApiBase, "ApiBase");
        foreach (var variable in provider.Preset.BaseVariables)
            if (read(variable) is { } text && !string.IsNullOrWhiteSpace(text)) return EndpointUrl.ParseBase(text, "ApiBase", variable);
        return provider.Preset.ApiBase is { } known ? new Uri(known) : null;
    }

    /// <summary>The preset's variables hold keys for the preset's address, so a definition with another address does not get them.</summary>
    private static (string? Key, string? Source) FindKey(ChatProvider provider, Uri? home, Func<string, string?> read)
    {
        IEnumerable<string> variables = provider.Preset.KeyVariables;
        if (provider.ApiKeyVariable is { } own) variables = [own];
        else if (provider.ApiBase is not null && !IsPresetOrigin(provider.Preset, home!)) variables = [];
        foreach (var variable in variables)
            if (read(variable)?.Trim() is { Length: > 0 } key) return (key, "the environment variable " + variable);
        if (provider.ApiKeyVariable is { } missing)
            throw new ChatRequestException(ChatErrorKind.ApiKeyMissing, "Provider", $"The key of '{provider.Name}' should be in the environment variable {missing}, which is not set.");
        return (null, null);
    }

    private static bool IsPresetOrigin(ProviderPreset preset, Uri home) =>
        preset.ApiBase is not null && EndpointUrl.SameOrigin(new Uri(preset.ApiBase), home);

    /// <summary>A header holds printable ASCII only; a line break in it would be a header of its own.</summary>
    private static void CheckKey(string? key, string? source)
    {
        if (key is not null && key.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            throw new ChatRequestException(ChatErrorKind.ApiKeyMissing, "Provider", $"The key in {source} holds a space, a line break or another character that no key has. Set it again.");
    }
}
