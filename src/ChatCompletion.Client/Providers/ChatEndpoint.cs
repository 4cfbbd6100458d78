using System.Collections;
using System.Security;

namespace ChatCompletions;

/// <summary>A provider prepared for a call: its URL, its key, and the security rules of both.</summary>
public sealed class ChatEndpoint
{
    private readonly object _lock = new();
    private readonly ISecretReader? _secrets;
    private EndpointKey _key;
    private SecureString? _lastGiven;
    private Task<EndpointKey>? _pendingKey;
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

    /// <summary>The API version for the query; <see langword="null"/> if there is none.</summary>
    public string? ApiVersion { get; }

    /// <summary>The source of the key, for verbose messages; <see langword="null"/> if there is no key.</summary>
    public string? KeySource => _key.Source;

    /// <summary>Masks the key, earlier keys, and every other secret of a call.</summary>
    internal SecretMask Mask { get; }

    /// <summary>
    /// A short fingerprint that tells keys of this provider apart and reveals almost nothing about them; <see langword="null"/> if a
    /// command provides the key.
    /// </summary>
    internal string? KeyMark => _keyMark ??= _key.Mark(Provider, ApiBase);

    private ISecretReader SecretReader => _secrets ?? throw new ChatRequestException(
        ChatErrorKind.ApiKeyMissing, "Provider", "Key commands can only run in PowerShell.");

    /// <summary>Gets a URL for messages: without its query, and with secrets in its path masked.</summary>
    internal string Display(Uri address) => Mask.Apply(EndpointUrl.Display(address))!;

    /// <summary>The URL that lists models.</summary>
    internal Uri ModelsUri => EndpointUrl.Models(ApiBase, Provider.Preset.UrlStyle, ApiVersion, Provider.Query);

    /// <summary>Prepares a provider for a call.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="apiBase">A base URL for this call only; the default is the base URL of the provider.</param>
    /// <param name="apiVersion">The API version for the query (<c>api-version</c>); the default is the version of the provider.</param>
    /// <param name="allowUnencryptedAuthentication">Whether a key may be sent over plain http to another machine.</param>
    /// <param name="environment">Reads an environment variable; the default reads those of the process.</param>
    /// <param name="secrets">Reads a secret from a vault; needed only if the provider has one.</param>
    /// <exception cref="ChatRequestException">
    /// A URL is invalid, a key is missing, or the request would reveal the key to someone else.
    /// </exception>
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
        var ownBase = OwnBase(provider, read);
        var target = apiBase is null ? ownBase : EndpointUrl.ParseBase(apiBase, "ApiBase", style: preset.UrlStyle);
        if (target is null)
            throw new ChatRequestException(
                "ApiBase", $"The provider '{provider.Name}' has no base URL. Give -ApiBase, or set one with Set-ChatProvider -ApiBase.");

        // Checks that do not need the key come first, before a vault is opened.
        var isOwnOrigin = ownBase is not null && EndpointUrl.SameOrigin(ownBase, target);
        if (!isOwnOrigin && provider.HasOwnSecrets) throw OtherOrigin(provider, ownBase, target);
        if (provider.HasOwnSecrets) CheckEncrypted(provider, target, allowUnencryptedAuthentication);
        var key = EndpointKey.Find(provider, read, secrets);
        if (key.IsSecret && !isOwnOrigin) throw OtherOrigin(provider, ownBase, target);
        if (key.IsSecret) CheckEncrypted(provider, target, allowUnencryptedAuthentication);
        if (!key.IsSecret && preset.NeedsKey && isOwnOrigin && provider.HasPresetAddress
            && (preset.ApiBase is null || EndpointUrl.SameOrigin(new Uri(preset.ApiBase), target)))
            throw NoKey(provider);

