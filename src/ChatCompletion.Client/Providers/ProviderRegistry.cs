namespace ChatCompletions;

/// <summary>
/// The providers that can be named: those of this process, which all its runspaces see, those in the user's files, and the
/// presets, in this order.
/// </summary>
public sealed class ProviderRegistry
{
    private readonly object _lock = new();
    private readonly SortedDictionary<string, ChatProvider> _session = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, string?> _environment;
    private readonly Lazy<ProviderFolder> _folder;
    private string? _sessionDefault;

    /// <summary>Creates a registry.</summary>
    /// <param name="environment">Reads an environment variable; the process's own unless given.</param>
    /// <param name="folder">The folder of the user's files; the user's own unless given.</param>
    public ProviderRegistry(Func<string, string?>? environment = null, string? folder = null)
    {
        _environment = environment ?? Environment.GetEnvironmentVariable;
        _folder = new(() => folder is null ? ProviderFolder.ForUser() : new ProviderFolder(folder));
    }

    /// <summary>The registry of this process.</summary>
    public static ProviderRegistry Shared { get; } = new();

    private ProviderFolder Folder => _folder.Value;

    private string? DefaultName
    {
        get
        {
            lock (_lock)
                if (_sessionDefault is not null) return _sessionDefault;
            return Folder.Default;
        }
    }

    /// <summary>The names of the providers that were set.</summary>
    public IReadOnlyList<string> Names()
    {
        lock (_lock) return [.. _session.Keys.Concat(Folder.Names()).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>
    /// Every provider that was set: those in memory, and those in files, also where one in memory has their name. Damaged files are left out.
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
                // Another provider's damaged file is no reason to keep this one from being set or removed.
            }
        }
        return all;
    }

    /// <summary>The provider that was set under a name; <see langword="null"/> where there is none.</summary>
    /// <param name="name">The name; case does not count.</param>
    /// <exception cref="ChatRequestException">Its file is damaged.</exception>
    public ChatProvider? Find(string name)
    {
        ChatProvider? provider;
        lock (_lock) _session.TryGetValue(name, out provider);
        provider ??= Folder.Find(name);
        return provider is null ? null : provider with { Default = string.Equals(DefaultName, provider.Name, StringComparison.OrdinalIgnoreCase) };
    }

    /// <summary>Keeps a provider under its name, in the place of the one that is there.</summary>
    /// <param name="provider">The provider; its scope says where it is kept.</param>
    /// <exception cref="ChatRequestException">Its file cannot be written.</exception>
    public void Set(ChatProvider provider)
    {
        Save(provider);
        SetDefault(provider);
    }

    /// <summary>Keeps a provider, and leaves the default as it is.</summary>
    /// <exception cref="ChatRequestException">It breaks a rule, or its file cannot be written. Then nothing has changed.</exception>
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

    /// <summary>Takes back that a provider is the default.</summary>
    /// <param name="name">The name; case does not count.</param>
    public void ClearDefault(string name)
    {
        lock (_lock)
            if (string.Equals(_sessionDefault, name, StringComparison.OrdinalIgnoreCase)) _sessionDefault = null;
        if (string.Equals(Folder.Default, name, StringComparison.OrdinalIgnoreCase)) Folder.SetDefault(null);
    }

    /// <summary>Forgets a provider: the one in memory if there is one, else the one in its file.</summary>
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

    /// <summary>Finds a provider that was set, or a preset, by its name; case does not count.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="ChatRequestException">There is none of that name, or its file is damaged.</exception>
    public ChatProvider Get(string name)
    {
        if (Find(name) is { } provider) return provider;
        if (ProviderPresets.Find(name) is { } preset) return ChatProvider.FromPreset(preset);
        if (ChatProvider.IsAddress(name))
            throw new ChatRequestException(ChatErrorKind.ProviderNotFound, "Provider",
                $"'{SafeText.Excerpt(name, 200)}' is an address, not the name of a provider. Give the address with -ApiBase, or name it once: Set-ChatProvider NAME -ApiBase ….");
        throw new ChatRequestException(ChatErrorKind.ProviderNotFound, "Provider",
            $"There is no provider '{SafeText.Excerpt(name, 64)}'.{Near(name)} Get-ChatProvider -ListAvailable lists all names, and Set-ChatProvider adds one.");
    }

    /// <summary>The provider that a call means.</summary>
    /// <param name="name">The name it gives, if any.</param>
    /// <param name="model">The model it names, if any: without a provider, a prefix such as <c>work/</c> can name one.</param>
    /// <returns>The provider, and the model without such a prefix.</returns>
    /// <exception cref="ChatRequestException">No provider is meant.</exception>
    public (ChatProvider Provider, string? Model) Choose(string? name, string? model)
    {
        if (name is not null) return (Get(name), model);
        if (DefaultName is { } chosen) return (Find(chosen) ?? throw DefaultGone(chosen), model);
        var slash = model?.IndexOf('/') ?? -1;
        if (slash > 0 && Find(model![..slash]) is { } prefixed) return (prefixed, model[(slash + 1)..]);
        if (!string.IsNullOrEmpty(_environment("OPENAI_API_KEY"))) return (Get(ProviderPresets.OpenAI.Name), model);
        throw new ChatRequestException(ChatErrorKind.ProviderNotFound, "Provider",
            "No provider is named and none is the default. Name one (-Provider OpenAI with the key in the variable OPENAI_API_KEY, -Provider Ollama), "
            + "or make one the default (Set-ChatProvider -Name work -Type LiteLLM -ApiBase https://… -Default). To try without any account: -Provider Mock.");
    }

    /// <summary>The names that <see cref="Get"/> knows: those that were set, then the presets.</summary>
    public IEnumerable<string> KnownNames() => Names()
        .Concat(ProviderPresets.All.Where(static preset => preset != ProviderPresets.Custom).Select(static preset => preset.Name))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that can be asked without further set-up: those that were set, services whose key is in the environment, and Mock.</summary>
    public IEnumerable<string> ReadyNames() => Names()
        .Concat(ProviderPresets.All.Where(preset => preset.IsMock || preset.KeyVariables.Any(variable => !string.IsNullOrEmpty(_environment(variable)))).Select(static preset => preset.Name))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>What may have been meant; no name is longer than 64 characters.</summary>
    private string Near(string name) => (name.Length > 64 ? [] : NearNames.Find(name, KnownNames())) switch
    {
        [] => "",
        [var only] => $" Do you mean {only}?",
        [.. var others, var last] => $" Do you mean {string.Join(", ", others)} or {last}?",
    };

    /// <summary>Another provider in its place would get a question that is not meant for it.</summary>
    private static ChatRequestException DefaultGone(string name) =>
        new(ChatErrorKind.ProviderNotFound, "Provider", $"The default provider '{name}' is gone. Name one with -Provider, or make one the default: Set-ChatProvider -Name … -Default.");

    /// <summary>
    /// Makes a provider the default if it says so. A default of the session goes before the one in the files. Setting another provider
    /// leaves both as they are.
    /// </summary>
    /// <exception cref="ChatRequestException">The file that names the default cannot be written.</exception>
    internal void SetDefault(ChatProvider provider)
    {
        if (!provider.Default) return;
        var isSession = provider.Scope == ChatProvider.SessionScope;
        lock (_lock) _sessionDefault = isSession ? provider.Name : null;
        if (!isSession) Folder.SetDefault(provider.Name);
    }
}
