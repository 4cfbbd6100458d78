namespace ChatCompletions;

/// <summary>The providers of this process. All runspaces see the same ones.</summary>
public sealed class ProviderRegistry
{
    private readonly object _lock = new();
    private readonly SortedDictionary<string, ChatProvider> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, string?> _environment;

    /// <summary>Creates a registry.</summary>
    /// <param name="environment">Reads an environment variable; the process's own unless given.</param>
    public ProviderRegistry(Func<string, string?>? environment = null) =>
        _environment = environment ?? Environment.GetEnvironmentVariable;

    /// <summary>The registry of this process.</summary>
    public static ProviderRegistry Shared { get; } = new();

    /// <summary>The providers that were set, by name.</summary>
    public IReadOnlyList<ChatProvider> List()
    {
        lock (_lock) return [.. _providers.Values];
    }

    /// <summary>Adds a provider, or puts it in the place of the one of its name.</summary>
    /// <param name="provider">The provider; if it is the default, no other is afterwards.</param>
    public void Set(ChatProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        lock (_lock)
        {
            if (provider.Default)
                foreach (var other in _providers.Values.Where(static other => other.Default).ToList()) _providers[other.Name] = other with { Default = false };
            _providers[provider.Name] = provider;
        }
    }

    /// <summary>Finds a provider that was set, or a preset, by its name; case does not count.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="ChatRequestException">There is none of that name.</exception>
    public ChatProvider Get(string name)
    {
        lock (_lock)
            if (_providers.TryGetValue(name, out var provider)) return provider;
        if (ProviderPresets.Find(name) is { } preset) return ChatProvider.FromPreset(preset);
        throw new ChatRequestException(ChatErrorKind.ProviderNotFound, "Provider", $"There is no provider '{SafeText.Excerpt(name, 64)}'. Known are: {string.Join(", ", KnownNames())}. Set-ChatProvider adds one.");
    }

    /// <summary>The provider that a call means.</summary>
    /// <param name="name">The name it gives, if any.</param>
    /// <param name="model">The model it names, if any: without a provider, a prefix such as <c>work/</c> can name one.</param>
    /// <returns>The provider, and the model without such a prefix.</returns>
    /// <exception cref="ChatRequestException">No provider is meant.</exception>
    public (ChatProvider Provider, string? Model) Choose(string? name, string? model)
    {
        if (name is not null) return (Get(name), model);
        lock (_lock)
        {
            if (_providers.Values.FirstOrDefault(static provider => provider.Default) is { } chosen) return (chosen, model);
            var slash = model?.IndexOf('/') ?? -1;
            if (slash > 0 && _providers.TryGetValue(model![..slash], out var prefixed)) return (prefixed, model[(slash + 1)..]);
        }
        if (!string.IsNullOrEmpty(_environment("OPENAI_API_KEY"))) return (Get(ProviderPresets.OpenAI.Name), model);
        throw new ChatRequestException(ChatErrorKind.ProviderNotFound, "Provider",
            "No provider is named and none is the default. Name one (-Provider OpenAI with the key in the variable OPENAI_API_KEY, -Provider Ollama), "
            + "or make one the default (Set-ChatProvider -Name work -Type LiteLLM -ApiBase https://… -Default). To try without any account: -Provider Mock.");
    }

    /// <summary>The names that <see cref="Get"/> knows: those that were set, then the presets.</summary>
    public IEnumerable<string> KnownNames() =>
        List().Select(static provider => provider.Name)
            .Concat(ProviderPresets.All.Where(static preset => preset != ProviderPresets.Custom).Select(static preset => preset.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that can be asked without further set-up: those that were set, services whose key is in the environment, and Mock.</summary>
    public IEnumerable<string> ReadyNames() =>
        List().Select(static provider => provider.Name)
            .Concat(ProviderPresets.All.Where(preset => preset.IsMock || preset.KeyVariables.Any(variable => !string.IsNullOrEmpty(_environment(variable)))).Select(static preset => preset.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase);
}
