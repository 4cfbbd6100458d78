using System.Collections;
using System.Security;

namespace ChatCompletions;

/// <summary>A provider made ready for a call: its address, its key and the rules that both must keep.</summary>
public sealed class ChatEndpoint
{
    private readonly object _lock = new();
    private readonly ISecretReader? _secrets;
    private EndpointKey _key;
    private SecureString? _given;
    private Task<EndpointKey>? _preparing;
    private Tuple<string?, Uri>? _lastChat;
    private string? _keyMark;

    private ChatEndpoint(ChatProvider provider, Uri apiBase, string? apiVersion, EndpointKey key, ISecretReader? secrets)
    {
        _secrets = secrets;
        Provider = provider;
        ApiBase = apiBase;
        ApiVersion = apiVersion;
        _key = key;
        Mask = new SecretMask(key.Secrets.Concat(ProviderSecrets.Find(provider).Select(static found => found.Field.Value))
            .Concat(ProviderSecrets.FindInUrl(apiBase).Select(static field => field.Value)));
    }

    /// <summary>The provider.</summary>
    public ChatProvider Provider { get; }

    /// <summary>The base URL.</summary>
    public Uri ApiBase { get; }

    /// <summary>The API version for the query, where there is one.</summary>
    public string? ApiVersion { get; }

    /// <summary>Where the key was found, for Verbose; <see langword="null"/> where there is none.</summary>
    public string? KeySource => _key.Source;

    /// <summary>Masks the key, those before it, and every other secret of a call.</summary>
    internal SecretMask Mask { get; }

    /// <summary>
    /// Tells the key from another one of the same provider, and says next to nothing of it; <see langword="null"/> where a command renews
    /// the key, or where it is very short.
    /// </summary>
    internal string? KeyMark => _keyMark ??= _key.Mark(Provider, ApiBase);

    /// <summary>An address for a message: without its query, and with secrets in its path masked.</summary>
    internal string Display(Uri address) => Mask.Apply(EndpointUrl.Display(address))!;

    /// <summary>The address that lists models.</summary>
    internal Uri ModelsUri => EndpointUrl.Models(ApiBase, Provider.Preset.UrlStyle, ApiVersion, Provider.Query);

    /// <summary>Makes a provider ready for a call.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="apiBase">A base URL for this call only.</param>
    /// <param name="apiVersion">An API version for the query (<c>api-version</c>).</param>
    /// <param name="allowUnencryptedAuthentication">Whether a key may go over plain http to another machine.</param>
    /// <param name="environment">Reads an environment variable; the process's own unless given.</param>
    /// <param name="secrets">Reads a secret from a vault.</param>
    /// <exception cref="ChatRequestException">An address is wrong, a key is missing, or sending would show the key to somebody else.</exception>
    public static ChatEndpoint Create(
        ChatProvider provider,
        string? apiBase = null,
        string? apiVersion = null,
        bool allowUnencryptedAuthentication = false,
        Func<string, string?>? environment = null,
        ISecretReader? secrets = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var read = environment ?? Environment.GetEnvironmentVariable;
        var preset = provider.Preset;
        var home = HomeOf(provider, read);
        var target = apiBase is null ? home : EndpointUrl.ParseBase(apiBase, "ApiBase", style: preset.UrlStyle);
        if (target is null)
            throw new ChatRequestException("ApiBase", $"The provider '{provider.Name}' has no base URL. Give -ApiBase, or set one with Set-ChatProvider -ApiBase.");

        // What can be refused without the key is refused before a vault is asked for it.
        var isHome = home is not null && EndpointUrl.SameOrigin(home, target);
        if (!isHome && provider.HasOwnKey) throw NotItsHome(provider, home, target);
        if (provider.HasOwnKey) CheckEncrypted(provider, target, allowUnencryptedAuthentication);
        var key = EndpointKey.Find(provider, read, secrets);
        if (key.IsSecret && !isHome) throw NotItsHome(provider, home, target);
        if (key.IsSecret) CheckEncrypted(provider, target, allowUnencryptedAuthentication);
        if (!key.IsSecret && preset.NeedsKey && isHome && provider.HasPresetAddress && (preset.ApiBase is null || EndpointUrl.SameOrigin(new Uri(preset.ApiBase), target)))
            throw new ChatRequestException(ChatErrorKind.ApiKeyMissing, "Provider", $"The provider '{provider.Name}' needs a key, and none was found. Put it in the environment variable {string.Join(" or ", preset.KeyVariables)}, or in a vault: Set-ChatProvider {provider.Name} -ApiKey (Read-Host -AsSecureString).");
        var version = apiVersion ?? provider.ApiVersion ?? (EndpointUrl.SaysVersion(target) ? null : VersionOf(preset, read));
        var endpoint = new ChatEndpoint(provider, target, version, key, secrets);
        endpoint.Mask.Add(SystemProxy.Secrets(read));
        return endpoint;
    }

