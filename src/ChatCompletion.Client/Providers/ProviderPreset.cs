namespace ChatCompletions;

/// <summary>What is known of a service: a row of <see cref="ProviderPresets"/>.</summary>
public sealed record ProviderPreset
{
    /// <summary>The service's name, as <c>-Provider</c> and <c>Set-ChatProvider -Type</c> take it.</summary>
    public required string Name { get; init; }

    /// <summary>The base URL; <see langword="null"/> where each installation has its own.</summary>
    public string? ApiBase { get; init; }

    /// <summary>The environment variables that can hold the key, the first that is set counts.</summary>
    public IReadOnlyList<string> KeyVariables { get; init; } = [];

    /// <summary>The environment variables that can hold the base URL. They go with a key from a variable, or with none.</summary>
    public IReadOnlyList<string> BaseVariables { get; init; } = [];

    /// <summary>Whether the service answers only with a key.</summary>
    public bool NeedsKey { get; init; }

    /// <summary>The model that is asked where none is named.</summary>
    public string? Model { get; init; }

    /// <summary>Whether usage is asked for on streams (<c>stream_options.include_usage</c>).</summary>
    public bool AsksForStreamUsage { get; init; } = true;

    /// <summary>The most that <c>top_logprobs</c> may be.</summary>
    public int MaxTopLogProbs { get; init; } = 20;

    /// <summary>Whether <c>metadata</c> is up to 16 pairs of text, as with OpenAI; elsewhere it is any JSON object.</summary>
    public bool StringMetadata { get; init; }

    /// <summary>Whether answers come from within the process, without a network.</summary>
    public bool IsMock { get; init; }
}