        var version = apiVersion ?? provider.ApiVersion;
        if (version is null && !EndpointUrl.DefinesVersion(target)) version = VersionFromEnvironment(preset, read);
        var endpoint = new ChatEndpoint(provider, target, version, key, secrets);
        endpoint.Mask.Add(SystemProxy.Secrets(read));
        return endpoint;
    }

    /// <summary>Gets the URL of chat completions of a model.</summary>
    internal Uri ChatUri(string? model)
    {
        var last = _lastChat;
        if (last is null || last.Item1 != model)
            _lastChat = last = Tuple.Create(model, EndpointUrl.Chat(ApiBase, Provider.Preset.UrlStyle, ApiVersion, model, Provider.Query));
        return last.Item2;
    }

    /// <summary>
    /// Gets the key. If a command provides it, its last key is used, or the command is run; concurrent calls share one run.
    /// </summary>
    /// <exception cref="ChatRequestException">The command did not return a key.</exception>
    internal ValueTask<EndpointKey> KeyAsync(CancellationToken stop)
    {
        lock (_lock)
        {
            if (_key is not { Command: { } command, Value: null }) return new(_key);
            _pendingKey ??= Observe(RunCommandAsync(command));
            return new(_pendingKey.WaitAsync(stop));
        }
    }

    /// <summary>Discards a key that the server rejected, unless there is already a newer one.</summary>
    /// <param name="refused">The rejected key.</param>
    /// <returns>Whether a command can provide a new key.</returns>
    internal bool ForgetKey(EndpointKey refused)
    {
        if (refused.Command is not { } command) return false;
        lock (_lock)
        {
            if (!ReferenceEquals(_key, refused)) return true;
            command.Forget(_lastGiven);
            _key = _key.WithValue(null);
            return true;
        }
    }

    /// <summary>Marks the failure of a task as observed, even if every caller that waited for it was cancelled.</summary>
    private static Task<EndpointKey> Observe(Task<EndpointKey> task)
    {
        _ = task.ContinueWith(
            static failed => failed.Exception,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
        return task;
    }

    private async Task<EndpointKey> RunCommandAsync(KeyCommand command)
    {
        await Task.Yield();
        try
        {
            var given = command.Last ?? await SecretReader.RunAsync(command.Script).ConfigureAwait(false);
            lock (_lock)
            {
                _key = _key.WithValue(given);
                _lastGiven = given;
                command.Store(given);
                Mask.Add(command.IssuedKeys.Select(EndpointKey.Decode).Concat(_key.Secrets));
                return _key;
            }
        }
        finally
        {
            lock (_lock) _pendingKey = null;
        }
    }

    /// <summary>Adds the provider's headers and the key to a request.</summary>
    internal void Authorize(HttpRequestMessage request, EndpointKey key)
    {
        foreach (DictionaryEntry header in Provider.Headers ?? new JsonDictionary())
            request.Headers.TryAddWithoutValidation((string)header.Key, (string)header.Value!);
        key.Authorize(request);
    }

    /// <summary>
    /// Gets the provider's own base URL: its setting, or an environment variable, or the preset's URL. A variable is ignored if the
    /// provider has its own key, so that it cannot redirect that key.
    /// </summary>
    private static Uri? OwnBase(ChatProvider provider, Func<string, string?> read)
    {
        var preset = provider.Preset;
        if (provider.ApiBase is not null) return EndpointUrl.ParseBase(provider.ApiBase, "ApiBase", style: preset.UrlStyle);
        if (!provider.HasOwnSecrets)
            foreach (var variable in preset.BaseVariables)
                if (read(variable) is { } text && !string.IsNullOrWhiteSpace(text))
                    return EndpointUrl.ParseBase(text, "ApiBase", variable, preset.UrlStyle);
        return preset.ApiBase is { } known ? new Uri(known) : null;
    }

    private static string? VersionFromEnvironment(ProviderPreset preset, Func<string, string?> read) =>
        preset.VersionVariables.Select(read).FirstOrDefault(static version => !string.IsNullOrWhiteSpace(version))?.Trim();

    private static ChatRequestException OtherOrigin(ChatProvider provider, Uri? ownBase, Uri target) =>
        new(
            ChatErrorKind.InsecureRequest,
            "ApiBase",
            $"The key of '{provider.Name}' belongs to {ownBase?.GetLeftPart(UriPartial.Authority)} and is not sent to "
            + $"{target.GetLeftPart(UriPartial.Authority)}. For another address, create another provider: "
            + "Set-ChatProvider -Name … -ApiBase … -ApiKey ….");

    private static ChatRequestException NoKey(ChatProvider provider) => new(
        ChatErrorKind.ApiKeyMissing,
        "Provider",
        $"The provider '{provider.Name}' needs a key, and none was found. Put it in the environment variable "
        + $"{string.Join(" or ", provider.Preset.KeyVariables)}, or in a vault: "
        + $"Set-ChatProvider {provider.Name} -ApiKey (Read-Host -AsSecureString).");

    private static void CheckEncrypted(ChatProvider provider, Uri target, bool isAllowed)
    {
        if (target.Scheme != Uri.UriSchemeHttp || isAllowed) return;
        // A proxy can read the traffic, even if the server is on this machine.
        var reader = target.IsLoopback && provider.Proxy is { } proxy ? new Uri(proxy) : target;
        if (!reader.IsLoopback)
            throw new ChatRequestException(
                ChatErrorKind.InsecureRequest,
                "ApiBase",
                $"The key of '{provider.Name}' would be sent over plain http to {reader.Host}, where others can read it. "
                + "Use https, or allow it with -AllowUnencryptedAuthentication.");
    }
}
