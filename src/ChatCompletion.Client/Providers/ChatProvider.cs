namespace ChatCompletions;

/// <summary>A provider by name: where to ask, and what to send when the call does not say. It never holds a key.</summary>
public sealed record ChatProvider
{
    /// <summary>The name: letters, digits and hyphens, 64 at most.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of service: the name of a preset.</summary>
    public required string Type { get; init; }

    /// <summary>The base URL, such as <c>https://llm.example.com/v1</c>; the preset's unless given.</summary>
    public string? ApiBase { get; init; }

    /// <summary>The environment variable that holds the key; the preset's variables count only where the base URL is the preset's.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>The model that is asked where the call names none; the preset's unless given.</summary>
    public string? Model { get; init; }

    /// <summary>Whether this provider is asked where the call names none.</summary>
    public bool Default { get; init; }

    /// <summary>Fields of the request body that are sent unless the call gives its own.</summary>
    public JsonDictionary? Defaults { get; init; }

    /// <summary>The preset.</summary>
    internal ProviderPreset Preset => ProviderPresets.Find(Type) ?? ProviderPresets.Custom;

    /// <summary>The provider that a preset is without any set-up.</summary>
    /// <param name="preset">The preset.</param>
    public static ChatProvider FromPreset(ProviderPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return new() { Name = preset.Name, Type = preset.Name };
    }

    /// <summary>Checks that there is an address, and that it is one.</summary>
    /// <exception cref="ChatRequestException">There is none, or it is wrong.</exception>
    public void CheckAddress()
    {
        if (ApiBase is not null) EndpointUrl.ParseBase(ApiBase, "ApiBase");
        else if (Preset.ApiBase is null) throw new ChatRequestException("ApiBase", $"The provider '{Name}' of type {Preset.Name} needs -ApiBase, such as https://llm.example.com/v1.");
    }

    /// <summary>The provider's name.</summary>
    public override string ToString() => Name;
}
