namespace ChatCompletions;

/// <summary>
/// The available providers, in order of precedence: those of this process (shared by all runspaces), those in the user's files, and the
/// presets.
/// </summary>
public sealed class ProviderRegistry
{
    private readonly object _lock = new();
    private readonly SortedDictionary<string, ChatProvider> _session = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, string?> _environment;
    private readonly string? _folder;
    private string? _sessionDefault;

    /// <summary>Creates a registry.</summary>
    /// <param name="environment">Reads an environment variable; the default reads those of the process.</param>
    /// <param name="folder">
    /// The folder of the user's files; the default is <c>providers</c> in the folder that the variable CHATCOMPLETION_CONFIG_HOME names,
    /// otherwise in <c>ChatCompletion</c> in the user's application data.
    /// </param>
    public ProviderRegistry(Func<string, string?>? environment = null, string? folder = null)
    {
        _environment = environment ?? Environment.GetEnvironmentVariable;
        _folder = folder;
    }

    /// <summary>The registry of this process.</summary>
    public static ProviderRegistry Shared { get; } = new();

    /// <summary>The folder of the user's files. The variable that names it can change in a session.</summary>
    private ProviderFolder Folder => new(_folder ?? ConfigurationFolder.OfProviders(_environment));

    private string? SessionDefault
    {
        get
        {
            lock (_lock) return _sessionDefault;
        }
    }

