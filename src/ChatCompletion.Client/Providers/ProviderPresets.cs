namespace ChatCompletions;

/// <summary>The services that are known by name.</summary>
public static class ProviderPresets
{
    /// <summary>The built-in provider that needs no network and no key.</summary>
    public static ProviderPreset Mock { get; } = new() { Name = "Mock", ApiBase = "http://mock.invalid/v1", Model = "mock", IsMock = true };

    /// <summary>Any server that is compatible, at the base URL it is given.</summary>
    public static ProviderPreset Custom { get; } = new() { Name = "Custom" };

    /// <summary>OpenAI.</summary>
    public static ProviderPreset OpenAI { get; } = new()
    {
        Name = "OpenAI",
        ApiBase = "https://api.openai.com/v1",
        KeyVariables = ["OPENAI_API_KEY"],
        BaseVariables = ["OPENAI_BASE_URL"],
        NeedsKey = true,
        Model = "gpt-4o-mini",
        StringMetadata = true,
    };

    /// <summary>Every row, in the order in which they are listed.</summary>
    public static IReadOnlyList<ProviderPreset> All { get; } =
    [
        OpenAI,
        new()
        {
            Name = "LiteLLM",
            ApiBase = "http://localhost:4000/v1",
            KeyVariables = ["LITELLM_PROXY_API_KEY"],
            BaseVariables = ["LITELLM_PROXY_API_BASE"],
            MaxTopLogProbs = 5,
        },
        new()
        {
            Name = "Ollama",
            ApiBase = "http://localhost:11434/v1",
            BaseVariables = ["OLLAMA_API_BASE"],
        },
        Custom,
        Mock,
    ];

    /// <summary>Finds a service by its name; case does not count.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The row, or <see langword="null"/>.</returns>
    public static ProviderPreset? Find(string name) =>
        All.FirstOrDefault(preset => string.Equals(preset.Name, name, StringComparison.OrdinalIgnoreCase));
}
