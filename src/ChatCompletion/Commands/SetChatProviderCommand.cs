using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Creates a provider, or changes one: where to ask, and which model unless the call names one.</summary>
/// <remarks>
/// A provider is known to the whole process, so that parallel runspaces see it, and only as long as the process runs. It
/// holds no key: the key is read from an environment variable when it is needed. The variables of a known service, such as
/// OPENAI_API_KEY, hold keys for that service's own address; a provider with another address names its variable with
/// -ApiKeyVariable.
/// </remarks>
[Cmdlet(VerbsCommon.Set, "ChatProvider", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ChatProvider))]
public sealed class SetChatProviderCommand : ChatCmdlet
{
    /// <summary>The provider's name: letters, digits and hyphens, 64 at most. Case does not count.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidatePattern("^[A-Za-z0-9-]{1,64}\\z")]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string Name { get; set; } = "";

    /// <summary>
    /// The kind of service: OpenAI, LiteLLM, Ollama, Mock, or Custom for any other server that is compatible. A new provider
    /// named like a service is of that kind, any other is Custom, unless given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderTypeCompleter))]
    public string? Type { get; set; }

    /// <summary>The base URL, such as https://llm.example.com/v1; the service's own unless given. Custom needs it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("api_base")]
    public string? ApiBase { get; set; }

    /// <summary>The environment variable that holds the key for this provider's address.</summary>
    [Parameter]
    [ValidatePattern("^[A-Za-z_][A-Za-z0-9_]*\\z")]
    public string? ApiKeyVariable { get; set; }

    /// <summary>The model that is asked where a call names none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Model { get; set; }

    /// <summary>Makes this the provider that is asked where a call names none; -Default:$false takes that back.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>How long the provider is known: Session, as long as the process runs.</summary>
    [Parameter]
    [ValidateSet("Session")]
    public string Scope { get; set; } = "Session";

    /// <summary>Emits the provider.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Checks the provider as a whole and keeps it.</summary>
    protected override void EndProcessing()
    {
        var provider = OrThrow(Merge, Name);
        if (!ShouldProcess($"Provider '{provider.Name}'", "Set provider")) return;
        ProviderRegistry.Shared.Set(provider);
        if (PassThru) WriteObject(provider);
    }

    private ChatProvider Merge()
    {
        var known = ProviderRegistry.Shared.List().FirstOrDefault(provider => string.Equals(provider.Name, Name, StringComparison.OrdinalIgnoreCase));
        var preset = PresetOf(Type ?? known?.Type ?? Name);
        var provider = (known ?? new ChatProvider { Name = Name, Type = preset.Name }) with { Type = preset.Name };
        if (ApiBase is not null) provider = provider with { ApiBase = ApiBase };
        if (ApiKeyVariable is not null) provider = provider with { ApiKeyVariable = ApiKeyVariable };
        if (Model is not null) provider = provider with { Model = Model };
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Default))) provider = provider with { Default = Default.IsPresent };
        provider.CheckAddress();
        return provider;
    }

    private ProviderPreset PresetOf(string type)
    {
        if (ProviderPresets.Find(type) is { } preset) return preset;
        if (Type is null) return ProviderPresets.Custom;
        throw Errors.Wrong(nameof(Type), $"-Type '{SafeText.Neutralise(type)}' is no known service. Known are: {string.Join(", ", ProviderPresets.All.Select(static known => known.Name))}.");
    }
}