    /// <summary>Gets the names of the configured providers.</summary>
    public IReadOnlyList<string> Names()
    {
        lock (_lock)
        {
            return
            [
                .. _session.Keys.Concat(Folder.Names())
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Order(StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    /// <summary>
    /// Gets all configured providers: those in memory, and those in files, even if one in memory has the same name. Damaged files are
    /// skipped.
    /// </summary>
    internal IReadOnlyList<ChatProvider> Definitions()
    {
        List<ChatProvider> all;
        lock (_lock) all = [.. _session.Values];
        foreach (var name in Folder.Names())
        {
            try
            {
                if (Folder.Find(name) is { } saved) all.Add(saved);
            }
            catch (ChatRequestException)
            {
                // A damaged file must not prevent changes to other providers.
            }
        }
        return all;
    }

    /// <summary>Gets a configured provider; <see langword="null"/> if there is none with this name.</summary>
    /// <param name="name">The name; case does not count.</param>
    /// <exception cref="ChatRequestException">The file of the provider is damaged.</exception>
    public ChatProvider? Find(string name)
    {
        ChatProvider? provider;
        lock (_lock) _session.TryGetValue(name, out provider);
        provider ??= Folder.Find(name);
        if (provider is null) return null;
        var isDefault = SessionDefault is { } session
            ? string.Equals(session, provider.Name, StringComparison.OrdinalIgnoreCase)
            : Folder.IsDefault(provider.Name);
        return provider with { Default = isDefault };
    }

    /// <summary>Adds a provider, or replaces the one with the same name.</summary>
    /// <param name="provider">The provider. Its scope decides where it is stored.</param>
    /// <exception cref="ChatRequestException">A setting is invalid, or the file cannot be written.</exception>
    public void Set(ChatProvider provider)
    {
        Save(provider);
        SetDefault(provider);
    }

    /// <summary>Adds or replaces a provider without changing the default.</summary>
    /// <exception cref="ChatRequestException">A setting is invalid, or the file cannot be written. Nothing has changed.</exception>
    internal void Save(ChatProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ProviderRules.Check(provider);
        ProviderSecrets.Check(provider);
        var isSession = provider.Scope == ChatProvider.SessionScope;
        if (!isSession) Folder.Save(provider);
        lock (_lock)
        {
            if (isSession) _session[provider.Name] = provider;
            else _session.Remove(provider.Name);
        }
    }

    /// <summary>Clears the default if it is this provider.</summary>
    /// <param name="name">The name; case does not count.</param>
    public void ClearDefault(string name)
    {
        lock (_lock)
            if (string.Equals(_sessionDefault, name, StringComparison.OrdinalIgnoreCase)) _sessionDefault = null;
        if (Folder.IsDefault(name)) Folder.SetDefault(null);
    }

    /// <summary>Removes a provider: the one in memory if there is one, otherwise the one in a file.</summary>
    /// <param name="name">The name; case does not count.</param>
    public void Remove(string name)
    {
        lock (_lock)
        {
            if (_session.Remove(name))
            {
                if (string.Equals(_sessionDefault, name, StringComparison.OrdinalIgnoreCase)) _sessionDefault = null;
                return;
            }
        }
        Folder.Remove(name);
    }

    /// <summary>Gets a configured provider, or a preset, by name; case-insensitive.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="ChatRequestException">There is no provider with this name, or its file is damaged.</exception>
    public ChatProvider Get(string name)
    {
        if (Find(name) is { } provider) return provider;
        if (ProviderPresets.Find(name) is { } preset) return ChatProvider.FromPreset(preset);
        if (ChatProvider.IsAddress(name))
            throw new ChatRequestException(ChatErrorKind.ProviderNotFound, "Provider",
                $"'{SafeText.Excerpt(name, 200)}' is a URL, not the name of a provider. Give it with -ApiBase, "
                + "or name it once: Set-ChatProvider NAME -ApiBase ….");
        throw new ChatRequestException(ChatErrorKind.ProviderNotFound, "Provider",
            $"There is no provider '{SafeText.Excerpt(name, 64)}'.{Suggestion(name)} Get-ChatProvider -ListAvailable lists all names, "
            + "and Set-ChatProvider adds one.");
    }

    /// <summary>Determines the provider of a call.</summary>
    /// <param name="name">The provider named in the call, if any.</param>
    /// <param name="model">
    /// The model named in the call, if any. If the call names no provider, a prefix such as <c>work/</c> can name one.
    /// </param>
    /// <returns>The provider, and the model without the prefix.</returns>
    /// <exception cref="ChatRequestException">
    /// There is no such provider; or none is named, and there is no default or it cannot be read.
    /// </exception>
    public (ChatProvider Provider, string? Model) Choose(string? name, string? model)
    {
        if (name is not null) return (Get(name), model);
        if ((SessionDefault ?? Folder.ReadDefault()) is { } chosen) return (Find(chosen) ?? throw DefaultGone(chosen), model);
        var slash = model?.IndexOf('/') ?? -1;
        if (slash > 0 && Find(model![..slash]) is { } prefixed) return (prefixed, model[(slash + 1)..]);
        if (!string.IsNullOrEmpty(_environment("OPENAI_API_KEY"))) return (Get(ProviderPresets.OpenAI.Name), model);
        throw new ChatRequestException(ChatErrorKind.ProviderNotFound, "Provider",
            "No provider is named and none is the default. Name one (-Provider OpenAI with the key in the variable OPENAI_API_KEY, "
            + "-Provider Ollama), or make one the default (Set-ChatProvider -Name work -Type LiteLLM -ApiBase https://… -Default). "
            + "To try without any account: -Provider Mock.");
    }

    /// <summary>Gets all names that <see cref="Get"/> accepts: configured providers, then presets.</summary>
    public IEnumerable<string> KnownNames() => Names()
        .Concat(ProviderPresets.All.Where(static preset => preset != ProviderPresets.Custom).Select(static preset => preset.Name))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Gets the names that work without further setup: configured providers, services with a key in the environment, and Mock.
    /// </summary>
    public IEnumerable<string> ReadyNames() => Names()
        .Concat(ProviderPresets.All.Where(IsReady).Select(static preset => preset.Name))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Suggests similar names. No name is longer than 64 characters.</summary>
    private string Suggestion(string name) => (name.Length > 64 ? [] : NearNames.Find(name, KnownNames())) switch
    {
        [] => "",
        [var only] => $" Did you mean {only}?",
        [.. var others, var last] => $" Did you mean {string.Join(", ", others)} or {last}?",
    };

    /// <summary>No other provider may replace the default: it would receive data that is not meant for it.</summary>
    private static ChatRequestException DefaultGone(string name) =>
        new(
            ChatErrorKind.ProviderNotFound,
            "Provider",
            $"The default provider '{name}' no longer exists. Name one with -Provider, or make one the default: "
            + "Set-ChatProvider -Name … -Default.");

    private bool IsReady(ProviderPreset preset) =>
        preset.IsMock || preset.KeyVariables.Any(variable => !string.IsNullOrEmpty(_environment(variable)));

    /// <summary>
    /// Makes a provider the default if its settings say so. A default of the session takes precedence over the saved one. Other providers
    /// do not change the default.
    /// </summary>
    /// <exception cref="ChatRequestException">The file with the default cannot be written.</exception>
    internal void SetDefault(ChatProvider provider)
    {
        if (!provider.Default) return;
        var isSession = provider.Scope == ChatProvider.SessionScope;
        lock (_lock) _sessionDefault = isSession ? provider.Name : null;
        if (!isSession) Folder.SetDefault(provider.Name);
    }
}
