namespace ChatCompletions;

/// <summary>What is known of a service: a row of <see cref="ProviderPresets"/>. All that differs between services is data here.</summary>
public sealed record ProviderPreset
{
    /// <summary>The service's name, as <c>-Provider</c> and <c>Set-ChatProvider -Type</c> take it.</summary>
    public required string Name { get; init; }

    /// <summary>The base URL; <see langword="null"/> where each installation has its own.</summary>
    public string? ApiBase { get; init; }

    /// <summary>The environment variables that can hold the base URL. They go with a key from a variable, or with none.</summary>
    public IReadOnlyList<string> BaseVariables { get; init; } = [];

    /// <summary>The environment variables that can hold the key, the first that is set counts.</summary>
    public IReadOnlyList<string> KeyVariables { get; init; } = [];

    /// <summary>The environment variables that can hold a token, which is sent as <c>Bearer</c> whatever <see cref="AuthType"/> says.</summary>
    public IReadOnlyList<string> TokenVariables { get; init; } = [];

    /// <summary>The environment variables that can hold the API version.</summary>
    public IReadOnlyList<string> VersionVariables { get; init; } = [];

    /// <summary>How the key is sent: <c>Bearer</c>, in the header Authorization, or <c>ApiKey</c>, in the header api-key.</summary>
    public string AuthType { get; init; } = "Bearer";

    /// <summary>Whether the service answers only with a key.</summary>
    public bool NeedsKey { get; init; }

    /// <summary>The model that is asked where none is named.</summary>
    public string? Model { get; init; }

    /// <summary>How addresses are made of a base URL.</summary>
    public UrlStyle UrlStyle { get; init; }

    /// <summary>Whether usage is asked for on streams (<c>stream_options.include_usage</c>).</summary>
    public bool AsksForStreamUsage { get; init; } = true;

    /// <summary>How often a failed request is sent again unless told.</summary>
    public int NumRetries { get; init; } = 2;

    /// <summary>The most that <c>top_logprobs</c> may be.</summary>
    public int MaxTopLogProbs { get; init; } = 20;

    /// <summary>Whether <c>metadata</c> is up to 16 pairs of text, as with OpenAI; elsewhere it is any JSON object.</summary>
    public bool StringMetadata { get; init; }

    /// <summary>Fields that the service has under another name: the documented name, and the service's.</summary>
    public IReadOnlyDictionary<string, string> FieldNames { get; init; } = new Dictionary<string, string>();

    /// <summary>The service's word for <c>tool_choice</c> required.</summary>
    public string ToolChoiceRequired { get; init; } = "required";

    /// <summary>Whether the service takes a JSON schema as <c>response_format</c>; if not, the schema is told in words.</summary>
    public bool TakesJsonSchema { get; init; } = true;

    /// <summary>Whether the service wants a model's thoughts back beside its tool calls.</summary>
    public bool WantsReasoningBack { get; init; }

    /// <summary>What it means when the service forbids to list its models.</summary>
    public string? ModelsForbidden { get; init; }

    /// <summary>Whether answers come from within the process, without a network.</summary>
    public bool IsMock { get; init; }
}
