namespace ChatCompletions;

/// <summary>
/// The properties of a service: a row of <see cref="ProviderPresets"/>. All differences between services are data in this record.
/// </summary>
public sealed record ProviderPreset
{
    /// <summary>The name of the service, as used with <c>-Provider</c> and <c>Set-ChatProvider -Type</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The base URL; <see langword="null"/> if each installation has its own.</summary>
    public string? ApiBase { get; init; }

    /// <summary>
    /// The environment variables that can contain the base URL. They are used only with a key from a variable, or without a key.
    /// </summary>
    public IReadOnlyList<string> BaseVariables { get; init; } = [];

    /// <summary>The environment variables that can contain the key; the first one that is set is used.</summary>
    public IReadOnlyList<string> KeyVariables { get; init; } = [];

    /// <summary>
    /// The environment variables that can contain a token, which is always sent as <c>Bearer</c>, regardless of <see cref="AuthType"/>.
    /// </summary>
    public IReadOnlyList<string> TokenVariables { get; init; } = [];

    /// <summary>The environment variables that can contain the API version.</summary>
    public IReadOnlyList<string> VersionVariables { get; init; } = [];

    /// <summary>
    /// How the key is sent: <c>Bearer</c> in the header Authorization (the default), or <c>ApiKey</c> in the header api-key.
    /// </summary>
    public string AuthType { get; init; } = "Bearer";

    /// <summary>Whether the service requires a key.</summary>
    public bool NeedsKey { get; init; }

    /// <summary>The default model; <see langword="null"/> if there is none.</summary>
    public string? Model { get; init; }

    /// <summary>How request URLs are built from the base URL.</summary>
    public UrlStyle UrlStyle { get; init; }

    /// <summary>
    /// Whether to request the usage of streams (<c>stream_options.include_usage</c>); the default is <see langword="true"/>.
    /// </summary>
    public bool AsksForStreamUsage { get; init; } = true;

    /// <summary>The default number of retries of a failed request.</summary>
    public int NumRetries { get; init; } = 2;

    /// <summary>The maximum of <c>top_logprobs</c>; the default is 20.</summary>
    public int MaxTopLogProbs { get; init; } = 20;

    /// <summary>Whether <c>metadata</c> is limited to 16 pairs of strings, as with OpenAI; otherwise it can be any JSON object.</summary>
    public bool StringMetadata { get; init; }

    /// <summary>Fields with another name in this service: the documented name, and the name in this service.</summary>
    public IReadOnlyDictionary<string, string> FieldNames { get; init; } = new Dictionary<string, string>();

    /// <summary>The service's value for <c>required</c> in <c>tool_choice</c>.</summary>
    public string ToolChoiceRequired { get; init; } = "required";

    /// <summary>
    /// Whether the service accepts a JSON schema as <c>response_format</c>. If not, the schema is described in the instructions.
    /// </summary>
    public bool TakesJsonSchema { get; init; } = true;

    /// <summary>Whether the reasoning of an answer with tool calls must be sent back to the service.</summary>
    public bool WantsReasoningBack { get; init; }

    /// <summary>An explanation for the error if the service forbids listing its models.</summary>
    public string? ModelsForbidden { get; init; }

    /// <summary>Whether the provider answers inside this process, without a network.</summary>
    public bool IsMock { get; init; }
}