    /// <summary>The address that answers questions to a model.</summary>
    internal Uri ChatUri(string? model)
    {
        var last = _lastChat;
        if (last is null || last.Item1 != model)
            _lastChat = last = Tuple.Create(model, EndpointUrl.Chat(ApiBase, Provider.Preset.UrlStyle, ApiVersion, model, Provider.Query));
        return last.Item2;
    }

    /// <summary>The key: of a command the one it last gave, or a new one. Calls that need it at once share one run.</summary>
    /// <exception cref="ChatRequestException">The command gives no key.</exception>
    internal ValueTask<EndpointKey> KeyAsync(CancellationToken stop)
    {
        lock (_lock)
        {
            if (_key is not { Command: { } command, Value: null }) return new(_key);
            _preparing ??= Observed(PrepareAsync(command));
            return new(_preparing.WaitAsync(stop));
        }
    }

    /// <summary>Forgets a key that the server refused, unless there is a newer one already.</summary>
    /// <param name="refused">The key that was sent.</param>
    /// <returns>Whether a command can give another one.</returns>
    internal bool ForgetKey(EndpointKey refused)
    {
        if (refused.Command is not { } command) return false;
        lock (_lock)
        {
            if (!ReferenceEquals(_key, refused)) return true;
            command.Forget(_given);
            _key = _key.With(null);
            return true;
        }
    }

    /// <summary>A task whose failure counts as seen, also where each caller that waited for it was cancelled.</summary>
    private static Task<EndpointKey> Observed(Task<EndpointKey> task)
    {
        _ = task.ContinueWith(static failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
        return task;
    }

    private async Task<EndpointKey> PrepareAsync(KeyCommand command)
    {
        await Task.Yield();
        try
        {
            var given = command.Last ?? await (_secrets ?? throw new ChatRequestException(ChatErrorKind.ApiKeyMissing, "Provider", "Commands that give keys can be run in PowerShell only.")).RunAsync(command.Script).ConfigureAwait(false);
            lock (_lock)
            {
                _key = _key.With(given);
                _given = given;
                command.Keep(given);
                Mask.Add(command.Given.Select(EndpointKey.Decode).Concat(_key.Secrets));
                return _key;
            }
        }
        finally
        {
            lock (_lock) _preparing = null;
        }
    }

    /// <summary>Puts the provider's headers and the key on a request.</summary>
    internal void Authorize(HttpRequestMessage request, EndpointKey key)
    {
        foreach (DictionaryEntry header in Provider.Headers ?? new JsonDictionary())
            request.Headers.TryAddWithoutValidation((string)header.Key, (string)header.Value!);
        key.Authorize(request);
    }

    /// <summary>The provider's own address: as defined, or as a variable says, or the preset's. A variable cannot lead a provider's own key elsewhere.</summary>
    private static Uri? HomeOf(ChatProvider provider, Func<string, string?> read)
    {
        var preset = provider.Preset;
        if (provider.ApiBase is not null) return EndpointUrl.ParseBase(provider.ApiBase, "ApiBase", style: preset.UrlStyle);
        if (!provider.HasOwnKey)
            foreach (var variable in preset.BaseVariables)
                if (read(variable) is { } text && !string.IsNullOrWhiteSpace(text)) return EndpointUrl.ParseBase(text, "ApiBase", variable, preset.UrlStyle);
        return preset.ApiBase is { } known ? new Uri(known) : null;
    }

    private static string? VersionOf(ProviderPreset preset, Func<string, string?> read) =>
        preset.VersionVariables.Select(read).FirstOrDefault(static version => !string.IsNullOrWhiteSpace(version))?.Trim();

    private static ChatRequestException NotItsHome(ChatProvider provider, Uri? home, Uri target) =>
        new(ChatErrorKind.InsecureRequest, "ApiBase", $"The key of '{provider.Name}' belongs to {home?.GetLeftPart(UriPartial.Authority)} and is not sent to {target.GetLeftPart(UriPartial.Authority)}. For another address make another provider: Set-ChatProvider -Name … -ApiBase … -ApiKey ….");

    private static void CheckEncrypted(ChatProvider provider, Uri target, bool isAllowed)
    {
        if (target.Scheme != Uri.UriSchemeHttp || isAllowed) return;
        // A proxy reads what goes through it, also where the server is said to be on this machine.
        var reader = target.IsLoopback && provider.Proxy is { } proxy ? new Uri(proxy) : target;
        if (!reader.IsLoopback)
            throw new ChatRequestException(ChatErrorKind.InsecureRequest, "ApiBase", $"The key of '{provider.Name}' would go over plain http to {reader.Host}, readable on the way. Use https, or allow it with -AllowUnencryptedAuthentication.");
    }
}
