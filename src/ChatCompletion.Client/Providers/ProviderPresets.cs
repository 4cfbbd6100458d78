namespace ChatCompletions;

/// <summary>The known services.</summary>
public static class ProviderPresets
{
    private static readonly Dictionary<string, string> MaxTokensOnly = new() { ["max_completion_tokens"] = "max_tokens" };

    /// <summary>The built-in provider for tests. It needs no network and no key.</summary>
    public static ProviderPreset Mock { get; } = new() { Name = "Mock", ApiBase = "http://mock.invalid/v1", Model = "mock", IsMock = true };

    /// <summary>Any compatible server; its base URL must be set.</summary>
    public static ProviderPreset Custom { get; } = new() { Name = "Custom" };

    /// <summary>OpenAI.</summary>
    public static ProviderPreset OpenAI { get; } = Hosted("OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY") with
    {
        BaseVariables = ["OPENAI_BASE_URL"],
        Model = "gpt-4o-mini",
        StringMetadata = true,
    };

    /// <summary>All presets, in display order.</summary>
    public static IReadOnlyList<ProviderPreset> All { get; } =
    [
        OpenAI,
        new()
        {
            Name = "AzureOpenAI",
            BaseVariables = ["AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE"],
            KeyVariables = ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"],
            TokenVariables = ["AZURE_OPENAI_AD_TOKEN", "AZURE_AD_TOKEN"],
            VersionVariables = ["OPENAI_API_VERSION", "AZURE_API_VERSION"],
            AuthType = "ApiKey",
            NeedsKey = true,
            UrlStyle = UrlStyle.Azure,
            StringMetadata = true,
        },
        Hosted("Helix", "https://app.tryhelix.ai/v1", "HELIX_API_KEY") with
        {
            BaseVariables = ["HELIX_URL"],
            // Helix also answers invalid requests with status 500, so retries seldom help.
            NumRetries = 1,
            ModelsForbidden = "An agent's key can only ask the agent; it cannot list models. Use a user's key for that.",
        },
        Local("LiteLLM", "http://localhost:4000/v1", "LITELLM_PROXY_API_BASE", "LITELLM_PROXY_API_KEY") with { MaxTopLogProbs = 5 },
        Local("Ollama", "http://localhost:11434/v1", "OLLAMA_API_BASE") with { FieldNames = MaxTokensOnly },
        Local("LlamaCpp", "http://127.0.0.1:8080/v1"),
        Local("vLLM", "http://localhost:8000/v1", "HOSTED_VLLM_API_BASE", "HOSTED_VLLM_API_KEY"),
        Local("LMStudio", "http://localhost:1234/v1", "LM_STUDIO_API_BASE", "LM_STUDIO_API_KEY") with { FieldNames = MaxTokensOnly },
        Hosted("OpenRouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        Hosted("Groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
        Hosted("Mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY") with
        {
            // Mistral rejects unknown fields, and always sends the usage of a stream.
            AsksForStreamUsage = false,
            FieldNames = new Dictionary<string, string>(MaxTokensOnly) { ["seed"] = "random_seed" },
            ToolChoiceRequired = "any",
        },
        Hosted("DeepSeek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY") with
        {
            Model = "deepseek-chat",
            // DeepSeek rejects the type json_schema: https://api-docs.deepseek.com/guides/json_mode
            TakesJsonSchema = false,
        },
        Hosted("xAI", "https://api.x.ai/v1", "XAI_API_KEY"),
        Hosted(
            "Together",
            "https://api.together.xyz/v1",
            "TOGETHER_API_KEY",
            "TOGETHER_AI_API_KEY",
            "TOGETHERAI_API_KEY",
            "TOGETHER_AI_TOKEN"),
        Hosted(
            "Fireworks",
            "https://api.fireworks.ai/inference/v1",
            "FIREWORKS_API_KEY",
            "FIREWORKS_AI_API_KEY",
            "FIREWORKSAI_API_KEY",
            "FIREWORKS_AI_TOKEN") with
        {
            FieldNames = MaxTokensOnly,
            ToolChoiceRequired = "any",
        },
        Hosted("Perplexity", "https://api.perplexity.ai", "PERPLEXITYAI_API_KEY", "PERPLEXITY_API_KEY") with
        {
            UrlStyle = UrlStyle.WithoutVersion,
            Model = "sonar",
            AsksForStreamUsage = false,
        },
        Hosted("Gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
        // Anthropic ignores response_format: https://docs.anthropic.com/en/api/openai-sdk
        Hosted("Anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY") with { TakesJsonSchema = false },
        Hosted("Cohere", "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"),
        Hosted("DeepInfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY"),
        Hosted("NvidiaNim", "https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY"),
        Hosted("Cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
        Hosted("HuggingFace", "https://router.huggingface.co/v1", "HF_TOKEN", "HUGGINGFACE_API_KEY") with
        {
            BaseVariables = ["HF_API_BASE", "HUGGINGFACE_API_BASE"],
        },
        Hosted("Moonshot", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY") with { WantsReasoningBack = true },
        Custom,
        Mock,
    ];

    // Each call looks up several presets.
    private static readonly Dictionary<string, ProviderPreset> ByName =
        All.ToDictionary(static preset => preset.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a service by name; case-insensitive.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The preset; <see langword="null"/> if the service is unknown.</returns>
    public static ProviderPreset? Find(string name) => ByName.GetValueOrDefault(name);

    private static ProviderPreset Hosted(string name, string apiBase, params string[] keyVariables) =>
        new() { Name = name, ApiBase = apiBase, KeyVariables = keyVariables, NeedsKey = true };

    private static ProviderPreset Local(string name, string apiBase, string? baseVariable = null, params string[] keyVariables) =>
        new() { Name = name, ApiBase = apiBase, KeyVariables = keyVariables, BaseVariables = baseVariable is null ? [] : [baseVariable] };
}
